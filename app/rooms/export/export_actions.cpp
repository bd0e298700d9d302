#include "app/rooms/export/export_actions.h"

#include "app/shell/folder_memory.h"
#include "core/base/atomic_file.h"
#include "core/engine/training/loss_table.h"
#include "core/io/result_file.h"
#include "widgets/errors/error_panel.h"
#include "widgets/images/picture_sheet.h"
#include "widgets/images/qt_image.h"
#include "widgets/plane/latent_plane_view.h"
#include "widgets/plot/loss_plot.h"
#include "widgets/text/number_text.h"
#include "widgets/text/sample_text.h"

#include <QAction>
#include <QBuffer>
#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMenu>
#include <QRegularExpression>

#include <array>
#include <cmath>
#include <utility>

namespace isthmus {
namespace {

enum PlotIndex : std::size_t { kPlane, kLoss, kHistogram, kRoc };

QString tableFilter() {
  return ExportActions::tr("Comma-separated values (*.csv);;NumPy arrays (*.npy)");
}

QString pictureFilter() {
  return ExportActions::tr("Pictures (*.png);;Scalable vector graphics (*.svg)");
}

/// A name as a part of a file's: "Fashion-MNIST + digits" becomes "Fashion-MNIST-digits".
QString filePart(const std::string& name) {
  static const QRegularExpression kOthers(QStringLiteral("[^\\p{L}\\p{N}._]+"));
  QString part = QString::fromStdString(name).replace(kOthers, QStringLiteral("-"));
  while (part.startsWith(QLatin1Char('-')) || part.startsWith(QLatin1Char('.'))) part.remove(0, 1);
  while (part.endsWith(QLatin1Char('-'))) part.chop(1);
  return part.left(60);
}

Result<void> writePng(const std::filesystem::path& file, const QImage& image) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  if (!image.save(&buffer, "png"))
    return Error{ErrorCode::Internal, "could not be made into a PNG picture", file.string()};
  return writeFileAtomically(file, std::string_view(bytes.data(), static_cast<std::size_t>(bytes.size())));
}

}  // namespace

ExportActions::ExportActions(Context context) : QObject(context.window), m_context(std::move(context)) {
  m_codes = add(tr("&Codes of all samples…"), QKeySequence(tr("Ctrl+Shift+E")), [this] { saveCodes(); });
  m_codes->setToolTip(tr("The latent mean of every sample with its row, name and class: CSV or NPY."));
  m_errors = add(tr("&Errors of all samples…"), {}, [this] { saveErrors(); });
  m_errors->setToolTip(tr("By every measure, and what lies above the threshold; those of the probe below."));
  m_selection = add(tr("Save &selected samples as a table…"), {}, [this] { saveSelection(); });
  m_samplePictures = add(tr("Save the &pictures of selected samples…"), {}, [this] { saveSamples(); });
  m_samplePictures->setToolTip(tr("All of them on one sheet, row by row: PNG."));
  m_copiedPictures = add(tr("Copy the pictures of selected &samples"), {}, [this] { copySamples(); });
  m_copiedPictures->setToolTip(tr("All of them on one sheet; Ctrl+C in the wall of samples does the same."));
  m_losses = add(tr("&Loss curves as numbers…"), {}, [this] { saveLosses(); });
  addPlot(tr("latent plane"), tr("plane"), QKeySequence(tr("Ctrl+Shift+C")),
          [this] { return m_context.plane->figure(); });
  addPlot(tr("loss curves"), tr("loss"), {}, [this] { return m_context.loss->figure(); });
  addPlot(tr("histogram of errors"), tr("histogram"), {},
          [this] { return m_context.errors->figure(ErrorFigure::Histogram); });
  addPlot(tr("ROC curve"), tr("roc"), {}, [this] { return m_context.errors->figure(ErrorFigure::Roc); });
  using Picture = PicturePanel::Picture;
  const std::array<std::pair<Picture, QString>, 3> pictures = {
      {{Picture::Decoded, tr("picture under the &pointer")},
       {Picture::Original, tr("p&icked sample")},
       {Picture::Reconstruction, tr("&reconstruction of the picked sample")}}};
  for (const auto& [which, text] : pictures) {
    const QString what = QString(text).remove(QLatin1Char('&'));
    m_pictures.emplace_back(which, add(tr("Copy the %1").arg(text), {},
                                       [this, which = which, what] { copyPicture(which, what); }));
  }
  connectViews();
}

QAction* ExportActions::add(const QString& text, const QKeySequence& shortcut, std::function<void()> call) {
  auto* action = new QAction(text, m_context.window);
  action->setShortcut(shortcut);
  connect(action, &QAction::triggered, this, std::move(call));
  return action;
}

void ExportActions::addPlot(const QString& title, const QString& word, const QKeySequence& copyShortcut,
                            std::function<Figure()> figure) {
  const std::size_t index = m_plots.size();
  m_plots.push_back({title, word, std::move(figure)});
  m_plots.back().save = add(tr("Save the %1…").arg(title), {}, [this, index] { savePlot(m_plots[index]); });
  m_plots.back().copy =
      add(tr("Copy the %1").arg(title), copyShortcut, [this, index] { copyPlot(m_plots[index]); });
}

void ExportActions::connectViews() {
  connect(&m_writer, &ExportWriter::written, this, [this](const QString& text) {
    Q_EMIT done();
    Q_EMIT info(text);
  });
  connect(&m_writer, &ExportWriter::failed, this, &ExportActions::error);
  connect(m_context.plane, &LatentPlaneView::menuWanted, this, [this](QPoint at) {
    popUp({m_plots[kPlane].copy, m_plots[kPlane].save, nullptr, m_pictures[0].second, nullptr, m_codes,
           m_selection},
          at);
  });
  connect(m_context.pictures, &PicturePanel::saveRequested, this, &ExportActions::savePicture);
  connect(m_context.errors, &ErrorPanel::galleryMenuWanted, this, &ExportActions::popUpGallery);
  connect(m_context.errors, &ErrorPanel::galleryCopyWanted, this, [this](const QImage& picture) {
    m_writer.copy([picture] { return pictureSheet(1, [&](std::size_t) { return picture; }); },
                  tr("The pictures of the sample are on the clipboard."));
  });
  connect(m_context.loss, &LossPlot::menuWanted, this, [this](QPoint at) {
    popUp({m_plots[kLoss].copy, m_plots[kLoss].save, nullptr, m_losses}, at);
  });
  connect(m_context.errors, &ErrorPanel::figureMenuWanted, this, [this](ErrorFigure which, QPoint at) {
    const Plot& plot = m_plots[which == ErrorFigure::Roc ? kRoc : kHistogram];
    popUp({plot.copy, plot.save, nullptr, m_errors}, at);
  });
}

void ExportActions::fillMenu(QMenu& menu) {
  menu.setObjectName(QStringLiteral("exportMenu"));
  menu.setToolTipsVisible(true);
  menu.addActions({m_codes, m_errors, m_selection, m_losses});
  menu.addSeparator();
  menu.addActions({m_samplePictures, m_copiedPictures});
  menu.addSeparator();
  for (const Plot& plot : m_plots) menu.addAction(plot.save);
  menu.addSeparator();
  for (const Plot& plot : m_plots) menu.addAction(plot.copy);
  menu.addSeparator();
  for (const auto& [which, action] : m_pictures) menu.addAction(action);
  connect(&menu, &QMenu::aboutToShow, this, &ExportActions::update);
  connect(&menu, &QMenu::aboutToHide, this, &ExportActions::enableAll);
}

void ExportActions::popUp(QList<QAction*> actions, QPoint at) {
  auto* menu = new QMenu(m_context.window);
  menu->setObjectName(QStringLiteral("figureMenu"));
  menu->setAttribute(Qt::WA_DeleteOnClose);
  for (QAction* action : actions) {
    if (action)
      menu->addAction(action);
    else
      menu->addSeparator();
  }
  update();
  connect(menu, &QMenu::aboutToHide, this, &ExportActions::enableAll);
  menu->popup(at);
}

void ExportActions::update() {
  const bool hasCodes = inputs().dataset && inputs().encoding;
  m_codes->setEnabled(hasCodes);
  m_errors->setEnabled(hasCodes && std::isfinite(m_context.errors->threshold()));
  const bool hasSelection = !samplesInHand(workspace().view()).empty();
  const bool arePictures = workspace().dataset() && workspace().dataset()->kind == SampleKind::Image;
  m_selection->setEnabled(hasSelection);
  for (QAction* action : {m_samplePictures, m_copiedPictures})
    action->setEnabled(hasSelection && arePictures);
  m_losses->setEnabled(m_context.loss->figure().plot != nullptr);
  for (const Plot& plot : m_plots)
    for (QAction* action : {plot.save, plot.copy}) action->setEnabled(plot.figure().plot != nullptr);
  for (const auto& [which, action] : m_pictures) action->setEnabled(m_context.pictures->hasPicture(which));
}

/// While no menu is open: a shortcut that has nothing to work on says so.
void ExportActions::enableAll() {
  for (QAction* action : {m_codes, m_errors, m_selection, m_samplePictures, m_copiedPictures, m_losses})
    action->setEnabled(true);
  for (const Plot& plot : m_plots)
    for (QAction* action : {plot.save, plot.copy}) action->setEnabled(true);
  for (const auto& [which, action] : m_pictures) action->setEnabled(true);
}

ShownResults ExportActions::shown() const {
  const ScenePtr& scene = workspace().scene();
  const ErrorMeasure measure =
      scene->errors ? scene->errors->measure : measureFor(scene->traits(), scene->inputs.measure);
  return {scene, {measure, m_context.errors->threshold()}};
}

QString ExportActions::askFile(const QString& title, const QString& word, const QString& ending,
                               const QString& filter) {
  const DatasetPtr& dataset = workspace().dataset();
  const ModelSnapshotPtr& model = workspace().model();
  QString name = dataset ? filePart(dataset->name) : QString();
  if (model && dataset && model->data != dataset->name) name += tr("-by-%1").arg(filePart(model->data));
  name = (name.isEmpty() ? word : name + QLatin1Char('-') + word) + ending;
  QString file = m_context.questions->fileToSave(m_context.window, title,
                                                 lastFolder() + QLatin1Char('/') + name, filter);
  if (file.isEmpty()) return {};
  if (QFileInfo(file).suffix().isEmpty()) file += ending;
  rememberFolder(file);
  return file;
}

void ExportActions::saveTable(const QString& title, const QString& word, const QString& what,
                              std::size_t count,
                              const std::function<Result<void>(const std::filesystem::path&)>& write) {
  const QString file = askFile(title, word, QStringLiteral(".csv"), tableFilter());
  if (file.isEmpty()) return;
  const std::filesystem::path path = file.toStdString();
  if (const auto possible = checkResultFile(path); !possible) {
    Q_EMIT error(QString::fromStdString(possible.error().text()));
    return;
  }
  const std::string beside = fileBeside(path).string();
  const QString done = beside.empty()
                           ? tr("%1 %2 were written to %3.").arg(countText(count), what, file)
                           : tr("%1 %2 were written to %3, rows, names and classes to %4.")
                                 .arg(countText(count), what, file, QString::fromStdString(beside));
  m_writer.write([write, path] { return write(path); }, done);
}

void ExportActions::saveCodes() {
  if (!inputs().dataset || !inputs().encoding)
    return Q_EMIT info(tr("There are no codes yet: train a model, or open one that fits the data."));
  saveTable(tr("Save the codes"), tr("codes"), tr("codes"), inputs().dataset->count(),
            [shown = shown()](const std::filesystem::path& file) { return writeCodes(file, shown); });
}

void ExportActions::saveErrors() {
  if (!inputs().dataset || !inputs().encoding)
    return Q_EMIT info(tr("There are no errors yet: train a model, or open one that fits the data."));
  const DatasetPtr& probe = inputs().probe;
  saveTable(tr("Save the errors"), tr("errors"), tr("samples with their errors"),
            inputs().dataset->count() + (probe ? probe->count() : 0),
            [shown = shown()](const std::filesystem::path& file) { return writeErrors(file, shown); });
}

void ExportActions::saveSelection() {
  const std::vector<std::size_t> samples = samplesInHand(workspace().view());
  if (samples.empty() || !inputs().dataset)
    return Q_EMIT info(tr("No sample is selected: draw round some in the plane with Shift held."));
  saveTable(tr("Save the selected samples"), tr("selection"), tr("selected samples"), samples.size(),
            [shown = shown(), samples](const std::filesystem::path& file) {
              return writeSamples(file, shown, samples);
            });
}

QList<QAction*> ExportActions::sampleActions() {
  const DatasetPtr& dataset = workspace().dataset();
  if (!dataset || dataset->kind != SampleKind::Image) return {m_selection};
  return {m_selection, m_samplePictures, m_copiedPictures};
}

std::function<Result<QImage>()> ExportActions::sheetOfSamples() {
  std::vector<std::size_t> samples = samplesInHand(workspace().view());
  const DatasetPtr dataset = workspace().dataset();
  if (samples.empty() || !dataset) {
    Q_EMIT info(tr("No sample is selected: draw round some in the plane with Shift held."));
    return {};
  }
  if (dataset->kind != SampleKind::Image) {
    Q_EMIT info(tr("These samples are rows of numbers, not pictures: save them as a table."));
    return {};
  }
  return [dataset, samples = std::move(samples)] {
    return pictureSheet(samples.size(), [&](std::size_t place) {
      const std::size_t sample = samples[place];
      return sample < dataset->count() ? toQImage(dataset->image(sample)) : QImage();
    });
  };
}

void ExportActions::saveSheet(const std::function<Result<QImage>()>& sheet, const QString& word,
                              const QString& what) {
  const QString file = askFile(tr("Save pictures"), word, QStringLiteral(".png"), tr("Pictures (*.png)"));
  if (file.isEmpty()) return;
  m_writer.write(
      [sheet, path = std::filesystem::path(file.toStdString())]() -> Result<void> {
        const Result<QImage> made = sheet();
        return made ? writePng(path, *made) : Result<void>(made.error());
      },
      tr("%1 were saved as %2.").arg(what, file));
}

void ExportActions::saveSamples() {
  const auto sheet = sheetOfSamples();
  const std::size_t count = samplesInHand(workspace().view()).size();
  if (sheet) saveSheet(sheet, tr("samples"), tr("Pictures of %1").arg(samplesText(count)));
}

void ExportActions::copySamples() {
  const auto sheet = sheetOfSamples();
  const std::size_t count = samplesInHand(workspace().view()).size();
  if (sheet) m_writer.copy(sheet, tr("Pictures of %1 are on the clipboard.").arg(samplesText(count)));
}

void ExportActions::popUpGallery(const GalleryPictures& pictures, QPoint at) {
  const auto sheetOf = [](std::vector<QImage> images) -> std::function<Result<QImage>()> {
    return [images = std::move(images)] {
      return pictureSheet(images.size(), [&](std::size_t place) { return images[place]; });
    };
  };
  auto* menu = new QMenu(m_context.window);
  menu->setObjectName(QStringLiteral("galleryMenu"));
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->setToolTipsVisible(true);
  const auto offer = [&](const QString& text, std::function<void()> call) {
    QAction* action = menu->addAction(text, this, std::move(call));
    action->setToolTip(tr("Of each sample: original, reconstruction and their difference."));
    return action;
  };
  if (!pictures.sample.isNull()) {
    const auto one = sheetOf({pictures.sample});
    offer(tr("&Copy the pictures of this sample"), [this, one] {
      m_writer.copy(one, tr("The pictures of the sample are on the clipboard."));
    })->setShortcut(QKeySequence::Copy);
    offer(tr("&Save the pictures of this sample…"),
          [this, one] { saveSheet(one, tr("sample"), tr("The pictures of the sample")); });
    menu->addSeparator();
  }
  const auto all = sheetOf(pictures.strip);
  const QString what = tr("The pictures of the %1").arg(pictures.stripName);
  offer(tr("C&opy all %1").arg(pictures.stripName),
        [this, all, what] { m_writer.copy(all, tr("%1 are on the clipboard.").arg(what)); });
  offer(tr("Save &all %1…").arg(pictures.stripName),
        [this, all, what] { saveSheet(all, tr("gallery"), what); });
  menu->popup(at);
}

void ExportActions::saveLosses() {
  const auto history = std::make_shared<const LossHistory>(m_context.loss->history());
  const ResultTable table = lossTable(history);
  if (table.lines == 0) return Q_EMIT info(tr("There are no losses yet: they appear while a model trains."));
  saveTable(tr("Save the losses"), tr("loss"), tr("lines of losses"), table.lines,
            [table](const std::filesystem::path& file) {
              return writeResults(file, {&table, 1});
            });
}

void ExportActions::savePlot(const Plot& plot) {
  const Figure figure = plot.figure();
  if (!figure.plot) return Q_EMIT info(tr("There is nothing to see of the %1 yet.").arg(plot.title));
  const QString file =
      askFile(tr("Save the %1").arg(plot.title), plot.word, QStringLiteral(".png"), pictureFilter());
  if (file.isEmpty()) return;
  const std::filesystem::path path = file.toStdString();
  const QString ending = QFileInfo(file).suffix().toLower();
  const QString done = tr("The %1 was written to %2.").arg(plot.title, file);
  if (ending == QLatin1String("png")) {
    m_writer.write([path, image = figureImage(figure)] { return writePng(path, image); }, done);
  } else if (ending == QLatin1String("svg")) {
    const std::string svg = figureSvg(figure, plot.title).toStdString();
    m_writer.write([path, svg] { return writeFileAtomically(path, svg); }, done);
  } else {
    Q_EMIT error(tr("%1: plots cannot be written under this ending; expected .png or .svg.").arg(file));
  }
}

void ExportActions::savePicture(const Image& picture) {
  const QString file =
      askFile(tr("Save the picture"), tr("picture"), QStringLiteral(".png"), tr("Pictures (*.png)"));
  if (file.isEmpty()) return;
  m_writer.write([path = std::filesystem::path(file.toStdString()),
                  picture] { return writePng(path, toQImage(picture)); },
                 tr("The picture was saved as %1.").arg(file));
}

void ExportActions::copyPlot(const Plot& plot) {
  const Figure figure = plot.figure();
  if (!figure.plot) return Q_EMIT info(tr("There is nothing to see of the %1 yet.").arg(plot.title));
  QGuiApplication::clipboard()->setImage(figureImage(figure));
  Q_EMIT info(tr("The %1 is on the clipboard.").arg(plot.title));
}

void ExportActions::copyPicture(PicturePanel::Picture which, const QString& what) {
  if (!m_context.pictures->hasPicture(which)) return Q_EMIT info(tr("There is no %1 yet.").arg(what));
  m_context.pictures->copyPicture(which);
  Q_EMIT info(tr("The %1 is on the clipboard.").arg(what));
}

}  // namespace isthmus
