#include "app/rooms/explore/explore_page.h"
#include "app/shell/page.h"

#include <array>

namespace isthmus {

std::span<const MakePage> pages() {
  static constexpr auto kPages = std::to_array<MakePage>({
      &makeExplorePage,
  });
  return kPages;
}

}  // namespace isthmus
