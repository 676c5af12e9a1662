#include "run/homeserver.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "run/request_line.hpp"
#include "trace/request_facts.hpp"
#include "value/json.hpp"
#include "value/utf8.hpp"

namespace ringcheck::run {
namespace {

using trace::Entry;
using trace::Kind;

Entry client_api_entry(Kind kind, std::string type) {
  Entry entry;
  entry.kind = kind;
  entry.channel = trace::channel::client_api;
  entry.type = std::move(type);
  return entry;
}

net::HttpResponse to_http(const world::Reply& reply) {
  net::HttpResponse response{reply.status, reply.headers, {}};
  const Value* raw = reply.body.find("$raw");
  if (raw != nullptr) {
    response.body = raw->as_string();
  } else if (reply.body.is_null() && !reply.bytes.empty()) {
    response.body = reply.bytes;
  } else if (!reply.body.is_null()) {
    response.body = to_json(reply.body);
  }
  const bool has_type = std::any_of(response.headers.begin(), response.headers.end(),
                                    [](const auto& header) { return header.first == "Content-Type"; });
  if (!has_type) response.headers.emplace_back("Content-Type", "application/json");
  return response;
}

bool goes_to_devices(const world::Request& request) {
  return request.method == "PUT" && request.path.find("/sendToDevice/") != std::string::npos;
}

// Sends become events in the trace: one thing is told once. What is to be sent later becomes none now.
bool becomes_event(const world::Request& request) {
  const bool is_delayed = world::query_find(request, "org.matrix.msc4140.delay") != nullptr;
  return !is_delayed && request.method == "PUT" &&
         (request.path.find("/send/") != std::string::npos || goes_to_devices(request) ||
          request.path.find("/state/") != std::string::npos);
}

/// A file may be anything, also no text at all: the trace tells what it is, and by the digest whether two are
/// the same.
Value file_told(const world::Request& request) {
  return make_object({{"content_type", request.content_type},
                      {"bytes", static_cast<std::int64_t>(request.bytes.size())},
                      {"digest", trace::digest(Value(request.bytes))}});
}

/// The beginning of a body that is no JSON, as far as it is text: a trace is UTF-8.
std::string sound_text(std::string_view bytes) {
  const std::string_view begin = bytes.substr(0, 4096);
  return std::string(begin.substr(0, first_invalid_utf8(begin).value_or(begin.size())));
}

/// The header in milliseconds, where it is a number of seconds.
std::optional<std::int64_t> retry_after_ms(const world::Headers& headers) {
  constexpr std::int64_t most_s = 86'400;
  for (const auto& [name, value] : headers) {
    std::int64_t seconds = 0;
    const auto [end, failed] = std::from_chars(value.data(), value.data() + value.size(), seconds);
    const bool whole = failed == std::errc() && end == value.data() + value.size();
    if (name == "Retry-After" && whole && seconds >= 0) return std::min(seconds, most_s) * 1000;
  }
  return std::nullopt;
}

}  // namespace

Homeserver::Homeserver(net::Loop& loop, world::World world, Devices devices, std::string subject,
                       Recorder& recorder)
    : loop_(loop),
      world_(std::move(world)),
      devices_(std::move(devices)),
      subject_(std::move(subject)),
      recorder_(recorder) {}

Result<std::unique_ptr<Homeserver>> Homeserver::open(net::Loop& loop, world::World world, Devices devices,
                                                     std::string subject, Recorder& recorder,
                                                     const Reach& reach) {
  std::unique_ptr<Homeserver> self(
      new Homeserver(loop, std::move(world), std::move(devices), std::move(subject), recorder));
  Homeserver* raw = self.get();
  auto server = net::HttpServer::listen(
      loop, {}, [raw](const net::ExchangePtr& exchange) { raw->on_request(exchange); },
      [raw](const std::string& what) { raw->on_bad_request(what); }, reach.at, reach.identity);
  if (!server) return server.error();
  self->server_ = std::move(*server);
  return self;
}

std::int64_t Homeserver::now_ms() const {
  // The world's clock begins at a fixed day, so that two runs of a seed show the same times.
  constexpr std::int64_t first_day_ms = 1'700'000'000'000;
  return first_day_ms + moved_ms_ + recorder_.elapsed_us() / 1000;
}

void Homeserver::move_clock(std::int64_t ms) {
  moved_ms_ += ms;
  pass_time();
}

void Homeserver::pass_time() {
  if (closed_) return;
  const std::vector<world::Fact> facts = world::pass_time(world_, now_ms());
  for (const world::Fact& fact : facts) record_fact(fact, actor_of(fact.sender, fact.device_id), -1, 0);
  arm();
  if (!facts.empty()) wake();
}

// What the world did may have made the next thing due sooner, or not at all.
void Homeserver::arm() {
  const auto due_ms = world::next_due_ms(world_);
  due_ = net::Timer();
  if (due_ms) due_ = loop_.after_ms(std::max<std::int64_t>(1, *due_ms - now_ms()), [this] { pass_time(); });
}

std::string Homeserver::actor_of(const std::string& user_id, const std::string& device_id) const {
  const auto actor = devices_.find({user_id, device_id});
  return actor == devices_.end() ? subject_ : actor->second;
}

void Homeserver::on_bad_request(const std::string& what) {
  Entry entry = client_api_entry(Kind::log, "bad_request");
  entry.from = subject_;
  entry.head = make_object({{"message", what}});
  recorder_.append(std::move(entry));
}

std::int64_t Homeserver::record_request(const std::string& from, const net::HttpRequest& http,
                                        const world::Request& request) {
  Entry entry = client_api_entry(Kind::request, request_line(request.method, request.path));
  entry.from = from;
  entry.to = "homeserver";
  Value headers = make_object();
  const std::string authorization = recorder_.masked_authorization(request.bearer);
  if (!authorization.empty()) headers.set("authorization", authorization);
  entry.head =
      make_object({{"method", request.method}, {"path", request.path}, {"headers", std::move(headers)}});
  if (!request.query.empty()) {
    Value query = make_object();
    for (const auto& [name, value] : request.query)
      query.set(name, name == "access_token" ? Value("<masked>") : Value(value));
    entry.head.set("query", std::move(query));
  }
  // The body of what becomes an event is told by the event; that a request comes again is seen by its digest.
  // Messages to devices may name some that do not exist, so their request tells all.
  if (request.body_is_json && becomes_event(request)) entry.head.set("digest", trace::digest(request.body));
  if (request.path.starts_with("/_matrix/media/")) {
    if (!http.body.empty()) entry.head.set("file", file_told(request));
    return recorder_.append(std::move(entry));
  }
  if (!request.doubts.empty()) entry.head.set("doubts", trace::string_list(request.doubts));
  if (request.body_is_json && (!becomes_event(request) || goes_to_devices(request)))
    entry.body = trace::without_secrets(request.body);
  if (!request.body_is_json) entry.raw = sound_text(http.body);
  return recorder_.append(std::move(entry));
}

void Homeserver::on_request(const net::ExchangePtr& exchange) {
  if (closed_) return exchange->drop();
  const net::HttpRequest& http = exchange->request();
  auto request = world::parse_target(http.method, http.target, http.headers);
  if (!request) {
    on_bad_request(request.error().text);
    exchange->respond(
        to_http({400, make_object({{"errcode", "M_UNRECOGNIZED"}, {"error", request.error().text}}), {}}));
    return;
  }
  world::read_body(*request, http.body);
  Pending fresh;
  fresh.exchange = exchange;
  fresh.from = subject_;
  fresh.request_seq = record_request(subject_, http, *request);
  fresh.request = std::move(*request);
  auto pending = pending_.insert(pending_.end(), std::move(fresh));
  // The client may have gone already; then this is called at once, and there is nobody to answer.
  auto gone = std::make_shared<bool>(false);
  exchange->on_closed([this, pending, gone] {
    *gone = true;
    Entry entry =
        client_api_entry(Kind::closed, request_line(pending->request.method, pending->request.path));
    entry.from = subject_;
    entry.cause = pending->request_seq;
    pending_.erase(pending);
    recorder_.append(std::move(entry));
  });
  if (*gone) return;
  if (exchange->request().method != "OPTIONS") return admit(pending);
  answer(pending);
}

ServeRule* Homeserver::rule_for(const std::string& line) {
  // The newest rule speaks first: a scenario that serves a path again means the new answer.
  for (auto rule = rules_.rbegin(); rule != rules_.rend(); ++rule) {
    if (rule->times != 0 && request_line_fits(rule->line, line)) return &*rule;
  }
  return nullptr;
}

void Homeserver::admit(PendingList::iterator pending) {
  ServeRule* rule = rule_for(request_line(pending->request.method, pending->request.path));
  if (rule == nullptr) return answer(pending);
  if (rule->times > 0) --rule->times;
  pending->rule = *rule;
  if (!rule->hold.empty() && !released_.contains(rule->hold)) {
    pending->hold = rule->hold;
  } else if (rule->delay_ms > 0) {
    pending->timer = loop_.after_ms(rule->delay_ms, [this, pending] { finish_scripted(pending); });
  } else {
    finish_scripted(pending);
  }
}

void Homeserver::finish_scripted(PendingList::iterator pending) {
  const ServeRule& rule = *pending->rule;
  if (rule.drop == Drop::before) return drop(pending, Drop::before, {});
  if (!rule.status && !rule.body) return answer(pending);
  world::Reply reply;
  reply.status = rule.status.value_or(200);
  reply.body = rule.body.value_or(make_object());
  reply.headers = world::cors_headers();
  reply.headers.insert(reply.headers.end(), rule.headers.begin(), rule.headers.end());
  pending->scripted = true;
  finish(pending, reply, {});
}

/// The subject sees its connection closed, and cannot know whether it was heard.
void Homeserver::drop(PendingList::iterator pending, Drop when, const std::vector<world::Fact>& facts) {
  const Pending done = std::move(*pending);
  pending_.erase(pending);
  for (const world::Fact& fact : facts) {
    if (fact.kind != world::Fact::Kind::deliver) record_fact(fact, done.from, -1, done.request_seq);
  }
  Entry entry = client_api_entry(Kind::closed, request_line(done.request.method, done.request.path));
  entry.from = "homeserver";
  entry.to = done.from;
  entry.cause = done.request_seq;
  entry.head = make_object({{"drop", when == Drop::before ? "before" : "after"}});
  if (entry.type == "GET /sync") last_sync_answered_us_ = recorder_.elapsed_us();
  recorder_.append(std::move(entry));
  respond(done, nullptr);
  wake();
}

bool Homeserver::drops_answer(const Pending& pending, const std::vector<world::Fact>& facts) {
  bool drops = pending.rule && pending.rule->drop == Drop::after;
  for (const world::Fact& fact : facts) {
    if (fact.kind != world::Fact::Kind::deliver) continue;
    for (const std::string& event_id : fact.event_ids) drops = lost_at_first_.erase(event_id) > 0 || drops;
  }
  return drops;
}

void Homeserver::answer(PendingList::iterator pending) {
  pass_time();
  world::Outcome outcome = world::handle(world_, pending->request, now_ms());
  arm();
  if (auto* reply = std::get_if<world::Reply>(&outcome.answer)) {
    if (drops_answer(*pending, outcome.facts)) return drop(pending, Drop::after, outcome.facts);
    return finish(pending, *reply, outcome.facts);
  }
  pending->wait = std::get<world::Wait>(outcome.answer);
  const std::int64_t left_ms = std::max<std::int64_t>(0, pending->wait->deadline_ms - now_ms()) + 1;
  pending->timer = loop_.after_ms(left_ms, [this] { wake(); });
  // A sync that waits has told which token it has: that is a fact already.
  for (const world::Fact& fact : outcome.facts) record_fact(fact, pending->from, -1, pending->request_seq);
}

void Homeserver::finish(PendingList::iterator pending, const world::Reply& reply,
                        const std::vector<world::Fact>& facts) {
  const Pending done = std::move(*pending);
  pending_.erase(pending);
  for (const world::Fact& fact : facts) record_fact(fact, done.from, -1, done.request_seq);
  Entry entry = client_api_entry(Kind::response, request_line(done.request.method, done.request.path));
  entry.from = "homeserver";
  entry.to = done.from;
  entry.cause = done.request_seq;
  entry.head = make_object({{"status", reply.status}});
  if (done.scripted) entry.head.set("scripted", true);
  if (const auto wait_ms = retry_after_ms(reply.headers)) entry.head.set("retry_after_ms", *wait_ms);
  if (reply.status >= 400) entry.body = reply.body;
  if (entry.type == "GET /sync") last_sync_answered_us_ = recorder_.elapsed_us();
  recorder_.append(std::move(entry));
  respond(done, &reply);
  wake();
}

void Homeserver::respond(const Pending& done, const world::Reply* reply) {
  if (done.exchange == nullptr) {
    return loop_.post([on_reply = done.on_reply,
                       kept = reply == nullptr ? std::nullopt : std::optional<world::Reply>(*reply)] {
      on_reply(kept ? &*kept : nullptr);
    });
  }
  if (reply == nullptr) return done.exchange->drop();
  done.exchange->respond(to_http(*reply));
}

Result<Done> Homeserver::ask_as(const std::string& actor, const std::string& access_token,
                                const net::HttpRequest& http, OnReply on_reply) {
  world::Headers headers = http.headers;
  headers.emplace_back("Authorization", "Bearer " + access_token);
  auto request = world::parse_target(http.method, http.target, headers);
  if (!request) return request.error();
  world::read_body(*request, http.body);
  Pending fresh;
  fresh.from = actor;
  fresh.on_reply = std::move(on_reply);
  fresh.request_seq = record_request(actor, http, *request);
  fresh.request = std::move(*request);
  admit(pending_.insert(pending_.end(), std::move(fresh)));
  return Done{};
}

Value Homeserver::sync_now(const std::string& access_token, const std::string& since) {
  std::string target = "/_matrix/client/v3/sync?timeout=0";
  if (!since.empty()) target += "&since=" + since;
  auto request = world::parse_target("GET", target, {{"Authorization", "Bearer " + access_token}});
  if (!request) return {};
  pass_time();
  world::Outcome outcome = world::handle(world_, *request, now_ms());
  if (const auto* wait = std::get_if<world::Wait>(&outcome.answer)) {
    auto finished = world::try_finish(world_, *wait, wait->deadline_ms);
    if (!finished) return {};
    outcome = std::move(*finished);
  }
  const auto* reply = std::get_if<world::Reply>(&outcome.answer);
  return reply == nullptr || reply->status != 200 ? Value() : reply->body;
}

void Homeserver::wake() {
  for (bool again = true; again && !closed_;) {
    again = false;
    for (auto pending = pending_.begin(); pending != pending_.end(); ++pending) {
      if (!pending->wait) continue;
      auto outcome = world::try_finish(world_, *pending->wait, now_ms());
      if (!outcome) continue;
      const world::Reply reply = std::get<world::Reply>(outcome->answer);
      pending->wait.reset();
      if (drops_answer(*pending, outcome->facts)) {
        drop(pending, Drop::after, outcome->facts);
      } else {
        finish(pending, reply, outcome->facts);
      }
      again = true;  // the list has changed
      break;
    }
  }
}

void Homeserver::record_fact(const world::Fact& fact, const std::string& from, int step, std::int64_t cause) {
  using FactKind = world::Fact::Kind;
  Entry entry;
  entry.channel = trace::channel::client_api;
  entry.cause = cause;
  entry.from = from;
  entry.to = "homeserver";
  entry.step = step;
  entry.type = fact.type;
  entry.body = fact.content;
  switch (fact.kind) {
    case FactKind::event:
      entry.kind = Kind::event;
      entry.head =
          make_object({{"room_id", fact.room_id}, {"event_id", fact.event_id}, {"sender", fact.sender}});
      if (fact.state_key) entry.head.set("state_key", *fact.state_key);
      if (fact.transaction_id) entry.head.set("transaction_id", *fact.transaction_id);
      if (!fact.redacts.empty()) entry.head.set("redacts", fact.redacts);
      if (!fact.delay_id.empty()) entry.head.set("delay_id", fact.delay_id);
      break;
    case FactKind::delay_failed:
      entry.kind = Kind::log;
      entry.type = "delay_failed";
      entry.head = make_object({{"room_id", fact.room_id}, {"type", fact.type}, {"delay_id", fact.delay_id}});
      break;
    case FactKind::to_device:
      entry.kind = Kind::event;
      entry.channel = trace::channel::to_device;
      entry.head = make_object(
          {{"event_id", fact.event_id}, {"user_id", fact.user_id}, {"device_id", fact.device_id}});
      break;
    case FactKind::deliver:
    case FactKind::taken: {
      entry.kind = fact.kind == FactKind::deliver ? Kind::deliver : Kind::taken;
      entry.from = "homeserver";
      entry.to = actor_of(fact.user_id, fact.device_id);
      entry.type = "GET /sync";
      entry.head = make_object({{"events", trace::string_list(fact.event_ids)}, {"token", fact.token}});
      if (fact.is_initial) entry.head.set("initial", true);
      break;
    }
    case FactKind::unknown_endpoint:
      unknown_endpoints_.insert(request_line(fact.method, fact.path));
      entry.kind = Kind::log;
      entry.type = "unknown_endpoint";
      entry.head = make_object({{"method", fact.method}, {"path", fact.path}});
      break;
    case FactKind::account_data:
      entry.kind = Kind::log;
      entry.head = make_object({{"account_data", fact.room_id}});
      break;
  }
  recorder_.append(std::move(entry));
}

void Homeserver::publish(const std::vector<world::Fact>& facts, const std::string& from, int step,
                         std::int64_t cause) {
  for (const world::Fact& fact : facts) record_fact(fact, from, step, cause);
  arm();
  wake();
}

void Homeserver::serve(ServeRule rule) {
  released_.erase(rule.hold);
  rules_.push_back(std::move(rule));
}

bool Homeserver::release(const std::string& name) {
  released_.insert(name);
  std::vector<PendingList::iterator> held;
  for (auto pending = pending_.begin(); pending != pending_.end(); ++pending) {
    if (pending->hold == name) held.push_back(pending);
  }
  for (const auto& pending : held) {
    pending->hold.clear();
    finish_scripted(pending);
  }
  return std::any_of(rules_.begin(), rules_.end(), [&](const ServeRule& rule) { return rule.hold == name; });
}

bool Homeserver::at_rest() const {
  const bool only_polls =
      std::all_of(pending_.begin(), pending_.end(), [](const Pending& p) { return p.wait.has_value(); });
  if (!only_polls) return false;
  for (const auto& [device, actor] : devices_) {
    if (actor == subject_ && !world::pending_event_ids(world_, device.first, device.second).empty())
      return false;
  }
  return true;
}

std::optional<std::int64_t> Homeserver::silent_ms() const {
  const bool open_sync = std::any_of(pending_.begin(), pending_.end(), [](const Pending& p) {
    return request_line(p.request.method, p.request.path) == "GET /sync";
  });
  if (open_sync) return std::nullopt;
  return (recorder_.elapsed_us() - last_sync_answered_us_) / 1000;
}

void Homeserver::close() {
  closed_ = true;
  due_ = net::Timer();
  server_->close();
  pending_.clear();
}

}  // namespace ringcheck::run
