#include "run/server_talk.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include <fmt/format.h>

#include "run/request_line.hpp"
#include "value/json.hpp"
#include "value/web_text.hpp"

namespace ringcheck::run {
namespace {

using trace::Entry;
using trace::Kind;

/// For a server of our own: as fast as the test goes, and its 429 is an answer like any other.
constexpr PoliteClient::Manners no_manners{1'000, -1};

Entry entry_of(const ServerRequest& request, Kind kind) {
  Entry entry;
  entry.kind = kind;
  entry.channel = trace::channel::client_api;
  const std::string path = request.target.substr(0, request.target.find('?'));
  auto decoded = percent_decoded(path, false);
  entry.type = request_line(request.method, decoded ? *decoded : path);
  return entry;
}

Value lower_case_headers(const net::HttpHeaders& headers) {
  Value map = make_object();
  for (const auto& [name, value] : headers) {
    std::string lower = name;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return std::tolower(c); });
    map.set(lower, lower == "set-cookie" ? Value("<masked>") : Value(value));
  }
  return map;
}

net::HttpRequest to_http(const ServerRequest& request) {
  net::HttpRequest http{request.method, request.target, request.headers, {}};
  if (!request.token.empty()) http.headers.emplace_back("Authorization", "Bearer " + request.token);
  if (request.body.is_null()) return http;
  http.headers.emplace_back("Content-Type", "application/json");
  const Value* raw = request.body.find("$raw");
  http.body = raw == nullptr ? to_json(request.body) : raw->text;
  return http;
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

}  // namespace

std::string whole_path(const std::string& path) {
  const bool is_whole = path.starts_with("/_") || path.starts_with("/.");
  return is_whole ? path : "/_matrix/client/v3" + path;
}

Result<std::unique_ptr<ServerTalk>> ServerTalk::open(net::Loop& loop, const std::string& url,
                                                     const std::string& server, Recorder& recorder) {
  auto client = net::HttpClient::open(loop, url);
  if (!client) return Error{"the address of the homeserver: " + client.error().text};
  return std::unique_ptr<ServerTalk>(new ServerTalk(loop, std::move(*client), no_manners, server, recorder));
}

void ServerTalk::keep_secret(const std::string& secret, const std::string& shown) {
  if (secret.empty() || !secrets_.emplace(shown, secret).second) return;
  recorder_.mask(secret, shown);
}

std::string ServerTalk::revealed(std::string text) const {
  for (const auto& [shown, secret] : secrets_) {
    replace_all(text, shown, secret);
    replace_all(text, percent_encoded(shown), percent_encoded(secret));
  }
  return text;
}

Value ServerTalk::revealed(Value value) const {
  if (value.is_string()) value.text = revealed(std::move(value.text));
  for (Value& item : value.items) item = revealed(std::move(item));
  for (Member& member : value.members) member.value = revealed(std::move(member.value));
  return value;
}

ServerRequest ServerTalk::revealed(ServerRequest request) const {
  request.target = revealed(std::move(request.target));
  request.body = revealed(std::move(request.body));
  return request;
}

/// What a login, a registration or a refresh gives is a secret of this test from now on.
void ServerTalk::keep_tokens(const Value& answer) {
  for (const std::string_view kind : {"access_token", "refresh_token", "password"}) {
    // The password of a TURN server is shown where the server is one of ours.
    if (kind == "password" && guest_ == nullptr) continue;
    const std::string token(answer.string_at(kind));
    const bool known =
        std::any_of(secrets_.begin(), secrets_.end(), [&](const auto& each) { return each.second == token; });
    if (!known) keep_secret(token, fmt::format("<{} {}>", kind, secrets_.size()));
  }
}

std::unique_ptr<ServerTalk> ServerTalk::with(net::Loop& loop, Guest& guest, int loan,
                                             const std::string& server, Recorder& recorder) {
  PoliteClient::Manners of_polls;
  of_polls.most_at_once = no_manners.most_at_once;
  std::unique_ptr<ServerTalk> talk(
      new ServerTalk(loop, guest.more_connections(), of_polls, server, recorder));
  talk->guest_ = &guest;
  talk->loan_ = loan;
  return talk;
}

void ServerTalk::ask(ServerRequest request, OnAnswer on_answer) {
  request.token = revealed(std::move(request.token));
  PoliteRequest polite;
  polite.http = to_http(revealed(request));
  polite.timeout_ms = request.timeout_ms;
  polite.takes_limits = request.takes_limits;
  const bool polls = request.target.find("/sync?") != std::string::npos;
  const std::weak_ptr<bool> alive = alive_;
  const auto cause = std::make_shared<std::int64_t>(0);
  const auto asked = std::make_shared<ServerRequest>(std::move(request));
  polite.on_wait = [this, alive, asked](std::int64_t ms) {
    if (!alive.expired() && on_wait_ && asked->step >= 0) on_wait_(asked->step, ms);
  };
  polite.on_sent = [this, alive, asked, cause] {
    if (alive.expired()) return;
    if (asked->on_sent) asked->on_sent();
    if (asked->recorded) *cause = record_request(*asked);
  };
  polite.on_answer = [this, alive, asked, cause,
                      on_answer = std::move(on_answer)](const Result<net::HttpResponse>& answer) {
    if (!alive.expired()) take(*asked, *cause, on_answer, answer);
  };
  guest_ != nullptr && !polls ? guest_->ask(loan_, std::move(polite)) : client_.ask(std::move(polite));
}

void ServerTalk::close() {
  alive_.reset();
  client_.close();
}

void ServerTalk::take(const ServerRequest& request, std::int64_t cause, const OnAnswer& on_answer,
                      const Result<net::HttpResponse>& answer) {
  if (!answer) {
    if (request.recorded) record_silence(request, cause, answer.error().text);
    return on_answer(answer.error());
  }
  auto parsed = parse_json(answer->body);
  ServerAnswer read{answer->status, parsed ? std::move(parsed->value) : Value()};
  read.retry_after_ms = retry_after_ms(*answer).value_or(0);
  if (request.recorded) keep_tokens(read.body);
  if (request.recorded) record_answer(request, cause, *answer, read.body);
  on_answer(read);
}

std::int64_t ServerTalk::record_request(const ServerRequest& request) {
  Entry entry = entry_of(request, Kind::request);
  entry.from = request.actor;
  entry.to = server_;
  entry.step = request.step;
  entry.head = make_object({{"method", request.method}, {"target", request.target}});
  if (!request.token.empty()) entry.head.set("authorization", recorder_.masked_authorization(request.token));
  entry.body = request.body;
  if (const Value* raw = request.body.find("$raw")) {
    auto parsed = parse_json(raw->text);
    entry.body = parsed ? std::move(parsed->value) : Value();
    if (!parsed) entry.raw = raw->text;
  }
  return recorder_.append(std::move(entry));
}

void ServerTalk::record_answer(const ServerRequest& request, std::int64_t cause,
                               const net::HttpResponse& answer, const Value& body) {
  Entry entry = entry_of(request, Kind::response);
  entry.from = server_;
  entry.to = request.actor;
  entry.cause = cause;
  entry.head = make_object({{"status", answer.status}, {"headers", lower_case_headers(answer.headers)}});
  if (const std::string_view event_id = body.string_at("event_id"); !event_id.empty())
    entry.head.set("event_id", std::string(event_id));
  entry.body = body;
  if (body.is_null()) entry.raw = answer.body;
  recorder_.append(std::move(entry));
}

void ServerTalk::record_silence(const ServerRequest& request, std::int64_t cause, const std::string& why) {
  Entry entry = entry_of(request, Kind::closed);
  entry.from = server_;
  entry.to = request.actor;
  entry.cause = cause;
  entry.head = make_object({{"message", why}});
  recorder_.append(std::move(entry));
}

}  // namespace ringcheck::run
