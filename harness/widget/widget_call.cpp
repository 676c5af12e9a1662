// A widget that is a call: its lobby, its buttons and how it is left (Element Call; WIDGET-242, 245, 248,
// 249, 251, 253).

#include <array>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "widget/widget_core.hpp"

namespace ringcheck::widget {
namespace {

using Stage = CallState::Stage;

/// What a call must know of its room.
constexpr std::array<std::string_view, 5> state_types = {
    "m.room.create", "m.room.name", "m.room.member", "m.room.encryption", "org.matrix.msc3401.call.member"};

/// Enough to receive that, and to be in the call as this device.
const std::vector<std::string>& plain_capabilities() {
  static const std::vector<std::string> list = {"m.always_on_screen", "org.matrix.msc4157.send.delayed_event",
                                                "org.matrix.msc4157.update_delayed_event",
                                                "org.matrix.msc4515.rtc_transports"};
  return list;
}

/// All that is known of the room has come when the own membership has: both ways tell the state at once.
bool knows_room(const WidgetCore& core) {
  const CallSetup& call = *core.setup.call;
  return core.told.state.contains({call.room_id, "m.room.member", call.user_id});
}

void take_read(WidgetCore& core, const Value* response) {
  const Value* events = response == nullptr ? nullptr : response->find("events");
  if (events == nullptr) return;
  for (const Value& event : events->items) keep_state(core, event);
}

/// MSC2762 without update_state, as far as the host has it.
void read_room(WidgetCore& core) {
  if (core.host_versions->contains("org.matrix.msc2762_update_state") || std::exchange(core.call.reads, true))
    return;
  for (const std::string_view type : state_types) {
    wish(core, "read_events",
         make_object(
             {{"type", type}, {"state_key", true}, {"room_ids", make_array({core.setup.call->room_id})}}),
         take_read);
  }
}

bool is_told(const WidgetCore& core) {
  return core.negotiated && (core.notified || !is_promised(core));
}

Result<Done> press_mute(WidgetCore& core, std::string_view kind) {
  if (kind != "audio" && kind != "video") return Error{"press_mute wants a kind: audio or video"};
  bool& on = kind == "audio" ? core.told.audio_enabled : core.told.video_enabled;
  on = !on;
  tell_mute(core);
  return Done{};
}

}  // namespace

void ask_for_call(WidgetSetup& setup) {
  auto& list = setup.capabilities;
  list.insert(list.end(), plain_capabilities().begin(), plain_capabilities().end());
  for (const std::string_view type : state_types) {
    list.push_back(fmt::format("org.matrix.msc2762.receive.state_event:{}", type));
  }
  for (const bool owned : {false, true}) {
    list.push_back(fmt::format("org.matrix.msc2762.send.state_event:org.matrix.msc3401.call.member#{}",
                               member_key(*setup.call, owned)));
  }
}

void open_lobby(WidgetCore& core) {
  if (core.call.stage != Stage::loading || !core.host_versions || core.gave_up) return;
  if (is_told(core)) read_room(core);
  const bool is_ready = is_told(core) && knows_room(core);
  if (!is_ready && !core.wrong(WidgetFault::lobby_too_early)) return;
  core.call.stage = Stage::lobby;
  tell_mute(core);
  if (core.setup.call->preload && core.wrong(WidgetFault::joins_untold)) join_call(core);
}

Result<Done> press(WidgetCore& core, std::string_view action, const Value& params) {
  const Stage stage = core.call.stage;
  const bool in_call = stage == Stage::joining || stage == Stage::joined;
  const bool in_lobby = stage == Stage::lobby && !core.setup.call->preload;
  if (action == "press_join" && in_lobby) return join_call(core), Done{};
  if (action == "press_hang_up" && in_call) return hang_up(core, true), Done{};
  if (action == "press_mute" && (in_call || in_lobby)) return press_mute(core, params.string_at("kind"));
  return Error{fmt::format("there is nothing for {} now", action)};
}

Value mute_state(const WidgetCore& core) {
  return make_object(
      {{"audio_enabled", core.told.audio_enabled}, {"video_enabled", core.told.video_enabled}});
}

void tell_mute(WidgetCore& core) {
  if (core.call.stage == Stage::loading || core.call.stage == Stage::left) return;
  wish(core, "io.element.device_mute", mute_state(core));
}

void leave_call(WidgetCore& core) {
  core.call.stage = Stage::left;
  core.call.restart_ms.reset();
  const auto clear = [](WidgetCore& widget) { send_member(widget, make_object(), std::nullopt); };
  if (core.call.delay_id.empty()) {
    if (core.call.is_member) clear(core);
  } else if (!core.wrong(WidgetFault::leave_not_sent)) {
    update_leave(core, "send", [clear](WidgetCore& widget, const Value* response) {
      if (response == nullptr || response->find("error") != nullptr) clear(widget);
    });
  }
  if (!core.wrong(WidgetFault::stays_on_screen)) {
    wish(core, "set_always_on_screen", make_object({{"value", false}}));
  }
}

void hang_up(WidgetCore& core, bool by_user) {
  if (by_user && !core.wrong(WidgetFault::hangs_up_untold)) wish(core, "im.vector.hangup", make_object());
  leave_call(core);
  wish(core, "io.element.close", make_object());
}

}  // namespace ringcheck::widget
