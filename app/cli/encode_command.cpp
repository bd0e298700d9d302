#include "app/cli/commands.h"
#include "app/cli/inputs.h"
#include "core/data/files/file_rows.h"
#include "core/engine/inference.h"
#include "core/io/result_file.h"
#include "core/io/sample_table.h"

namespace isthmus::cli {
namespace {

Result<void> runEncode(const Arguments& arguments) {
  const auto out = arguments.required("out");
  if (!out) return out.error();
  if (auto writable = checkResultOption(arguments); !writable) return writable;
  const auto model = modelOf(arguments);
  if (!model) return model.error();
  const auto measures = measuresIn(arguments, (*model)->spec);
  if (!measures) return measures.error();
  const auto dataset = datasetOf(arguments, kDataOption.name, PartsOfNone::Whole);
  if (!dataset) return dataset.error();
  const auto encoding = encodeDataset(**model, **dataset);
  if (!encoding) return encoding.error();
  const TableSamples all = {*dataset, inFileOrder(**dataset), ownParts(**dataset)};
  ResultTable table = sampleTable(all, hasSeveralFiles(**dataset));
  addCodes(table, all, *encoding);
  addErrors(table, all, **encoding, *measures);
  if (auto written = writeResults(*out, {&table, 1}); !written) return written;
  printFileBeside(*out);
  return {};
}

}  // namespace

Command encodeCommand() {
  return {"encode",
          "writes the latent mean of every sample, in the order of the file",
          {kModelOption,
           kDataOption,
           {"measure", "NAME|all",
            "errors beside the codes, a column each: nll, xce (pictures), mse, elbo (none)"},
           {"out", "FILE",
            ".csv with row (of the file, from 1), file (of several), name, label, part (empty where the data "
            "bring none; behind a file's name :split=0.2 makes those of train) and z1..zk; or .npy with the "
            "numbers as float32 and a .json of the same name with the rest"}},
          runEncode};
}

}  // namespace isthmus::cli
