#include "widget/host_capabilities.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "widget/host_actions.hpp"
#include "widget/host_modal.hpp"
#include "widget/host_push.hpp"

namespace ringcheck::widget {
namespace {

using check::Capability;

enum class Verdict : std::uint8_t { approved, denied, undecided };

template <std::size_t n>
bool is_one_of(const std::array<std::string_view, n>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

bool contains(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

/// Event types that exist in one kind alone (MSC2762): as the other kind they would mean nothing.
constexpr std::array<std::string_view, 6> state_types = {
    "m.room.topic", "m.room.name", "m.room.member", "m.room.create", "m.room.avatar", "m.room.power_levels"};
constexpr std::array<std::string_view, 4> message_types = {"m.room.message", "m.reaction", "m.room.redaction",
                                                           "m.room.encrypted"};
/// What Olm and the secrets of a user travel in (MSC3819, "Security considerations").
constexpr std::array<std::string_view, 6> key_types = {"m.room.encrypted",     "m.room_key",
                                                       "m.forwarded_room_key", "m.room_key_request",
                                                       "m.secret.send",        "m.secret.request"};
constexpr std::array<std::string_view, 5> plain = {"m.sticker", "m.always_on_screen",
                                                   "m.capability.screenshot", "m.requires_client",
                                                   "io.element.view_room"};

bool is_known(const HostCore& core, const Capability& capability) {
  if (capability.name == "com.beeper.capabilities.receive.room_account_data") return !capability.type.empty();
  const bool listed = core.schemas->capability_names().contains(capability.name);
  const bool wants_type = capability.name.ends_with("event") && capability.name != "m.send.delayed_event" &&
                          capability.name != "m.update_delayed_event" &&
                          !capability.name.ends_with("sticky_event");
  const bool typed = wants_type || capability.name.ends_with("to_device") || capability.name == "m.timeline";
  return (listed && typed == !capability.type.empty()) ||
         (capability.type.empty() && is_one_of(plain, capability.name));
}

bool is_of_wrong_kind(const Capability& capability) {
  if (capability.name.ends_with(".state_event")) return is_one_of(message_types, capability.type);
  return capability.name.ends_with("e.event") || capability.name.ends_with("d.event")
             ? is_one_of(state_types, capability.type)
             : false;
}

/// What nobody needs to be asked for (MSC2764, "Capabilities" of sticker pickers and Jitsi).
bool comes_with_type(const HostCore& core, std::string_view name) {
  return (core.setup.type == "m.stickerpicker" && name == "m.sticker") ||
         ((core.setup.type == "m.jitsi" || core.setup.type == "jitsi") && name == "m.always_on_screen");
}

Verdict verdict_of(const HostCore& core, const std::string& text) {
  const std::string stable = core.schemas->stable_capability(text);
  const Capability capability = check::parse_capability(stable);
  if (!is_known(core, capability)) {
    return core.wrong(HostFault::approves_unknown) ? Verdict::approved : Verdict::denied;
  }
  if (is_of_wrong_kind(capability) && !core.wrong(HostFault::approves_wrong_kinds)) return Verdict::denied;
  const bool is_key = capability.name == "m.receive.to_device" && is_one_of(key_types, capability.type);
  if (is_key) return core.wrong(HostFault::hands_out_keys) ? Verdict::approved : Verdict::denied;
  if (comes_with_type(core, stable) || core.setup.capabilities == Consent::grant) return Verdict::approved;
  if (core.user_denies.contains(stable)) return Verdict::denied;
  if (core.user_approves.contains(stable)) return Verdict::approved;
  return core.wrong(HostFault::approves_everything) ? Verdict::approved : Verdict::undecided;
}

void approve(HostCore& core, const std::string& text) {
  if (contains(core.approved, text)) return;
  core.approved.push_back(text);
  core.approved_stable.insert(core.schemas->stable_capability(text));
}

/// Decides what can be decided; what cannot stays undecided.
void decide(HostCore& core) {
  std::vector<std::string> open;
  for (const std::string& text : std::exchange(core.undecided, {})) {
    const Verdict verdict = verdict_of(core, text);
    if (verdict == Verdict::approved) approve(core, text);
    if (verdict == Verdict::undecided) open.push_back(text);
  }
  core.undecided = std::move(open);
}

Value list_of(const std::vector<std::string>& texts) {
  return make_array(std::vector<Value>(texts.begin(), texts.end()));
}

std::vector<std::string> strings_in(const Value& list) {
  std::vector<std::string> texts;
  for (const Value& each : list.items) {
    if (each.is_string() && !contains(texts, each.text)) texts.push_back(each.text);
  }
  return texts;
}

}  // namespace

void request_capabilities(HostCore& core, const Value& list) {
  if (core.wrong(HostFault::forgets_approvals)) {
    core.approved.clear();
    core.approved_stable.clear();
  }
  const std::vector<std::string> wanted = strings_in(list);
  const bool asks_all = core.wrong(HostFault::asks_again_for_approved);
  if (core.wrong(HostFault::notifies_new_ones_only)) core.requested.clear();
  for (const std::string& text : wanted) {
    if (!contains(core.requested, text)) core.requested.push_back(text);
    const bool is_new = !contains(core.approved, text) && !contains(core.undecided, text);
    if (is_new || asks_all) core.undecided.push_back(text);
  }
  std::vector<std::string> question = core.undecided;
  decide(core);
  if (!asks_all) question = core.undecided;
  if (!question.empty()) note(core, "capabilities_asked", make_object({{"requested", list_of(question)}}));
  core.owes_notification = true;
  tell_decisions(core);
}

void decide_capabilities(HostCore& core, const Value& approve, const Value& deny) {
  for (const std::string& text : strings_in(approve)) {
    const std::string stable = core.schemas->stable_capability(text);
    core.user_approves.insert(stable);
    core.user_denies.erase(stable);
  }
  for (const std::string& text : strings_in(deny)) {
    const std::string stable = core.schemas->stable_capability(text);
    core.user_denies.insert(stable);
    core.user_approves.erase(stable);
  }
  decide(core);
  tell_decisions(core);
}

void tell_decisions(HostCore& core) {
  if (!core.owes_notification || !core.undecided.empty() || !core.widget_versions) return;
  core.owes_notification = false;
  if (core.wrong(HostFault::approves_unrequested)) approve(core, "m.always_on_screen");
  const bool known =
      core.widget_knows("org.matrix.msc2871") || core.wrong(HostFault::uses_what_is_not_advertised);
  if (known && !core.wrong(HostFault::no_notification)) {
    ask_widget(core, "notify_capabilities",
               make_object({{"requested", list_of(core.requested)}, {"approved", list_of(core.approved)}}));
  }
  change_phase(core, HostPhase::ready);
  configure_modal(core);
  push_initial(core);
}

void take_more_capabilities(HostCore& core, const Ask& ask) {
  const Value list = *ask.data.find("capabilities");
  if (!core.wrong(HostFault::acknowledges_late)) {
    reply(core, ask, make_object());
    return request_capabilities(core, list);
  }
  request_capabilities(core, list);
  start_timer(core, core.now_ms + widget_timeout_ms + 1000,
              [ask](HostCore& late) { reply(late, ask, make_object()); });
}

}  // namespace ringcheck::widget
