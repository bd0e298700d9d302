#include "app/rooms/explore/explore_page.h"
#include "app/shell/page.h"

#include <array>

namespace isthmus {

std::span<const MakePage> pages() {
  static constexpr std::array<MakePage, 1> kPages = {
      &makeExplorePage,
  };
  return kPages;
}

}  // namespace isthmus
