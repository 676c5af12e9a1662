#pragma once
// One entry of a HAR 1.2 file: a request to a homeserver and its answer, taken apart. Browser tools,
// mitmproxy and Playwright differ in what they leave out; that is told, not guessed.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "trace/web_address.hpp"
#include "value/result.hpp"
#include "value/value.hpp"

namespace ringcheck::trace {

struct HarBody {
  bool present = false;  ///< false: there was none, or the file does not hold it
  bool is_json = false;
  Value value;
  std::vector<std::string> doubts;  ///< what the reader of it had to forgive, or why it gave up
};

struct HarExchange {
  std::int64_t start_us = 0;  ///< since 1970
  std::int64_t end_us = 0;
  std::string method;
  WebAddress address;
  std::string token;  ///< access token; empty when there was none, or the file was made without them
  bool token_in_query = false;
  std::string page;  ///< what else tells clients apart: origin header and page
  HarBody request_body;
  int status = 0;  ///< 0: no answer
  HarBody response_body;
  std::optional<std::int64_t> retry_after_ms;
  std::size_t bytes = 0;  ///< of the entry in the file
};

/// What an entry of the list is.
struct HarElement {
  std::optional<HarExchange> exchange;  ///< none: no request of the client to a homeserver
  bool has_web_socket = false;
};

/// The element of `log.entries` with this text. The error says what was wanted and what came.
Result<HarElement> read_har_element(std::string_view text);

/// The first query parameter of this name, or empty.
std::string_view query_of(const HarExchange& exchange, std::string_view name);

}  // namespace ringcheck::trace
