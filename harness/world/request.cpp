#include "world/request.hpp"

#include <algorithm>
#include <cctype>

#include "value/json.hpp"
#include "value/web_text.hpp"

namespace ringcheck::world {

namespace {

Result<Done> split_path(Request& request, std::string_view path) {
  path.remove_prefix(1);
  bool more = true;
  while (more) {
    more = path.find('/') != std::string_view::npos;
    Result<std::string> segment = percent_decoded(take_until(path, '/'), false);
    if (!segment) return segment.error();
    request.path += "/" + *segment;
    request.segments.push_back(std::move(*segment));
  }
  return Done{};
}

Result<Done> split_query(Request& request, std::string_view query) {
  while (!query.empty()) {
    std::string_view value = take_until(query, '&');
    if (value.empty()) continue;
    Result<std::string> name = percent_decoded(take_until(value, '='), true);
    if (!name) return name.error();
    Result<std::string> decoded = percent_decoded(value, true);
    if (!decoded) return decoded.error();
    request.query.emplace_back(std::move(*name), std::move(*decoded));
  }
  return Done{};
}

bool same_word(std::string_view one, std::string_view other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
}

void read_headers(Request& request, const Headers& headers) {
  for (const auto& [name, value] : headers) {
    const std::string_view text = value;
    if (same_word(name, "origin")) request.origin = value;
    if (same_word(name, "content-type")) request.content_type = value;
    if (same_word(name, "authorization") && same_word(text.substr(0, 7), "bearer "))
      request.bearer = text.substr(7);
  }
}

}  // namespace

Result<Request> parse_target(std::string method, std::string_view target, const Headers& headers) {
  if (!target.starts_with('/')) return Error{"the request target does not begin with a slash"};
  Request request;
  request.method = std::move(method);
  std::string_view query = target.substr(0, target.find('#'));
  const std::string_view path = take_until(query, '?');
  if (Result<Done> done = split_path(request, path); !done) return done.error();
  if (Result<Done> done = split_query(request, query); !done) return done.error();
  read_headers(request, headers);
  const std::string* token = query_find(request, "access_token");
  if (request.bearer.empty() && token != nullptr) request.bearer = *token;
  return request;
}

void read_body(Request& request, std::string_view bytes) {
  request.body = Value();
  request.body_is_json = false;
  request.doubts.clear();
  request.bytes = bytes;
  if (bytes.empty()) return;
  Result<ParsedJson> parsed = parse_json(bytes);
  if (!parsed) {
    request.doubts.push_back(parsed.error().text);
    return;
  }
  for (const JsonFinding& finding : parsed->findings) {
    request.doubts.push_back(finding.pointer.empty() ? finding.text : finding.pointer + ": " + finding.text);
  }
  request.body = std::move(parsed->value);
  request.body_is_json = true;
}

const std::string* query_find(const Request& request, std::string_view name) {
  for (const auto& [key, value] : request.query) {
    if (key == name) return &value;
  }
  return nullptr;
}

Reply error_reply(int status, std::string_view errcode, std::string_view text) {
  return {status, make_object({{"errcode", errcode}, {"error", text}}), {}};
}

}  // namespace ringcheck::world
