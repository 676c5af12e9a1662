#include "value/json.hpp"

#include <fmt/format.h>

#ifdef __SSE2__
#define RAPIDJSON_SSE2  // strings by sixteen bytes at once; see holds_overlooked_control for its fault
#endif
#define RAPIDJSON_ASSERT(x) static_cast<void>(0)  // hostile input must never abort the process
#ifdef __clang__  // RapidJSON adds to a null pointer in its empty stack, which the sanitizer would end us for
#pragma clang attribute push(__attribute__((no_sanitize("pointer-overflow"))), apply_to = function)
#endif
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>
#ifdef __clang__
#pragma clang attribute pop
#endif

#include <cstring>
#include <utility>

#include "value/duplicates.hpp"
#include "value/json_repair.hpp"
#include "value/number.hpp"
#include "value/pointer.hpp"
#include "value/utf8.hpp"

namespace ringcheck {
namespace {

constexpr std::size_t max_findings = 100;
constexpr std::size_t max_pointer_bytes = 4096;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// A surrogate in UTF-8. The input was checked, so only a lone `\udc00` escape can have made it.
bool holds_surrogate(const char* text, std::size_t length) {
  const char* end = text + length;
  for (const char* at = text;
       (at = static_cast<const char*>(std::memchr(at, 0xED, static_cast<std::size_t>(end - at)))); ++at) {
    if (end - at >= 2 && static_cast<unsigned char>(at[1]) >= 0xA0) return true;
  }
  return false;
}

/// What was repaired in a text, as the reader comes upon it.
class RepairsAhead {
 public:
  RepairsAhead(const std::vector<JsonRepair>& repairs, const rapidjson::MemoryStream& stream)
      : repairs_(repairs), stream_(stream) {}

  /// The next one that the reader has passed, told once; null when there is none.
  const JsonRepair* passed() {
    if (next_ == repairs_.size() || repairs_[next_].offset >= stream_.Tell()) return nullptr;
    return &repairs_[next_++];
  }

 private:
  const std::vector<JsonRepair>& repairs_;
  const rapidjson::MemoryStream& stream_;
  std::size_t next_ = 0;
};

/// Builds the tree from RapidJSON's events. Pointers to open containers stay good, because only the innermost
/// one grows.
class TreeBuilder {
 public:
  /// `repairs` is null for a text as it came.
  TreeBuilder(ParsedJson& parsed, int max_depth, RepairsAhead* repairs)
      : parsed_(parsed), max_depth_(max_depth), repairs_(repairs) {}

  bool too_deep() const { return too_deep_; }
  bool met_surrogate() const { return met_surrogate_; }

  bool Null() { return scalar(Value()); }
  bool Bool(bool truth) { return scalar(Value(truth)); }
  bool String(const char* text, rapidjson::SizeType length, bool /*copy*/) {
    if (stop_at_surrogate(text, length)) return false;
    return scalar(Value(std::string_view(text, length)));
  }
  bool RawNumber(const char* text, rapidjson::SizeType length, bool /*copy*/) {
    Value& number = place();
    number.type = Type::number;
    const JsonRepair* repair = repairs_ != nullptr ? repairs_->passed() : nullptr;
    number.text = repair != nullptr ? repair->text : std::string(text, length);
    if (auto doubt = number_doubt(number.text)) add_finding(path(), std::move(*doubt));
    return true;
  }
  bool StartObject() { return open(Type::object); }
  bool Key(const char* text, rapidjson::SizeType length, bool /*copy*/) {
    if (stop_at_surrogate(text, length)) return false;
    open_.back()->members.emplace_back().key.assign(text, length);
    report_surrogates();
    return true;
  }
  bool EndObject(rapidjson::SizeType /*count*/) {
    Value& object = *open_.back();
    for (const Duplicate& twice : find_duplicates(object.members)) {
      if (findings_full()) break;
      open_.pop_back();
      std::string pointer = path();
      open_.push_back(&object);
      const std::string& key = object.members[twice.again].key;
      add_finding(pointer_join(pointer, key), "the key \"" + clip(key) + "\" stands twice in one object");
    }
    open_.pop_back();
    return true;
  }
  bool StartArray() { return open(Type::array); }
  bool EndArray(rapidjson::SizeType /*count*/) {
    open_.pop_back();
    return true;
  }

  // Never sent with kParseNumbersAsStringsFlag, but the reader wants them to exist.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }

 private:
  /// Where the value that begins now goes.
  Value& place() {
    if (open_.empty()) return parsed_.value;
    Value& parent = *open_.back();
    return parent.is_array() ? parent.items.emplace_back() : parent.members.back().value;
  }

  bool scalar(Value value) {
    place() = std::move(value);
    report_surrogates();
    return true;
  }

  bool open(Type type) {
    if (open_.size() >= static_cast<std::size_t>(max_depth_)) {
      too_deep_ = true;
      return false;
    }
    Value& value = place();
    value.type = type;
    open_.push_back(&value);
    return true;
  }

  bool stop_at_surrogate(const char* text, std::size_t length) {
    met_surrogate_ = holds_surrogate(text, length);
    return met_surrogate_;
  }

  void report_surrogates() {
    if (repairs_ == nullptr) return;
    while (const JsonRepair* repair = repairs_->passed()) {
      add_finding(path(), "the lone surrogate " + repair->text + " is no character; read as U+FFFD");
    }
  }

  std::string path() const {
    std::string pointer;
    for (const Value* container : open_) {
      pointer = container->is_array() ? pointer_join(pointer, container->items.size() - 1)
                                      : pointer_join(pointer, container->members.back().key);
      if (pointer.size() > max_pointer_bytes) break;
    }
    return pointer;
  }

  bool findings_full() const { return parsed_.findings.size() > max_findings; }

  void add_finding(std::string pointer, std::string text) {
    if (findings_full()) return;
    if (parsed_.findings.size() == max_findings) {
      parsed_.findings.push_back(
          {"", fmt::format("more than {} findings, the rest is not listed", max_findings)});
      return;
    }
    if (pointer.size() > max_pointer_bytes) pointer = "/… (a pointer too long to show)";
    parsed_.findings.push_back({std::move(pointer), std::move(text)});
  }

  ParsedJson& parsed_;
  int max_depth_;
  RepairsAhead* repairs_;
  std::vector<Value*> open_;
  bool too_deep_ = false;
  bool met_surrogate_ = false;
};

/// What was wrong, in our words; `found` is the byte at the place.
std::string_view describe(rapidjson::ParseErrorCode code, char found) {
  switch (code) {
    case rapidjson::kParseErrorDocumentEmpty:
      return "the text is empty";
    case rapidjson::kParseErrorDocumentRootNotSingular:
      return "something follows the end of the value";
    case rapidjson::kParseErrorValueInvalid:
      return "no JSON value begins like this";
    case rapidjson::kParseErrorObjectMissName:
      return "a key in double quotes is missing";
    case rapidjson::kParseErrorObjectMissColon:
      return "a colon is missing after the key";
    case rapidjson::kParseErrorObjectMissCommaOrCurlyBracket:
      return "a comma or } is missing after the member";
    case rapidjson::kParseErrorArrayMissCommaOrSquareBracket:
      return "a comma or ] is missing after the element";
    case rapidjson::kParseErrorStringUnicodeEscapeInvalidHex:
      return "\\u wants four hexadecimal digits";
    case rapidjson::kParseErrorStringEscapeInvalid:  // RapidJSON says so of bare control characters too
      return found == '\\' ? "this escape is not one of JSON's"
                           : "a control character must be escaped in a string";
    case rapidjson::kParseErrorStringMissQuotationMark:
      return "the string is not closed";
    case rapidjson::kParseErrorNumberMissFraction:
      return "a digit is missing after the decimal point";
    case rapidjson::kParseErrorNumberMissExponent:
      return "a digit is missing in the exponent";
    case rapidjson::kParseErrorNumberTooBig:
      return "this number has no end that JSON knows";
    default:
      return "not JSON";
  }
}

/// What one pass of the reader gave: done, an error, or the need to repair what RapidJSON cannot carry.
enum class Outcome { done, failed, needs_repair };

struct Pass {
  Outcome outcome = Outcome::done;
  ParsedJson parsed;
  std::string error;
};

/// Reads `stream`, which holds `bytes`.
template <unsigned more_flags, typename Stream>
Pass read(Stream& stream, std::string_view bytes, const JsonLimits& limits, RepairsAhead* repairs) {
  constexpr unsigned flags =
      rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseIterativeFlag | more_flags;
  Pass pass;
  TreeBuilder builder(pass.parsed, limits.depth, repairs);
  rapidjson::Reader reader;
  rapidjson::ParseResult result = reader.Parse<flags>(stream, builder);
  char found = result.Offset() < bytes.size() ? bytes[result.Offset()] : '\0';
  pass.outcome = Outcome::failed;
  if (builder.too_deep()) {
    pass.error = fmt::format("byte {}: nested deeper than the limit of {}", result.Offset(), limits.depth);
  } else if (result.IsError()) {
    pass.error = fmt::format("byte {}: {}", result.Offset(), describe(result.Code(), found));
    bool repairable = builder.met_surrogate() || result.Code() == rapidjson::kParseErrorNumberTooBig ||
                      result.Code() == rapidjson::kParseErrorStringUnicodeSurrogateInvalid;
    if (repairable) pass.outcome = Outcome::needs_repair;
  } else if (stream.Tell() < bytes.size()) {  // RapidJSON takes a NUL byte for the end
    pass.error = fmt::format("byte {}: a NUL byte", stream.Tell());
  } else {
    pass.outcome = Outcome::done;
  }
  return pass;
}

/// RapidJSON 1.1.0's quick scan of strings stops at bytes up to 0x19 and takes the control characters behind
/// them for text. No JSON holds them bare. (Counts without a branch, which the compiler does many at once.)
bool holds_overlooked_control(std::string_view bytes) {
  unsigned char found = 0;
  for (const char c : bytes)
    found |= static_cast<unsigned char>(c >= 0x1A) & static_cast<unsigned char>(c <= 0x1F);
  return found != 0;
}

Pass read_slowly(const std::string& bytes, const JsonLimits& limits, const std::vector<JsonRepair>& repairs) {
  rapidjson::MemoryStream stream(bytes.data(), bytes.size());
  RepairsAhead ahead(repairs, stream);
  return read<0>(stream, bytes, limits, &ahead);
}

/// In place, on a copy: strings are the bulk of an event, and so they are read several times as fast as
/// through RapidJSON's stack of characters.
Pass read_plain(std::string_view bytes, const JsonLimits& limits) {
  constexpr std::size_t scanned_at_once = 16;
  std::string copy(bytes);
  if (holds_overlooked_control(bytes)) return read_slowly(copy, limits, {});
  copy.append(scanned_at_once, '\0');
  rapidjson::InsituStringStream stream(copy.data());
  return read<rapidjson::kParseInsituFlag>(stream, bytes, limits, nullptr);
}

Pass read_repaired(std::string_view bytes, const JsonLimits& limits) {
  std::string copy(bytes);
  const std::vector<JsonRepair> repairs = repair_json(copy);
  return read_slowly(copy, limits, repairs);
}

}  // namespace

Result<ParsedJson> parse_json(std::string_view bytes, const JsonLimits& limits) {
  if (bytes.size() > limits.bytes) {
    return Error{fmt::format("{} bytes are more than the limit of {}", bytes.size(), limits.bytes)};
  }
  if (auto offset = first_invalid_utf8(bytes)) return Error{fmt::format("byte {}: not UTF-8", *offset)};
  bool marked = bytes.starts_with(byte_order_mark);
  std::string repaired;
  if (marked) {
    repaired = "   " + std::string(bytes.substr(3));  // spaces keep the offsets
    bytes = repaired;
  }

  Pass pass = read_plain(bytes, limits);
  if (pass.outcome == Outcome::needs_repair) pass = read_repaired(bytes, limits);
  if (pass.outcome != Outcome::done) return Error{std::move(pass.error)};
  if (marked) {
    pass.parsed.findings.insert(pass.parsed.findings.begin(),
                                JsonFinding{"", "the text begins with a byte order mark"});
  }
  return std::move(pass.parsed);
}

}  // namespace ringcheck
