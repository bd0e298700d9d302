#pragma once

#include "core/base/image.h"
#include "core/base/result.h"
#include "core/data/dataset.h"

#include <QString>

namespace isthmus {

/// How light a picture is along its border: the mean of its outermost pixels, in [0, 1]. That is its ground,
/// as far as anything at all can be said of it.
double borderLightness(const Image& picture);

/// A picture that was brought to a model's input, and how.
struct FittedPicture {
  Image image;
  bool isInverted = false;
  bool isMadeGrey = false;  ///< it had colours
  ImageShape from;          ///< as it was before
};

/// What was done to a picture, for its viewer: "inverted, resized from 240 x 200 to 28 x 28, made grey"
/// (width x height); "" where nothing was.
QString changesText(const FittedPicture& fitted);

/// A picture brought to a model's input as training pictures are (fitInto(): scaled smoothly, with its own
/// ground around it), grey by luminance or grey as RGB where the channels differ, and inverted when its
/// ground is light and that of the model's data dark or the other way round (`ground`: borderLightness of
/// those data).
FittedPicture fitPicture(const Image& picture, const ImageShape& shape, double ground);

/// The mean borderLightness of the first samples of a set of pictures.
double groundOf(const Dataset& dataset);

/// A sample as a model takes it, and what was done to it (changesText()).
struct FittedSample {
  DatasetPtr dataset;
  QString changes;
};

/// The one sample of `single` as a data set that a model of `shape` can encode. Pictures are fitted to it,
/// from the original where there is one; rows of numbers must have as many as the model takes. `like` is what
/// the model learnt or is shown with; null: nothing is inverted. Blocks.
Result<FittedSample> fitSample(const Dataset& single, SampleKind kind, const ImageShape& shape,
                               const Dataset* like);

}  // namespace isthmus
