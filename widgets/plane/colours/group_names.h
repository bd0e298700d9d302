#pragma once

#include "widgets/plane/colours/plane_colouring.h"
#include "widgets/plane/plane_items.h"
#include "widgets/text/shortened_names.h"

#include <vector>

namespace isthmus {

/// The names of groups written where their points lie, so that the plot can be read without its legend.
class GroupNames : public PlaneItem {
  Q_OBJECT

 public:
  using PlaneItem::PlaneItem;
  /// The most important first: where two would overlap, the later one moves aside or is left out.
  void set(std::vector<GroupName> names);
  const std::vector<GroupName>& names() const { return m_names; }

 protected:
  void draw(QCPPainter* painter) override;

 private:
  std::vector<GroupName> m_names;
  FittedNames m_fitted;
};

}  // namespace isthmus
