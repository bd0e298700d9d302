#pragma once

#include <QLocale>
#include <QString>

namespace isthmus {

/// A count as it is printed in the plane: "70,000".
inline QString grouped(std::size_t count) {
  return QLocale(QLocale::English).toString(static_cast<qulonglong>(count));
}

}  // namespace isthmus
