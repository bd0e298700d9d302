#include "app/shell/launcher.h"

#include <QApplication>
#include <QPixmap>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <utility>
#include <vector>

namespace isthmus {
namespace {

using Paths = std::vector<std::filesystem::path>;

constexpr std::chrono::milliseconds kQuietTime{700};  // longer than any panel's own throttle
constexpr const char* kDefaultDataset = "digits";
constexpr int kUnreadable = 2;
constexpr int kFailed = 1;

}  // namespace

Launcher::Launcher(MainWindow& window, LaunchOptions options, QObject* parent)
    : QObject(parent), m_window(window), m_options(std::move(options)) {
  m_quiet.setSingleShot(true);
  m_quiet.setInterval(kQuietTime);
  connect(&m_quiet, &QTimer::timeout, this, &Launcher::goOn);
  ExplorerSession& session = m_window.session();
  connect(&session, &ExplorerSession::error, this, &Launcher::fail);
  connect(&session.workspace(), &Workspace::modelChanged, this, [this] { m_quiet.start(); });
  connect(&session.workspace(), &Workspace::sceneChanged, this, [this] { m_quiet.start(); });
  connect(&session.workspace(), &Workspace::datasetChanged, this, [this] { m_quiet.start(); });
  connect(&session.datasets(), &DatasetController::knownFound, this,
          [this](const std::vector<KnownDataset>& known) {
            m_known = known;
            if (std::exchange(m_begun, true)) return;
            m_window.session().modelFiles().sort(
                m_options.files,
                [this](const Paths& models, const Paths& data) { begin(!models.empty(), !data.empty()); });
          });
  // A picture given by name is looked at with the data that the model is shown with at every start.
  connect(&session, &ExplorerSession::singleProbeChanged, this, [this, &session] {
    if (!session.workspace().dataset() && !session.datasets().isLoading()) loadKnown(kDefaultDataset);
  });
  session.datasets().findKnown();
}

void Launcher::begin(bool hasModel, bool hasData) {
  ExplorerSession& session = m_window.session();
  if (!hasModel) session.modelFiles().openBundled();
  const std::string id = m_options.dataset.isEmpty() ? kDefaultDataset : m_options.dataset.toStdString();
  if (!hasData && !loadKnown(id)) {
    QStringList ids;
    for (const KnownDataset& dataset : m_known) ids << QString::fromStdString(dataset.id);
    Q_EMIT session.error(tr("%1 is not a data set of this computer; there are: %2.")
                             .arg(m_options.dataset, ids.join(QStringLiteral(", "))),
                         MessageSubject::Data);
  }
  m_window.openPaths(m_options.files, DatasetRole::Main, m_options.load,
                     m_options.screenshot.isEmpty() ? OpenChoices::AskPerson : OpenChoices::TakeGuess);
  m_quiet.start();
}

bool Launcher::loadKnown(const std::string& id) {
  const auto found = std::ranges::find(m_known, id, &KnownDataset::id);
  if (found == m_known.end()) return false;
  m_window.session().datasets().load(*found, DatasetRole::Main);
  return true;
}

void Launcher::goOn() {
  ExplorerSession& session = m_window.session();
  if (!session.isQuiet() || !m_window.isSettled() || !session.workspace().dataset()) {
    m_quiet.start();
  } else if (m_options.epochs) {
    m_window.train(std::exchange(m_options.epochs, std::nullopt), m_options.seed);
    m_quiet.start();
  } else {
    if (!m_options.screenshot.isEmpty()) takeScreenshot();
    disconnect(&session, nullptr, this, nullptr);  // the rest is the person's
    disconnect(&session.workspace(), nullptr, this, nullptr);
  }
}

void Launcher::takeScreenshot() {
  const QString file = std::exchange(m_options.screenshot, QString());
  const bool saved = m_window.grab().save(file);
  if (!saved) std::fprintf(stderr, "isthmus: %s: could not be written\n", qPrintable(file));
  QApplication::exit(saved ? 0 : kFailed);
}

void Launcher::fail(const QString& message) {
  ExplorerSession& session = m_window.session();
  if (m_options.screenshot.isEmpty()) {  // a person reads it in the window, which need not stay empty
    if (!session.workspace().dataset() && !session.datasets().isLoading()) loadKnown(kDefaultDataset);
    return;
  }
  std::fprintf(stderr, "isthmus: %s\n", qPrintable(message));
  QApplication::exit(kUnreadable);
}

}  // namespace isthmus
