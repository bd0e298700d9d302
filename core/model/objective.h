#pragma once

#include <string>
#include <vector>

namespace isthmus {

/// What a term of a loss measures, each for one sample.
enum class TermType {
  Reconstruction,  ///< negative log-likelihood of the sample under the decoder, nats
  Kl,              ///< KL divergence of the posterior from the prior, nats
};

/// A term of the loss that training lowers.
struct Term {
  TermType type = TermType::Reconstruction;
  std::string name;   ///< for people and files: "reconstruction"
  double weight = 1;  ///< its share in the loss
  std::string knob =
      {};  ///< key of the setting that is this weight and may be changed while it trains; or none
  double warmUp =
      0;  ///< epochs over which its share grows evenly from 0 to the weight; 0: it is there at once
  bool operator==(const Term&) const = default;
};

/// How much of its weight a term has after so many passes through the training samples (with fraction): from
/// 0 to 1. A KL divergence that is there at full weight before the decoder makes use of the code can switch
/// the code off for good; it is let in slowly (Bowman and others, Generating Sentences from a Continuous
/// Space, 2016; Sonderby and others, Ladder Variational Autoencoders, 2016).
double warmedUp(const Term& term, double epochs);

/// How a model's weights are found.
struct Objective {
  enum class Solver {
    Adam,        ///< step by step on batches
    ClosedForm,  ///< all at once, from all training samples
  };
  Solver solver = Solver::Adam;
  std::vector<Term> terms;  ///< the loss is their weighted sum, in nats per sample; at most kMaxTerms
  bool operator==(const Objective&) const = default;

  static constexpr std::size_t kMaxTerms = 4;
};

}  // namespace isthmus
