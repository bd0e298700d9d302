#pragma once

#include <QFont>
#include <QString>
#include <QStringList>

namespace isthmus {

/// Names as they fit into `width` device-independent pixels: of long ones the middle is left out. Names that
/// differ stay different: what tells them apart is kept, and where that has no room either they are numbered.
QStringList shortenedNames(const QStringList& names, const QFont& font, double width);

/// Names that are drawn again and again: shortened once for each width and font.
class FittedNames {
 public:
  void setNames(const QStringList& names);
  const QStringList& names() const { return m_names; }
  /// "" where there is no such name.
  QString text(qsizetype name, const QFont& font, double width) const;

 private:
  QStringList m_names;
  mutable QStringList m_texts;
  mutable QFont m_font;
  mutable double m_width = -1;
};

}  // namespace isthmus
