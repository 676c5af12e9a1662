#include "sdp/syntax.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <arpa/inet.h>
#include <fmt/format.h>

namespace ringcheck::sdp {
namespace {

constexpr std::size_t kQuotedMax = 80;
constexpr std::size_t kHostNameMax = 255;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_alphanumeric(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_token_character(char c) {
  constexpr std::string_view separators = "\"(),/:;<=>?@[\\]";
  return c > ' ' && c < '\x7f' && separators.find(c) == std::string_view::npos;
}

bool reads_as_address(int family, std::string_view text) {
  std::array<char, INET6_ADDRSTRLEN> buffer{};
  std::array<unsigned char, sizeof(in6_addr)> address{};
  if (text.size() >= buffer.size() || text.find('\0') != std::string_view::npos) return false;
  std::copy(text.begin(), text.end(), buffer.begin());
  return inet_pton(family, buffer.data(), address.data()) == 1;
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 &&
         std::all_of(label.begin(), label.end(), [](char c) { return is_alphanumeric(c) || c == '-'; });
}

}  // namespace

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> fields;
  for (;;) {
    const std::size_t end = text.find(separator);
    fields.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return fields;
    text.remove_prefix(end + 1);
  }
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_character);
}

bool is_ice_chars(std::string_view text, std::size_t min_length, std::size_t max_length) {
  return text.size() >= min_length && text.size() <= max_length &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_alphanumeric(c) || c == '+' || c == '/'; });
}

std::optional<std::uint64_t> read_number(std::string_view text, std::uint64_t max) {
  std::uint64_t number = 0;
  if (text.empty() || !std::all_of(text.begin(), text.end(), is_digit)) return std::nullopt;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{} || number > max) return std::nullopt;
  return number;
}

bool is_ipv4(std::string_view text) {
  return reads_as_address(AF_INET, text);
}
bool is_ipv6(std::string_view text) {
  return reads_as_address(AF_INET6, text);
}

bool is_host_name(std::string_view text) {
  if (text.size() > kHostNameMax) return false;
  const auto labels = split(text, '.');
  const std::string_view last = labels.back();
  return std::all_of(labels.begin(), labels.end(), is_label) &&
         !std::all_of(last.begin(), last.end(), is_digit);
}

bool equals_ignoring_case(std::string_view one, std::string_view other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

std::string quoted(std::string_view text) {
  std::string shown = "\"";
  for (char c : text.substr(0, kQuotedMax)) {
    if (c < ' ' || c == '\x7f') {  // bytes above 0x7f are negative chars: shown as numbers as well
      shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      shown += c;
    }
  }
  return shown + (text.size() > kQuotedMax ? "...\"" : "\"");
}

}  // namespace ringcheck::sdp
