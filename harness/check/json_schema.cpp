// The one file that knows valijson: an adapter by which it reads a Value, and its English taken apart.

#define VALIJSON_USE_EXCEPTIONS 1

#include "check/json_schema.hpp"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <valijson/internal/adapter.hpp>
#include <valijson/internal/basic_adapter.hpp>
#include <valijson/internal/frozen_value.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "check/schema_lint.hpp"

namespace ringcheck::check {
namespace {

namespace adapters = valijson::adapters;

class ValueAdapter;
class ItemIterator;
class MemberIterator;
using ValueMember = std::pair<std::string, ValueAdapter>;

const Value& empty_array() {
  static const Value value = make_array();
  return value;
}

const Value& empty_object() {
  static const Value value = make_object();
  return value;
}

class ValueArray {
 public:
  using const_iterator = ItemIterator;
  using iterator = ItemIterator;

  ValueArray() : value_(&empty_array()) {}
  explicit ValueArray(const Value& value) : value_(&value) {}
  ItemIterator begin() const;
  ItemIterator end() const;
  std::size_t size() const { return value_->items.size(); }

 private:
  const Value* value_;
};

class ValueObject {
 public:
  using const_iterator = MemberIterator;
  using iterator = MemberIterator;

  ValueObject() : value_(&empty_object()) {}
  explicit ValueObject(const Value& value) : value_(&value) {}
  MemberIterator begin() const;
  MemberIterator end() const;
  MemberIterator find(const std::string& key) const;
  std::size_t size() const { return value_->members.size(); }

 private:
  const Value* value_;
};

/// What valijson asks of a value. A number counts as an integer by its text and only within int64, so that
/// `1.0` and 2^64 are none, and nothing wraps.
class ValueView {
 public:
  ValueView() : value_(&empty_object()) {}
  explicit ValueView(const Value& value) : value_(&value) {}

  const Value& value() const { return *value_; }
  adapters::FrozenValue* freeze() const;

  std::optional<ValueArray> getArrayOptional() const {
    return isArray() ? std::optional(ValueArray(*value_)) : std::nullopt;
  }
  std::optional<ValueObject> getObjectOptional() const {
    return isObject() ? std::optional(ValueObject(*value_)) : std::nullopt;
  }
  bool getArraySize(std::size_t& result) const {
    result = value_->items.size();
    return isArray();
  }
  bool getObjectSize(std::size_t& result) const {
    result = value_->members.size();
    return isObject();
  }
  bool getBool(bool& result) const {
    result = value_->truth;
    return isBool();
  }
  // For minLength, the only allowed keyword that asks for a string itself, valijson counts up to the first
  // NUL.
  bool getString(std::string& result) const {
    if (!isString()) return false;
    result = value_->text;
    std::replace(result.begin(), result.end(), '\0', '0');
    return true;
  }
  bool getInteger(std::int64_t& result) const {
    const auto number = value_->as_int();
    result = number.value_or(0);
    return isInteger() && number;
  }
  // No keyword that the lint allows compares magnitudes.
  bool getDouble(double& result) const {
    result = 0;
    return isDouble();
  }

  static bool hasStrictTypes() { return true; }
  bool isArray() const { return value_->is_array(); }
  bool isBool() const { return value_->is_bool(); }
  bool isDouble() const { return value_->is_number() && !isInteger(); }
  bool isInteger() const { return value_->is_integer() && value_->as_int(); }
  bool isNull() const { return value_->is_null(); }
  bool isNumber() const { return value_->is_number(); }
  bool isObject() const { return value_->is_object(); }
  bool isString() const { return value_->is_string(); }

 private:
  const Value* value_;
};

class ValueAdapter
    : public adapters::BasicAdapter<ValueAdapter, ValueArray, ValueMember, ValueObject, ValueView> {
 public:
  ValueAdapter() = default;
  explicit ValueAdapter(const Value& value) : BasicAdapter(ValueView(value)), value_(&value) {}
  const Value& value() const { return *value_; }

 private:
  const Value* value_ = &empty_object();
};

/// The argument of const or enum: equal by our rule, by which 1 and 1.0 differ.
class FrozenCopy : public adapters::FrozenValue {
 public:
  explicit FrozenCopy(Value value) : value_(std::move(value)) {}
  adapters::FrozenValue* clone() const override { return new FrozenCopy(value_); }
  bool equalTo(const adapters::Adapter& other, bool) const override {
    return static_cast<const ValueAdapter&>(other).value() == value_;
  }

 private:
  Value value_;
};

adapters::FrozenValue* ValueView::freeze() const {
  return new FrozenCopy(*value_);
}

template <typename Derived, typename Position, typename Element>
class IteratorOver {
 public:
  using iterator_category = std::bidirectional_iterator_tag;
  using value_type = Element;
  using difference_type = std::ptrdiff_t;
  using pointer = adapters::DerefProxy<Element>;
  using reference = Element;

  explicit IteratorOver(Position position) : position_(position) {}
  adapters::DerefProxy<Element> operator->() const {
    return adapters::DerefProxy<Element>(*static_cast<const Derived&>(*this));
  }
  bool operator==(const IteratorOver& other) const { return position_ == other.position_; }
  Derived& operator++() {
    ++position_;
    return static_cast<Derived&>(*this);
  }
  Derived operator++(int) {
    Derived before = static_cast<const Derived&>(*this);
    ++position_;
    return before;
  }
  Derived& operator--() {
    --position_;
    return static_cast<Derived&>(*this);
  }
  void advance(std::ptrdiff_t steps) { position_ += steps; }

 protected:
  Position position_;
};

class ItemIterator : public IteratorOver<ItemIterator, std::vector<Value>::const_iterator, ValueAdapter> {
 public:
  using IteratorOver::IteratorOver;
  ValueAdapter operator*() const { return ValueAdapter(*position_); }
};

class MemberIterator : public IteratorOver<MemberIterator, std::vector<Member>::const_iterator, ValueMember> {
 public:
  using IteratorOver::IteratorOver;
  ValueMember operator*() const { return {position_->key, ValueAdapter(position_->value)}; }
};

ItemIterator ValueArray::begin() const {
  return ItemIterator(value_->items.begin());
}
ItemIterator ValueArray::end() const {
  return ItemIterator(value_->items.end());
}
MemberIterator ValueObject::begin() const {
  return MemberIterator(value_->members.begin());
}
MemberIterator ValueObject::end() const {
  return MemberIterator(value_->members.end());
}
MemberIterator ValueObject::find(const std::string& key) const {
  return MemberIterator(std::find_if(value_->members.begin(), value_->members.end(),
                                     [&](const Member& member) { return member.key == key; }));
}

struct Saying {
  std::string_view begin;  ///< of valijson's sentence
  std::string_view keyword;
};

/// valijson's sentences for the keywords that the lint allows. All others only wrap one of these.
constexpr Saying sayings[] = {
    {"Value type not permitted", "type"},
    {"Missing required property", "required"},
    {"Failed to match against any enum", "enum"},
    {"Failed to match expected value set by 'const'", "const"},
    {"Failed to validate against any schemas allowed by anyOf", "anyOf"},
    {"Target should not validate", "not"},
    {"String should be no fewer", "minLength"},
    {"Object contains a property that could not be validated", "additionalProperties"},
};

/// What stands in the last pair of quotes that ends the sentence: `…: 'name'.`
std::string quoted_name(const std::string& sentence, std::string_view opening) {
  const std::size_t begin = sentence.find(opening);
  const std::size_t end = sentence.rfind("'.");
  if (begin == std::string::npos || end == std::string::npos || begin + opening.size() > end) return {};
  return sentence.substr(begin + opening.size(), end - begin - opening.size());
}

std::optional<RawFault> read_error(const valijson::ValidationResults::Error& error) {
  const auto* saying = std::find_if(std::begin(sayings), std::end(sayings), [&](const Saying& each) {
    return error.description.starts_with(each.begin);
  });
  if (saying == std::end(sayings)) return std::nullopt;
  RawFault raw;
  raw.keyword = saying->keyword;
  if (raw.keyword == "required") raw.name = quoted_name(error.description, "property '");
  if (raw.keyword == "additionalProperties") raw.name = quoted_name(error.description, "constraints: '");
  // The first part is "<root>", all others are keys or indices in brackets.
  for (std::size_t i = 1; i < error.context.size(); ++i) {
    raw.path.push_back(error.context[i].substr(1, error.context[i].size() - 2));
  }
  return raw;
}

/// A value of the wrong type breaks other keywords too; only the type is worth telling.
void drop_consequences(std::vector<SchemaFault>& faults) {
  std::vector<std::string> mistyped;
  for (const SchemaFault& fault : faults) {
    if (fault.keyword == "type") mistyped.push_back(fault.pointer);
  }
  std::erase_if(faults, [&](const SchemaFault& fault) {
    return fault.keyword != "type" &&
           std::find(mistyped.begin(), mistyped.end(), fault.pointer) != mistyped.end();
  });
}

std::vector<SchemaFault> read_errors(const Value& schema, const Value& value,
                                     const valijson::ValidationResults& results) {
  constexpr std::size_t most_faults = 50;
  std::vector<SchemaFault> faults;
  for (const auto& error : results) {
    const auto raw = read_error(error);
    if (!raw) continue;
    auto fault = explain_fault(schema, value, *raw);
    if (fault) faults.push_back(std::move(*fault));
    if (faults.size() == most_faults) break;
  }
  drop_consequences(faults);
  if (faults.empty()) faults.push_back({"", "", "what its schema says", describe_value(&value)});
  return faults;
}

}  // namespace
}  // namespace ringcheck::check

template <>
struct valijson::adapters::AdapterTraits<ringcheck::check::ValueAdapter> {
  using DocumentType = ringcheck::Value;
};

namespace ringcheck::check {

struct JsonSchema::Compiled {
  Value source;
  valijson::Schema schema;
};

JsonSchema::JsonSchema(std::unique_ptr<Compiled> compiled) : compiled_(std::move(compiled)) {}
JsonSchema::JsonSchema(JsonSchema&&) noexcept = default;
JsonSchema& JsonSchema::operator=(JsonSchema&&) noexcept = default;
JsonSchema::~JsonSchema() = default;

Result<JsonSchema> JsonSchema::compile(Value schema) {
  const std::vector<std::string> faults = lint_schema(schema);
  if (!faults.empty()) return Error{fmt::format("{}", fmt::join(faults, "\n"))};
  auto compiled = std::make_unique<Compiled>();
  compiled->source = std::move(schema);
  try {
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    parser.populateSchema(ValueAdapter(compiled->source), compiled->schema);
  } catch (const std::exception& thrown) {
    return Error{fmt::format("/: {}", thrown.what())};
  }
  return JsonSchema(std::move(compiled));
}

std::vector<SchemaFault> JsonSchema::validate(const Value& value) const {
  try {
    // Made anew because its cache of regular expressions is not for two threads; without any it costs
    // nothing.
    valijson::Validator validator(valijson::Validator::kStrongTypes);
    const ValueAdapter target(value);
    if (validator.validate(compiled_->schema, target, nullptr)) return {};
    valijson::ValidationResults results;
    validator.validate(compiled_->schema, target, &results);
    return read_errors(compiled_->source, value, results);
  } catch (const std::exception& thrown) {
    return {{"", "", fmt::format("a value that can be judged; the validator says: {}", thrown.what()),
             describe_value(&value)}};
  }
}

bool JsonSchema::knows_member(std::string_view key) const {
  const Value* properties = compiled_->source.find("properties");
  return properties != nullptr && properties->find(key) != nullptr;
}

}  // namespace ringcheck::check
