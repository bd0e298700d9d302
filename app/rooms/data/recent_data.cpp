#include "app/rooms/data/recent_data.h"

#include <QSettings>
#include <QStringList>

#include <algorithm>
#include <utility>

namespace isthmus {
namespace {

const QString kList = QStringLiteral("library/recent");
const QString kPaths = QStringLiteral("paths");
const QString kOptions = QStringLiteral("options");

}  // namespace

RecentList::RecentList() {
  QSettings settings;
  const int count = std::min(settings.beginReadArray(kList), static_cast<int>(kMost));
  for (int i = 0; i < count; ++i) {
    settings.setArrayIndex(i);
    RecentData data;
    for (const QString& path : settings.value(kPaths).toStringList())
      if (!path.isEmpty()) data.paths.emplace_back(path.toStdString());
    const auto options = parseLoadOptions(settings.value(kOptions).toString().toStdString());
    if (options) data.options = *options;
    if (!data.paths.empty()) m_all.push_back(std::move(data));
  }
}

void RecentList::add(RecentData data) {
  if (data.paths.empty()) return;
  // As they are wherever the program is started the next time.
  for (std::filesystem::path& path : data.paths) {
    std::error_code failed;
    const auto full = std::filesystem::absolute(path, failed);
    if (!failed) path = full.lexically_normal();
  }
  std::erase_if(m_all, [&](const RecentData& other) { return other.paths == data.paths; });
  m_all.insert(m_all.begin(), std::move(data));
  if (m_all.size() > kMost) m_all.resize(kMost);
  save();
}

void RecentList::remove(const std::vector<std::filesystem::path>& paths) {
  std::erase_if(m_all, [&](const RecentData& data) { return data.paths == paths; });
  save();
}

void RecentList::save() const {
  QSettings settings;
  settings.remove(kList);
  settings.beginWriteArray(kList, static_cast<int>(m_all.size()));
  for (std::size_t i = 0; i < m_all.size(); ++i) {
    settings.setArrayIndex(static_cast<int>(i));
    QStringList paths;
    for (const auto& path : m_all[i].paths) paths << QString::fromStdString(path.string());
    settings.setValue(kPaths, paths);
    settings.setValue(kOptions, QString::fromStdString(loadOptionsText(m_all[i].options)));
  }
  settings.endArray();
}

}  // namespace isthmus
