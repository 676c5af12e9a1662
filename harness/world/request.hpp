#pragma once
// An HTTP request to the fake homeserver and its answer, as values: split and decoded, but without sockets.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "value/result.hpp"
#include "value/value.hpp"

namespace ringcheck::world {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method;
  std::string path;                   ///< percent-decoded, without the query: for people and logs
  std::vector<std::string> segments;  ///< split before decoding, so that an escaped slash stays inside one
  std::vector<std::pair<std::string, std::string>> query;
  std::string bearer;        ///< access token of the Authorization header or of the query; empty: none
  std::string origin;        ///< Origin header; empty: none
  std::string content_type;  ///< Content-Type header; empty: none
  std::string bytes;         ///< the body as it came
  Value body;
  bool body_is_json = false;        ///< false as well when there was no body
  std::vector<std::string> doubts;  ///< what the reader of the body had to forgive, or why it gave up
};

/// Splits and decodes a request target (`/path?query`); takes the token and the origin from the headers,
/// whose names are compared without case. The error says what is malformed: no leading slash, a bad escape.
Result<Request> parse_target(std::string method, std::string_view target, const Headers& headers = {});

/// Keeps the bytes of a body, and parses them into `body`, `body_is_json` and `doubts`.
void read_body(Request& request, std::string_view bytes);

/// The first query parameter of this name, or null.
const std::string* query_find(const Request& request, std::string_view name);

struct Reply {
  int status = 200;
  Value body;  ///< null: no body at all, or one that is no JSON
  Headers headers;
  std::string bytes = {};  ///< of a body that is no JSON; the headers say what it is
};

/// `{"errcode": …, "error": …}` as the Client-Server API's "Standard error response".
Reply error_reply(int status, std::string_view errcode, std::string_view text);

}  // namespace ringcheck::world
