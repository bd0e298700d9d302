#include "core/data/images/picture_plan.h"

#include "core/base/number_text.h"
#include "core/data/files/load_errors.h"
#include "core/data/images/picture_range.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace isthmus {
namespace {

constexpr std::size_t kLooks = 50;                 // pictures that a guess is made from
constexpr std::size_t kPreviewed = 24;             // pictures in the preview
constexpr std::size_t kLookedPixels = 24'000'000;  // a second or so of decoding: then fewer are looked at
constexpr int kLargestKeptSide = kOfferedSides[std::size(kOfferedSides) - 1];

/// What the first pictures are like.
struct Look {
  std::vector<ImageShape> shapes;  ///< as they came
  std::vector<std::size_t> entries;
  PictureRange range;
  std::size_t stacks = 0;  ///< files of several pages
  std::string firstStack = {};
  std::optional<Error> firstProblem;
};

Result<Look> lookAt(const PictureSet& set, const LoadTools& tools, const Task& task) {
  Look look;
  std::size_t pixels = 0;
  for (std::size_t i = 0; i < std::min(kLooks, set.layout.entries.size()) && pixels < kLookedPixels; ++i) {
    if (task.cancelled()) return cancelledLoading();
    const Result<ByteImage> picture = readPicture(set, set.layout.entries[i], set.read, tools, {});
    if (!picture) {
      if (!look.firstProblem) look.firstProblem = picture.error();
      continue;
    }
    look.shapes.push_back(picture->shape);
    look.entries.push_back(i);
    look.range.add(picture->range);
    if (picture->pages > 1 && look.stacks++ == 0)
      look.firstStack =
          set.layout.entries[i].name + " has " + withThousands(static_cast<std::uint64_t>(picture->pages));
    pixels += picture->shape.size() / static_cast<std::size_t>(picture->shape.channels);
  }
  if (look.shapes.empty()) {
    Error problem = *look.firstProblem;
    const std::size_t count = set.layout.entries.size();
    if (count > 1)
      problem.message += "; nor can any other of the first " + withThousands(std::min(kLooks, count)) +
                         " pictures of " + set.where;
    return problem;
  }
  return look;
}

/// The middle of the longer sides, the lower one of two.
int medianSide(const std::vector<ImageShape>& shapes) {
  std::vector<int> sides;
  sides.reserve(shapes.size());
  for (const ImageShape& shape : shapes) sides.push_back(std::max(shape.height, shape.width));
  const auto middle = sides.begin() + static_cast<std::ptrdiff_t>((sides.size() - 1) / 2);
  std::ranges::nth_element(sides, middle);
  return *middle;
}

bool haveOneSize(const std::vector<ImageShape>& shapes) {
  return std::ranges::all_of(shapes, [&](const ImageShape& shape) {
    return shape.height == shapes.front().height && shape.width == shapes.front().width;
  });
}

/// Sets the options that are not given.
void guess(const std::vector<ImageShape>& shapes, LoadOptions& options) {
  const bool shapeGiven = options.shape && options.shape->size() > 0;
  if (options.side || !shapeGiven) options.shape.reset();
  if (!options.side && !shapeGiven) {
    const ImageShape& first = shapes.front();
    if (!haveOneSize(shapes) || std::max(first.height, first.width) > kLargestKeptSide) {
      const int median = medianSide(shapes);
      options.side = kOfferedSides[0];
      for (const int side : kOfferedSides) options.side = side <= median ? side : *options.side;
    } else if (first.height == first.width && first.height >= 4) {
      options.side = first.height;
    } else {
      options.shape = ImageShape{first.height, first.width, 1};
    }
  }
  if (!options.channels && shapeGiven && !options.side && options.shape->channels == 3) options.channels = 3;
  if (!options.channels)
    options.channels =
        std::ranges::all_of(shapes, [](const ImageShape& shape) { return shape.channels == 1; }) ? 1 : 3;
  if (options.shape) options.shape->channels = *options.channels;
}

std::string sizeText(const ImageShape& shape) {
  return std::to_string(shape.width) + " x " + std::to_string(shape.height);
}

std::string sizeRemark(const std::vector<ImageShape>& shapes, const ImageShape& target) {
  const auto area = [](const ImageShape& shape) { return std::int64_t{shape.height} * shape.width; };
  const auto [least, most] = std::ranges::minmax_element(shapes, {}, area);
  const std::string looked = shapes.size() == 1
                                 ? "The picture looked at is "
                                 : "The " + std::to_string(shapes.size()) + " pictures looked at are ";
  const bool oneSize = haveOneSize(shapes);
  if (oneSize && least->height == target.height && least->width == target.width)
    return looked + sizeText(target) + (shapes.size() == 1 ? " and stays so." : " and stay so.");
  return looked + (oneSize ? sizeText(*least) : "from " + sizeText(*least) + " to " + sizeText(*most)) +
         (shapes.size() == 1 ? "; it is brought to " : "; all are brought to ") + sizeText(target) + ".";
}

std::string colourRemark(const std::vector<ImageShape>& shapes, int channels) {
  const auto coloured = std::ranges::count_if(shapes, [](const auto& shape) { return shape.channels == 3; });
  const bool one = shapes.size() == 1;
  if (coloured == 0)
    return std::string(one ? "It is grey" : "They are grey") + (channels == 1 ? "."
                                                                : one         ? " and is made RGB."
                                                                              : " and are made RGB.");
  if (one) return channels == 1 ? "It is in colour and made grey." : "It is in colour.";
  return std::to_string(coloured) + " of them " + (coloured == 1 ? "is" : "are") + " in colour" +
         (channels == 1 ? " and made grey." : ".");
}

std::string classesText(const PictureArrangement& layout) {
  return layout.classNames.empty() ? "without labels"
                                   : "in " + withThousands(layout.classNames.size()) + " classes";
}

std::string summaryOf(const PictureArrangement& layout, const ImageShape& shape) {
  std::string counts = withThousands(layout.countOf(Part::Train));
  for (const Part part : {Part::Validation, Part::Test}) {
    if (const std::size_t count = layout.countOf(part); count > 0) counts += " + " + withThousands(count);
  }
  return counts + (layout.entries.size() == 1 ? " picture of " : " pictures of ") + sizeText(shape) +
         (shape.channels == 3 ? " in colour, " : ", ") + classesText(layout);
}

/// Where classes come from, and what else the folders could tell.
void addClassRemarks(const PictureSet& set, std::vector<std::string>& remarks) {
  const PictureArrangement& layout = set.layout;
  if (layout.classNames.empty()) {
    const bool isGiven = set.facts.label == LoadOptions::kNoLabel;
    remarks.push_back(isGiven ? "No column or folder tells classes, or none was asked for."
                              : "The names of the folders tell no classes.");
  } else if (layout.byLevel) {
    const PictureArrangement::Level& level = layout.levels[*layout.byLevel];
    remarks.push_back(withThousands(layout.classNames.size()) + " classes from the names of the folders" +
                      (level.isUsual ? "." : ", such as " + level.example + "."));
    for (std::size_t l = 0; l < layout.levels.size(); ++l) {
      const PictureArrangement::Level& other = layout.levels[l];
      if (l == *layout.byLevel) continue;
      remarks.push_back("The folders " + std::string(l < *layout.byLevel ? "above" : "below") +
                        " them have " + withThousands(other.values.size()) + " names, such as " +
                        other.example + "; \"label=" + other.name + "\" takes these.");
    }
  }
  remarks.insert(remarks.end(), set.facts.remarks.begin(), set.facts.remarks.end());
}

/// Shows what samples will look like; a picture that cannot be shown here is left to loading to report.
void addPreview(const PictureSet& set, const LoadTools& tools, const Look& look, const ImageShape& shape,
                const PictureWhite& white, const Task& task, LoadPreview& preview) {
  for (const std::size_t entry : look.entries) {
    if (preview.pictures.size() == kPreviewed || task.cancelled()) break;
    const auto picture = readPicture(set, set.layout.entries[entry], set.read, tools,
                                     {shape.height, shape.width, shape.channels, white});
    if (picture) preview.pictures.push_back(toImage(*picture));
  }
}

}  // namespace

Result<ImageShape> plannedShape(const LoadOptions& options) {
  const int channels = options.channels.value_or(1);
  if (options.side) return ImageShape{*options.side, *options.side, channels};
  if (options.shape && options.shape->size() > 0)
    return ImageShape{options.shape->height, options.shape->width, channels};
  return Error{ErrorCode::Internal, "the plan does not say how large pictures are to be"};
}

Result<LoadPlan> planPictures(const PictureSet& set, const LoadOptions& options, const LoadTools& tools,
                              const Task& task) {
  if (!tools.decodeImage)
    return Error{ErrorCode::BadFormat, "holds pictures, which cannot be decoded here", set.where};
  const Result<Look> look = lookAt(set, tools, task);
  if (!look) return look.error();

  LoadPlan plan;
  plan.name = set.name;
  plan.options = options;
  guess(look->shapes, plan.options);
  const bool hasTest = set.layout.countOf(Part::Test) > 0;
  plan.isTestPart = !hasTest && set.layout.isTestPart;
  if (!hasTest && !plan.isTestPart && !plan.options.testShare)
    plan.options.testShare = LoadOptions::kDefaultTestShare;
  const Result<ImageShape> shape = plannedShape(plan.options);
  if (!shape) return shape.error();
  plan.options.label = set.facts.label;
  plan.summary = summaryOf(set.layout, *shape);
  plan.isSingleSample = set.layout.entries.size() == 1;

  LoadPreview& preview = plan.preview;
  preview.choices = {LoadChoice::Size, LoadChoice::Colour};
  if (!hasTest) preview.choices.push_back(LoadChoice::Split);
  if (!set.facts.fields.empty()) preview.choices.insert(preview.choices.begin(), LoadChoice::Label);
  preview.fields = set.facts.fields;
  const PictureWhite white = whiteOf(look->range, givenWhite(options));
  addPreview(set, tools, *look, *shape, white, task, preview);
  if (task.cancelled()) return cancelledLoading();
  addClassRemarks(set, preview.remarks);
  preview.remarks.push_back(sizeRemark(look->shapes, *shape));
  preview.remarks.push_back(colourRemark(look->shapes, shape->channels));
  for (std::string& remark : whiteRemarks(white, look->range)) preview.remarks.push_back(std::move(remark));
  for (const std::string& note : set.notes) preview.remarks.push_back(note + ".");
  if (look->stacks > 0) {
    plan.notes.push_back(
        (look->stacks == 1 ? "Only the first page is read of a picture that has several ("
                           : "Only the first page is read of pictures that have several (") +
        look->firstStack +
        "); save the pages as files of their own, or the stack as .npy (in Python: numpy.save of what "
        "tifffile.imread gives)");
    preview.remarks.push_back(plan.notes.back() + ".");
  }
  return plan;
}

}  // namespace isthmus
