#include "core/io/safetensors_header.h"

#include "core/base/text.h"
#include "core/io/safetensors.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <set>
#include <utility>

namespace isthmus {
namespace {

Error badFormat(std::string message) {
  return {ErrorCode::BadFormat, std::move(message)};
}

struct KnownType {
  std::string_view name;
  SafetensorsType type;
  std::uint64_t bytes;
};
constexpr std::array<KnownType, 13> kTypes = {{{"BOOL", SafetensorsType::Bool, 1},
                                               {"I8", SafetensorsType::I8, 1},
                                               {"I16", SafetensorsType::I16, 2},
                                               {"I32", SafetensorsType::I32, 4},
                                               {"I64", SafetensorsType::I64, 8},
                                               {"U8", SafetensorsType::U8, 1},
                                               {"U16", SafetensorsType::U16, 2},
                                               {"U32", SafetensorsType::U32, 4},
                                               {"U64", SafetensorsType::U64, 8},
                                               {"F16", SafetensorsType::F16, 2},
                                               {"BF16", SafetensorsType::BF16, 2},
                                               {"F32", SafetensorsType::F32, 4},
                                               {"F64", SafetensorsType::F64, 8}}};

std::optional<SafetensorsType> typeNamed(std::string_view name, SafetensorsTypes wanted) {
  const auto known = std::ranges::find(kTypes, name, &KnownType::name);
  if (known == kTypes.end()) return std::nullopt;
  const bool isFloat = name.find('F') != std::string_view::npos;
  return isFloat || wanted == SafetensorsTypes::All ? std::optional(known->type) : std::nullopt;
}

/// Takes the header's JSON event by event. It accepts the one structure that a header can have and refuses
/// the first event that does not belong there, so depth is bounded and no duplicate goes unseen.
class HeaderReader {
 public:
  SafetensorsHeader header;
  std::optional<Error> error;

  explicit HeaderReader(SafetensorsTypes types) : m_types(types) {}

  // The names are those that nlohmann-json calls.
  // NOLINTBEGIN(readability-identifier-naming)
  bool null() { return refuse("null"); }
  bool boolean(bool /*value*/) { return refuse("true or false"); }
  bool number_integer(std::int64_t /*value*/) { return refuse("a negative number"); }
  bool number_float(double /*value*/, const std::string& /*text*/) {
    return refuse("a number that is not whole or too large");
  }
  bool binary(std::vector<std::uint8_t>& /*value*/) { return refuse("binary data"); }

  bool number_unsigned(std::uint64_t value) {
    if (m_at == At::ShapeArray) {
      if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        return fail("the shape of " + tensor() + " holds the number " + std::to_string(value) +
                    ", which is too large");
      m_entry.shape.push_back(static_cast<std::int64_t>(value));
      return true;
    }
    if (m_at != At::OffsetsArray) return refuse("a number");
    if (m_offsets == 2) return fail("data_offsets of " + tensor() + " must be two numbers, not more");
    (m_offsets++ == 0 ? m_entry.begin : m_entry.end) = value;
    return true;
  }

  bool string(std::string& value) {
    if (m_at == At::MetadataValue) {
      header.metadata[m_key] = value;
      m_at = At::Metadata;
      return true;
    }
    if (m_at != At::TypeValue) return refuse("a string");
    const auto type = typeNamed(value, m_types);
    if (!type) {
      return fail(tensor() + " has the type " + quotedText(value) + "; only F32, F64, F16" +
                  (m_types == SafetensorsTypes::All ? ", BF16, BOOL and integers" : " and BF16") +
                  " can be read");
    }
    m_entry.type = *type;
    m_at = At::Tensor;
    return true;
  }

  bool start_object(std::size_t /*size*/) {
    if (m_at == At::Document) {
      m_at = At::Top;
      return true;
    }
    if (m_at != At::TopValue) return refuse("an object");
    m_at = m_name == "__metadata__" ? At::Metadata : At::Tensor;
    m_entry = {};
    m_entry.name = m_name;
    m_fields.clear();
    m_offsets = 0;
    return true;
  }

  bool key(std::string& value) {
    switch (m_at) {
      case At::Top:
        if (!m_names.insert(value).second) return fail("the header has " + quotedText(value) + " twice");
        m_name = value;
        m_at = At::TopValue;
        return true;
      case At::Metadata:
        if (header.metadata.contains(value)) return fail("the metadata has " + quotedText(value) + " twice");
        m_key = value;
        m_at = At::MetadataValue;
        return true;
      default:
        return field(value);
    }
  }

  bool end_object() {
    if (m_at == At::Tensor) {
      for (const char* name : {"dtype", "shape", "data_offsets"})
        if (!m_fields.contains(name)) return fail(tensor() + " has no " + name);
      header.entries.push_back(std::move(m_entry));
    }
    m_at = At::Top;
    return true;
  }

  bool start_array(std::size_t /*size*/) {
    if (m_at == At::ShapeValue) {
      m_at = At::ShapeArray;
    } else if (m_at == At::OffsetsValue) {
      m_at = At::OffsetsArray;
    } else {
      return refuse("an array");
    }
    return true;
  }

  bool end_array() {
    if (m_at == At::OffsetsArray && m_offsets != 2)
      return fail("data_offsets of " + tensor() + " must be two numbers, not " + std::to_string(m_offsets));
    m_at = At::Tensor;
    return true;
  }

  bool parse_error(std::size_t position, const std::string& /*token*/, const std::exception& /*what*/) {
    return fail("the header is not valid JSON at its byte " + std::to_string(position));
  }
  // NOLINTEND(readability-identifier-naming)

 private:
  enum class At {
    Document,  // before the header's own object
    Top,       // in it, before a name
    TopValue,  // after a name
    Metadata,
    MetadataValue,
    Tensor,
    TypeValue,
    ShapeValue,
    ShapeArray,
    OffsetsValue,
    OffsetsArray
  };

  std::string tensor() const { return "tensor " + quotedText(m_name); }

  bool fail(std::string message) {
    if (!error) error = badFormat(std::move(message));
    return false;
  }

  bool field(const std::string& name) {
    if (!m_fields.insert(name).second) return fail(tensor() + " has " + quotedText(name) + " twice");
    if (name == "dtype") {
      m_at = At::TypeValue;
    } else if (name == "shape") {
      m_at = At::ShapeValue;
    } else if (name == "data_offsets") {
      m_at = At::OffsetsValue;
    } else {
      return fail(tensor() + " has the unknown field " + quotedText(name));
    }
    return true;
  }

  /// `found` stands where the format has something else.
  bool refuse(const std::string& found) {
    const std::string instead = ", not " + found;
    switch (m_at) {
      case At::TopValue:
        return fail(quotedText(m_name) + " in the header must be an object" + instead);
      case At::MetadataValue:
        return fail("the metadata " + quotedText(m_key) + " must be a string" + instead);
      case At::TypeValue:
        return fail("dtype of " + tensor() + " must be a string" + instead);
      case At::ShapeValue:
        return fail("shape of " + tensor() + " must be an array" + instead);
      case At::OffsetsValue:
        return fail("data_offsets of " + tensor() + " must be an array" + instead);
      case At::ShapeArray:
        return fail("shape of " + tensor() + " must hold whole numbers, not " + found);
      case At::OffsetsArray:
        return fail("data_offsets of " + tensor() + " must hold whole numbers, not " + found);
      default:
        return fail("the header must be a JSON object" + instead);
    }
  }

  SafetensorsTypes m_types;
  At m_at = At::Document;
  std::set<std::string> m_names;
  std::string m_name;  // of the tensor (or __metadata__) that is being read
  std::string m_key;   // of the metadata value
  SafetensorsEntry m_entry;
  std::set<std::string> m_fields;
  int m_offsets = 0;
};

/// Offsets inside the data and of the size that shape and type ask for; sets the entry's count.
std::optional<Error> checkSize(SafetensorsEntry& entry, std::uint64_t dataBytes) {
  const std::string tensor = "tensor " + quotedText(entry.name);
  std::uint64_t count = 1;
  bool overflow = false;
  for (const std::int64_t extent : entry.shape)
    overflow = __builtin_mul_overflow(count, static_cast<std::uint64_t>(extent), &count) || overflow;
  std::uint64_t bytes = 0;
  overflow = __builtin_mul_overflow(count, bytesOf(entry.type), &bytes) || overflow;
  if (overflow) return badFormat(tensor + " has a shape whose size overflows");
  if (entry.begin > entry.end || entry.end > dataBytes) {
    return badFormat(tensor + " claims the bytes " + std::to_string(entry.begin) + " to " +
                     std::to_string(entry.end) + " of the data, but there are " + std::to_string(dataBytes));
  }
  if (entry.end - entry.begin != bytes) {
    return badFormat(tensor + " has a shape of " + std::to_string(bytes) +
                     " bytes, but its data_offsets span " + std::to_string(entry.end - entry.begin));
  }
  entry.count = count;
  return std::nullopt;
}

/// Every byte of the data belongs to exactly one tensor; sorts the entries by their data.
std::optional<Error> checkCover(std::vector<SafetensorsEntry>& entries, std::uint64_t dataBytes) {
  std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
  });
  std::uint64_t covered = 0;
  for (const SafetensorsEntry& entry : entries) {
    if (entry.begin < covered) {
      return badFormat("tensor " + quotedText(entry.name) + " begins at byte " + std::to_string(entry.begin) +
                       " of the data and overlaps another that ends at " + std::to_string(covered));
    }
    if (entry.begin > covered) {
      return badFormat("the bytes " + std::to_string(covered) + " to " + std::to_string(entry.begin) +
                       " of the data, before tensor " + quotedText(entry.name) + ", belong to no tensor");
    }
    covered = entry.end;
  }
  if (covered != dataBytes) {
    return badFormat("the last " + std::to_string(dataBytes - covered) +
                     " bytes of the data belong to no tensor");
  }
  return std::nullopt;
}

}  // namespace

std::uint64_t bytesOf(SafetensorsType type) {
  return std::ranges::find(kTypes, type, &KnownType::type)->bytes;
}

Result<std::uint64_t> safetensorsHeaderLength(std::span<const std::byte> prefix, std::uint64_t fileBytes) {
  if (prefix.size() < kSafetensorsPrefix || fileBytes < kSafetensorsPrefix)
    return badFormat("is too short to be a safetensors file: it has " + std::to_string(fileBytes) + " bytes");
  std::uint64_t length = 0;
  for (std::size_t i = 0; i < kSafetensorsPrefix; ++i)
    length |= std::to_integer<std::uint64_t>(prefix[i]) << (8 * i);
  if (length > kMaxSafetensorsHeader) {
    return badFormat("is not a safetensors file that can be read: its header would have " +
                     std::to_string(length) + " bytes, at most " + std::to_string(kMaxSafetensorsHeader) +
                     " are allowed");
  }
  if (length > fileBytes - kSafetensorsPrefix) {
    return badFormat("is truncated: its header should have " + std::to_string(length) + " bytes, but only " +
                     std::to_string(fileBytes - kSafetensorsPrefix) + " follow");
  }
  return length;
}

Result<SafetensorsHeader> parseSafetensorsHeader(std::string_view json, std::uint64_t dataBytes,
                                                 SafetensorsTypes types) {
  if (json.empty() || json.front() != '{')
    return badFormat("is not a safetensors file: its header must begin with '{'");
  const auto isControl = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
  };
  // The JSON library takes a NUL for the end of the text and would not see what comes after it.
  if (std::any_of(json.begin(), json.end(), isControl))
    return badFormat("the header holds a control character");
  HeaderReader reader(types);
  if (!nlohmann::json::sax_parse(json.begin(), json.end(), &reader))
    return reader.error.value_or(badFormat("the header is not valid JSON"));
  if (json[json.find_last_not_of(' ')] != '}')
    return badFormat("the header must be padded with spaces alone");
  for (SafetensorsEntry& entry : reader.header.entries)
    if (auto error = checkSize(entry, dataBytes)) return *std::move(error);
  if (auto error = checkCover(reader.header.entries, dataBytes)) return *std::move(error);
  return std::move(reader.header);
}

}  // namespace isthmus
