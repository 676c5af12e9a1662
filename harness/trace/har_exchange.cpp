#include "trace/har_exchange.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "trace/timestamp.hpp"
#include "value/json.hpp"
#include "value/utf8.hpp"

namespace ringcheck::trace {
namespace {

bool same_word(std::string_view one, std::string_view other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
}

std::string_view header(const Value& message, std::string_view name) {
  const Value* headers = message.find("headers");
  if (headers == nullptr) return {};
  for (const Value& each : headers->items) {
    if (same_word(each.string_at("name"), name)) return each.string_at("value");
  }
  return {};
}

std::optional<std::string> decode_base64(std::string_view text) {
  std::string compact;
  for (const char c : text) {
    if (c != '\n' && c != '\r') compact += c;
  }
  std::string decoded(compact.size() / 4 * 3, '\0');
  const int count = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(decoded.data()),
                                    reinterpret_cast<const unsigned char*>(compact.data()),
                                    static_cast<int>(compact.size()));
  if (count < 0) return std::nullopt;
  const std::size_t padding = compact.ends_with("==") ? 2 : compact.ends_with('=') ? 1 : 0;
  decoded.resize(static_cast<std::size_t>(count) - std::min(padding, static_cast<std::size_t>(count)));
  return decoded;
}

HarBody read_body(const Value* holder) {
  HarBody body;
  const Value* text = holder == nullptr ? nullptr : holder->find("text");
  if (text == nullptr || !text->is_string() || text->text.empty()) return body;
  body.present = true;
  std::string bytes = text->text;
  if (holder->string_at("encoding") == "base64") {
    auto decoded = decode_base64(bytes);
    if (!decoded) {
      body.doubts.emplace_back("it is said to be base64 and is not");
      return body;
    }
    bytes = std::move(*decoded);
  }
  auto parsed = parse_json(bytes, {.bytes = bytes.size(), .depth = 100});
  if (!parsed) {
    body.doubts.push_back(parsed.error().text);
    return body;
  }
  body.is_json = true;
  body.value = std::move(parsed->value);
  for (const JsonFinding& finding : parsed->findings) {
    body.doubts.push_back(finding.pointer.empty() ? finding.text : finding.pointer + ": " + finding.text);
  }
  return body;
}

/// Milliseconds that may have a fraction; what cannot be is 0.
std::int64_t duration_us(const Value* milliseconds) {
  if (milliseconds == nullptr || !milliseconds->is_number()) return 0;
  constexpr double longest_ms = 86'400'000.0;
  const double value = std::strtod(milliseconds->text.c_str(), nullptr);
  return std::isfinite(value) && value > 0 ? static_cast<std::int64_t>(std::min(value, longest_ms) * 1000)
                                           : 0;
}

std::optional<std::int64_t> retry_after_ms(std::string_view header_value) {
  constexpr std::int64_t most_s = 86'400;
  std::int64_t seconds = 0;
  const char* end = header_value.data() + header_value.size();
  const auto [stop, failed] = std::from_chars(header_value.data(), end, seconds);
  if (header_value.empty() || failed != std::errc() || stop != end || seconds < 0) return std::nullopt;
  return std::min(seconds, most_s) * 1000;
}

void read_token(const Value& request, HarExchange& exchange) {
  const std::string_view authorization = header(request, "authorization");
  if (same_word(authorization.substr(0, 7), "bearer ")) exchange.token = authorization.substr(7);
  const std::string_view in_query = query_of(exchange, "access_token");
  exchange.token_in_query = !in_query.empty();
  if (exchange.token.empty()) exchange.token = in_query;
}

Error wrong(std::string_view wanted, const Value* came) {
  return Error{fmt::format("wanted {}, came {}", wanted, came == nullptr ? "nothing" : clip(to_json(*came)))};
}

}  // namespace

Result<HarElement> read_har_element(std::string_view text) {
  auto parsed = parse_json(text, {.bytes = text.size(), .depth = 120});
  if (!parsed) return parsed.error();
  const Value& entry = parsed->value;
  HarElement element;
  element.has_web_socket = entry.find("_webSocketMessages") != nullptr;
  const Value* request = entry.find("request");
  const Value* url = request == nullptr ? nullptr : request->find("url");
  if (url == nullptr || !url->is_string()) return wrong("an entry with request.url", &entry);
  auto address = matrix_address(url->text);
  const std::string_view method = request->string_at("method");
  if (!address || method.empty() || method == "OPTIONS" || element.has_web_socket) return element;

  const Value* started = entry.find("startedDateTime");
  const auto start_us = parse_timestamp_us(started == nullptr ? "" : started->as_string());
  if (!start_us) return wrong("startedDateTime as in 2026-01-02T03:04:05.678Z", started);
  HarExchange& exchange = element.exchange.emplace();
  exchange.start_us = *start_us;
  exchange.end_us = *start_us + duration_us(entry.find("time"));
  exchange.method = method;
  exchange.address = std::move(*address);
  read_token(*request, exchange);
  exchange.page = fmt::format("{} {}", header(*request, "origin"), entry.string_at("pageref"));
  exchange.request_body = read_body(request->find("postData"));
  exchange.bytes = text.size();
  const Value* response = entry.find("response");
  if (response == nullptr) return element;
  const Value* status = response->find("status");
  const auto code = status == nullptr ? std::nullopt : status->as_int();
  exchange.status = code && *code >= 100 && *code < 1000 ? static_cast<int>(*code) : 0;
  exchange.response_body = read_body(response->find("content"));
  exchange.retry_after_ms = retry_after_ms(header(*response, "retry-after"));
  return element;
}

std::string_view query_of(const HarExchange& exchange, std::string_view name) {
  for (const auto& [key, value] : exchange.address.query) {
    if (key == name) return value;
  }
  return {};
}

}  // namespace ringcheck::trace
