#include "app/rooms/data/data_opening.h"

#include "app/rooms/data/data_library.h"
#include "app/rooms/data/file_filters.h"
#include "app/shell/folder_memory.h"
#include "core/data/builtin/builtin_sets.h"
#include "core/data/dataset_format.h"
#include "widgets/data/builtin_dialog.h"
#include "widgets/import/import_dialog.h"

#include <QAction>
#include <QMenu>
#include <QScreen>
#include <QSettings>

#include <algorithm>
#include <utility>

namespace isthmus {
namespace {

constexpr QSize kFirstSize(840, 500);  // of the import dialog
constexpr const char* kSizeKey = "import/size";
constexpr const char* kUnfoldedKey = "import/advanced";
constexpr qsizetype kMostNews = 2;  // sentences that a message may have

std::vector<std::filesystem::path> toPaths(const QStringList& files) {
  std::vector<std::filesystem::path> paths;
  for (const QString& file : files) paths.emplace_back(file.toStdString());
  return paths;
}

/// On the button of a dialog that chooses data; "" for the desktop's own word.
QString loadButtonText(DatasetRole role) {
  return role == DatasetRole::Main    ? QString()
         : role == DatasetRole::Probe ? DataOpening::tr("Load as &probe")
                                      : DataOpening::tr("&Merge");
}

}  // namespace

DataOpening::DataOpening(ExplorerSession& session, const UserQuestions& questions, QWidget* window)
    : QObject(window), m_session(session), m_questions(questions), m_window(window) {
  const auto catalogue = ownCatalogue();
  m_library = new DataLibrary(m_session.datasets(), catalogue ? *catalogue : std::vector<CatalogueEntry>(),
                              downloadsFolder(), window);
  connect(m_library, &DataLibrary::loadAsked, this,
          [this](const DatasetSource& source, const LoadOptions& options) {
            const auto* known = std::get_if<KnownDataset>(&source);
            if (known && findBuiltinSet(known->id) != nullptr)
              askAboutBuiltin(*known);
            else
              load(source, DatasetRole::Main, options);
          });
  connect(m_library, &DataLibrary::openAsked, this, [this] { chooseFiles(DatasetRole::Main); });
  connect(m_library, &DataLibrary::info, this, &DataOpening::info);
  connect(m_library, &DataLibrary::error, this,
          [this](const QString& message) { Q_EMIT error(message, MessageSubject::Download); });
  connect(m_library, &DataLibrary::downloaded, this, [this] { Q_EMIT settled(MessageSubject::Download); });
  connectLoading();
}

void DataOpening::connectLoading() {
  DatasetController& datasets = m_session.datasets();
  connect(&datasets, &DatasetController::loadingBegan, this, [this] { m_readRemarks.clear(); });
  connect(&datasets, &DatasetController::choiceNeeded, this, &DataOpening::askAboutImport);
  connect(&datasets, &DatasetController::failed, this, [this] { m_isAsked = false; });
  connect(&datasets, &DatasetController::loaded, this, [this] {
    if (std::exchange(m_isAsked, false)) Q_EMIT settled(MessageSubject::Data);
  });
  connect(&m_session.workspace(), &Workspace::datasetChanged, this,
          [this](const DatasetPtr& dataset, DatasetChange change) {
            if (change == DatasetChange::Loaded) tellNotes(*dataset);
          });
}

void DataOpening::load(const DatasetSource& source, DatasetRole role, const LoadOptions& options,
                       OpenChoices choices) {
  m_isAsked = true;
  m_library->noteLoading(source, role, options);
  m_session.datasets().load(source, role, options, choices);
}

void DataOpening::openPaths(const std::vector<std::filesystem::path>& paths, DatasetRole role,
                            const LoadOptions& options, OpenChoices choices) {
  if (paths.empty()) return;
  const auto mayBeModel = [](const std::filesystem::path& path) {
    return path.extension() == ".safetensors";
  };
  if (std::ranges::none_of(paths, mayBeModel)) return load(paths, role, options, choices);
  m_session.modelFiles().sort(paths, [=, this](const auto& models, const auto& others) {
    if (!models.empty()) openModel(models.front());
    if (!others.empty()) load(others, role, options, choices);
  });
}

void DataOpening::openModel(const std::filesystem::path& path) {
  m_session.modelFiles().open(path);
}

void DataOpening::openBundledModel() {
  m_session.modelFiles().openBundled();
}

void DataOpening::showLibrary() {
  m_library->show();
}

void DataOpening::chooseFiles(DatasetRole role) {
  const QString title = role == DatasetRole::Main    ? tr("Open data")
                        : role == DatasetRole::Probe ? tr("Open data as probe")
                                                     : tr("Merge another data set into this one");
  const QStringList files = m_questions.filesToOpen(m_window, title, lastFolder(),
                                                    datasetFilter(datasetFormats()), loadButtonText(role));
  if (files.isEmpty()) return;
  rememberFolder(files.front());
  openPaths(toPaths(files), role);
}

void DataOpening::chooseFolder(DatasetRole role) {
  const QString title = role == DatasetRole::Main    ? tr("Open a folder of data")
                        : role == DatasetRole::Probe ? tr("Open a folder of data as probe")
                                                     : tr("Merge a folder of data into this set");
  const QString folder = m_questions.folderToOpen(m_window, title, lastFolder(), loadButtonText(role));
  if (folder.isEmpty()) return;
  rememberFolder(folder);
  openPaths(toPaths({folder}), role);
}

void DataOpening::chooseModel() {
  const QStringList files =
      m_questions.filesToOpen(m_window, tr("Open a model"), lastFolder(), modelFilter(), {});
  if (files.isEmpty()) return;
  rememberFolder(files.front());
  openModel(files.front().toStdString());
}

void DataOpening::fillMenu(QMenu& menu) {
  menu.addAction(tr("&Open data…"), QKeySequence::Open, this, [this] { chooseFiles(DatasetRole::Main); });
  menu.addAction(tr("Open &folder…"), QKeySequence(tr("Ctrl+Shift+O")), this,
                 [this] { chooseFolder(DatasetRole::Main); });
  menu.addAction(tr("Data &library…"), QKeySequence(tr("Ctrl+L")), this, &DataOpening::showLibrary)
      ->setToolTip(tr("All data sets: built in, on this computer, recent, and published ones to download."));
  QMenu* knownMenu = menu.addMenu(tr("&Data sets on this computer"));
  connect(&m_session.datasets(), &DatasetController::knownFound, knownMenu,
          [this, knownMenu](const std::vector<KnownDataset>& known) { fillKnownMenu(*knownMenu, known); });
  menu.addSeparator();
  menu.addAction(tr("Open data as &probe…"), QKeySequence(tr("Ctrl+P")), this,
                 [this] { chooseFiles(DatasetRole::Probe); })
      ->setToolTip(tr("Holds a second data set's errors against the first's: what is out of distribution?"));
  menu.addAction(tr("Open folder as pro&be…"), this, [this] { chooseFolder(DatasetRole::Probe); });
  QAction* remove = menu.addAction(tr("&Remove the probe"), &m_session, &ExplorerSession::removeProbe);
  remove->setEnabled(false);
  connect(&m_session.workspace(), &Workspace::probeChanged, remove,
          [remove](const DatasetPtr& probe) { remove->setEnabled(probe != nullptr); });
}

void DataOpening::fillKnownMenu(QMenu& menu, const std::vector<KnownDataset>& known) {
  menu.clear();
  for (const KnownDataset& dataset : known) {
    QMenu* entry = menu.addMenu(QString::fromStdString(dataset.title));
    entry->addAction(tr("Load"), this, [this, dataset] { load(dataset, DatasetRole::Main); });
    entry->addAction(tr("Load as probe"), this, [this, dataset] { load(dataset, DatasetRole::Probe); });
    entry->addAction(tr("Merge into the data"), this,
                     [this, dataset] { load(dataset, DatasetRole::Addition); });
  }
}

void DataOpening::tellNotes(const Dataset& dataset) {
  const std::vector<std::string> read = std::exchange(m_readRemarks, {});
  QStringList news;
  for (const std::string& note : dataset.notes) {
    const bool isRead = std::ranges::any_of(
        read, [&](const std::string& remark) { return remark == note || remark == note + "."; });
    if (!isRead) news << QString::fromStdString(note);
  }
  if (news.size() > kMostNews) news = news.mid(0, kMostNews) << tr("More stands under Details.");
  if (!news.isEmpty())
    Q_EMIT info(tr("%1: %2").arg(QString::fromStdString(dataset.name), news.join(QLatin1Char(' '))));
}

void DataOpening::askAboutImport(const LoadPlan& plan, DatasetRole role) {
  DatasetController& datasets = m_session.datasets();
  auto* dialog = new ImportDialog(plan, {}, m_window);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  const QString name = QString::fromStdString(plan.name);
  if (role == DatasetRole::Probe) dialog->setPurpose(tr("Load %1 as probe").arg(name), tr("Load as &probe"));
  if (role == DatasetRole::Addition) dialog->setPurpose(tr("Merge %1 into the data").arg(name), tr("Mer&ge"));
  const QSize room = m_window->screen()->availableSize();
  dialog->resize(
      QSettings().value(QLatin1String(kSizeKey), kFirstSize * textScale()).toSize().boundedTo(room));
  dialog->setUnfolded(QSettings().value(QLatin1String(kUnfoldedKey), false).toBool());
  connect(dialog, &ImportDialog::folded, this,
          [](bool unfolded) { QSettings().setValue(QLatin1String(kUnfoldedKey), unfolded); });
  connect(dialog, &ImportDialog::optionsChanged, &datasets, &DatasetController::replan);
  connect(&datasets, &DatasetController::replanned, dialog, &ImportDialog::setPlan);
  connect(&datasets, &DatasetController::replanFailed, dialog, &ImportDialog::setProblem);
  connect(dialog, &QDialog::accepted, &datasets, [this, &datasets, dialog, role] {
    disconnect(&datasets, nullptr, dialog, nullptr);  // the loading that begins is its own
    if (role == DatasetRole::Main) m_library->noteOptions(dialog->plan().options);
    datasets.loadChosen(dialog->plan());
    m_readRemarks = dialog->plan().preview.remarks;  // now: the beginning forgets those of other files
  });
  connect(dialog, &QDialog::rejected, &datasets, &DatasetController::dropChoice);
  connect(dialog, &QDialog::finished, this,
          [dialog] { QSettings().setValue(QLatin1String(kSizeKey), dialog->size()); });
  // Something else is loaded in the meantime, say, dropped on the window: the question is void.
  connect(&datasets, &DatasetController::loadingBegan, dialog, &QDialog::reject);
  dialog->open();
}

void DataOpening::askAboutBuiltin(const KnownDataset& known) {
  auto* dialog = new BuiltinDialog(*findBuiltinSet(known.id), m_window);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::accepted, this, [this, dialog, known] {
    KnownDataset chosen = known;
    chosen.parameters = dialog->parameters();
    load(chosen, DatasetRole::Main);
  });
  dialog->open();
}

}  // namespace isthmus
