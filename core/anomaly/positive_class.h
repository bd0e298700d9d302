#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace isthmus {

/// The class whose samples are the anomalies (the positives) of a ROC curve where nobody chose one. By its
/// name: one that speaks of an anomaly, outlier, fraud, attack, fault, defect, ... ; of two classes also the
/// one beside normal, good, ok, healthy, no, ... , and 1 beside 0. Of two whose names say nothing the rarer
/// one, of equals the second. Nothing where none of more than two classes, or several of them, are called so,
/// or where fewer than two classes have samples. `labels` are indices into `names`.
std::optional<std::size_t> positiveClass(std::span<const std::string> names,
                                         std::span<const std::int32_t> labels);

}  // namespace isthmus
