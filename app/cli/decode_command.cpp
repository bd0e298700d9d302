#include "app/cli/commands.h"
#include "app/cli/inputs.h"
#include "core/base/atomic_file.h"
#include "core/engine/inference.h"
#include "core/latent/lattice.h"
#include "widgets/images/qt_image.h"

#include <QBuffer>
#include <QImage>

#include <algorithm>
#include <cmath>

namespace isthmus::cli {
namespace {

Result<void> saveImage(const std::string& path, const Image& image) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  const std::string ending = path.substr(std::min(path.rfind('.'), path.size() - 1) + 1);
  if (!toQImage(image).save(&buffer, ending.c_str()))
    return Error{ErrorCode::BadSetting, "is not a kind of picture that can be written; .png is", path};
  return writeFileAtomically(path, std::string_view(bytes.data(), static_cast<std::size_t>(bytes.size())));
}

Result<Matrix> pointOf(const Arguments& arguments) {
  const auto z = arguments.numbers<float>("z", {});
  if (!z) return z.error();
  if (!std::ranges::all_of(*z, [](float value) { return std::isfinite(value); }))
    return Error{ErrorCode::BadSetting, "must be finite numbers", "--z"};
  Matrix points;
  points.rows = 1;
  points.cols = z->size();
  points.values = *z;
  return points;
}

constexpr int kMaxGrid = 200;

Result<void> runDecode(const Arguments& arguments) {
  const auto out = arguments.required("out");
  if (!out) return out.error();
  if (arguments.has("z") == arguments.has("grid"))
    return Error{ErrorCode::BadSetting, "either --z or --grid says what to decode; see --help"};
  const auto grid = arguments.number("grid", 1);
  if (!grid) return grid.error();
  if (*grid < 1 || *grid > kMaxGrid)
    return Error{ErrorCode::BadSetting, "must be from 1 to " + std::to_string(kMaxGrid), "--grid"};
  const auto range = arguments.number("range", 3.0);
  if (!range) return range.error();
  if (!(*range > 0) || !(*range <= 1e6)) return Error{ErrorCode::BadSetting, "must be above 0", "--range"};
  const auto model = modelOf(arguments);
  if (!model) return model.error();

  if (arguments.has("grid") && !arguments.has("range") && !capabilitiesOf((*model)->spec).hasPrior)
    return Error{ErrorCode::BadSetting,
                 "must be given: this model has no prior that would say where its codes lie", "--range"};
  const auto latent = static_cast<std::size_t>((*model)->spec.latent);
  const auto points = arguments.has("z")
                          ? pointOf(arguments)
                          : Result<Matrix>(latticePoints(coordinatePlane(std::vector<float>(latent), 0, 1),
                                                         {-*range, -*range, *range, *range}, *grid, *grid));
  if (!points) return points.error();
  const auto decoded = decode(**model, *points);
  if (!decoded) return decoded.error();
  return saveImage(*out, mosaic(*decoded, (*model)->spec.shape, *grid));
}

}  // namespace

Command decodeCommand() {
  return {"decode",
          "decodes a latent point, or a lattice of them, into a picture",
          {kModelOption,
           {"z", "Z1,Z2", "the latent point"},
           {"grid", "N", "N x N points instead, of the first two coordinates (others 0); z2 grows upwards"},
           {"range", "R", "the lattice reaches from -R to R (3 where the model has a prior)"},
           {"out", "FILE", "where to save the picture (.png)"}},
          runDecode};
}

}  // namespace isthmus::cli
