#include "core/data/arrays/formats/safetensors_reader.h"

#include "core/base/half.h"
#include "core/base/number_text.h"
#include "core/data/arrays/array_dataset.h"
#include "core/data/files/byte_source.h"
#include "core/io/safetensors.h"

#include <cstring>
#include <fstream>
#include <utility>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

ElementType elementType(SafetensorsType type) {
  switch (type) {
    case SafetensorsType::Bool:
      return ElementType::Bool;
    case SafetensorsType::I8:
      return ElementType::Int8;
    case SafetensorsType::I16:
      return ElementType::Int16;
    case SafetensorsType::I32:
      return ElementType::Int32;
    case SafetensorsType::I64:
      return ElementType::Int64;
    case SafetensorsType::U8:
      return ElementType::UInt8;
    case SafetensorsType::U16:
      return ElementType::UInt16;
    case SafetensorsType::U32:
      return ElementType::UInt32;
    case SafetensorsType::U64:
      return ElementType::UInt64;
    case SafetensorsType::F16:
      return ElementType::Float16;
    case SafetensorsType::BF16:
    case SafetensorsType::F32:
      return ElementType::Float32;
    case SafetensorsType::F64:
      return ElementType::Float64;
  }
  return ElementType::Float32;
}

/// The bytes of one tensor.
class TensorStream : public ArrayStream {
 public:
  TensorStream(const fs::path& file, std::uint64_t start, bool isBfloat)
      : m_path(file), m_file(file, std::ios::binary), m_isBfloat(isBfloat) {
    m_file.seekg(static_cast<std::streamoff>(start));
  }

  Result<void> read(std::span<std::uint8_t> to) override {
    if (!m_isBfloat) return readRaw(to);
    m_narrow.resize(to.size() / sizeof(float));
    auto read =
        readRaw({reinterpret_cast<std::uint8_t*>(m_narrow.data()), m_narrow.size() * sizeof(std::uint16_t)});
    for (std::size_t i = 0; i < m_narrow.size(); ++i) {
      const float value = fromBfloat(m_narrow[i]);
      std::memcpy(to.data() + i * sizeof(float), &value, sizeof(float));
    }
    return read;
  }

 private:
  Result<void> readRaw(std::span<std::uint8_t> to) {
    m_file.read(reinterpret_cast<char*>(to.data()), static_cast<std::streamsize>(to.size()));
    if (m_file) return {};
    return Error{ErrorCode::BadFormat, "became shorter while it was read, or cannot be read",
                 m_path.string()};
  }

  fs::path m_path;
  std::ifstream m_file;
  bool m_isBfloat;
  std::vector<std::uint16_t> m_narrow;
};

bool recognisesSafetensors(const FileHead& head) {
  if (head.bytes.size() <= kSafetensorsPrefix || head.bytes[kSafetensorsPrefix] != '{') return false;
  const auto length = safetensorsHeaderLength(std::as_bytes(std::span(head.bytes).first(kSafetensorsPrefix)),
                                              kSafetensorsPrefix + kMaxSafetensorsHeader);
  return length && safetensorsContent(head.file) != SafetensorsContent::Model;
}

Result<LoadPlan> planSafetensors(std::span<const fs::path> files, const LoadOptions& options,
                                 const LoadTools&, const Task& task) {
  if (files.size() != 1)
    return Error{ErrorCode::BadFormat,
                 "is one of " + withThousands(files.size()) +
                     " safetensors files; expected a single one, for each is a data set of its own",
                 files.back().string()};
  auto opened = SafetensorsArrays::open(files.front());
  if (!opened) return opened.error();
  return planArrays("safetensors", files.front(), **opened, options, task);
}

Result<Dataset> loadSafetensors(const LoadPlan& plan, const LoadTools&, const Task& task) {
  auto opened = SafetensorsArrays::open(plan.trainFiles.front());
  if (!opened) return opened.error();
  return loadArrays(plan, **opened, task);
}

}  // namespace

Result<std::unique_ptr<SafetensorsArrays>> SafetensorsArrays::open(const fs::path& file) {
  auto header = readSafetensorsHeader(file, SafetensorsTypes::All);
  if (!header) return header.error();
  auto result = std::make_unique<SafetensorsArrays>();
  result->m_file = file;
  result->m_header = std::move(header).value();
  for (const SafetensorsEntry& entry : result->m_header.header.entries) {
    ArrayInfo array;
    array.name = entry.name;
    array.type = elementType(entry.type);
    array.elementBytes =
        static_cast<std::size_t>(entry.type == SafetensorsType::BF16 ? sizeof(float) : bytesOf(entry.type));
    for (const std::int64_t side : entry.shape) array.shape.push_back(static_cast<std::uint64_t>(side));
    result->m_arrays.push_back(std::move(array));
  }
  return result;
}

Result<std::unique_ptr<ArrayStream>> SafetensorsArrays::open(std::size_t index) {
  const SafetensorsEntry& entry = m_header.header.entries[index];
  return std::unique_ptr<ArrayStream>(std::make_unique<TensorStream>(m_file, m_header.dataStart + entry.begin,
                                                                     entry.type == SafetensorsType::BF16));
}

DatasetFormat safetensorsFormat() {
  return {"safetensors",     "tensors of a safetensors file",
          {"*.safetensors"}, recognisesSafetensors,
          planSafetensors,   loadSafetensors,
          arrayOptions()};
}

}  // namespace isthmus
