#include "value/grammar.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <string>

#include <re2/re2.h>

#include "value/utf8.hpp"

namespace ringcheck {
namespace {

constexpr std::size_t max_identifier_bytes = 255;
constexpr std::size_t max_dns_name_bytes = 255;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_alphanumeric(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_ipv6_char(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.';
}
bool is_dns_char(char c) {
  return is_alphanumeric(c) || c == '-' || c == '.';
}

template <typename Test>
bool is_run_of(std::string_view text, std::size_t least, std::size_t most, Test test) {
  return text.size() >= least && text.size() <= most && std::all_of(text.begin(), text.end(), test);
}

/// Appendices, "Server Name". The grammar's IPv4 literals are a part of its DNS names.
bool is_server_name(std::string_view text) {
  std::string_view port;
  if (text.starts_with('[')) {
    std::size_t close = text.find(']');
    if (close == std::string_view::npos || !is_run_of(text.substr(1, close - 1), 2, 45, is_ipv6_char))
      return false;
    port = text.substr(close + 1);
  } else {
    std::size_t colon = std::min(text.find(':'), text.size());
    if (!is_run_of(text.substr(0, colon), 1, max_dns_name_bytes, is_dns_char)) return false;
    port = text.substr(colon);
  }
  return port.empty() || (port[0] == ':' && is_run_of(port.substr(1), 1, 5, is_digit));
}

/// Right sigil, right length, and nothing that no identifier may hold.
bool is_sigilled(std::string_view text, char sigil) {
  return text.size() <= max_identifier_bytes && text.starts_with(sigil) &&
         text.find('\0') == std::string_view::npos && !first_invalid_utf8(text);
}

/// To compile an expression costs a hundred times what a match costs, and loading the suites asks the same
/// few some ten thousand times. Theirs and those of scenarios are few; should they be many, all are
/// forgotten.
const RE2& compiled(std::string_view expression) {
  constexpr std::size_t most = 500;
  thread_local std::map<std::string, RE2, std::less<>> known;
  const auto found = known.find(expression);
  if (found != known.end()) return found->second;
  if (known.size() == most) known.clear();
  RE2::Options options;
  options.set_log_errors(false);
  return known.try_emplace(std::string(expression), expression, options).first->second;
}

}  // namespace

bool is_opaque_id(std::string_view text) {
  return is_run_of(text, 1, max_identifier_bytes,
                   [](char c) { return is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~'; });
}

bool is_user_id(std::string_view text) {
  std::size_t colon = text.find(':');
  return is_sigilled(text, '@') && colon != std::string_view::npos && is_server_name(text.substr(colon + 1));
}

bool is_room_id(std::string_view text) {
  std::size_t colon = text.find(':');
  if (!is_sigilled(text, '!') || text.size() < 2 || colon == 1) return false;
  return colon == std::string_view::npos || is_server_name(text.substr(colon + 1));
}

bool is_event_id(std::string_view text) {
  return is_sigilled(text, '$') && text.size() >= 2;
}

Result<bool> matches_regex(std::string_view text, std::string_view expression) {
  const RE2& regex = compiled(expression);
  if (!regex.ok()) return Error{"not a regular expression (RE2): " + regex.error()};
  return RE2::FullMatch({text.data(), text.size()}, regex);
}

bool fits_regex(std::string_view text, std::string_view expression) {
  const auto matched = matches_regex(text, expression);
  return matched && *matched;
}

}  // namespace ringcheck
