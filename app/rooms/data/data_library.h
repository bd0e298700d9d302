#pragma once

#include "app/rooms/data/dataset_controller.h"
#include "app/rooms/data/download/downloader.h"
#include "app/rooms/data/recent_data.h"
#include "widgets/jobs/latest_job.h"
#include "widgets/library/library_item.h"

#include <QObject>

#include <map>
#include <set>
#include <string>
#include <vector>

class QDialog;

namespace isthmus {

class LibraryPanel;

/// The catalogue that the program brings along. Broken only by a mistake in building it.
Result<std::vector<CatalogueEntry>> ownCatalogue();

/// The data library's dialog and what it shows: known sets, recent files and the catalogue with its
/// downloads, which go on while the dialog is closed.
class DataLibrary : public QObject {
  Q_OBJECT

 public:
  /// `window` is the dialog's parent; `root` is the folder for downloads.
  DataLibrary(DatasetController& datasets, std::vector<CatalogueEntry> catalogue,
              const std::filesystem::path& root, QWidget* window, const DownloadTimes& times = {});

  void show();
  /// To be called when a loading begins: if it ends well, its files are remembered.
  void noteLoading(const DatasetSource& source, DatasetRole role, const LoadOptions& options = {});
  /// What the person decided about the files of that loading since.
  void noteOptions(const LoadOptions& options);

 Q_SIGNALS:
  /// The dialog has been closed: load this.
  void loadAsked(const isthmus::DatasetSource& source, const isthmus::LoadOptions& options);
  /// The dialog has been closed: let the person choose files.
  void openAsked();
  /// A download has ended well.
  void downloaded();
  /// What became of a download while the dialog was closed.
  void info(const QString& message);
  void error(const QString& message);

 private:
  struct Failure {
    QString message;
    bool offline = false;
  };
  /// What the disk is asked, and its answer.
  struct Look {
    std::vector<RecentData> recent;
    std::set<std::vector<std::filesystem::path>> missing;  ///< recent ones that are gone
    std::map<std::string, quint64> here;                   ///< bytes of each set of the catalogue
  };

  void wirePanel();
  void wireDownloads();
  /// Looks at the disk and shows everything anew.
  void refresh();
  void showAll();
  void load(LibrarySection section, const QString& key);
  void remove(LibrarySection section, const QString& key);
  void startDownload(const QString& key);
  LibraryItem itemOf(const KnownDataset& known) const;
  LibraryItem itemOf(const RecentData& data) const;
  LibraryItem itemOf(const CatalogueEntry& entry) const;
  const CatalogueEntry* entryOf(const std::string& id) const;

  DatasetController& m_datasets;
  std::vector<CatalogueEntry> m_catalogue;
  RecentList m_recent;
  std::vector<KnownDataset> m_known;
  RecentData m_loading;  ///< is under way; without paths: nothing to remember
  std::map<std::string, DownloadProgress> m_progress;
  std::map<std::string, Failure> m_failures;
  Look m_look;
  QDialog* m_dialog = nullptr;      // child of the window
  LibraryPanel* m_panel = nullptr;  // child of the dialog
  Downloader m_downloader;
  LatestJob<Look, Look> m_looker;  // last: its thread ends before what it uses goes away
};

}  // namespace isthmus
