#include "app/cli/commands.h"
#include "app/cli/inputs.h"
#include "core/base/atomic_file.h"
#include "core/engine/inference.h"
#include "core/io/npy.h"

#include <filesystem>
#include <limits>

namespace isthmus::cli {
namespace {

std::string csvOf(const Encoding& encoding, const Dataset& dataset) {
  std::string csv;
  for (std::size_t k = 1; k <= encoding.latent(); ++k) csv += "z" + std::to_string(k) + ",";
  csv += "label\n";
  for (std::size_t i = 0; i < encoding.count(); ++i) {
    for (const float z : encoding.means.row(i)) csv += numberText(z) + ",";
    if (dataset.hasLabels()) csv += std::to_string(dataset.labels[i]);
    csv += "\n";
  }
  return csv;
}

std::string npyOf(const Encoding& encoding, const Dataset& dataset) {
  Matrix table(encoding.count(), encoding.latent() + 1);
  for (std::size_t i = 0; i < encoding.count(); ++i) {
    const auto row = table.row(i);
    std::ranges::copy(encoding.means.row(i), row.begin());
    row.back() =
        dataset.hasLabels() ? static_cast<float>(dataset.labels[i]) : std::numeric_limits<float>::quiet_NaN();
  }
  return encodeNpy(table);
}

Result<void> runEncode(const Arguments& arguments) {
  const auto out = arguments.required("out");
  if (!out) return out.error();
  const auto model = modelOf(arguments);
  if (!model) return model.error();
  const auto dataset = datasetOf(arguments, kDataOption.name);
  if (!dataset) return dataset.error();
  const auto encoding = encodeDataset(**model, **dataset);
  if (!encoding) return encoding.error();
  const bool npy = std::filesystem::path(*out).extension() == ".npy";
  return writeFileAtomically(*out, npy ? npyOf(**encoding, **dataset) : csvOf(**encoding, **dataset));
}

}  // namespace

Command encodeCommand() {
  return {"encode",
          "writes the latent mean of every sample (training part first)",
          {kModelOption,
           kDataOption,
           {"out", "FILE", "columns z1..zk,label as .csv, or the same as float32 .npy (no label: NaN)"}},
          runEncode};
}

}  // namespace isthmus::cli
