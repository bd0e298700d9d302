#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace isthmus {

/// A term of the field that stands in the window.
struct GlossaryTerm {
  QString title;
  QStringList names;  ///< as which it stands in the window, beside its title; upper and lower case are alike
  QString explanation;  ///< a sentence or two
};

/// All terms, in the order of the alphabet.
const std::vector<GlossaryTerm>& glossary();

/// The term that these words of the window name, as a whole word; of several the longest. Null: none.
const GlossaryTerm* termIn(const QString& words);

}  // namespace isthmus
