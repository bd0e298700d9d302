#pragma once

#include "core/base/image.h"
#include "core/base/result.h"
#include "core/data/dataset.h"

namespace isthmus {

/// How light a picture is along its border: the mean of its outermost pixels, in [0, 1]. That is its ground,
/// as far as anything at all can be said of it.
double borderLightness(const Image& picture);

/// A picture brought to a model's input as training pictures are (fitInto(): scaled smoothly, with its own
/// ground around it), grey by luminance or grey as RGB where the channels differ, and inverted when its
/// ground is light and that of the model's data dark or the other way round (`ground`: borderLightness of
/// those data).
Image fitPicture(const Image& picture, const ImageShape& shape, double ground);

/// The mean borderLightness of the first samples of a set of pictures.
double groundOf(const Dataset& dataset);

/// The one sample of `single` as a data set that a model of `shape` can encode. Pictures are fitted to it,
/// from the original where there is one; rows of numbers must have as many as the model takes. `like` is what
/// the model learnt or is shown with; null: nothing is inverted. Blocks.
Result<DatasetPtr> fitSample(const Dataset& single, SampleKind kind, const ImageShape& shape,
                             const Dataset* like);

}  // namespace isthmus
