#pragma once
// The one tree for everything that ringcheck reads, be it YAML or JSON. It keeps what libraries lose and
// conformance hangs on: a number's own text (`1`, `1.0` and `"1"` are three values), whether a scalar was
// quoted, and where it stood. Plain data: copy it, compare it, walk it.

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ringcheck {

enum class Type : std::uint8_t { null, boolean, number, string, array, object };

/// Where a value stood in its file: one-based, in characters (not bytes); line 0 means "nowhere", as for
/// values made by a program. The file's name is known to whoever holds the tree.
struct Place {
  int line = 0;
  int column = 0;
};

struct Member;

/// A JSON value. Only the field of its type is meaningful.
struct Value {
  Type type = Type::null;
  bool truth = false;   ///< boolean
  bool quoted = false;  ///< string: it was quoted in the YAML source (JSON strings always are)
  Place place;
  std::string text;             ///< string: its content in UTF-8; number: its text as written
  std::vector<Value> items;     ///< array
  std::vector<Member> members;  ///< object, in the order of the source

  Value() = default;
  Value(const char* string);       // NOLINT: meant to convert
  Value(std::string string);       // NOLINT: meant to convert
  Value(std::string_view string);  // NOLINT: meant to convert
  Value(bool boolean);             // NOLINT: meant to convert
  Value(int number);               // NOLINT: meant to convert
  Value(std::int64_t number);      // NOLINT: meant to convert

  bool is_null() const { return type == Type::null; }
  bool is_bool() const { return type == Type::boolean; }
  bool is_number() const { return type == Type::number; }
  bool is_string() const { return type == Type::string; }
  bool is_array() const { return type == Type::array; }
  bool is_object() const { return type == Type::object; }
  /// True for a number whose text has neither fraction nor exponent: `1`, not `1.0`.
  bool is_integer() const;

  /// The member with this key, or null when there is none or this is no object. First one wins on duplicates.
  const Value* find(std::string_view key) const;
  Value* find(std::string_view key);
  /// The member with this key, made if missing. Turns a null into an object.
  Value& operator[](std::string_view key);
  /// Sets or replaces a member and returns this object, for building trees in one expression.
  Value& set(std::string_view key, Value value);
  void erase(std::string_view key);
  /// Appends to an array. Turns a null into an array.
  void push(Value value);

  /// The integer, when this is a number that fits int64 exactly.
  std::optional<std::int64_t> as_int() const;
  /// The string, or `fallback` for anything that is no string. The reference lives as long as both.
  std::string_view as_string(std::string_view fallback = {}) const;
  bool as_bool(bool fallback = false) const { return is_bool() ? truth : fallback; }
  /// The string at a member, or empty when it is absent or no string: the commonest look-up on events.
  std::string_view string_at(std::string_view key) const;
};

struct Member {
  std::string key;
  Value value;
  Place place;  ///< of the key
};

Value make_object(std::initializer_list<std::pair<std::string_view, Value>> members = {});
Value make_array(std::vector<Value> items = {});
/// A number with exactly this text, which must be JSON's grammar.
Value make_number(std::string text);

/// Equal in type and content; objects compare without order; numbers by their text after normalising nothing:
/// `1` and `1.0` differ. Places and quoting do not count.
bool operator==(const Value& a, const Value& b);

/// `string`, `integer`, `number`, `boolean`, `null`, `list`, `map`: the word for error texts.
std::string_view type_name(const Value& value);

}  // namespace ringcheck
