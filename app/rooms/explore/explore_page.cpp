#include "app/rooms/explore/explore_page.h"

#include "app/rooms/data/data_room.h"
#include "app/rooms/errors/errors_room.h"
#include "app/rooms/export/export_actions.h"
#include "app/rooms/model/model_room.h"
#include "app/rooms/pictures/pictures_room.h"
#include "app/rooms/plane/plane_room.h"
#include "app/shell/services.h"
#include "widgets/data/data_panel.h"
#include "widgets/errors/error_panel.h"
#include "widgets/frame/message_bar.h"
#include "widgets/model/model_panel.h"
#include "widgets/pictures/picture_panel.h"
#include "widgets/plane/latent_plane_view.h"

#include <QDockWidget>
#include <QStackedWidget>

namespace isthmus {

Page makeExplorePage(const Services& services) {
  const QString id = QStringLiteral("explore");
  auto* frame = new PageFrame(id, &services.window);
  auto* data = new DataRoom(services, frame);
  auto* model = new ModelRoom(services, frame);
  auto* plane = new PlaneRoom(services, frame);
  auto* pictures = new PicturesRoom(services, frame);
  auto* errors = new ErrorsRoom(services, frame);
  auto* exports = new ExportActions({&services.session, &services.questions, &services.window, plane->view(),
                                     model->loss(), errors->panel(), pictures->panel()});
  exports->fillMenu(services.exportMenu);
  data->setExports(exports);
  QObject::connect(exports, &ExportActions::info, &services.messages, &MessageBar::showInfo);
  QObject::connect(exports, &ExportActions::error, &services.messages,
                   [bar = &services.messages](const QString& message) {
                     bar->showError(message, MessageSubject::Export);
                   });
  QObject::connect(exports, &ExportActions::done, &services.messages,
                   [bar = &services.messages] { bar->settle(MessageSubject::Export); });
  QObject::connect(data, &DataRoom::sampleWanted, plane, &PlaneRoom::bringIntoView);
  QObject::connect(errors, &ErrorsRoom::aboveChanged, plane, &PlaneRoom::setMarked);

  // The form needs the height more than the curves the width.
  frame->setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
  frame->setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
  frame->setCentralWidget(plane->view());
  using Area = Qt::DockWidgetArea;
  auto* dataDock = frame->addPanel(QObject::tr("Data"), "dataDock", data->panel(), Area::LeftDockWidgetArea);
  auto* modelDock =
      frame->addPanel(QObject::tr("Model"), "modelDock", model->panel(), Area::LeftDockWidgetArea);
  auto* pictureDock =
      frame->addPanel(QObject::tr("Pictures"), "pictureDock", pictures->panel(), Area::RightDockWidgetArea);
  auto* lossDock =
      frame->addPanel(QObject::tr("Loss"), "lossDock", model->progress(), Area::BottomDockWidgetArea);
  auto* errorDock =
      frame->addPanel(QObject::tr("Errors"), "errorDock", errors->panel(), Area::BottomDockWidgetArea);
  frame->resizeDocks({dataDock, pictureDock}, {264, 248}, Qt::Horizontal);
  frame->resizeDocks({dataDock, modelDock}, {300, 440}, Qt::Vertical);
  frame->resizeDocks({lossDock, errorDock}, {400, 616}, Qt::Horizontal);
  frame->resizeDocks({lossDock}, {240}, Qt::Vertical);
  using Room = PageFrame::Room;
  frame->setStacks(Room::Narrow, {{errorDock, lossDock}});
  frame->setStacks(Room::Small, {{modelDock, dataDock, lossDock}, {pictureDock, errorDock}}, {25, 23});
  frame->setPresented(pictureDock);
  frame->setFocusProxy(plane->view());

  auto* fit = new QAction(QObject::tr("&Fit the plane"), frame);
  fit->setShortcut(QKeySequence(QObject::tr("Ctrl+Shift+F")));
  QObject::connect(fit, &QAction::triggered, plane->view(), &LatentPlaneView::fit);
  return {id, QObject::tr("Explore"), frame, {fit}, [errors] { return !errors->panel()->isBusy(); }};
}

}  // namespace isthmus
