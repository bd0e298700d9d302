#include "app/help/glossary.h"

#include <QCoreApplication>

#include <algorithm>

namespace isthmus {
namespace {

struct GlossaryEntry {
  const char* title;
  const char* names;  // separated by |
  const char* explanation;
};

constexpr GlossaryEntry kGlossaryEntries[] = {
    {QT_TRANSLATE_NOOP("isthmus::Glossary", "AUC"), "area under the curve",
     QT_TRANSLATE_NOOP(
         "isthmus::Glossary",
         "Area under the ROC curve: the chance that an anomaly has a larger error than a normal "
         "sample. 0.5 is guessing, 1 is perfect.")},
    {QT_TRANSLATE_NOOP("isthmus::Glossary", "Autoencoder"), "",
     QT_TRANSLATE_NOOP(
         "isthmus::Glossary",
         "A network that squeezes each sample into a few numbers and learns to rebuild the sample "
         "from them.")},
    {QT_TRANSLATE_NOOP("isthmus::Glossary", "Batch size"), "batch",
     QT_TRANSLATE_NOOP(
         "isthmus::Glossary",
         "How many samples one step of training looks at together before it changes the weights.")},
    {QT_TRANSLATE_NOOP("isthmus::Glossary", "Beta"), "",
     QT_TRANSLATE_NOOP(
         "isthmus::Glossary",
         "The weight of the KL divergence in what a VAE learns. 1 is the usual one; more gives a "
         "smoother latent space and blurrier reconstructions.")},
    {QT_TRANSLATE_NOOP("isthmus::Glossary", "Binary cross-entropy (BCE)"),
     "BCE|cross-entropy|binary cross-entropy",
     QT_TRANSLATE_NOOP(
         "isthmus::Glossary",
         "How surprised a reconstruction is by the original, pixel by pixel, when each pixel is "
         "taken as the chance of ink. It is summed over the pixels, in nats.")},
    {QT_TRANSLATE_NOOP("isthmus::Glossary", "Decoder"), "",
     QT_TRANSLATE_NOOP("isthmus::Glossary",
                       "The half of the model that makes a sample out of a point of the latent space.")},
    {QT_TRANSLATE_NOOP("isthmus::Glossary", "ELBO"), "negative ELBO",
     QT_TRANSLATE_NOOP(
         "isthmus::Glossary",
         "Evidence lower bound: what the likelihood of a sample is at least under the model. A VAE "
         "makes the negative ELBO small, which is reconstruction error plus KL divergence.")},
    {QT_TRANSLATE_NOOP("isthmus::Glossary", "Encoder"), "",
     QT_TRANSLATE_NOOP("isthmus::Glossary",
                       "The half of the model that finds the place of a sample in the latent space.")},
    {QT_TRANSLATE_NOOP("isthmus::Glossary", "Epoch"), "epochs",
     QT_TRANSLATE_NOOP("isthmus::Glossary", "One pass of training through all training samples.")},
    {QT_TRANSLATE_NOOP("isthmus::Glossary", "Excess cross-entropy"), "excess BCE",
     QT_TRANSLATE_NOOP(
         "isthmus::Glossary",
         "The cross-entropy less the least that it can be for this picture. It is 0 for a perfect "
         "reconstruction, however grey the picture, so that pictures can be compared.")},
    {QT_TRANSLATE_NOOP("isthmus::Glossary", "False alarms"), "false positive rate",
     QT_TRANSLATE_NOOP("isthmus::Glossary",
                       "The share of the normal samples whose error lies above the threshold.")},
    {QT_TRANSLATE_NOOP("isthmus::Glossary", "Hidden layers"), "",
     QT_TRANSLATE_NOOP(
         "isthmus::Glossary",
         "The layers of units between the sample and the latent space; the decoder has the same in "
         "reverse.")},
    {QT_TRANSLATE_NOOP("isthmus::Glossary", "KL divergence"), "KL",
     QT_TRANSLATE_NOOP("isthmus::Glossary",
                       "How far one distribution is from another, in nats. Here it says how much more a code "
                       "tells of its sample than the prior does; 0 means that it tells nothing.")},
    {QT_TRANSLATE_NOOP("isthmus::Glossary", "Latent mean"), "code|codes",
     QT_TRANSLATE_NOOP(
         "isthmus::Glossary",
         "The centre of a sample's posterior, also called its code: where the sample stands as a "
         "point in the plane.")},
    {QT_TRANSLATE_NOOP("isthmus::Glossary", "Latent space"),
     "latent dimension|latent dimensions|latent plane",
     QT_TRANSLATE_NOOP(
         "isthmus::Glossary",
         "The few numbers in the middle of the model, as axes of a space. Each of its points can "
         "be decoded, and alike samples tend to lie close together.")},
    {QT_TRANSLATE_NOOP("isthmus::Glossary", "Learning rate"), "",
     QT_TRANSLATE_NOOP(
         "isthmus::Glossary",
         "How far each step of training moves the weights: too small is slow, too large makes the "
         "loss jump or grow.")},
    {QT_TRANSLATE_NOOP("isthmus::Glossary", "Mean squared error (MSE)"), "MSE|mean squared error",
     QT_TRANSLATE_NOOP(
         "isthmus::Glossary",
         "The average of the squared differences between the numbers of a sample and those of its "
         "reconstruction.")},
    {QT_TRANSLATE_NOOP("isthmus::Glossary", "Nat"), "nats|nats per sample",
     QT_TRANSLATE_NOOP("isthmus::Glossary",
                       "The unit of information with the natural logarithm: 1.44 bits.")},
    {QT_TRANSLATE_NOOP("isthmus::Glossary", "Negative log-likelihood (NLL)"), "NLL|negative log-likelihood",
     QT_TRANSLATE_NOOP(
         "isthmus::Glossary",
         "How unlikely the original is under what the decoder says. For rows of numbers that is a "
         "normal distribution around the reconstruction, and it can be below 0.")},
    {QT_TRANSLATE_NOOP("isthmus::Glossary", "Posterior"), "",
     QT_TRANSLATE_NOOP(
         "isthmus::Glossary",
         "Where in the latent space a sample may lie, as the encoder sees it: a small cloud around "
         "the latent mean, drawn as an ellipse for the picked sample.")},
    {QT_TRANSLATE_NOOP("isthmus::Glossary", "Prior"), "",
     QT_TRANSLATE_NOOP(
         "isthmus::Glossary",
         "The distribution that the codes are drawn towards: a standard normal one around 0 in every "
         "direction.")},
    {QT_TRANSLATE_NOOP("isthmus::Glossary", "Reconstruction"), "rebuilt",
     QT_TRANSLATE_NOOP(
         "isthmus::Glossary",
         "What the decoder makes of a sample's code: the sample as far as the model has understood "
         "it.")},
    {QT_TRANSLATE_NOOP("isthmus::Glossary", "Reconstruction error"), "error measure|what is the error",
     QT_TRANSLATE_NOOP("isthmus::Glossary",
                       "How much a sample and its reconstruction differ, by one of several measures. Samples "
                       "unlike those that were learnt have large ones.")},
    {QT_TRANSLATE_NOOP("isthmus::Glossary", "ROC curve"), "ROC|receiver operating characteristic",
     QT_TRANSLATE_NOOP(
         "isthmus::Glossary",
         "Receiver operating characteristic: the share of anomalies found against the share of false "
         "alarms, for every threshold that there could be.")},
    {QT_TRANSLATE_NOOP("isthmus::Glossary", "Seed"), "",
     QT_TRANSLATE_NOOP(
         "isthmus::Glossary",
         "The number that all chance in training follows from. The same seed gives the same model on "
         "the same computer.")},
    {QT_TRANSLATE_NOOP("isthmus::Glossary", "Sigma rings"), "prior rings|rings",
     QT_TRANSLATE_NOOP(
         "isthmus::Glossary",
         "Circles at 1, 2 and 3 standard deviations (sigma) of the prior. About 39, 86 and 99 % of it "
         "lie inside, in two dimensions.")},
    {QT_TRANSLATE_NOOP("isthmus::Glossary", "Threshold"), "threshold rule",
     QT_TRANSLATE_NOOP(
         "isthmus::Glossary",
         "The error above which a sample counts as an anomaly. A rule sets it from the errors of the "
         "training samples, or you move the line by hand.")},
    {QT_TRANSLATE_NOOP("isthmus::Glossary", "True positive rate"), "anomalies found",
     QT_TRANSLATE_NOOP("isthmus::Glossary",
                       "The share of the anomalies whose error lies above the threshold.")},
    {QT_TRANSLATE_NOOP("isthmus::Glossary", "Variational autoencoder (VAE)"), "VAE|variational autoencoder",
     QT_TRANSLATE_NOOP(
         "isthmus::Glossary",
         "An autoencoder whose codes are small clouds that are drawn towards the prior, so that every "
         "place of the latent space decodes to something.")},
    {QT_TRANSLATE_NOOP("isthmus::Glossary", "Warm-up"), "KL warm-up",
     QT_TRANSLATE_NOOP(
         "isthmus::Glossary",
         "The first epochs, in which the weight of the KL divergence grows from 0 to beta. The model "
         "learns to rebuild before it learns to be smooth.")},
};

std::vector<GlossaryTerm> translatedTerms() {
  std::vector<GlossaryTerm> terms;
  for (const GlossaryEntry& entry : kGlossaryEntries)
    terms.push_back({QCoreApplication::translate("isthmus::Glossary", entry.title),
                     QString::fromLatin1(entry.names).split(QLatin1Char('|'), Qt::SkipEmptyParts),
                     QCoreApplication::translate("isthmus::Glossary", entry.explanation)});
  return terms;
}

bool namesWord(const QString& words, const QString& name) {
  for (qsizetype at = words.indexOf(name, 0, Qt::CaseInsensitive); at >= 0;
       at = words.indexOf(name, at + 1, Qt::CaseInsensitive)) {
    const qsizetype end = at + name.size();
    const bool begins = at == 0 || !words[at - 1].isLetterOrNumber();
    const bool ends = end == words.size() || !words[end].isLetterOrNumber();
    if (begins && ends) return true;
  }
  return false;
}

}  // namespace

const std::vector<GlossaryTerm>& glossary() {
  static const std::vector<GlossaryTerm> kGlossary = translatedTerms();
  return kGlossary;
}

const GlossaryTerm* termIn(const QString& words) {
  const GlossaryTerm* found = nullptr;
  qsizetype longest = 0;
  const QString plain = QString(words).remove(QLatin1Char('&'));
  const auto look = [&](const GlossaryTerm& term, const QString& name) {
    if (name.size() <= longest || !namesWord(plain, name)) return;
    longest = name.size();
    found = &term;
  };
  for (const GlossaryTerm& term : glossary()) {
    look(term, term.title);
    for (const QString& name : term.names) look(term, name);
  }
  return found;
}

}  // namespace isthmus
