#include "value/number.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

#include "value/utf8.hpp"

namespace ringcheck {
namespace {

constexpr std::string_view largest_safe_integer = "9007199254740991";  // 2^53 - 1

std::size_t skip_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  return at;
}

/// Whether digits without leading zeros stay within 2^53 - 1.
bool is_safe(std::string_view digits) {
  if (digits.size() != largest_safe_integer.size()) return digits.size() < largest_safe_integer.size();
  return digits <= largest_safe_integer;
}

/// The digits of a non-negative decimal text if it is a safe integer, else empty.
std::string integer_digits(std::string_view text) {
  std::size_t e = std::min(text.find_first_of("eE"), text.size());
  std::string_view mantissa = text.substr(0, e);
  if (mantissa.find_first_not_of("0.") == std::string_view::npos) return "0";

  long exponent = 0;
  std::string_view written = text.substr(std::min(e + 1, text.size()));
  if (written.starts_with('+')) written.remove_prefix(1);
  auto [stop, fault] = std::from_chars(written.data(), written.data() + written.size(), exponent);
  if (fault == std::errc::result_out_of_range || exponent > 1'000'000'000 || exponent < -1'000'000'000)
    return {};

  std::size_t point = std::min(mantissa.find('.'), mantissa.size());
  std::string digits(mantissa.substr(0, point));
  if (point < mantissa.size()) digits += mantissa.substr(point + 1);
  exponent -= static_cast<long>(digits.size() - point);
  for (; exponent < 0 && digits.ends_with('0'); ++exponent) digits.pop_back();
  if (exponent < 0 || exponent > static_cast<long>(largest_safe_integer.size())) return {};
  digits.erase(0, digits.find_first_not_of('0'));
  digits.append(static_cast<std::size_t>(exponent), '0');
  return is_safe(digits) ? digits : std::string();
}

}  // namespace

bool is_json_number(std::string_view text) {
  std::size_t at = text.starts_with('-') ? 1 : 0;
  std::size_t whole = skip_digits(text, at);
  if (whole == at || (text[at] == '0' && whole - at > 1)) return false;
  at = whole;
  if (at < text.size() && text[at] == '.') {
    std::size_t fraction = skip_digits(text, at + 1);
    if (fraction == at + 1) return false;
    at = fraction;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    std::size_t exponent = skip_digits(text, at);
    if (exponent == at) return false;
    at = exponent;
  }
  return at == text.size();
}

std::optional<std::string> number_doubt(std::string_view text) {
  std::string_view magnitude = text.starts_with('-') ? text.substr(1) : text;
  if (skip_digits(magnitude, 0) == magnitude.size()) {
    if (is_safe(magnitude)) return std::nullopt;
    return "the integer " + clip(text, 40) + " is beyond ±(2^53-1), where readers disagree";
  }
  if (magnitude.size() < 300 && magnitude.find_first_of("eE") == std::string_view::npos) return std::nullopt;
  double value = 0;
  auto [stop, fault] = std::from_chars(magnitude.data(), magnitude.data() + magnitude.size(), value);
  if (fault == std::errc()) return std::nullopt;
  return "the number " + clip(text, 40) + " has an exponent that no double holds";
}

std::string canonical_number(std::string_view text) {
  bool negative = text.starts_with('-');
  std::string digits = integer_digits(negative ? text.substr(1) : text);
  if (digits.empty()) return std::string(text);
  return negative && digits != "0" ? "-" + digits : digits;
}

}  // namespace ringcheck
