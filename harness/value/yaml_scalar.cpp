#include "value/yaml_scalar.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "value/number.hpp"
#include "value/utf8.hpp"

namespace ringcheck {
namespace {

constexpr std::array<std::string_view, 4> true_words = {"yes", "y", "on", "true"};
constexpr std::array<std::string_view, 4> false_words = {"no", "n", "off", "false"};

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

template <typename Words>
bool is_one_of(std::string_view text, const Words& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

/// Removes the longest run of the given characters from the front and returns its length.
std::size_t take(std::string_view& text, std::string_view characters) {
  std::size_t length = std::min(text.find_first_not_of(characters), text.size());
  text.remove_prefix(length);
  return length;
}

constexpr std::string_view digits = "0123456789";
constexpr std::string_view digits_and_lines = "0123456789_";

bool has_digit(std::string_view text) {
  return text.find_first_of(digits) != std::string_view::npos;
}

/// `010`, `1_000`, `0x1A`, `.5`, `1.`, `+1`, `1.e3`: a number in YAML 1.1 or 1.2, without its sign.
bool is_foreign_number(std::string_view text) {
  std::string lower = lower_case(text);
  std::string_view rest = lower;
  for (auto [prefix, allowed] : {std::pair{"0x", "0123456789abcdef_"}, {"0o", "01234567_"}, {"0b", "01_"}}) {
    if (rest.starts_with(prefix) && rest.size() > 2) {
      return rest.substr(2).find_first_not_of(allowed) == std::string_view::npos;
    }
  }
  if (!rest.starts_with('.') && !has_digit(rest.substr(0, 1))) return false;
  take(rest, digits_and_lines);
  if (rest.starts_with('.')) rest.remove_prefix(1);
  take(rest, digits_and_lines);
  if (rest.starts_with('e') && has_digit(lower)) {
    rest.remove_prefix(1);
    if (rest.starts_with('+') || rest.starts_with('-')) rest.remove_prefix(1);
    if (take(rest, digits) == 0) return false;
  }
  return rest.empty() && has_digit(lower);
}

/// `22:30`, `1:20:30.5`: a number in base 60 in YAML 1.1, without its sign.
bool is_base_60(std::string_view text) {
  if (!has_digit(text.substr(0, 1))) return false;
  take(text, digits_and_lines);
  if (!text.starts_with(':')) return false;
  while (text.starts_with(':')) {
    text.remove_prefix(1);
    std::size_t length = take(text, digits);
    if (length == 0 || length > 2) return false;
  }
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    take(text, digits_and_lines);
  }
  return text.empty();
}

/// `2026-01-01`, alone or before a time: a timestamp in YAML 1.1.
bool is_date(std::string_view text) {
  if (take(text, digits) != 4) return false;
  for (int part = 0; part < 2; ++part) {
    if (!text.starts_with('-')) return false;
    text.remove_prefix(1);
    std::size_t length = take(text, digits);
    if (length == 0 || length > 2) return false;
  }
  return text.empty() || text[0] == 'T' || text[0] == 't' || text[0] == ' ';
}

/// The JSON number that was most probably meant, or empty when it could be more than one.
std::string json_spelling(std::string_view text) {
  std::string plain(text);
  std::erase(plain, '_');
  if (plain.starts_with('+')) plain.erase(0, 1);
  std::size_t whole = plain.starts_with('-') ? 1 : 0;
  if (plain.substr(whole).starts_with('.')) plain.insert(whole, 1, '0');
  if (plain.ends_with('.')) plain.pop_back();
  return is_json_number(plain) ? plain : std::string();
}

PlainScalar refuse(std::string_view text, std::string_view fault, std::string_view instead) {
  std::string quoted = in_quotes(text);
  std::string help = instead.empty() ? fmt::format("write {} for the text", quoted)
                                     : fmt::format("write {}, or {} for the text", instead, quoted);
  return {Value(text), fmt::format("`{}` {}", clip(text), fault), std::move(help)};
}

PlainScalar refuse_foreign_number(std::string_view text) {
  std::string instead = json_spelling(text);
  if (instead.empty()) instead = "a number as JSON writes it";
  return refuse(text, "is a number to some readers of YAML and a text or another number to others", instead);
}

/// Words that are a boolean or null somewhere, but not as JSON writes them.
PlainScalar refuse_word(std::string_view text, const std::string& lower) {
  if (lower == "true" || lower == "false" || lower == "null") {
    return refuse(text, "is not how " + lower + " is written", lower);
  }
  if (text == "~") return refuse(text, "is null to some readers of YAML and a text to others", "null");
  std::string_view meant = is_one_of(lower, true_words) ? "true" : "false";
  return refuse(text, fmt::format("is {} to some readers of YAML and a text to others", meant), meant);
}

PlainScalar read_number(std::string_view text) {
  PlainScalar scalar{make_number(std::string(text)), {}, {}};
  if (auto doubt = number_doubt(text)) {
    scalar.fault = std::move(*doubt);
    scalar.help = fmt::format("write {} for the text", in_quotes(text));
  }
  return scalar;
}

}  // namespace

PlainScalar read_plain_scalar(std::string_view text) {
  if (text == "true" || text == "false") return {Value(text == "true"), {}, {}};
  if (text == "null") return {};
  if (is_json_number(text)) return read_number(text);

  std::string lower = text.size() <= 5 ? lower_case(text) : std::string();
  if (is_one_of(lower, true_words) || is_one_of(lower, false_words) || lower == "null" || text == "~") {
    return refuse_word(text, lower);
  }
  bool is_signed = text.starts_with('+') || text.starts_with('-');
  std::string_view magnitude = text.substr(is_signed ? 1 : 0);
  if (lower.ends_with(".inf") || lower.ends_with(".nan")) {
    if (magnitude.size() == 4) return refuse(text, "is a number to YAML, and JSON has no such number", "");
  }
  if (is_foreign_number(magnitude)) return refuse_foreign_number(text);
  if (is_base_60(magnitude)) return refuse(text, "is a number in base 60 to some readers of YAML", "");
  if (is_date(text)) return refuse(text, "is a date to some readers of YAML and a text to others", "");
  if (text == "=") return refuse(text, "has a meaning of its own to some readers of YAML", "");

  PlainScalar scalar{Value(text), {}, {}};
  scalar.value.quoted = false;
  return scalar;
}

PlainScalar read_plain_key(std::string_view text) {
  if (text == "<<") {
    return {Value(text), "`<<` is a merge, which this language does not have", "reuse pieces with use:"};
  }
  PlainScalar scalar = read_plain_scalar(text);
  if (scalar.fault.empty() && scalar.value.is_string()) return scalar;
  if (scalar.fault.empty()) {
    scalar.fault =
        fmt::format("a key must be text, and `{}` is of type {}", clip(text), type_name(scalar.value));
  }
  return {Value(text), std::move(scalar.fault), fmt::format("write {}:", in_quotes(text))};
}

std::string in_quotes(std::string_view text) {
  if (text.find_first_of("\"\\") == std::string_view::npos) return "\"" + clip(text) + "\"";
  std::string quoted = "'";
  for (char c : clip(text)) quoted += c == '\'' ? std::string("''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace ringcheck
