// How a stage with a homeserver under test performs each verb of the language.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "run/server_answer.hpp"
#include "run/server_stage.hpp"
#include "scenario/layout.hpp"
#include "value/web_text.hpp"

namespace ringcheck::run {
namespace {

/// Often enough for the eye, and seldom enough for a homeserver that is slow.
constexpr std::int64_t again_ms = 100;

}  // namespace

using scenario::Verb;
using trace::Entry;
using trace::Kind;

void ServerStage::perform(const Step& step) {
  switch (step.verb) {
    case Verb::request:
      return request_in_time(step);
    case Verb::send:
      return send(step);
    case Verb::act:
      return act(step);
    case Verb::expect:
      return wait_for(step);
    case Verb::any_order:
    case Verb::at_once:
      begin_children(step);
      return wait_for(step);
    case Verb::settle:
      return settle(step.index);
    case Verb::none:
    case Verb::count:
    case Verb::let:
      return;
    case Verb::release:
      return go_online(step);
    case Verb::ask:
    case Verb::serve:
    case Verb::silence:
    case Verb::page:
    case Verb::batch:
      return fail(step, fmt::format("{} is not for a homeserver under test", verb_name(step.verb)));
  }
}

Result<Value> ServerStage::made(const Step& step, std::string_view key) {
  const Value* source = step.key(key);
  if (source == nullptr) return Value();
  return scenario::make(*source, recorder_.script().names(), makers(step));
}

// Each `{name}` of the path is one segment of it, or a part of one, and so is encoded whole.
Result<std::string> ServerStage::filled_path(const Step& step) {
  auto names = made(step, "path");
  if (!names) return names.error();
  std::string path = step.word.substr(step.word.find(' ') + 1);
  for (const Member& name : names->members) {
    const std::string place = '{' + name.key + '}';
    const std::size_t at = path.find(place);
    if (at == std::string::npos) return Error{fmt::format("the path has no {}", place)};
    path.replace(at, place.size(), percent_encoded(name.value.text));
  }
  if (path.find('{') != std::string::npos) return Error{fmt::format("path: does not say all of {}", path)};
  auto query = made(step, "query");
  if (!query) return query.error();
  char separator = '?';
  for (const Member& each : query->members) {
    path +=
        std::exchange(separator, '&') + percent_encoded(each.key) + '=' + percent_encoded(each.value.text);
  }
  return whole_path(path);
}

std::string ServerStage::token_of(const Step& step, const Value* named) const {
  return named == nullptr ? cast_.members.at(step.actor).access_token : named->text;
}

void ServerStage::request_in_time(const Step& step) {
  const Value* limited = step.key("after_limit");
  if (limited == nullptr) return request(step);
  const std::int64_t wait_ms = wait_asked_for(limited->text);
  waiting_[step.index] = loop_.after_ms(wait_ms, [this, &step] { request(step); });
}

/// By the answer to the step of that id; 0 when it asked for none.
std::int64_t ServerStage::wait_asked_for(const std::string& id) const {
  const Script& script = recorder_.script();
  for (int i = 0; i < script.step_count(); ++i) {
    if (script.step(i).id != id || script.record(i).at_seq == 0) continue;
    return retry_after_ms(*script.entries()[static_cast<std::size_t>(script.record(i).at_seq - 1)]);
  }
  return 0;
}

void ServerStage::request(const Step& step) {
  ServerRequest request;
  request.method = step.word.substr(0, step.word.find(' '));
  auto path = filled_path(step);
  if (!path) return fail(step, path.error().text);
  request.target = std::move(*path);
  auto body = scenario::make(step.payload, recorder_.script().names(), makers(step));
  if (!body) return fail(step, body.error().text);
  if (request.method == allocate_method) return allocate(step, *body);
  request.body = std::move(*body);
  if (const Value* headers = step.key("headers")) {
    for (const Member& header : headers->members) request.headers.emplace_back(header.key, header.value.text);
  }
  const Value* token = step.key("token");
  if (token == nullptr || !scenario::takes_away(*token)) {
    auto named = made(step, "token");
    if (!named) return fail(step, named.error().text);
    request.token = token_of(step, token == nullptr ? nullptr : &*named);
  }
  ask(step, std::move(request));
}

void ServerStage::allocate(const Step& step, const Value& credentials) {
  wait_for(step);
  turn_asks_.push_back(
      std::make_unique<TurnAsk>(loop_, recorder_, random_, TurnAsk::Parties{step.actor, step.index}));
  turn_asks_.back()->begin(credentials, within_ms(step), [this, index = step.index](const std::string& why) {
    if (recorder_.script().record(index).state == StepState::begun)
      record_done("request", index, 0, "not_answered", why);
  });
}

void ServerStage::send(const Step& step) {
  auto content = scenario::make(step.payload, recorder_.script().names(), makers(step));
  if (!content) return fail(step, content.error().text);
  ServerRequest request;
  request.method = "PUT";
  request.token = token_of(step, nullptr);
  const std::string transaction = random_.opaque_id();
  const std::string type = percent_encoded(step.word);
  if (const Value* device = step.key("to_device")) {
    const ServerMember& target = cast_.members.at(device->text);
    request.target = fmt::format("/_matrix/client/v3/sendToDevice/{}/{}", type, transaction);
    request.body = make_object(
        {{"messages",
          make_object({{target.user_id, make_object({{target.device_id, std::move(*content)}})}})}});
    return ask(step, std::move(request));
  }
  const std::string room = percent_encoded(cast_.room_ids.at(step.room));
  auto state_key = made(step, "state_key");
  if (!state_key) return fail(step, state_key.error().text);
  request.target = step.key("state_key") == nullptr
                       ? fmt::format("/_matrix/client/v3/rooms/{}/send/{}/{}", room, type, transaction)
                       : fmt::format("/_matrix/client/v3/rooms/{}/state/{}/{}", room, type,
                                     percent_encoded(state_key->text));
  request.body = std::move(*content);
  ask(step, std::move(request));
}

void ServerStage::ask(const Step& step, ServerRequest request) {
  request.actor = step.actor;
  request.step = step.index;
  request.timeout_ms = within_ms(step);
  // Before its turn has come the server owes nothing. Who asks until something can be seen has one deadline
  // for all.
  request.on_sent = [this, &step] {
    if (!asks_again(step) || !deadlines_.contains(step.index)) wait_for(step);
  };
  talk_->ask(std::move(request), [this, &step](const Result<ServerAnswer>& answer) {
    if (recorder_.script().record(step.index).state != StepState::begun) return;
    if (answer) return request_again(step);  // not as wanted, and the step may ask again
    record_done("request", step.index, 0, "not_answered", answer.error().text);
  });
}

void ServerStage::request_again(const Step& step) {
  if (!asks_again(step)) return request(step);
  waiting_[step.index] = loop_.after_ms(again_ms, [this, &step] {
    if (recorder_.script().record(step.index).state == StepState::begun) request(step);
  });
}

void ServerStage::go_online(const Step& step) {
  for (const auto& sync : syncs_) {
    if (sync->actor() == step.word && sync->rests()) sync->go_on();
  }
}

void ServerStage::act(const Step& step) {
  std::string method;
  for (const driver::Action& each : vocabulary_.sessions) {
    if (each.order == step.word) method = each.name;
  }
  if (method != "session.restart" && method != "session.kill")
    return fail(step,
                "a homeserver is restarted (restart_session) or ended (kill_session), and nothing else");
  down_ = true;
  Value params = make_object({{"session", instance_->session}});
  Entry entry;
  entry.kind = Kind::action;
  entry.from = "harness";
  entry.to = test_.subject().name;
  entry.channel = trace::channel::driver;
  entry.step = step.index;
  entry.type = method;
  entry.body = params;
  const std::int64_t cause = recorder_.append(std::move(entry));
  auto asked = slot_->request(
      method, std::move(params), session_ms(session_deadline_ms * 2),
      [this, alive = std::weak_ptr<bool>(alive_), &step, cause, method](const driver::Outcome& outcome) {
        if (!alive.expired()) on_acted(step, cause, method, outcome);
      });
  if (!asked) fail(step, asked.error().text);
}

void ServerStage::on_acted(const Step& step, std::int64_t cause, const std::string& method,
                           const driver::Outcome& outcome) {
  if (method == "session.restart" && outcome.kind == driver::Outcome::Kind::done) {
    down_ = false;
    for (const auto& sync : syncs_) {
      if (!sync->rests()) sync->begin();
    }
  }
  record_done(method, step.index, cause, std::string(driver::outcome_name(outcome.kind)), outcome.message,
              outcome.result);
}

}  // namespace ringcheck::run
