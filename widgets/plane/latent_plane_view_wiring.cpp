#include "widgets/plane/controls/axis_controls.h"
#include "widgets/plane/controls/plane_toolbar.h"
#include "widgets/plane/latent_plane_view.h"
#include "widgets/plane/manifold_requests.h"
#include "widgets/plane/plane_canvas.h"
#include "widgets/plane/plane_gestures.h"
#include "widgets/plane/plane_hint.h"
#include "widgets/plane/plane_marks.h"
#include "widgets/text/sample_text.h"
#include "widgets/text/view_text.h"

#include <QLabel>
#include <QToolButton>

namespace isthmus {
namespace {

constexpr double kOpacity = 0.9;
constexpr double kOpacityOnManifold = 0.55;

/// "probe letters: row 18, class B".
QString probeHint(const Dataset& probe, std::size_t sample) {
  const QString label = viewText(probe.className(sample));
  const QString title = sampleTitle(probe, sample);
  return LatentPlaneView::tr("probe %1: %2")
      .arg(QString::fromStdString(probe.name),
           label.isEmpty() ? title : LatentPlaneView::tr("%1, %2").arg(title, label));
}

}  // namespace

void LatentPlaneView::connectGestures() {
  m_gestures->setHint([this](std::size_t sample) { return m_colours.hint(sample); });
  m_gestures->setProbeHint([this](std::size_t sample) {
    return m_probe && sample < m_probeDrawn.drawn() ? probeHint(*m_probe, m_probeDrawn.pointOf(sample))
                                                    : QString();
  });
  connect(m_gestures, &PlaneGestures::probeClicked, this, [this](std::size_t drawn) {
    if (drawn < m_probeDrawn.drawn()) Q_EMIT probeClicked(m_probeDrawn.pointOf(drawn));
  });
  connect(m_gestures, &PlaneGestures::pointerStarted, this,
          [this] { m_canvas->pointerMark()->clearTrail(); });
  connect(m_gestures, &PlaneGestures::pointerMoved, this, [this](QPointF inPlane) {
    m_canvas->pointerMark()->moveTo(inPlane);
    m_canvas->replotMarks();
    describe();
    Q_EMIT pointerMoved(inPlane);
  });
  connect(m_gestures, &PlaneGestures::pointerHovered, this, [this](QPointF inPlane) {
    m_canvas->pointerMark()->hoverAt(inPlane);
    m_canvas->replotMarks();
    describe();
    Q_EMIT pointerMoved(inPlane);
  });
  connect(m_gestures, &PlaneGestures::pointerDragged, this, [this] {
    m_hint->setWanted(false);
    Q_EMIT hintHeeded();
  });
  connect(m_gestures, &PlaneGestures::pointerReleased, this, &LatentPlaneView::pointerReleased);
  connect(m_gestures, &PlaneGestures::menuWanted, this, &LatentPlaneView::menuWanted);
  connect(m_gestures, &PlaneGestures::sampleClicked, this, &LatentPlaneView::sampleClicked);
  connect(m_gestures, &PlaneGestures::escaped, this, [this] {
    if (m_marks->selection()) return m_marks->clearSelection();
    setPicked(std::nullopt);
    Q_EMIT pickCleared();
  });
  connect(m_gestures, &PlaneGestures::lassoMoved, this, [this](const QPolygonF& inPlane) {
    m_canvas->lasso()->setCorners(inPlane);
    m_canvas->replotMarks();
  });
  connect(m_gestures, &PlaneGestures::lassoDrawn, this, [this](const QPolygonF& inPlane, bool adds) {
    std::vector<LatentPlane::Point> corners;
    for (const QPointF& corner : inPlane) corners.push_back({corner.x(), corner.y()});
    m_marks->select(std::move(corners), adds ? PlaneMarks::How::Add : PlaneMarks::How::Replace);
  });
  connect(m_gestures, &PlaneGestures::switchToggled, this, [this](Qt::Key key) {
    if (key == Qt::Key_P) m_toolbar->points()->toggle();
    if (key == Qt::Key_N) m_toolbar->names()->toggle();
    if (key == Qt::Key_R) m_toolbar->rings()->toggle();
    if (key == Qt::Key_M && m_toolbar->manifold()->isEnabled()) m_toolbar->manifold()->toggle();
    if (key == Qt::Key_H) m_toolbar->hover()->toggle();
    if (key == Qt::Key_L) m_toolbar->lasso()->toggle();
  });
  connect(m_canvas, &PlaneCanvas::viewChanged, this, [this] {
    placeEmptyText();
    m_requests->setView(m_canvas->seen(), m_canvas->unitsPerPixel());
    tellView();
  });
  connect(m_canvas, &QCustomPlot::afterReplot, this, &LatentPlaneView::showCounts);
  connect(&m_canvas->scatter()->feed(), &PointsFeed::arranged, this, &LatentPlaneView::adjustView);
}

void LatentPlaneView::connectControls() {
  connect(m_toolbar, &PlaneToolbar::colourByChosen, this, [this](const ColourBy& by) {
    m_colours.choose(by);
    showColours();
    showLegend();
    tellView();
  });
  connect(m_toolbar->points(), &QToolButton::toggled, this, [this](bool on) {
    m_canvas->scatter()->setVisible(on);
    m_canvas->replotSoon();
  });
  connect(m_toolbar->names(), &QToolButton::toggled, this, [this](bool on) {
    m_canvas->groupNames()->setVisible(on);
    m_canvas->replotSoon();
  });
  connect(m_toolbar->rings(), &QToolButton::toggled, this, [this](bool on) {
    m_canvas->rings()->setVisible(on && m_empty->isHidden());
    m_canvas->replotSoon();
  });
  connect(m_toolbar->manifold(), &QToolButton::toggled, this, [this](bool on) {
    m_canvas->manifold()->setVisible(on);
    m_canvas->scatter()->points().setOpacity(on ? kOpacityOnManifold : kOpacity);
    m_marks->setColour(markColour());
    m_canvas->replotSoon();
    m_requests->setOn(on);
  });
  connect(m_toolbar->hover(), &QToolButton::toggled, this, [this](bool on) {
    m_gestures->setHover(on);
    m_hint->setHover(on);
  });
  connect(m_toolbar->lasso(), &QToolButton::toggled, m_gestures, &PlaneGestures::setLasso);
  connect(m_marks, &PlaneMarks::selectionChanged, this, [this] {
    m_canvas->replotSoon();
    Q_EMIT selectionChanged(m_marks->selection());
  });
  connect(m_toolbar->fit(), &QToolButton::clicked, this, &LatentPlaneView::fit);
  connect(m_axes, &AxisControls::choiceChanged, this, [this] {
    nameAxes();
    tellView();
  });
  connect(m_legend, &PlaneLegend::aboveToggled, this, [this](bool on) {
    m_isAboveShown = on;
    showAbove();
    m_canvas->replotSoon();
    tellView();
  });
  connect(m_legend, &PlaneLegend::probeToggled, this, [this](bool on) {
    m_isProbeShown = on;
    showProbe();
    tellView();
  });
  connect(m_legend, &PlaneLegend::visibleRowsChanged, this, [this](const std::vector<bool>& visible) {
    m_colours.setVisible(visible);
    showColours();
    tellView();
  });
  for (QToolButton* button : {m_toolbar->points(), m_toolbar->names(), m_toolbar->rings(),
                              m_toolbar->manifold(), m_toolbar->hover(), m_toolbar->lasso()})
    connect(button, &QToolButton::toggled, this, &LatentPlaneView::tellView);
  connect(m_requests, &ManifoldRequests::wanted, this, &LatentPlaneView::manifoldWanted);
}

}  // namespace isthmus
