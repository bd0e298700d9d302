#pragma once

#include "core/data/dataset.h"
#include "core/data/library/known_datasets.h"
#include "widgets/data/dataset_card.h"
#include "widgets/data/sample_set.h"
#include "widgets/data/wall_view.h"
#include "widgets/pictures/vector_profile.h"

#include <QWidget>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

class QMenu;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace isthmus {

class NamesCombo;
class TextLabel;
class ThumbnailWall;

/// Which data are on the table: their name and size, all samples as thumbnails, their card behind "Details",
/// and the ways to other data.
class DataPanel : public QWidget {
  Q_OBJECT

 public:
  explicit DataPanel(QWidget* parent = nullptr);

  /// Null: back to the empty state.
  void setDataset(DatasetPtr dataset);
  /// A version of the data set that is there: filter and place of the wall stay.
  void setEdited(DatasetPtr dataset);
  /// What the list "Data sets on this computer" offers.
  void setKnown(std::vector<KnownDataset> known);
  /// Shows that something is being loaded; fraction in [0, 1], below 0 when it is not known.
  void setLoading(const QString& what, double fraction);
  /// The loading has ended, well or not.
  void setIdle();
  /// Samples selected in the plane, in ascending order: a filter of the wall shows them, and is on from now.
  /// Null: none, back to the filter of before.
  void setSelection(SampleSet samples);
  void selectShown();
  /// What a person has chosen to see.
  WallView view() const;
  /// Shows it, without a signal; all samples where its class or a selection is not there.
  void setView(const WallView& view);
  /// Frames a sample and scrolls to it, without a signal. Lifts the filter when that hides it.
  void setChosen(std::optional<std::size_t> sample);

 Q_SIGNALS:
  void sampleChosen(std::size_t sample);
  /// A person selected other samples on the wall; null: none.
  void selectionChanged(const isthmus::SampleSet& samples);
  /// view() is another.
  void viewChanged(const isthmus::WallView& view);
  void sampleMenuRequested(QPoint globalPosition);
  /// A person wants the pictures of the samples in hand on the clipboard.
  void copyRequested();
  /// The numbers of the data set have been looked through.
  void summarised(const isthmus::DatasetSummaryPtr& summary);
  void knownChosen(const isthmus::KnownDataset& known);
  void openRequested();
  /// The list of all data sets, with those that can be downloaded.
  void libraryRequested();
  void cancelRequested();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  QWidget* makeSources();
  QWidget* makeLoading();
  QWidget* makeEmptyText();
  QWidget* makeFilterRow();
  void adoptWallSelection(const SampleSet& samples);
  void fillClasses();
  void chooseFilter(const QVariant& filter);
  void applyFilter(int index);
  void applyIcons();
  void tellView();

  DatasetPtr m_dataset;
  std::vector<KnownDataset> m_known;
  SampleSet m_selection;
  WallView m_told;    // by viewChanged()
  QVariant m_before;  // the filter chosen before there was a selection
  // children, owned by Qt
  QWidget* m_sources = nullptr;
  QPushButton* m_knownButton = nullptr;
  QMenu* m_knownMenu = nullptr;
  QPushButton* m_open = nullptr;
  QWidget* m_loading = nullptr;
  TextLabel* m_loadingText = nullptr;
  QProgressBar* m_loadingBar = nullptr;
  QPushButton* m_cancel = nullptr;
  TextLabel* m_name = nullptr;
  TextLabel* m_summary = nullptr;
  TextLabel* m_parts = nullptr;
  NamesCombo* m_classes = nullptr;
  QStackedWidget* m_pages = nullptr;
  ThumbnailWall* m_wall = nullptr;
  QToolButton* m_details = nullptr;
  DatasetCard* m_card = nullptr;
};

}  // namespace isthmus
