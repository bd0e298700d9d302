#pragma once

#include "core/base/image.h"
#include "core/model/model_spec.h"
#include "widgets/pictures/vector_profile.h"

#include <QList>
#include <QString>
#include <QWidget>

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

class QBoxLayout;
class QGridLayout;

namespace isthmus {

class PictureView;
class TextLabel;

/// The real sample whose code is nearest to a latent point.
struct NearestSample {
  std::size_t index = 0;  ///< in the data set
  QString label;          ///< name of its class; empty without labels
  double distance = 0;    ///< Euclidean, in latent space
  Image image;
  QString name = {};    ///< its own; empty where it has none
  std::size_t row = 1;  ///< of its file, from 1
};

/// What the decoder makes of one latent point.
struct DecodedView {
  Image image;
  std::vector<float> z;
  /// Share of the prior that lies nearer to 0, in [0, 1]; nothing where the model has no prior.
  std::optional<double> priorPercentile = {};
  std::optional<NearestSample> nearest;
  std::chrono::microseconds decodeTime{0};
  std::int64_t step = 0;  ///< training step of the weights
};

/// One real sample and what the model makes of it. nll, kl and negativeElbo in nats.
struct PickedView {
  std::size_t index = 0;  ///< in the data set
  QString label;          ///< name of its class; empty without labels
  QString part;           ///< "train", "validation" or "test"
  QString name = {};      ///< its own; empty where it has none
  std::size_t row = 1;    ///< of its file, from 1
  QString dropped =
      {};  ///< its name, where it is not of the data set; then index, row, label and part say nothing
  QString changes = {};  ///< what was done to it to fit the model: "inverted, made grey"; empty: nothing
  Image original;
  Image fullSize = {};        ///< as it was before it was resized for the model; empty where it was not
  Image reconstruction = {};  ///< empty: no model has looked at it, and the numbers below say nothing
  Likelihood likelihood = Likelihood::Bernoulli;  ///< by which nll is measured
  double nll = 0;
  double mse = 0;
  std::optional<double> kl = {};  ///< nothing, as below, where the model has no posterior
  std::optional<double> negativeElbo = {};
  double errorPercentile = 0;  ///< share of samples with a smaller error, in [0, 1]; NaN: unknown
  QString measureName;         ///< of that error: "BCE"
};

/// How far two pictures are apart, pixel by pixel (mean over channels of |a - b|), as an RGB picture on the
/// data ramp from 0 to 1. The pictures have the same shape.
Image differencePicture(const Image& a, const Image& b);

/// The picture under the pointer, and the picked sample beside what the model makes of it.
class PicturePanel : public QWidget {
  Q_OBJECT

 public:
  explicit PicturePanel(QWidget* parent = nullptr);

  /// With a scale, what is shown from now on are rows of numbers in the data's units, drawn as bars; null:
  /// pictures. Empties all views when it is another.
  void setProfileScale(const ProfileScalePtr& scale);
  void showDecoded(const DecodedView& view);
  void clearDecoded();
  void showPicked(const PickedView& view);
  void clearPicked();

  /// The pictures that can be taken out of the window.
  enum class Picture { Decoded, Original, Reconstruction };
  bool hasPicture(Picture which) const;
  /// Puts it on the clipboard; nothing where there is none.
  void copyPicture(Picture which) const;

 Q_SIGNALS:
  /// A person wants to see the nearest sample: its index in the data set.
  void nearestChosen(std::size_t index);
  /// A person wants a picture in a file; the listener asks for its name.
  void saveRequested(const isthmus::Image& image);

 protected:
  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  static constexpr int kLargeSide = 5 * 28 + 4;  // five times 28 pixels and the frame
  static constexpr int kSmallSide = 2 * 28 + 4;
  static constexpr int kLeastThird = 28 + 4;  // wide: for the narrow column of a small screen
  enum class NearestPlace { Beside, Below };  // the large picture

  const PictureView& viewOf(Picture which) const;
  QWidget* makeDecoded();
  QWidget* makeNearest();
  /// Whether the picked sample is seen beside its reconstruction, with its errors, or alone.
  void setRebuilt(bool isRebuilt);
  void arrangePicked();
  void fitPictures();
  int placeNearest(NearestPlace place);
  void setThirds(int side);
  QWidget* makePicked();
  QWidget* makeTable();
  void nameTerms(Likelihood likelihood);
  PictureView* makeView(const char* name, const QString& title, QSize minimum, bool activates = false);

  std::size_t m_nearestIndex = 0;
  ProfileScalePtr m_scale;
  bool m_isRebuilt = true;  // what is picked
  // children, owned by Qt
  QWidget* m_content = nullptr;
  TextLabel* m_decodedHint = nullptr;
  QWidget* m_decoded = nullptr;
  QBoxLayout* m_pair = nullptr;  // the large picture and the nearest sample
  PictureView* m_large = nullptr;
  TextLabel* m_z = nullptr;
  TextLabel* m_prior = nullptr;
  TextLabel* m_speed = nullptr;
  QBoxLayout* m_nearest = nullptr;
  PictureView* m_nearestView = nullptr;
  TextLabel* m_nearestLabel = nullptr;
  TextLabel* m_nearestDistance = nullptr;
  TextLabel* m_pickedHint = nullptr;
  QWidget* m_picked = nullptr;
  TextLabel* m_pickedTitle = nullptr;
  TextLabel* m_pickedChanges = nullptr;
  PictureView* m_original = nullptr;
  PictureView* m_reconstruction = nullptr;
  PictureView* m_difference = nullptr;
  QGridLayout* m_thirds = nullptr;
  TextLabel* m_originalCaption = nullptr;
  QList<QWidget*> m_onlyOfPictures;  // hidden where vectors are shown, and without a reconstruction
  QWidget* m_table = nullptr;
  std::array<TextLabel*, 4> m_termNames = {};
  std::array<TextLabel*, 4> m_terms = {};
  std::array<TextLabel*, 4> m_termUnits = {};
  TextLabel* m_percentile = nullptr;
};

}  // namespace isthmus
