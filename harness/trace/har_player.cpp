#include "trace/har_player.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "trace/event_entry.hpp"
#include "trace/request_facts.hpp"
#include "trace/sync_response.hpp"
#include "value/json.hpp"

namespace ringcheck::trace {
namespace {

/// Exchanges that wait for their answer are held up to so many bytes of the file.
constexpr std::size_t most_open_bytes = std::size_t{64} * 1024 * 1024;

std::string request_line(const HarExchange& exchange) {
  const auto& segments = exchange.address.segments;
  if (segments.empty()) return exchange.method + " " + exchange.address.path;
  return fmt::format("{} /{}", exchange.method, fmt::join(segments, "/"));
}

bool is_send(const HarExchange& exchange) {
  const auto& segments = exchange.address.segments;
  if (exchange.method != "PUT") return false;
  const bool in_room = segments.size() >= 4 && segments[0] == "rooms" &&
                       (segments[2] == "send" ? segments.size() == 5 : segments[2] == "state");
  return in_room || (segments.size() == 3 && segments[0] == "sendToDevice");
}

bool is_accepted(const HarExchange& exchange) {
  return exchange.status >= 200 && exchange.status < 300;
}

std::string_view transaction_of(const Value& event) {
  const Value* more = event.find("unsigned");
  return more == nullptr ? std::string_view() : more->string_at("transaction_id");
}

}  // namespace

std::int64_t HarPlayer::emit(Entry entry, std::int64_t at_us, std::int64_t place) {
  now_us_ = std::max(now_us_, at_us - begin_us_);
  entry.seq = ++seq_;
  entry.t_us = now_us_;
  if (entry.channel.empty()) entry.channel = channel::client_api;
  blind_.take(entry);
  sink_(entry, place);
  return entry.seq;
}

std::int64_t HarPlayer::emit_request(const Open& open) {
  const HarExchange& exchange = open.exchange;
  Entry entry;
  entry.kind = Kind::request;
  entry.from = name_of(open.client);
  entry.to = "homeserver";
  entry.type = request_line(exchange);
  Value headers = make_object();
  if (clients_.without_tokens()) {
    headers.set("authorization", "Bearer <removed from the file>");
  } else if (!exchange.token.empty()) {
    headers.set("authorization", fmt::format("Bearer <token of {}>", entry.from));
  }
  entry.head = make_object(
      {{"method", exchange.method}, {"path", exchange.address.path}, {"headers", std::move(headers)}});
  Value query = make_object();
  for (const auto& [name, value] : exchange.address.query) {
    query.set(name, name == "access_token" ? Value("<masked>") : Value(value));
  }
  if (!query.members.empty()) entry.head.set("query", std::move(query));
  const HarBody& body = exchange.request_body;
  // Media are no JSON, and need not be.
  const bool is_media = exchange.address.path.starts_with("/_matrix/media/");
  if (!body.doubts.empty() && !is_media) entry.head.set("doubts", string_list(body.doubts));
  if (body.is_json && is_send(exchange)) entry.head.set("digest", digest(body.value));
  if (body.is_json && !is_send(exchange)) entry.body = without_secrets(body.value);
  return emit(std::move(entry), exchange.start_us, open.place);
}

void HarPlayer::emit_to_device(Open& open, std::int64_t at_us) {
  const auto& segments = open.exchange.address.segments;
  Value* messages = open.exchange.request_body.value.find("messages");
  if (messages == nullptr) return;
  for (Member& user : messages->members) {
    for (Member& device : user.value.members) {
      Entry entry;
      entry.kind = Kind::event;
      entry.from = name_of(open.client);
      entry.to = "homeserver";
      entry.channel = channel::to_device;
      entry.cause = open.request_seq;
      entry.type = segments[1];
      entry.head = make_object({{"user_id", user.key}, {"device_id", device.key}});
      entry.body = std::move(device.value);
      emit(std::move(entry), at_us, open.place);
    }
  }
}

// The event stands where it was asked for: what the client had not taken by then it did not know.
void HarPlayer::emit_send(Open& open) {
  HarExchange& exchange = open.exchange;
  if (!is_accepted(exchange)) return;
  if (!exchange.request_body.is_json) {
    ++counts_.unread_sends;
    return;
  }
  const auto& segments = exchange.address.segments;
  if (segments[0] == "sendToDevice") return emit_to_device(open, exchange.start_us);
  const std::string event_id(exchange.response_body.value.string_at("event_id"));
  if (event_id.empty()) ++counts_.nameless_sends;
  if (!seen_.add(event_id)) return;
  const HarClient& client = clients_.at(open.client);
  Entry entry;
  entry.kind = Kind::event;
  entry.from = client.name;
  entry.to = "homeserver";
  entry.cause = open.request_seq;
  entry.type = segments[3];
  entry.head = make_object({{"room_id", segments[1]},
                            {"event_id", event_id},
                            {"sender", client.user.empty() ? client.name : client.user}});
  const std::string last = segments.size() > 4 ? segments[4] : "";
  if (segments[2] == "state") {
    entry.head.set("state_key", last);
  } else {
    entry.head.set("transaction_id", last);
    seen_.add(fmt::format("{} {}", open.client, last));
  }
  entry.body = std::move(exchange.request_body.value);
  emit(std::move(entry), exchange.start_us, open.place);
}

void HarPlayer::begin_sync(const Open& open) {
  SyncState& state = syncs_[open.client];
  const std::string since(token_asked(open.exchange));
  ++counts_.syncs;
  if (since.empty()) {
    state.event_ids.clear();
  } else if (since == state.given && since != state.taken) {
    Entry entry;
    entry.kind = Kind::taken;
    entry.from = "homeserver";
    entry.to = name_of(open.client);
    entry.type = "GET /sync";
    entry.head = make_object({{"events", string_list(state.event_ids)}, {"token", since}});
    emit(std::move(entry), open.exchange.start_us, open.place);
    state.event_ids.clear();
  } else if (since != state.taken) {
    ++counts_.gaps;
  }
  state.taken = since;
  state.begun = true;
}

void HarPlayer::take(HarExchange exchange, std::int64_t place) {
  answer_until(exchange.start_us);
  const auto client = clients_.of(exchange);
  if (!client) {
    ++counts_.strangers;
    return;
  }
  if (is_sync(exchange)) answer_what_gave(exchange, *client);
  Open open{std::move(exchange), place, *client, 0};
  open.request_seq = emit_request(open);
  if (is_sync(open.exchange)) begin_sync(open);
  if (is_send(open.exchange)) emit_send(open);
  open_bytes_ += open.exchange.bytes;
  const std::int64_t end_us = open.exchange.end_us;
  open_.emplace(end_us, std::move(open));
  while (open_bytes_ > most_open_bytes) answer_until(open_.begin()->first);
}

void HarPlayer::answer_until(std::int64_t until_us) {
  while (!open_.empty() && open_.begin()->first <= until_us) {
    Open open = std::move(open_.extract(open_.begin()).mapped());
    open_bytes_ -= open.exchange.bytes;
    answer(open);
  }
}

// Files round their times to a millisecond. Who asks with a token has had the answer that gave it.
void HarPlayer::answer_what_gave(const HarExchange& exchange, std::size_t client) {
  const std::string_view since = token_asked(exchange);
  if (since.empty()) return;
  const auto giver = std::find_if(open_.begin(), open_.end(), [&](const auto& each) {
    const Open& open = each.second;
    return open.client == client && is_sync(open.exchange) && token_given(open.exchange) == since;
  });
  if (giver != open_.end()) answer_until(giver->first);
}

void HarPlayer::answer(Open& open) {
  HarExchange& exchange = open.exchange;
  const bool answered = exchange.status > 0;
  if (!answered) ++counts_.unanswered;
  if (answered && is_sync(exchange)) answer_sync(open, exchange.end_us);
  Entry entry;
  entry.kind = answered ? Kind::response : Kind::closed;
  entry.from = answered ? "homeserver" : name_of(open.client);
  if (answered) entry.to = name_of(open.client);
  entry.cause = open.request_seq;
  entry.type = request_line(exchange);
  if (answered) entry.head = make_object({{"status", exchange.status}});
  if (exchange.retry_after_ms) entry.head.set("retry_after_ms", *exchange.retry_after_ms);
  if (exchange.status >= 400) entry.body = without_secrets(std::move(exchange.response_body.value));
  emit(std::move(entry), exchange.end_us, open.place);
}

std::string HarPlayer::sender_of(const Value& event, std::size_t reader) const {
  // Only the device that sent an event is told its transaction ID.
  if (!transaction_of(event).empty()) return name_of(reader);
  const std::string sender(event.string_at("sender"));
  return clients_.is_user(sender) ? sender + " elsewhere" : sender;
}

void HarPlayer::answer_sync(Open& open, std::int64_t at_us) {
  HarExchange& exchange = open.exchange;
  if (exchange.status != 200) return;
  if (!exchange.response_body.is_json) {
    ++counts_.unread_syncs;
    return;
  }
  SyncState& state = syncs_[open.client];
  const bool initial = token_asked(exchange).empty();
  Value& body = exchange.response_body.value;
  if (!initial) counts_.limited += count_limited(body);
  for_each_room_event(body, [&](std::string_view room_id, Value& event) {
    const std::string event_id(event.string_at("event_id"));
    state.event_ids.push_back(event_id);
    const std::string transaction(transaction_of(event));
    const bool own_send =
        !transaction.empty() && seen_.contains(fmt::format("{} {}", open.client, transaction));
    if (!seen_.add(event_id) || own_send) return;
    if (is_redacted(event)) {
      ++counts_.redacted;
      return;
    }
    std::string from = sender_of(event, open.client);
    Entry entry = entry_of_event(event, room_id);
    entry.from = std::move(from);
    emit(std::move(entry), at_us, open.place);
  });
  for_each_device_event(body, [&](Value& event) {
    const std::string sender(event.string_at("sender"));
    if (clients_.is_user(sender)) return;  // told where it was sent
    Entry entry = entry_of_event(event, "");
    entry.from = sender;
    entry.channel = channel::to_device;
    entry.head = make_object({{"sender", sender}, {"user_id", clients_.at(open.client).user}});
    emit(std::move(entry), at_us, open.place);
  });
  state.given = token_given(exchange);
  Entry entry;
  entry.kind = Kind::deliver;
  entry.from = "homeserver";
  entry.to = name_of(open.client);
  entry.cause = open.request_seq;
  entry.type = "GET /sync";
  entry.head = make_object({{"events", string_list(state.event_ids)}, {"token", state.given}});
  if (initial) entry.head.set("initial", true);
  emit(std::move(entry), at_us, open.place);
}

void HarPlayer::tell(Extent& extent) const {
  auto say = [&](std::int64_t count, std::string_view one, std::string_view what) {
    if (count == 0) return;
    extent.untold.push_back(fmt::format("{} {}{} {}", count, one, count == 1 ? "" : "s", what));
  };
  if (counts_.syncs == 0) {
    extent.untold.emplace_back(
        "no client syncs in it: what the other parties sent is not known, and what depends on it is not "
        "judged");
  }
  if (clients_.without_tokens()) {
    extent.untold.emplace_back(
        "access tokens were taken out when the file was made: clients are told apart by page, tokens are not "
        "judged");
  }
  say(counts_.unread_sends, "send", "whose body is not in the file, or is no JSON: not judged");
  say(counts_.nameless_sends, "send", "whose answer is not in the file: the events' IDs are not known");
  say(counts_.unread_syncs, "sync response",
      "whose body is not in the file, or is no JSON: what came is not known");
  say(counts_.gaps, "gap",
      "between syncs (a request has a token that no answer in the file gave): what came then is not known");
  say(counts_.limited, "room", "in sync responses with a limited timeline: what was left out is not known");
  say(counts_.redacted, "event", "redacted: their content is gone and not judged");
  say(counts_.strangers, "request", "without a token, of one of several clients: left out");
  say(counts_.unanswered, "request", "without an answer");
}

void HarPlayer::finish(Extent& extent) {
  while (!open_.empty()) answer_until(open_.begin()->first);
  extent.span_us = now_us_;
  blind_.write_into(extent);
  tell(extent);
}

}  // namespace ringcheck::trace
