#include "app/rooms/data/data_library.h"

#include "core/data/builtin/builtin_sets.h"
#include "widgets/library/library_panel.h"
#include "widgets/text/number_text.h"
#include "widgets/text/sample_text.h"
#include "widgets/theme/theme.h"

#include <QDialog>
#include <QFile>
#include <QScreen>
#include <QSettings>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <system_error>
#include <utility>

// Q_INIT_RESOURCE declares a function and must stand outside of any namespace.
static void initCatalogue() {
  Q_INIT_RESOURCE(catalogue);
}

namespace isthmus {
namespace {

constexpr QSize kDialogSize{660, 640};
const QString kGeometry = QStringLiteral("library/geometry");

QString textOf(const std::string& text) {
  return QString::fromStdString(text);
}

QString factsOf(const CatalogueEntry& entry) {
  return DataLibrary::tr("%1 · %2 · %3 classes")
      .arg(samplesText(entry.samples()), textOf(entry.shape), countText(entry.classes));
}

QString explanationOf(const CatalogueEntry& entry, const std::filesystem::path& folder) {
  QStringList files;
  QStringList hosts;
  for (const std::string& name : entry.keptNames()) files << textOf(name);
  for (const CatalogueFile& file : entry.files)
    for (const std::string& url : file.urls)
      if (const QString host = QUrl(textOf(url)).host(); !hosts.contains(host)) hosts << host;
  return DataLibrary::tr("%1\n\nLicence: %2\nHomepage: %3\nFrom: %4\nFiles: %5\nKept in: %6")
      .arg(textOf(entry.description), textOf(entry.licence), textOf(entry.homepage),
           hosts.join(QStringLiteral(", ")), files.join(QStringLiteral(", ")), textOf(folder.string()));
}

/// In the panel: all its paths, which no two recent ones share.
QString keyOf(const RecentData& data) {
  QStringList paths;
  for (const auto& path : data.paths) paths << textOf(path.string());
  return paths.join(QLatin1Char('\n'));
}

bool allThere(const std::vector<std::filesystem::path>& paths) {
  return std::ranges::all_of(paths, [](const std::filesystem::path& path) {
    std::error_code unknown;
    return std::filesystem::exists(path, unknown);
  });
}

}  // namespace

Result<std::vector<CatalogueEntry>> ownCatalogue() {
  initCatalogue();
  QFile file(QStringLiteral(":/library/catalogue.json"));
  if (!file.open(QIODevice::ReadOnly))
    return Error{ErrorCode::Internal, "is missing from this build of the program", "the catalogue"};
  return parseCatalogue(file.readAll().toStdString());
}

DataLibrary::DataLibrary(DatasetController& datasets, std::vector<CatalogueEntry> catalogue,
                         const std::filesystem::path& root, QWidget* window, const DownloadTimes& times)
    : QObject(window),
      m_datasets(datasets),
      m_catalogue(std::move(catalogue)),
      m_downloader(root, times),
      m_looker(
          [this](Look look, const auto& job) {
            for (const RecentData& data : look.recent)
              if (!allThere(data.paths)) look.missing.insert(data.paths);
            for (const CatalogueEntry& entry : m_catalogue)
              look.here[entry.id] = m_downloader.bytesHere(entry);
            job.answer(std::move(look));
          },
          [this](Look look) {
            m_look = std::move(look);
            showAll();
          }) {
  m_dialog = new QDialog(window);
  m_dialog->setObjectName(QStringLiteral("libraryDialog"));
  m_dialog->setWindowTitle(tr("Data library"));
  m_panel = new LibraryPanel;
  auto* layout = new QVBoxLayout(m_dialog);
  layout->setContentsMargins(kGrid / 2, kGrid / 2, kGrid / 2, kGrid / 2);
  layout->addWidget(m_panel);
  connect(m_dialog, &QDialog::finished, this,
          [this] { QSettings().setValue(kGeometry, m_dialog->saveGeometry()); });
  wirePanel();
  wireDownloads();
  connect(&m_datasets, &DatasetController::knownFound, this, [this](const std::vector<KnownDataset>& known) {
    m_known = known;
    showAll();
  });
  connect(&m_datasets, &DatasetController::loaded, this, [this](const DatasetPtr& dataset, DatasetRole role) {
    const bool isProbe = role != DatasetRole::Main || dataset->count() == 1;
    if (isProbe || m_loading.paths.empty()) return;
    m_recent.add(std::exchange(m_loading, {}));
    refresh();
  });
}

void DataLibrary::wirePanel() {
  connect(m_panel, &LibraryPanel::loadRequested, this, &DataLibrary::load);
  connect(m_panel, &LibraryPanel::removeRequested, this, &DataLibrary::remove);
  connect(m_panel, &LibraryPanel::downloadRequested, this, &DataLibrary::startDownload);
  connect(m_panel, &LibraryPanel::cancelRequested, this,
          [this](const QString& key) { m_downloader.cancel(key.toStdString()); });
  connect(m_panel, &LibraryPanel::openRequested, this, [this] {
    m_dialog->close();
    Q_EMIT openAsked();
  });
}

void DataLibrary::wireDownloads() {
  connect(&m_downloader, &Downloader::progressed, this,
          [this](const std::string& id, const DownloadProgress& progress) {
            m_progress[id] = progress;
            m_panel->setItem(itemOf(*entryOf(id)));
          });
  connect(&m_downloader, &Downloader::finished, this, [this](const std::string& id) {
    m_datasets.findKnown();  // finds it, too
    refresh();
    Q_EMIT downloaded();
    if (m_dialog->isHidden())
      Q_EMIT info(tr("%1 has been downloaded and can be loaded (Ctrl+L).").arg(textOf(entryOf(id)->title)));
  });
  connect(&m_downloader, &Downloader::cancelled, this, [this] { refresh(); });
  connect(&m_downloader, &Downloader::removed, this, [this] { refresh(); });
  connect(&m_downloader, &Downloader::failed, this,
          [this](const std::string& id, const QString& message, bool offline) {
            m_failures[id] = {message, offline};
            refresh();
            if (m_dialog->isHidden())
              Q_EMIT error(tr("%1 was not downloaded: %2").arg(textOf(entryOf(id)->title), message));
          });
}

void DataLibrary::show() {
  if (m_dialog->isHidden()) {
    const QByteArray geometry = QSettings().value(kGeometry).toByteArray();
    if (!m_dialog->restoreGeometry(geometry))
      m_dialog->resize(kDialogSize.boundedTo(m_dialog->screen()->availableSize() * 9 / 10));
    m_panel->beginSearch();
  }
  m_dialog->show();
  m_dialog->raise();
  m_dialog->activateWindow();
  m_datasets.findKnown();
  refresh();
}

void DataLibrary::noteLoading(const DatasetSource& source, DatasetRole role, const LoadOptions& options) {
  if (role != DatasetRole::Main) return;
  m_loading = {};
  if (const auto* paths = std::get_if<std::vector<std::filesystem::path>>(&source))
    m_loading = {*paths, options};
}

void DataLibrary::noteOptions(const LoadOptions& options) {
  m_loading.options = options;
}

void DataLibrary::refresh() {
  m_looker.request({m_recent.all(), {}, {}});
}

void DataLibrary::showAll() {
  std::vector<LibraryItem> items;
  for (const KnownDataset& known : m_known) items.push_back(itemOf(known));
  for (const RecentData& data : m_recent.all()) items.push_back(itemOf(data));
  for (const CatalogueEntry& entry : m_catalogue) {
    const bool isHere = std::ranges::find(m_known, entry.id, &KnownDataset::id) != m_known.end();
    if (!isHere || m_downloader.isRunning(entry.id)) items.push_back(itemOf(entry));
  }
  m_panel->setItems(items);
}

LibraryItem DataLibrary::itemOf(const KnownDataset& known) const {
  LibraryItem item;
  item.section = known.folder.empty() ? LibrarySection::BuiltIn : LibrarySection::Found;
  item.key = textOf(known.id);
  item.title = textOf(known.title);
  if (known.folder.empty()) {
    if (const BuiltinSet* set = findBuiltinSet(known.id)) item.detail = textOf(std::string(set->description));
    item.explanation = tr("Made by this program whenever it is loaded.");
    return item;
  }
  const CatalogueEntry* entry = entryOf(known.id);
  item.detail =
      entry ? tr("%1 · %2").arg(factsOf(*entry), textOf(known.folder.string())) : textOf(known.origin);
  item.explanation = tr("In %1").arg(textOf(known.folder.string()));
  if (entry)
    item.explanation =
        tr("%1\n\nLicence: %2\n").arg(textOf(entry->description), textOf(entry->licence)) + item.explanation;
  return item;
}

LibraryItem DataLibrary::itemOf(const RecentData& data) const {
  LibraryItem item;
  item.section = LibrarySection::Recent;
  item.key = keyOf(data);
  const std::filesystem::path& first = data.paths.front();
  const auto name = first.has_filename() ? first.filename() : first.parent_path().filename();
  item.title = data.paths.size() == 1
                   ? textOf(name.string())
                   : tr("%1 and %2 more").arg(textOf(name.string())).arg(data.paths.size() - 1);
  item.detail = textOf(first.parent_path().string());
  const QString options = textOf(loadOptionsText(data.options));
  if (!options.isEmpty()) item.detail += tr(" · %1").arg(options);
  item.explanation = item.key;
  if (!options.isEmpty()) item.explanation += tr("\nOptions: %1").arg(options);
  if (m_look.missing.contains(data.paths)) item.state = LibraryState::Missing;
  return item;
}

LibraryItem DataLibrary::itemOf(const CatalogueEntry& entry) const {
  LibraryItem item;
  item.section = LibrarySection::Catalogue;
  item.key = textOf(entry.id);
  item.title = textOf(entry.title);
  item.detail = tr("%1 · %2").arg(factsOf(entry), textOf(entry.licence));
  item.explanation = explanationOf(entry, m_downloader.folderOf(entry));
  item.total = entry.bytes();
  const auto here = m_look.here.find(entry.id);
  item.received = here == m_look.here.end() ? 0 : here->second;
  if (m_downloader.isRunning(entry.id)) {
    const auto progress = m_progress.find(entry.id);
    item.state = LibraryState::Fetching;
    if (progress == m_progress.end()) return item;
    item.received = progress->second.received;
    item.bytesPerSecond = progress->second.bytesPerSecond;
    if (progress->second.checking) item.state = LibraryState::Checking;
  } else if (const auto failure = m_failures.find(entry.id); failure != m_failures.end()) {
    item.state = failure->second.offline ? LibraryState::Offline : LibraryState::Failed;
    item.message = failure->second.message;
  } else {
    item.state = item.received > 0 ? LibraryState::Partial : LibraryState::Absent;
  }
  return item;
}

const CatalogueEntry* DataLibrary::entryOf(const std::string& id) const {
  const auto found = std::ranges::find(m_catalogue, id, &CatalogueEntry::id);
  return found == m_catalogue.end() ? nullptr : &*found;
}

void DataLibrary::load(LibrarySection section, const QString& key) {
  m_dialog->close();
  if (section == LibrarySection::Recent) {
    const auto recent = std::ranges::find(m_recent.all(), key, keyOf);
    if (recent == m_recent.all().end()) return;
    const RecentData data = *recent;
    Q_EMIT loadAsked(data.paths, data.options);
    return;
  }
  const auto known = std::ranges::find(m_known, key.toStdString(), &KnownDataset::id);
  if (known != m_known.end()) Q_EMIT loadAsked(KnownDataset(*known), {});
}

void DataLibrary::remove(LibrarySection section, const QString& key) {
  if (section == LibrarySection::Recent) {
    const auto recent = std::ranges::find(m_recent.all(), key, keyOf);
    if (recent != m_recent.all().end()) m_recent.remove(std::vector(recent->paths));
  } else if (const CatalogueEntry* entry = entryOf(key.toStdString());
             entry && !m_downloader.isRunning(entry->id)) {
    m_downloader.removeParts(*entry);
    m_failures.erase(entry->id);
    return;  // shown anew when that is done
  }
  refresh();
}

void DataLibrary::startDownload(const QString& key) {
  const CatalogueEntry* entry = entryOf(key.toStdString());
  if (!entry) return;
  m_failures.erase(entry->id);
  m_progress.erase(entry->id);
  m_downloader.start(*entry);
  m_panel->setItem(itemOf(*entry));
}

}  // namespace isthmus
