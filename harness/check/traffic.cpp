#include "check/traffic.hpp"

#include <algorithm>

#include "value/json.hpp"

namespace ringcheck::check {
namespace {

std::string without_version(std::string_view path) {
  constexpr std::string_view api = "/_matrix/client/";
  if (!path.starts_with(api)) return std::string(path);
  const std::size_t end = path.find('/', api.size());
  return std::string(end == std::string_view::npos ? path : path.substr(end));
}

/// Sends to rooms and to devices end in a transaction ID, and redactions do.
bool has_transaction(const Request& request) {
  if (request.method != "PUT") return false;
  return request.path.starts_with("/sendToDevice/") ||
         (request.path.starts_with("/rooms/") && (request.path.find("/send/") != std::string::npos ||
                                                  request.path.find("/redact/") != std::string::npos));
}

std::string transaction_key(const Request& request) {
  return request.device + " " + request.path;
}

/// A request is tried again when it goes to the same place with the same content, whatever its transaction.
std::string retry_key(const Request& request) {
  return request.device + " " + request.method + " " + request.endpoint + " " + request.digest;
}

std::optional<std::int64_t> wait_ms(const trace::Entry& response) {
  constexpr std::int64_t most_ms = 86'400'000;
  const Value* header_ms = response.head.find("retry_after_ms");
  const Value* body_ms = response.body.find("retry_after_ms");
  std::optional<std::int64_t> ms;
  if (header_ms != nullptr) ms = header_ms->as_int();
  if (!ms && body_ms != nullptr) ms = body_ms->as_int();
  if (!ms || *ms <= 0) return std::nullopt;
  return std::min(*ms, most_ms);
}

}  // namespace

std::optional<Request> as_request(const trace::Entry& entry, std::string_view subject) {
  if (entry.kind != trace::Kind::request || entry.from != subject) return std::nullopt;
  Request request;
  request.t_us = entry.t_us;
  request.method = entry.head.string_at("method");
  request.path = without_version(entry.head.string_at("path"));
  request.endpoint = request.path;
  if (const Value* headers = entry.head.find("headers")) request.device = headers->string_at("authorization");
  request.digest = entry.head.string_at("digest");
  if (request.digest.empty() && !entry.body.is_null()) request.digest = to_canonical_json(entry.body);
  if (has_transaction(request)) {
    const std::size_t slash = request.path.rfind('/');
    request.endpoint = request.path.substr(0, slash);
    request.transaction = request.path.substr(slash + 1);
  }
  return request;
}

void Traffic::take(const trace::Entry& entry, std::string_view subject) {
  if (auto request = as_request(entry, subject)) {
    has_seen_token_ = has_seen_token_ || !request->device.empty();
    if (!request->transaction.empty() && !request->digest.empty()) {
      Transaction& known = transactions_.at(transaction_key(*request));
      if (known.seq == 0) known = {request->digest, entry.seq};
    }
    open_.at(entry.seq) = std::move(*request);
    return;
  }
  const bool answered = entry.kind == trace::Kind::response && entry.to == subject;
  const Request* request = answered ? open_.find(entry.cause) : nullptr;
  if (request != nullptr) {
    const Value* status = entry.head.find("status");
    const auto ms = wait_ms(entry);
    if (status != nullptr && status->as_int() == 429 && ms) {
      limited_.at(retry_key(*request)) = {entry.seq, entry.t_us + *ms * 1000, *ms};
    } else {
      limited_.erase(retry_key(*request));
    }
  }
  if (answered || entry.kind == trace::Kind::closed) open_.erase(entry.cause);
}

const Transaction* Traffic::transaction(const Request& request) const {
  // Two devices that nobody knows may be one or not.
  if (request.transaction.empty() || request.device.ends_with("<unknown>")) return nullptr;
  return transactions_.find(transaction_key(request));
}

const Limited* Traffic::limited(const Request& request) const {
  return limited_.find(retry_key(request));
}

}  // namespace ringcheck::check
