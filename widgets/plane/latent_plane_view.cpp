#include "widgets/plane/latent_plane_view.h"

#include "widgets/parts/panel_parts.h"
#include "widgets/plane/controls/axis_controls.h"
#include "widgets/plane/controls/plane_toolbar.h"
#include "widgets/plane/manifold_requests.h"
#include "widgets/plane/plane_canvas.h"
#include "widgets/plane/plane_gestures.h"
#include "widgets/plane/plane_hint.h"
#include "widgets/plane/plane_marks.h"
#include "widgets/text/number_text.h"
#include "widgets/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

namespace isthmus {
namespace {

constexpr double kBannerTint = 0.15;
constexpr std::size_t kMostOfProbe = 2'000;  // diamonds
constexpr std::size_t kMostAbove = 300;      // triangles, which cover more

QString coordinateText(double value) {
  return valueText(value, 2);
}

}  // namespace

LatentPlaneView::LatentPlaneView(QWidget* parent)
    : QWidget(parent),
      m_toolbar(new PlaneToolbar(this)),
      m_axes(new AxisControls(this)),
      m_canvas(new PlaneCanvas(this)),
      m_gestures(new PlaneGestures(m_canvas)),
      m_legend(new PlaneLegend(this)),
      m_requests(new ManifoldRequests(this)),
      m_marks(new PlaneMarks(&m_canvas->scatter()->feed(), this)),
      m_banner(new TextLabel(TypeSize::Small)),
      m_status(new QLabel(this)),
      m_shown(new QLabel(this)),
      m_empty(new QLabel(m_canvas)),
      m_hint(new PlaneHint(m_canvas)),
      m_probeDrawn(m_canvas->probe(), kMostOfProbe),
      m_aboveDrawn(m_canvas->above(), kMostAbove) {
  m_canvas->setObjectName(QStringLiteral("planeCanvas"));
  m_canvas->setAccessibleName(tr("Latent plane"));
  m_banner->setObjectName(QStringLiteral("planeBanner"));
  m_banner->setAutoFillBackground(true);
  m_banner->setContentsMargins(kGrid, kGrid / 2, kGrid, kGrid / 2);
  m_banner->hide();
  m_status->setObjectName(QStringLiteral("planeStatus"));
  m_shown->setObjectName(QStringLiteral("shownCount"));
  m_shown->setAccessibleName(tr("Points shown"));
  m_empty->setObjectName(QStringLiteral("planeEmpty"));
  m_empty->setAttribute(Qt::WA_TransparentForMouseEvents);
  m_empty->setAlignment(Qt::AlignCenter);
  m_empty->setWordWrap(true);
  m_empty->setAutoFillBackground(true);
  setTypeSize(*m_empty, TypeSize::Large);
  m_status->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  for (QLabel* label : {m_status, m_shown}) setTypeSize(*label, TypeSize::Small);
  for (QLabel* label : {m_status, m_shown, m_empty}) label->setForegroundRole(QPalette::PlaceholderText);
  m_axes->setVisible(false);
  m_canvas->manifold()->setVisible(false);
  layOut();
  connectGestures();
  connectControls();
  setDataset(nullptr);
  applyTheme();
  setFocusProxy(m_canvas);
}

void LatentPlaneView::layOut() {
  auto* footer = new QHBoxLayout;
  footer->setContentsMargins(0, 0, 0, 0);
  footer->addWidget(m_status, 1);
  footer->addWidget(m_shown);
  auto* middle = new QHBoxLayout;
  middle->setSpacing(kGrid);
  middle->addWidget(m_canvas, 1);
  middle->addWidget(m_legend);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kGrid, kGrid, kGrid, kGrid / 2);
  column->setSpacing(kGrid / 2);
  column->addWidget(m_toolbar);
  column->addWidget(m_axes);
  column->addWidget(m_banner);
  column->addLayout(middle, 1);
  column->addLayout(footer);
}

void LatentPlaneView::setDataset(DatasetPtr dataset) {
  if (dataset && dataset == m_colours.dataset()) return;
  m_colours.setDataset(std::move(dataset));
  m_points.reset();
  m_picked.reset();
  m_posterior.reset();
  m_canvas->scatter()->feed().setPoints(nullptr);
  m_marks->clearSelection();
  m_above.reset();
  clearPointer();
  placePicked();
  m_toolbar->setChoices(m_colours.choices(), m_colours.chosen());
  const bool pictures = !m_colours.dataset() || m_colours.dataset()->kind == SampleKind::Image;
  if (!pictures) m_toolbar->manifold()->setChecked(false);
  m_toolbar->manifold()->setEnabled(pictures);  // rows of numbers decode to no pictures
  showColours();
  showLegend();
  placeEmptyText();
  tellView();
}

Figure LatentPlaneView::figure() const {
  return m_points ? Figure{m_canvas, {m_legend}} : Figure();
}

void LatentPlaneView::setLatent(int dimensions) {
  if (static_cast<int>(m_axes->choice().held.size()) != dimensions) m_axes->setLatent(dimensions);
  m_axes->setVisible(dimensions > 2);
  nameAxes();
  tellView();
}

void LatentPlaneView::setLeading(std::optional<std::pair<int, int>> dimensions) {
  m_axes->setLeading(dimensions);
  nameAxes();
}

void LatentPlaneView::setPrior(bool isThere) {
  if (m_canvas->rings()->centre().has_value() == isThere) return;
  m_canvas->rings()->setCentre(isThere ? std::optional(QPointF()) : std::nullopt);
  m_toolbar->setPriorThere(isThere);
  m_canvas->replotSoon();
}

void LatentPlaneView::setPriorCentre(QPointF inPlane) {
  const auto& centre = m_canvas->rings()->centre();
  if (!centre || *centre == inPlane) return;
  m_canvas->rings()->setCentre(inPlane);
  m_canvas->replotSoon();
}

void LatentPlaneView::setSelection(std::shared_ptr<const std::vector<std::uint32_t>> samples) {
  if (samples == m_marks->selection()) return;
  m_marks->setSelection(std::move(samples));
  m_canvas->replotSoon();
}

/// No class has it, and it is seen on the background and on decoded pictures.
QRgb LatentPlaneView::markColour() const {
  return isManifoldOn() ? qRgb(255, 255, 255) : themeOf(*this).text.rgb();
}

void LatentPlaneView::setPointer(QPointF inPlane) {
  if (!std::isfinite(inPlane.x()) || !std::isfinite(inPlane.y())) return;
  if (m_canvas->pointerMark()->position() == inPlane) return;  // the echo of a drag: its trail stays
  m_canvas->pointerMark()->clearTrail();
  m_canvas->pointerMark()->moveTo(inPlane);
  m_gestures->setPointer(inPlane);
  m_hint->setPossible(true);
  m_canvas->replotMarks();
  describe();
}

void LatentPlaneView::clearPointer() {
  m_hint->setPossible(false);
  m_canvas->pointerMark()->clear();
  m_gestures->setPointer(std::nullopt);
  m_canvas->replotMarks();
  describe();
}

bool LatentPlaneView::hasPointer() const {
  return m_canvas->pointerMark()->position().has_value();
}

QPointF LatentPlaneView::pointer() const {
  return m_canvas->pointerMark()->position().value_or(QPointF());
}

void LatentPlaneView::setPicked(std::optional<std::size_t> index, std::optional<PlaneCovariance> posterior) {
  m_picked = index;
  m_posterior = posterior;
  placePicked();
}

void LatentPlaneView::setDropped(std::optional<DroppedPoint> point) {
  m_canvas->droppedMark()->set(std::move(point));
  m_canvas->replotMarks();
  describe();
}

void LatentPlaneView::placePicked() {
  std::optional<QPointF> at;
  if (m_picked && m_points && *m_picked < m_points->x.size() && *m_picked < m_points->y.size()) {
    at = QPointF(m_points->x[*m_picked], m_points->y[*m_picked]);
    if (!std::isfinite(at->x()) || !std::isfinite(at->y())) at.reset();
  }
  m_canvas->pickedMark()->set(at, m_posterior);
  m_canvas->replotMarks();
  describe();
}

void LatentPlaneView::setManifold(const QImage& mosaic, QRectF area) {
  m_canvas->manifold()->setManifold(mosaic, area);
  if (isManifoldOn()) m_canvas->replotGathered();
}

bool LatentPlaneView::isManifoldOn() const {
  return m_toolbar->manifold()->isChecked();
}

void LatentPlaneView::requestManifold() {
  m_requests->repeat();
}

void LatentPlaneView::setStatus(const QString& text) {
  m_status->setText(text);
}

void LatentPlaneView::setHint(bool isWanted) {
  m_hint->setWanted(isWanted);
}

void LatentPlaneView::setBanner(const QString& text) {
  if (text == m_banner->text()) return;
  m_banner->setText(text);
  m_banner->setVisible(!text.isEmpty());
  describe();
}

PlaneView LatentPlaneView::view() const {
  PlaneView view;
  view.choice = m_axes->choice();
  view.colouring = m_colours.chosen();
  view.visible = m_colours.visible();
  view.points = m_toolbar->points()->isChecked();
  view.probe = m_isProbeShown;
  view.above = m_isAboveShown;
  view.names = m_toolbar->names()->isChecked();
  view.rings = m_toolbar->rings()->isChecked();
  view.manifold = m_toolbar->manifold()->isChecked();
  view.hover = m_toolbar->hover()->isChecked();
  view.lasso = m_toolbar->lasso()->isChecked();
  view.viewport = m_canvas->viewport();
  return view;
}

void LatentPlaneView::setView(const PlaneView& view) {
  const PlaneView before = this->view();
  if (view == before) return;
  m_isTold = false;
  m_axes->setChoice(view.choice);
  nameAxes();
  const auto choices = m_colours.choices();
  const bool isThere =
      std::ranges::find(choices, view.colouring, &PlaneColourModel::Choice::by) != choices.end();
  if (isThere && view.colouring != before.colouring) {
    m_colours.choose(view.colouring);
    m_toolbar->setChoices(choices, view.colouring);
  }
  if (view.visible.size() == m_colours.groups().names.size()) m_colours.setVisible(view.visible);
  if (view.colouring != before.colouring || view.visible != before.visible) {
    showColours();
    showLegend();
  }
  m_toolbar->points()->setChecked(view.points);
  m_isProbeShown = view.probe;
  if (view.probe != before.probe) showProbe();
  m_isAboveShown = view.above;
  if (view.above != before.above) showAbove();
  m_toolbar->names()->setChecked(view.names);
  m_toolbar->rings()->setChecked(view.rings);
  m_toolbar->manifold()->setChecked(view.manifold && m_toolbar->manifold()->isEnabled());
  m_toolbar->hover()->setChecked(view.hover);
  m_toolbar->lasso()->setChecked(view.lasso);
  m_canvas->setViewport(view.viewport);
  m_told = this->view();
  m_isTold = true;
}

void LatentPlaneView::tellView() {
  if (!m_isTold) return;
  PlaneView now = view();
  if (now == m_told) return;
  m_told = std::move(now);
  Q_EMIT viewChanged(m_told);
}

QRectF LatentPlaneView::visibleArea() const {
  return m_canvas->seen();
}

QPointF LatentPlaneView::planeAt(QPointF pixel) const {
  return m_canvas->planeAt(m_canvas->mapFrom(this, pixel));
}

QPointF LatentPlaneView::pixelAt(QPointF inPlane) const {
  return m_canvas->mapTo(this, m_canvas->pixelAt(inPlane));
}

void LatentPlaneView::fit() {
  m_canvas->fit();
}

void LatentPlaneView::bringIntoView(std::size_t sample) {
  if (!m_points || sample >= m_points->x.size() || sample >= m_points->y.size()) return;
  const QPointF at(m_points->x[sample], m_points->y[sample]);
  if (std::isfinite(at.x()) && std::isfinite(at.y())) m_canvas->bringIntoView(at);
}

QSize LatentPlaneView::sizeHint() const {
  return {700, 500};
}

void LatentPlaneView::nameAxes() {
  const auto [x, y] = m_axes->shown();
  if (m_axes->choice().principal)
    m_canvas->setAxisNames(tr("1st principal component"), tr("2nd principal component"));
  else
    m_canvas->setAxisNames(QStringLiteral("z%1").arg(x + 1), QStringLiteral("z%1").arg(y + 1));
}

void LatentPlaneView::describe() {
  const QRectF seen = m_canvas->seen();
  QStringList parts;
  if (!m_banner->text().isEmpty()) parts << m_banner->text();
  parts << (m_shown->text().isEmpty() ? m_empty->text() : m_shown->text());
  parts << tr("View from %1 to %2 across and %3 to %4 up")
               .arg(coordinateText(seen.left()), coordinateText(seen.right()), coordinateText(seen.top()),
                    coordinateText(seen.bottom()));
  if (hasPointer())
    parts << tr("Pointer at %1, %2").arg(coordinateText(pointer().x()), coordinateText(pointer().y()));
  if (m_picked) parts << tr("Picked: %1").arg(m_colours.hint(*m_picked));
  if (const auto& dropped = m_canvas->droppedMark()->point()) parts << tr("Dropped: %1").arg(dropped->name);
  parts << tr("Arrow keys move the pointer, Enter picks the nearest sample, plus and minus zoom, F fits");
  m_canvas->setAccessibleDescription(parts.join(QStringLiteral(". ")));
}

void LatentPlaneView::placeEmptyText() {
  QString text;
  if (!m_colours.dataset() && !m_points)
    text = tr("Drop a data set here, or choose one on the left.\nIts samples will appear as points.");
  else if (!m_points)
    text = tr("The samples appear as points here once a model has encoded them.");
  m_empty->setVisible(!text.isEmpty());
  m_canvas->rings()->setVisible(text.isEmpty() && m_toolbar->rings()->isChecked());
  m_empty->setText(text);
  const QRect area = m_canvas->plotRect();
  const int width = std::min(area.width() - 4 * kGrid, 420);
  const int height = m_empty->heightForWidth(width) + 2 * kGrid;
  QRect box(0, 0, std::max(width, 0), height);
  box.moveCenter(area.center());
  m_empty->setGeometry(box);
  m_hint->place(area);
}

void LatentPlaneView::applyTheme() {
  const Theme theme = themeOf(*this);
  m_canvas->setTheme(theme);
  QPalette onPlot;
  onPlot.setColor(QPalette::Window, theme.plot);
  m_empty->setPalette(onPlot);
  QPalette ofBanner = palette();
  ofBanner.setColor(QPalette::Window, mixed(theme.plot, theme.accent, kBannerTint));
  m_banner->setPalette(ofBanner);
  m_marks->setColour(markColour());
  showColours();
  showProbe();
}

void LatentPlaneView::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (changesLook(*event)) applyTheme();
}

}  // namespace isthmus
