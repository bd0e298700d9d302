#pragma once

#include "app/rooms/export/export_tables.h"
#include "app/rooms/export/export_writer.h"
#include "app/session/explorer_session.h"
#include "app/shell/user_questions.h"
#include "widgets/errors/sample_gallery.h"
#include "widgets/pictures/picture_panel.h"
#include "widgets/plot/figure.h"

#include <QImage>
#include <QList>
#include <QObject>

#include <functional>
#include <vector>

class QAction;
class QMenu;

namespace isthmus {

class ErrorPanel;
class LatentPlaneView;
class LossPlot;

/// The actions by which a person takes results out of the window: tables of codes, errors, selected samples
/// and losses; plots as pictures; copies on the clipboard. Files are written in a thread.
class ExportActions : public QObject {
  Q_OBJECT

 public:
  /// Where an export gets from what it needs. All pointers are borrowed.
  struct Context {
    ExplorerSession* session;
    const UserQuestions* questions;
    QWidget* window;  ///< the parent of the actions
    LatentPlaneView* plane;
    LossPlot* loss;
    ErrorPanel* errors;
    PicturePanel* pictures;
  };

  explicit ExportActions(Context context);

  void fillMenu(QMenu& menu);
  /// What can be done with the selected samples, for a context menu of them.
  QList<QAction*> sampleActions();
  /// Puts the pictures of the selected samples on the clipboard, as one sheet.
  void copySamples();
  bool isBusy() const { return m_writer.isBusy(); }

 Q_SIGNALS:
  void info(const QString& message);
  void error(const QString& message);
  /// Something was written or copied.
  void done();

 private:
  /// A plot of the window, with what it is called in menus and in file names.
  struct Plot {
    QString title;
    QString word;
    std::function<Figure()> figure;
    QAction* save = nullptr;
    QAction* copy = nullptr;
  };

  QAction* add(const QString& text, const QKeySequence& shortcut, std::function<void()> call);
  void addPlot(const QString& title, const QString& word, const QKeySequence& copyShortcut,
               std::function<Figure()> figure);
  void connectViews();
  void popUp(QList<QAction*> actions, QPoint at);
  void update();  ///< greys out what there is nothing of
  void enableAll();

  const Workspace& workspace() const { return m_context.session->workspace(); }
  /// Data, model and encoding as they are on the screen.
  const SceneInputs& inputs() const { return workspace().scene()->inputs; }
  ShownResults shown() const;
  /// The file that a person names; empty: none. An ending is added where there is none.
  QString askFile(const QString& title, const QString& word, const QString& ending, const QString& filter);
  void saveTable(const QString& title, const QString& word, const QString& what, std::size_t count,
                 const std::function<Result<void>(const std::filesystem::path&)>& write);
  void saveCodes();
  void saveErrors();
  void saveSelection();
  /// A sheet of the pictures of the selected samples; nothing, and a message, where there is none.
  std::function<Result<QImage>()> sheetOfSamples();
  void saveSamples();
  void popUpGallery(const GalleryPictures& pictures, QPoint at);
  void saveSheet(const std::function<Result<QImage>()>& sheet, const QString& word, const QString& what);
  void saveLosses();
  void savePlot(const Plot& plot);
  void savePicture(const Image& picture);
  void copyPlot(const Plot& plot);
  void copyPicture(PicturePanel::Picture which, const QString& what);

  Context m_context;
  QAction* m_codes = nullptr;  // these belong to the window
  QAction* m_errors = nullptr;
  QAction* m_selection = nullptr;
  QAction* m_samplePictures = nullptr;
  QAction* m_copiedPictures = nullptr;
  QAction* m_losses = nullptr;
  std::vector<Plot> m_plots;  // plane, loss, histogram, ROC
  std::vector<std::pair<PicturePanel::Picture, QAction*>> m_pictures;
  ExportWriter m_writer;
};

}  // namespace isthmus
