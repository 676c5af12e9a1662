// How a call widget joins: a transport, a token for it, the leave that is scheduled, and then the membership,
// so that whoever crashes is not in the call for ever (WIDGET-219, 250; MSC4140, MSC4143, MSC4195).

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "widget/widget_core.hpp"

namespace ringcheck::widget {
namespace {

using Stage = CallState::Stage;

/// What a crash may cost: the leave is due so long after it was last put off, which is done far more often.
constexpr std::int64_t leave_delay_ms = 18'000;
constexpr std::int64_t restart_every_ms = 4'000;
constexpr std::int64_t expires_ms = 4LL * 60 * 60 * 1000;

void ask_for_credentials(WidgetCore& core);

bool is_error(const Value* response) {
  return response == nullptr || response->find("error") != nullptr;
}

void request(WidgetCore& core, Request request, CallState::Take take) {
  request.id = fmt::format("{}r{}", core.setup.id_prefix, ++core.requests);
  core.call.requests[request.id] = take;
  core.out.emplace_back(std::move(request));
}

/// Who has left meanwhile joins no further.
Then while_joining(Then then) {
  return [then = std::move(then)](WidgetCore& core, const Value* response) {
    if (core.call.stage == Stage::joining) then(core, response);
  };
}

Value membership(const WidgetCore& core) {
  const CallSetup& call = *core.setup.call;
  return make_object({{"application", "m.call"},
                      {"call_id", ""},
                      {"scope", "m.room"},
                      {"device_id", call.device_id},
                      {"membershipID", fmt::format("{}:{}", call.user_id, call.device_id)},
                      {"expires", expires_ms},
                      {"focus_active", make_object({{"type", "livekit"}, {"focus_selection", "multi_sfu"}})},
                      {"foci_preferred", make_array({core.call.transport})}});
}

void send_membership(WidgetCore& core) {
  core.call.is_member = true;
  send_member(core, membership(core), std::nullopt,
              while_joining([](WidgetCore& widget, const Value* response) {
                if (is_error(response)) return leave_call(widget);
                widget.call.stage = Stage::joined;
                restart_leave(widget);
              }));
}

/// Who cannot schedule it joins without: the membership expires by itself. An event_id in the answer is of a
/// homeserver that knows no delays, and has sent the event.
void take_schedule(WidgetCore& core, const Value* response) {
  if (response != nullptr) core.call.delay_id = response->string_at("delay_id");
  const bool has_left = core.call.stage == Stage::left;
  if (has_left && !core.call.delay_id.empty()) update_leave(core, "send");
  if (!has_left && !core.call.is_member) send_membership(core);
}

void schedule_leave(WidgetCore& core) {
  if (core.wrong(WidgetFault::member_before_leave)) send_membership(core);
  send_member(core, make_object(), leave_delay_ms, take_schedule);
}

void take_features(WidgetCore& core, const Answer& answer) {
  const Value* features = answer.body.find("unstable_features");
  const Value* delays = features == nullptr ? nullptr : features->find("org.matrix.msc4140");
  if (answer.status == 200 && delays != nullptr && delays->as_bool()) return schedule_leave(core);
  send_membership(core);
}

void take_token(WidgetCore& core, const Answer& answer) {
  if (answer.status != 200) return leave_call(core);
  if (core.wrong(WidgetFault::schedules_unasked)) return schedule_leave(core);
  Request versions;
  versions.method = "GET";
  versions.path = "/_matrix/client/versions";
  request(core, std::move(versions), take_features);
}

void take_credentials_answer(WidgetCore& core, const Value* response) {
  const bool again = response == nullptr && !core.wrong(WidgetFault::asks_for_credentials_once);
  if (again) return ask_for_credentials(core);
  if (response == nullptr) return;
  if (response->string_at("state") != "allowed") return leave_call(core);
  Value token = *response;
  token.erase("state");
  Request get;
  get.method = "POST";
  get.server = core.call.transport.string_at("livekit_service_url");
  get.path = "/sfu/get";
  get.body = make_object({{"room", core.setup.call->room_id},
                          {"openid_token", std::move(token)},
                          {"device_id", core.setup.call->device_id}});
  request(core, std::move(get), take_token);
}

void ask_for_credentials(WidgetCore& core) {
  wish(core, "get_openid", make_object(), while_joining(take_credentials_answer));
}

void take_transports(WidgetCore& core, const Value* response) {
  const Value* list = response == nullptr ? nullptr : response->find("rtc_transports");
  const auto& all = list == nullptr ? std::vector<Value>() : list->items;
  const auto found = std::find_if(all.begin(), all.end(), [](const Value& each) {
    return each.string_at("type") == "livekit" && !each.string_at("livekit_service_url").empty();
  });
  if (found == all.end()) return leave_call(core);
  core.call.transport = *found;
  ask_for_credentials(core);
}

/// Rooms in which users own their state keys want them to begin with the user (MSC3757, MSC3779).
bool has_owned_state(const WidgetCore& core) {
  const auto found = core.told.state.find({core.setup.call->room_id, "m.room.create", ""});
  if (found == core.told.state.end()) return false;
  const Value* content = found->second.find("content");
  const std::string version(content == nullptr ? "" : content->string_at("room_version"));
  return version.starts_with("org.matrix.msc3757") || version.starts_with("org.matrix.msc3779");
}

}  // namespace

std::string member_key(const CallSetup& call, bool owned) {
  return fmt::format("{}{}_{}_m.call", owned ? "" : "_", call.user_id, call.device_id);
}

void join_call(WidgetCore& core) {
  core.call.stage = Stage::joining;
  wish(core, "io.element.join", make_object());
  wish(core, "set_always_on_screen", make_object({{"value", true}}));
  wish(core, "get_rtc_transports", make_object(), while_joining(take_transports));
}

void take_served(WidgetCore& core, std::string_view id, const Answer& answer) {
  const auto found = core.call.requests.find(id);
  if (found == core.call.requests.end()) return;
  const CallState::Take take = found->second;
  core.call.requests.erase(found);
  if (core.call.stage == Stage::joining) take(core, answer);
}

void restart_leave(WidgetCore& core) {
  core.call.restart_ms.reset();
  if (core.call.delay_id.empty() || core.wrong(WidgetFault::leave_not_restarted)) return;
  update_leave(core, "restart");
  core.call.restart_ms = core.now_ms + restart_every_ms;
}

void update_leave(WidgetCore& core, std::string_view action, Then then) {
  wish(core, "update_delayed_event", make_object({{"delay_id", core.call.delay_id}, {"action", action}}),
       std::move(then));
}

void send_member(WidgetCore& core, Value content, std::optional<std::int64_t> delay_ms, Then then) {
  Value event = make_object({{"type", "org.matrix.msc3401.call.member"},
                             {"state_key", member_key(*core.setup.call, has_owned_state(core))},
                             {"content", std::move(content)}});
  if (delay_ms) event.set("delay", *delay_ms);
  wish(core, "send_event", std::move(event), std::move(then));
}

}  // namespace ringcheck::widget
