#pragma once

#include "app/shell/page_frame.h"

#include <QAction>
#include <QList>
#include <QString>

#include <functional>
#include <span>

namespace isthmus {

struct Services;

/// One page of the window: a room, or several that are seen side by side.
struct Page {
  QString id;                   ///< in settings and ViewState::page: "explore"
  QString title;                ///< on its tab
  PageFrame* frame = nullptr;   ///< what is seen; it belongs to the window
  QList<QAction*> viewActions;  ///< what the View menu offers while the page is in front, beside its panels
  std::function<bool()> isSettled =
      {};  ///< nothing that it shows is still being found; none: it finds nothing itself
};

/// Makes a page with its views, actions and controllers; all of them are children of its frame.
using MakePage = Page (*)(const Services& services);

/// All pages in the order of their tabs: another is one line in pages.cpp.
std::span<const MakePage> pages();

}  // namespace isthmus
