#pragma once

#include "core/model/model_kind.h"

#include <vector>

namespace isthmus {

/// The setting of widths that dense kinds share.
Setting hiddenSetting();
/// The widths that suit such data; nothing: the usual ones. For samples of a few numbers one layer more and
/// narrow ones: they bend a plane more sharply than two wide layers do, in a fifth of the time.
ModelSettings suggestedHidden(const DataFacts& data);
/// The setting of latent dimensions that all kinds share.
Setting latentSetting();

/// Layers with ReLU of these widths to a linear code of `latent` numbers, and back through the same widths in
/// reverse to `outputs` linear units. No widths: linear both ways. With a posterior there is a log-variance
/// beside the mean.
std::vector<Net> denseNets(std::size_t outputs, const std::vector<int>& hidden, int latent,
                           bool hasPosterior);

}  // namespace isthmus
