#include "app/rooms/data/file_filters.h"

#include "widgets/text/view_text.h"

#include <QObject>
#include <QStringList>

namespace isthmus {
namespace {

constexpr qsizetype kNamed = 4;  // patterns that a person reads; a dozen formats have dozens

QString filter(const QString& title, const QStringList& examples, const QStringList& patterns) {
  QString named = examples.mid(0, kNamed).join(u' ');
  if (patterns.size() > kNamed) named += QStringLiteral(" …");
  return QStringLiteral("%1 (%2) (%3)").arg(title, named, patterns.join(u' '));
}

}  // namespace

QString datasetFilter(std::span<const DatasetFormat> formats) {
  QStringList all;
  QStringList firsts;
  QStringList filters;
  for (const DatasetFormat& format : formats) {
    QStringList patterns;
    for (const std::string_view pattern : format.patterns) patterns << viewText(pattern);
    if (patterns.isEmpty()) continue;
    all += patterns;
    firsts << patterns.front();
    filters << filter(viewText(format.description), patterns, patterns);
  }
  all.removeDuplicates();
  firsts.removeDuplicates();
  filters.prepend(filter(QObject::tr("All data sets"), firsts, all));
  filters << QObject::tr("All files (*)");
  return filters.join(QStringLiteral(";;"));
}

QString modelFilter() {
  return QObject::tr("Models (*.safetensors)");
}

}  // namespace isthmus
