#include "core/data/images/files/picture_loader.h"

#include "core/base/memory_limit.h"
#include "core/base/number_text.h"
#include "core/base/team.h"
#include "core/data/files/grow.h"
#include "core/data/images/picture_range.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace isthmus {
namespace {

using Entries = std::vector<PictureArrangement::Entry>;

constexpr std::size_t kPicturesPerPart = 8;  // between two reports of progress
constexpr std::size_t kMostBrokenPart = 10;  // one in so many may be broken

/// Decodes pictures into their places, some threads at once.
class Decoding {
 public:
  Decoding(const PictureSet& set, const ImageShape& shape, const PictureWhite& white, const LoadTools& tools,
           const Task& task)
      : m_set(set),
        m_shape(shape),
        m_white(white),
        m_tools(tools),
        m_task(task),
        m_broken(entries().size(), 0) {}

  Result<void> run() {
    growTo(pixels, entries().size() * m_shape.size(), m_task);
    if (m_task.cancelled()) return cancelled();
    Team team(computeThreads());
    const std::size_t perPart = std::max(kPicturesPerPart, entries().size() / Team::kMaxParts + 1);
    team.run((entries().size() + perPart - 1) / perPart, [&](std::size_t part, std::size_t member) {
      decodePart(part * perPart, std::min((part + 1) * perPart, entries().size()), member);
    });
    if (m_task.cancelled()) return cancelled();
    return {};
  }

  const std::vector<char>& broken() const { return m_broken; }
  /// Of the first broken picture; only where there is one.
  const Error& firstProblem() const { return m_problem; }
  /// Whether every picture had the shape wanted.
  bool allAsTheyCame() const { return m_allAsTheyCame; }
  /// The highest numbers of all pictures.
  const PictureRange& range() const { return m_range; }

  std::vector<std::uint8_t> pixels;  ///< entries x shape; black where a picture is broken

 private:
  static Error cancelled() { return {ErrorCode::Cancelled, "Loading the pictures was cancelled."}; }
  const Entries& entries() const { return m_set.layout.entries; }

  void decodePart(std::size_t begin, std::size_t end, std::size_t member) {
    PictureRange range;
    for (std::size_t i = begin; i < end; ++i) {
      if (m_task.cancelled()) return;
      const Result<ByteImage> picture = decode(i, range);
      if (!picture) {
        note(i, picture.error());
      } else {
        std::ranges::copy(picture->pixels, pixels.begin() + static_cast<std::ptrdiff_t>(i * m_shape.size()));
      }
    }
    {
      const std::scoped_lock lock(m_mutex);
      m_range.add(range);
    }
    const std::size_t done = m_done.fetch_add(end - begin) + end - begin;
    // Member 0 is the caller's thread, the one that may report.
    if (member == 0) m_task.report(static_cast<double>(done) / static_cast<double>(entries().size()));
  }

  /// As long as no picture had another shape each is decoded as it is, for only so is its shape known.
  Result<ByteImage> decode(std::size_t i, PictureRange& range) {
    const PictureArrangement::Entry& entry = entries()[i];
    if (m_allAsTheyCame.load(std::memory_order_relaxed)) {
      Result<ByteImage> picture = readPicture(m_set, entry, m_set.read, m_tools, {.white = m_white});
      if (picture) range.add(picture->range);
      if (!picture || picture->shape == m_shape) return picture;
      const bool isGreyAmongColours = picture->shape.height == m_shape.height &&
                                      picture->shape.width == m_shape.width && m_shape.channels == 3;
      if (!isGreyAmongColours) m_allAsTheyCame.store(false, std::memory_order_relaxed);
    }
    Result<ByteImage> picture = readPicture(m_set, entry, m_set.read, m_tools,
                                            {m_shape.height, m_shape.width, m_shape.channels, m_white});
    if (picture) range.add(picture->range);
    if (picture && picture->shape != m_shape)
      return Error{ErrorCode::Internal, "was decoded to a size that was not wanted", m_set.whereOf(entry)};
    return picture;
  }

  void note(std::size_t i, const Error& problem) {
    const std::scoped_lock lock(m_mutex);
    m_broken[i] = 1;
    if (i > m_firstBroken) return;
    m_firstBroken = i;
    m_problem = problem;
  }

  const PictureSet& m_set;
  const ImageShape m_shape;
  const PictureWhite m_white;
  const LoadTools& m_tools;
  const Task& m_task;
  std::atomic<std::size_t> m_done{0};
  std::atomic<bool> m_allAsTheyCame{true};
  std::mutex m_mutex;
  std::vector<char> m_broken;                                // guarded by m_mutex while threads run
  std::size_t m_firstBroken = static_cast<std::size_t>(-1);  // likewise
  Error m_problem;                                           // likewise
  PictureRange m_range;                                      // likewise
};

/// Moves the pictures that are whole together; returns which entries they are.
std::vector<std::size_t> removeBroken(std::vector<std::uint8_t>& pixels, std::size_t size,
                                      const std::vector<char>& broken) {
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < broken.size(); ++i) {
    if (broken[i] != 0) continue;
    if (const std::size_t to = kept.size(); to != i)
      std::copy_n(pixels.begin() + static_cast<std::ptrdiff_t>(i * size), size,
                  pixels.begin() + static_cast<std::ptrdiff_t>(to * size));
    kept.push_back(i);
  }
  pixels.resize(kept.size() * size);
  return kept;
}

/// Reads a picture's file again, at its full size.
std::function<Result<Image>(std::size_t)> originals(const PictureSet& set,
                                                    const std::vector<std::size_t>& kept,
                                                    const PictureWhite& white, const LoadTools& tools) {
  PictureSet without{{}, set.name, set.where, {}, {}, {}, {}, set.open};
  Entries entries;
  entries.reserve(kept.size());
  for (const std::size_t i : kept) entries.push_back(set.layout.entries[i]);
  return [set = std::move(without), entries = std::make_shared<const Entries>(std::move(entries)), white,
          tools](std::size_t index) -> Result<Image> {
    const Result<PictureReader> reader = set.open();
    if (!reader) return reader.error();
    const Result<ByteImage> picture = readPicture(set, (*entries)[index], *reader, tools, {.white = white});
    if (!picture) return picture.error();
    return toImage(*picture);
  };
}

/// Of the pictures that are kept.
std::vector<Factor> factorsOf(const PictureSet& set, const std::vector<std::size_t>& kept) {
  std::vector<Factor> factors;
  for (const Factor& all : set.facts.factors) {
    Factor& factor =
        factors.emplace_back(Factor{.name = all.name, .unit = all.unit, .values = {}, .levels = all.levels});
    factor.values.reserve(kept.size());
    for (const std::size_t i : kept) factor.values.push_back(all.values[set.layout.entries[i].file]);
  }
  return factors;
}

/// Says which numbers were taken for white, where not those that their type could hold.
void noteWhite(const PictureWhite& white, const PictureRange& range, std::vector<std::string>& notes) {
  for (std::string& remark : whiteRemarks(white, range)) {
    remark.pop_back();  // notes have no full stop
    notes.push_back(std::move(remark));
  }
}

Result<void> checkBroken(const Decoding& decoding, std::size_t brokenCount, bool mayLeaveOut) {
  if (brokenCount == 0) return {};
  const std::size_t count = decoding.broken().size();
  if (!mayLeaveOut) return decoding.firstProblem();
  if (brokenCount * kMostBrokenPart <= count) return {};
  const Error& first = decoding.firstProblem();
  return Error{first.code,
               first.message + "; with it " + withThousands(brokenCount) + " of " + withThousands(count) +
                   " pictures cannot be read, expected at most a tenth",
               first.where};
}

}  // namespace

Result<Dataset> loadPictures(const PictureSet& set, const ImageShape& shape, const PictureWhite& given,
                             bool mayLeaveOut, const LoadTools& tools, const Task& task) {
  const Entries& entries = set.layout.entries;
  const std::uint64_t bytes = static_cast<std::uint64_t>(entries.size()) * shape.size();
  if (const Result<void> fits = checkDatasetFits(bytes, set.where); !fits) return fits.error();
  PictureWhite white = given;
  auto decoding = std::make_unique<Decoding>(set, shape, white, tools, task);
  if (const Result<void> done = decoding->run(); !done) return done.error();
  // Only now all pictures are known. Few sets use a small part of their range: these are decoded once more.
  if (const PictureWhite found = whiteOf(decoding->range(), given); found != white) {
    white = found;
    decoding = std::make_unique<Decoding>(set, shape, white, tools, task);
    if (const Result<void> done = decoding->run(); !done) return done.error();
  }
  const auto brokenCount = static_cast<std::size_t>(std::ranges::count(decoding->broken(), 1));
  if (const Result<void> fine = checkBroken(*decoding, brokenCount, mayLeaveOut); !fine) return fine.error();

  Dataset dataset;
  dataset.name = set.name;
  dataset.source = set.where;
  dataset.shape = shape;
  dataset.white = 255;  // they were brought to it
  dataset.pixels = std::move(decoding->pixels);
  dataset.classNames = set.layout.classNames;
  dataset.notes = set.notes;
  noteWhite(white, decoding->range(), dataset.notes);
  if (brokenCount > 0)
    dataset.notes.push_back(withThousands(brokenCount) +
                            (brokenCount == 1 ? " picture was" : " pictures were") + " left out because " +
                            (brokenCount == 1 ? "it" : "they") +
                            " cannot be read, the first: " + decoding->firstProblem().text());
  const std::vector<std::size_t> kept = removeBroken(dataset.pixels, shape.size(), decoding->broken());
  dataset.sampleNames.reserve(kept.size());
  for (const std::size_t i : kept) {
    const PictureArrangement::Entry& entry = entries[i];
    if (!dataset.classNames.empty()) dataset.labels.push_back(entry.label);
    dataset.sampleNames.push_back(entry.name);
    dataset.trainCount += entry.part == Part::Train ? 1 : 0;
    dataset.validationCount += entry.part == Part::Validation ? 1 : 0;
  }
  dataset.factors = factorsOf(set, kept);
  if (dataset.trainCount == 0)
    return Error{ErrorCode::BadFormat, "has no picture for training that can be read", set.where};
  if (!decoding->allAsTheyCame()) dataset.original = originals(set, kept, white, tools);
  return dataset;
}

}  // namespace isthmus
