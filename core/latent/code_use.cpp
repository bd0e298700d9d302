#include "core/latent/code_use.h"

#include "core/base/number_text.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>
#include <variant>

namespace isthmus {
namespace {

constexpr std::size_t kMostSamples = 20'000;
constexpr std::size_t kMostNamed = 4;  // dimensions in a sentence
constexpr double kClearlyMore = 1.25;
constexpr double kClearlyAbove = 0.1;  // nats

bool isFinite(const Encoding& encoding, std::size_t sample) {
  const auto finite = [](float value) { return std::isfinite(value); };
  return std::ranges::all_of(encoding.means.row(sample), finite) &&
         std::ranges::all_of(encoding.logVariances.row(sample), finite);
}

/// "z1", "z1 and z4", "z1, z2, z3, z4 and 6 more".
std::string namesOf(const std::vector<std::size_t>& dimensions) {
  const std::size_t named = std::min(dimensions.size(), kMostNamed);
  const std::size_t rest = dimensions.size() - named;
  std::string text;
  for (std::size_t i = 0; i < named; ++i) {
    const bool isLast = i > 0 && i + 1 == named && rest == 0;
    text += (i == 0 ? "z" : isLast ? " and z" : ", z") + std::to_string(dimensions[i] + 1);
  }
  return rest > 0 ? text + " and " + std::to_string(rest) + " more" : text;
}

template <typename Number>
Number settingOr(const ModelSettings& settings, std::string_view key, Number otherwise) {
  const auto found = settings.find(key);
  const Number* value = found == settings.end() ? nullptr : std::get_if<Number>(&found->second);
  return value ? *value : otherwise;
}

std::string adviceFor(const ModelSettings& settings, bool isWhole) {
  const double beta = settingOr(settings, "beta", 1.0);
  std::string text = "Try a smaller beta (now " + numberText(beta) + ")";
  text += settingOr(settings, "warmup", 0) == 0 ? ", a KL warm-up" : ", a longer KL warm-up";
  text += " or a smaller learning rate.";
  if (beta > 1) return text;
  return text + (isWhole ? " If it stays so, there may be nothing that the samples' numbers have in common."
                         : " It may also be that the data need no more dimensions.");
}

}  // namespace

std::optional<CodeUse> codeUse(const Encoding& encoding) {
  if (!encoding.hasPosterior()) return std::nullopt;
  const std::size_t latent = encoding.latent();
  CodeUse use{std::vector<double>(latent), std::vector<double>(latent)};
  std::vector<double> sums(latent);
  double count = 0;
  const std::size_t stride = (encoding.count() + kMostSamples - 1) / kMostSamples;
  for (std::size_t sample = 0; sample < encoding.count(); sample += stride) {
    if (!isFinite(encoding, sample)) continue;
    count += 1;
    for (std::size_t d = 0; d < latent; ++d) {
      const double mean = static_cast<double>(encoding.means.at(sample, d));
      const double logVariance = static_cast<double>(encoding.logVariances.at(sample, d));
      use.kl[d] += 0.5 * (mean * mean + std::exp(logVariance) - 1 - logVariance);
      sums[d] += mean;
      use.variance[d] += mean * mean;
    }
  }
  if (count == 0) return std::nullopt;
  for (std::size_t d = 0; d < latent; ++d) {
    const double mean = sums[d] / count;
    use.kl[d] /= count;
    use.variance[d] = std::max(use.variance[d] / count - mean * mean, 0.0);
  }
  return use;
}

std::pair<std::size_t, std::size_t> leadingDimensions(
    const CodeUse& use, std::optional<std::pair<std::size_t, std::size_t>> shown) {
  std::vector<std::size_t> order(use.latent());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::ranges::greater{}, [&](std::size_t d) { return use.kl[d]; });
  const std::pair leading{order[0], order[1]};
  if (!shown || std::max(shown->first, shown->second) >= use.latent()) return leading;
  const auto isLeading = [&](std::size_t d) { return d == leading.first || d == leading.second; };
  if (isLeading(shown->first) && isLeading(shown->second)) return *shown;
  const double least = std::min(use.kl[shown->first], use.kl[shown->second]);
  const std::size_t newcomer =
      leading.first == shown->first || leading.first == shown->second ? leading.second : leading.first;
  return use.kl[newcomer] > kClearlyMore * least + kClearlyAbove ? leading : *shown;
}

std::optional<CollapseFinding> findCollapse(const CodeUse& use, const ModelSettings& settings,
                                            std::int64_t step) {
  if (step < kStepsBeforeJudged) return std::nullopt;
  CollapseFinding finding;
  for (std::size_t d = 0; d < use.latent(); ++d)
    if (!use.isActive(d)) finding.unused.push_back(d);
  if (finding.unused.empty()) return std::nullopt;
  finding.isWhole = finding.unused.size() == use.latent();
  const bool isOne = finding.unused.size() == 1;
  finding.message = "Posterior collapse: " +
                    (finding.isWhole ? "the code is not in use, and all samples decode alike"
                                     : namesOf(finding.unused) + (isOne ? " is" : " are") + " not in use") +
                    "; telling more of a sample costs more KL divergence than it saves in reconstruction. " +
                    adviceFor(settings, finding.isWhole);
  return finding;
}

std::optional<CollapseFinding> findCollapse(const std::optional<CodeUse>& use,
                                            std::optional<double> decodedSpread,
                                            const ModelSettings& settings, std::int64_t step) {
  if (use)
    if (auto found = findCollapse(*use, settings, step)) return found;
  if (step < kStepsBeforeJudged || !decodedSpread || *decodedSpread >= kLeastDecodedSpread)
    return std::nullopt;
  CollapseFinding finding;
  finding.isWhole = true;
  finding.message =
      "Whatever the code, about the same is decoded: the decoder does not depend on it any more. Steps that "
      "were too large may have killed its units, or there is nothing to learn. Try a smaller learning rate, "
      "and begin again.";
  return finding;
}

}  // namespace isthmus
