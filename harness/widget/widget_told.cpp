// What a host tells or asks a widget, and what it is answered.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "trace/clone_form.hpp"
#include "widget/clone_codec.hpp"
#include "widget/widget_core.hpp"

namespace ringcheck::widget {
namespace {

using Stage = CallState::Stage;
using Told = void (*)(WidgetCore& core, const Value& message, const Value& data);

Value list_of(const std::vector<std::string>& texts) {
  return make_array(std::vector<Value>(texts.begin(), texts.end()));
}

void tell_versions(WidgetCore& core, const Value& message, const Value& data) {
  (void)data;
  if (!core.negotiated && core.wrong(WidgetFault::versions_wait)) return core.held.push_back(message);
  const auto versions = own_versions(core);
  Value listed = list_of({versions.begin(), versions.end()});
  if (core.wrong(WidgetFault::versions_as_numbers)) listed = make_array({1, 2});
  reply(core, message, make_object({{"supported_versions", std::move(listed)}}));
}

/// Once in a session (MSC2764): whoever asks again is out of step.
void tell_capabilities(WidgetCore& core, const Value& message, const Value& data) {
  if (core.negotiated && !core.wrong(WidgetFault::negotiates_again)) {
    return refuse(core, message, "capabilities were negotiated before");
  }
  Value wanted = list_of(core.setup.capabilities);
  if (core.wrong(WidgetFault::capabilities_as_text))
    wanted = fmt::format("{}", fmt::join(core.setup.capabilities, " "));
  reply(core, message, make_object({{"capabilities", std::move(wanted)}}));
  core.negotiated = true;
  if (core.wrong(WidgetFault::content_loaded_again)) ask_host(core, "content_loaded", make_object());
  for (const Value& held : std::exchange(core.held, {})) tell_versions(core, held, data);
  send_wishes(core);
}

void take_notification(WidgetCore& core, const Value& message, const Value& data) {
  core.notified = true;
  core.told.approved.clear();
  core.may.clear();
  for (const Value& each : data.find("approved")->items) {
    core.told.approved.push_back(each.text);
    core.may.insert(core.schemas->stable_capability(each.text));
  }
  if (!core.wrong(WidgetFault::no_answer_to_notification)) reply(core, message, make_object());
  send_wishes(core);
}

void take_visibility(WidgetCore& core, const Value& message, const Value& data) {
  core.told.visible = data.find("visible")->truth;
  if (!core.wrong(WidgetFault::no_answer_to_visibility)) reply(core, message, make_object());
}

void take_event(WidgetCore& core, const Value& message, const Value& data) {
  core.told.events.push_back(data);
  if (!core.wrong(WidgetFault::no_answer_to_events)) reply(core, message, make_object());
}

void take_state(WidgetCore& core, const Value& message, const Value& data) {
  const auto& entries = data.find("state")->items;
  if (entries.empty() && core.wrong(WidgetFault::refuses_empty_state)) {
    return refuse(core, message, "there is no state");
  }
  for (const Value& event : entries) keep_state(core, event);
  reply(core, message, make_object());
}

void take_to_device(WidgetCore& core, const Value& message, const Value& data) {
  core.told.to_device.push_back(data);
  if (!core.wrong(WidgetFault::no_answer_to_devices)) reply(core, message, make_object());
}

void take_turn_servers(WidgetCore& core, const Value& message, const Value& data) {
  if (data.find("uris")->items.empty() && core.wrong(WidgetFault::refuses_no_servers)) {
    return refuse(core, message, "there are no servers");
  }
  core.told.turn_servers = data;
  reply(core, message, make_object());
}

void take_theme(WidgetCore& core, const Value& message, const Value& data) {
  core.told.theme = data;
  reply(core, message, make_object());
}

void take_language(WidgetCore& core, const Value& message, const Value& data) {
  core.told.language = data.string_at("lang");
  reply(core, message, make_object());
}

void take_openid(WidgetCore& core, const Value& message, const Value& data) {
  take_credentials(core, data);
  reply(core, message, make_object());
}

/// One pixel: the shortest picture that is one.
void show_screenshot(WidgetCore& core, const Value& message, const Value& data) {
  (void)data;
  constexpr std::string_view gif(
      "GIF89a\1\0\1\0\200\0\0\0\0\0\377\377\377!\371\4\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\1D\0;", 42);
  if (core.notified && !core.may.contains("m.capability.screenshot")) {
    return refuse(core, message, "no screenshots are shown to this host");
  }
  Value picture = make_blob(gif, "image/gif");
  if (core.wrong(WidgetFault::screenshot_as_number)) picture = static_cast<std::int64_t>(gif.size());
  reply(core, message, make_object({{"screenshot", std::move(picture)}}));
}

void take_mute(WidgetCore& core, const Value& message, const Value& data) {
  bool changed = false;
  const auto take = [&](std::string_view key, bool& on) {
    const Value* wanted = data.find(key);
    if (wanted == nullptr) return;
    const bool before = std::exchange(on, wanted->as_bool(on && !core.wrong(WidgetFault::null_mutes)));
    changed = changed || on != before;
  };
  take("audio_enabled", core.told.audio_enabled);
  take("video_enabled", core.told.video_enabled);
  reply(core, message, core.wrong(WidgetFault::mute_without_state) ? make_object() : mute_state(core));
  if (changed && core.setup.call && !core.wrong(WidgetFault::mutes_untold)) tell_mute(core);
}

/// A call that is not preloaded has a lobby, and joins when its user wants to.
void take_join(WidgetCore& core, const Value& message, const Value& data) {
  (void)data;
  const bool may_join = core.setup.call && core.setup.call->preload && core.call.stage == Stage::lobby;
  if (core.setup.call && !may_join) return refuse(core, message, "this call waits for no host to be joined");
  reply(core, message, make_object());
  if (may_join) join_call(core);
}

void take_hang_up(WidgetCore& core, const Value& message, const Value& data) {
  (void)data;
  const bool in_call = core.call.stage == Stage::joining || core.call.stage == Stage::joined;
  if (!in_call && core.wrong(WidgetFault::hang_up_unanswered)) return;
  reply(core, message, make_object());
  if (in_call) hang_up(core, false);
}

void take_config(WidgetCore& core, const Value& message, const Value& data) {
  core.told.config = data;
  reply(core, message, make_object());
}

struct Reaction {
  std::string_view action;
  Told react;
};

constexpr Reaction reactions[] = {
    {"supported_api_versions", tell_versions},
    {"capabilities", tell_capabilities},
    {"notify_capabilities", take_notification},
    {"visibility", take_visibility},
    {"send_event", take_event},
    {"update_state", take_state},
    {"send_to_device", take_to_device},
    {"update_turn_servers", take_turn_servers},
    {"openid_credentials", take_openid},
    {"screenshot", show_screenshot},
    {"io.element.device_mute", take_mute},
    {"io.element.join", take_join},
    {"im.vector.hangup", take_hang_up},
    {"widget_config", take_config},
    {"theme_change", take_theme},
    {"language_change", take_language},
};

}  // namespace

void keep_state(WidgetCore& core, const Value& event) {
  core.told.state[{std::string(event.string_at("room_id")), std::string(event.string_at("type")),
                   std::string(event.string_at("state_key"))}] = event;
}

std::set<std::string> own_versions(const WidgetCore& core) {
  std::set<std::string> versions(core.setup.versions.begin(), core.setup.versions.end());
  if (!versions.empty()) return versions;
  for (const auto& action : core.schemas->actions()) {
    versions.insert(action.versions.begin(), action.versions.end());
  }
  return versions;
}

/// What has no reaction of its own is only told, and acknowledged.
void answer_host(WidgetCore& core, const Value& message, const check::WidgetAction& action,
                 const Value& data) {
  const bool of_looks = action.name == "theme_change" || action.name == "language_change";
  if (of_looks && core.wrong(WidgetFault::refuses_themes)) return refuse(core, message, "no such theme");
  const auto* found = std::find_if(std::begin(reactions), std::end(reactions),
                                   [&](const Reaction& each) { return each.action == action.name; });
  if (found == std::end(reactions)) return reply(core, message, make_object());
  found->react(core, message, data);
}

}  // namespace ringcheck::widget
