#include "core/model/file/layer_json.h"

#include "core/base/text.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace isthmus::model_metadata {
namespace {

constexpr Choices<Activation, 4> kActivations = {{{Activation::None, "none"},
                                                  {Activation::Relu, "relu"},
                                                  {Activation::LeakyRelu, "leaky_relu"},
                                                  {Activation::Tanh, "tanh"}}};

/// A type's name in files, and how it is read.
struct TypeReader {
  std::string_view name;
  LayerType (*read)(Fields& fields);
};

constexpr std::array<TypeReader, std::variant_size_v<LayerType>> kTypes = {{
    {"dense", [](Fields& fields) -> LayerType { return Dense{fields.whole("units")}; }},
    {"convolution",
     [](Fields& fields) -> LayerType {
       return Convolution{fields.whole("filters"), fields.whole("kernel"), fields.whole("stride")};
     }},
    {"up_convolution",
     [](Fields& fields) -> LayerType {
       return UpConvolution{fields.whole("filters"), fields.whole("kernel"), fields.whole("factor")};
     }},
    {"max_pooling", [](Fields& fields) -> LayerType { return MaxPooling{fields.whole("size")}; }},
    {"batch_norm", [](Fields&) -> LayerType { return BatchNorm{}; }},
    {"dropout", [](Fields& fields) -> LayerType { return Dropout{fields.number("rate")}; }},
    {"reshape",
     [](Fields& fields) -> LayerType {
       return Reshape{{fields.whole("height"), fields.whole("width"), fields.whole("channels")}};
     }},
}};

/// Writes what a type has beside its name.
struct TypeWriter {
  Json& json;

  void operator()(const Dense& dense) const { json["units"] = dense.units; }
  void operator()(const Convolution& convolution) const {
    json["filters"] = convolution.filters;
    json["kernel"] = convolution.kernel;
    json["stride"] = convolution.stride;
  }
  void operator()(const UpConvolution& convolution) const {
    json["filters"] = convolution.filters;
    json["kernel"] = convolution.kernel;
    json["factor"] = convolution.factor;
  }
  void operator()(const MaxPooling& pooling) const { json["size"] = pooling.size; }
  void operator()(const BatchNorm&) const {}
  void operator()(const Dropout& dropout) const { json["rate"] = dropout.rate; }
  void operator()(const Reshape& reshape) const {
    json["height"] = reshape.shape.height;
    json["width"] = reshape.shape.width;
    json["channels"] = reshape.shape.channels;
  }
};

}  // namespace

Json jsonOf(const Layer& layer) {
  Json json = {{"type", kTypes[layer.type.index()].name}, {"name", layer.name}};
  std::visit(TypeWriter{json}, layer.type);
  json["activation"] = nameOf(kActivations, layer.activation);
  if (!layer.adds.empty()) json["adds"] = layer.adds;
  return json;
}

Result<Layer> layerFrom(const Json& json) {
  Fields fields(json, "layer");
  const std::string type = fields.text("type");
  if (fields.error()) return *fields.error();
  std::string known;
  for (const TypeReader& reader : kTypes) {
    if (reader.name != type) {
      known.append(known.empty() ? "\"" : ", \"").append(reader.name).append("\"");
      continue;
    }
    Layer layer{fields.text("name"), reader.read(fields), fields.choice("activation", kActivations)};
    if (fields.has("adds")) layer.adds = fields.text("adds");
    if (fields.error()) return *fields.error();
    return layer;
  }
  return badModel("has a layer of the type " + quotedText(type) + "; this version reads " + known);
}

}  // namespace isthmus::model_metadata
