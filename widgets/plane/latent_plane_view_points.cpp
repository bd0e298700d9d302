#include "widgets/plane/controls/plane_legend.h"
#include "widgets/plane/controls/plane_toolbar.h"
#include "widgets/plane/latent_plane_view.h"
#include "widgets/plane/plane_canvas.h"
#include "widgets/plane/plane_gestures.h"
#include "widgets/plane/plane_marks.h"
#include "widgets/plane/plane_texts.h"
#include "widgets/theme/theme.h"

#include <QLabel>

#include <algorithm>
#include <iterator>
#include <utility>

namespace isthmus {
namespace {

std::size_t countOf(const std::shared_ptr<const PlanePoints>& points) {
  return points ? points->x.size() : 0;
}

}  // namespace

void LatentPlaneView::setPoints(std::shared_ptr<const PlanePoints> points) {
  if (!m_points && points) m_fitNext = true;
  const std::size_t before = countOf(m_points);
  m_points = std::move(points);
  m_canvas->scatter()->feed().setPoints(m_points);
  if (countOf(m_points) == before) {
    placeNames();
    showAbove();
  } else {
    showColours();
  }
  placePicked();
  placeEmptyText();
  if (!m_canvas->scatter()->feed().isBusy()) adjustView();
}

// Once the points are there.
void LatentPlaneView::adjustView() {
  if (!m_points) return;
  if (std::exchange(m_fitNext, false))
    m_canvas->fit();
  else if (!m_gestures->isDragging())
    m_canvas->follow();
}

void LatentPlaneView::setProbe(DatasetPtr probe, std::shared_ptr<const PlanePoints> points) {
  if (probe == m_probe && points == m_probePoints) return;
  m_probe = std::move(probe);
  m_probePoints = std::move(points);
  m_probeDrawn.setPoints(m_probePoints);
  showProbe();
  if (!m_gestures->isDragging()) m_canvas->follow();
}

void LatentPlaneView::showProbe() {
  m_probeDrawn.setColour(themeOf(*this).text.rgb());
  m_canvas->probe()->setVisible(m_isProbeShown);
  showLegend();
  m_canvas->replotSoon();
}

// Of hidden groups none.
void LatentPlaneView::showAbove() {
  const PointsSource& shown = m_canvas->scatter()->feed().wanted();
  std::vector<std::uint32_t> some;
  if (m_above && shown.isWhole())
    std::ranges::copy_if(*m_above, std::back_inserter(some), [&](std::uint32_t sample) {
      return sample < shown.count() && (*shown.colours)[sample] < shown.palette.size();
    });
  if (shown.points)
    m_aboveDrawn.setPoints(*shown.points, some);
  else
    m_aboveDrawn.setPoints(nullptr);
  m_canvas->above()->setVisible(m_isAboveShown);
  showLegend();
}

void LatentPlaneView::setErrors(std::shared_ptr<const std::vector<float>> errors,
                                const QString& measureName) {
  const std::size_t choicesBefore = m_colours.choices().size();
  m_colours.setErrors(std::move(errors), measureName);
  const bool otherChoices = m_colours.choices().size() != choicesBefore;
  if (otherChoices) m_toolbar->setChoices(m_colours.choices(), m_colours.chosen());
  if (m_colours.chosen().kind != ColourBy::Kind::Error && !otherChoices) return;
  showColours();
  showLegend();
  tellView();
}

void LatentPlaneView::setMarked(std::shared_ptr<const std::vector<std::uint32_t>> indices) {
  m_above = std::move(indices);
  showAbove();
  m_canvas->replotGathered();
}

void LatentPlaneView::showColours() {
  PointColours colours = m_colours.colours(countOf(m_points), themeOf(*this).dark);
  m_canvas->scatter()->feed().setColours(std::move(colours.index), std::move(colours.palette));
  m_aboveDrawn.setColour(themeOf(*this).warning.rgb());
  showAbove();
  placeNames();
  m_canvas->replotSoon();
}

void LatentPlaneView::placeNames() {
  m_canvas->groupNames()->set(m_points ? m_colours.names(*m_points, themeOf(*this).dark)
                                       : std::vector<GroupName>());
  m_canvas->replotSoon();
}

void LatentPlaneView::showLegend() {
  m_legend->setRows(m_colours.groupsTitle(), m_colours.rows(themeOf(*this).dark), m_colours.visible());
  m_legend->setBar(m_colours.bar());
  m_legend->setProbe(m_probePoints && m_probe ? QString::fromStdString(m_probe->name) : QString(),
                     countOf(m_probePoints), m_probeDrawn.drawn(), m_isProbeShown);
  m_legend->setAbove(m_above ? m_above->size() : 0, m_aboveDrawn.drawn(), m_isAboveShown);
  m_legend->setVisible(!m_colours.groups().names.empty() || m_colours.bar().has_value() || m_probePoints ||
                       (m_above && !m_above->empty()));
}

void LatentPlaneView::showCounts() {
  const PointsPainter& painter = m_canvas->scatter()->points();
  const QString text = shownText(painter, m_canvas->scatter()->visible(),
                                 m_colours.dataset() ? m_colours.dataset()->count() : painter.count(),
                                 m_marks->selectedCount());
  if (text == m_shown->text() && !text.isEmpty()) return;
  m_shown->setText(text);
  describe();
}

}  // namespace isthmus
