#include "check/capability.hpp"

#include <algorithm>

namespace ringcheck::check {
namespace {

constexpr std::string_view messages = "m.room.message";

bool is_of_state(std::string_view name) {
  return name.ends_with(".state_event");
}

/// A `\#` is a # of the type; any other backslash stands for itself.
void split_type(std::string_view text, Capability& capability) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '#') {
      capability.type.push_back(text[++i]);
    } else if (text[i] == '#') {
      capability.key = std::string(text.substr(i + 1));
      return;
    } else {
      capability.type.push_back(text[i]);
    }
  }
}

/// Some approved capability of that name and type. A `key` that is not told may be any: one that covers a
/// part is then enough, since the host may cut the answer.
bool has(const Capabilities& approved, std::string_view name, std::string_view type,
         const std::optional<std::string_view>& key) {
  return std::any_of(approved.begin(), approved.end(), [&](const std::string& text) {
    const Capability each = parse_capability(text);
    return each.name == name && each.type == type && (!each.key || !key || *each.key == *key);
  });
}

bool covers_event(const Value& event, std::string_view way, const Capabilities& approved) {
  const std::string_view type = event.string_at("type");
  if (const Value* key = event.find("state_key"); key != nullptr && key->is_string()) {
    return has(approved, std::string(way) + ".state_event", type, key->text);
  }
  const Value* content = event.find("content");
  const std::string_view msgtype = content == nullptr ? std::string_view() : content->string_at("msgtype");
  return has(approved, std::string(way) + ".event", type, msgtype);
}

bool covers_send(const Value& data, const Capabilities& approved) {
  if (data.find("delay") != nullptr && !approved.contains("m.send.delayed_event")) return false;
  if (data.find("sticky_duration_ms") != nullptr && !approved.contains("m.send.sticky_event")) return false;
  return covers_event(data, "m.send", approved);
}

bool covers_read(const Value& data, const Capabilities& approved) {
  const std::string_view type = data.string_at("type");
  const Value* key = data.find("state_key");
  if (key != nullptr && key->is_string()) return has(approved, "m.receive.state_event", type, key->text);
  if (key != nullptr && key->as_bool()) return has(approved, "m.receive.state_event", type, std::nullopt);
  const Value* msgtype = data.find("msgtype");
  const bool told = msgtype != nullptr && msgtype->is_string();
  return has(approved, "m.receive.event", type,
             told ? std::optional<std::string_view>(msgtype->text) : std::nullopt);
}

bool covers_state(const Value& data, const Capabilities& approved) {
  const Value* state = data.find("state");
  return state == nullptr || std::all_of(state->items.begin(), state->items.end(), [&](const Value& event) {
           return covers_event(event, "m.receive", approved);
         });
}

}  // namespace

Capability parse_capability(std::string_view text) {
  Capability capability;
  const std::size_t colon = text.find(':');
  capability.name = text.substr(0, colon);
  if (colon == std::string_view::npos) return capability;
  const std::string_view rest = text.substr(colon + 1);
  const bool of_messages = rest == messages || (rest.starts_with(messages) && rest[messages.size()] == '#');
  if (is_of_state(capability.name) || (capability.name.ends_with(".event") && of_messages)) {
    split_type(rest, capability);
  } else {
    capability.type = rest;
  }
  return capability;
}

std::optional<bool> is_covered(const WidgetAction& action, trace::Side asker, const Value& data,
                               const Capabilities& approved) {
  const bool by_widget = asker == trace::Side::widget;
  if (!action.needs.empty()) return approved.contains(action.needs);
  if (action.name == "send_event") {
    return by_widget ? covers_send(data, approved) : covers_event(data, "m.receive", approved);
  }
  if (action.name == "update_state") return covers_state(data, approved);
  if (action.name == "read_events") return covers_read(data, approved);
  if (action.name == "send_to_device") {
    return has(approved, by_widget ? "m.send.to_device" : "m.receive.to_device", data.string_at("type"),
               std::nullopt);
  }
  if (action.name == "com.beeper.read_room_account_data") {
    return has(approved, "com.beeper.capabilities.receive.room_account_data", data.string_at("type"),
               std::nullopt);
  }
  return std::nullopt;
}

}  // namespace ringcheck::check
