#pragma once

#include "core/base/result.h"
#include "core/model/file/model_metadata.h"
#include "core/model/model_snapshot.h"

namespace isthmus::model_metadata {

/// What a file says of a model's architecture.
struct Architecture {
  ModelSpec spec;
  ModelSettings settings;
};

/// Whether version 1 of the file can say it: a dense VAE as it was from the beginning.
bool isVersion1(const ModelSnapshot& model);

/// Version 1: dense VAEs alone, by the fields shape, hidden, latent, decoder, samples and beta.
void addVersion1(const ModelSnapshot& model, Metadata& metadata);
Result<Architecture> version1In(const Metadata& metadata);

/// Version 2: the fields "architecture", with the nets layer by layer, and "settings", both JSON.
void addVersion2(const ModelSnapshot& model, Metadata& metadata);
Result<Architecture> version2In(const Metadata& metadata);

}  // namespace isthmus::model_metadata
