#include "widget/definition.hpp"

#include <array>
#include <map>
#include <optional>
#include <utility>

#include "value/pointer.hpp"

namespace ringcheck::widget {
namespace {

constexpr std::string_view stable_type = "m.widget";
constexpr std::string_view legacy_type = "im.vector.modular.widgets";
constexpr std::int64_t default_level = 50;

/// Where a type that we know lacks what it needs, only its URL is left to be shown.
std::string shown_type(const std::string& type, const Value& data) {
  if (type == "m.stickerpicker" || type == "m.integration_manager") return type;
  if (type != "m.jitsi" && type != "jitsi") return "m.custom";
  return data.string_at("domain").empty() || data.string_at("conferenceId").empty() ? "m.custom" : "m.jitsi";
}

void make_up_conference(const std::string& id, Value& data) {
  if (data.string_at("domain").empty()) data.set("domain", "meet.example.org");
  if (data.string_at("conferenceId").empty()) data.set("conferenceId", id);
}

/// Without url or type a widget is removed.
std::optional<Definition> read(const std::string& id, const Value& event, const HostFaults& faults) {
  const Value* content = event.find("content");
  if (content == nullptr) return std::nullopt;
  const bool is_removed = content->string_at("type").empty() || content->string_at("url").empty();
  if (is_removed && !faults.on(HostFault::keeps_removed_widgets)) return std::nullopt;
  Definition widget = defined_by(id, *content, faults);
  widget.sender = event.string_at("sender");
  widget.event_id = event.string_at("event_id");
  return widget;
}

/// An entry of the account data, by its key.
bool is_account_widget(const Member& member) {
  const std::string_view type = member.value.string_at("type");
  return (type == stable_type || type == legacy_type) && member.value.string_at("state_key") == member.key &&
         !member.value.string_at("sender").empty();
}

std::int64_t level_at(const Value& content, std::string_view pointer, std::int64_t fallback) {
  const Value* found = pointer_find(content, pointer);
  return found == nullptr ? fallback : found->as_int().value_or(fallback);
}

}  // namespace

std::vector<Definition> widgets_of_room(const KnownRoom& room, const HostFaults& faults) {
  std::map<std::string, Definition> found;
  for (const std::string_view type : {stable_type, legacy_type}) {
    for (const auto& [key, event] : room.state) {
      if (key.first != type) continue;
      if (auto widget = read(key.second, event, faults)) found.try_emplace(key.second, std::move(*widget));
    }
  }
  std::vector<Definition> widgets;
  for (auto& [id, widget] : found) widgets.push_back(std::move(widget));
  return widgets;
}

Definition defined_by(const std::string& id, const Value& content, const HostFaults& faults) {
  Definition widget;
  widget.id = id;
  widget.url = content.string_at("url");
  const Value* data = content.find("data");
  widget.data = data != nullptr && data->is_object() ? *data : make_object();
  const std::string type(content.string_at("type"));
  if (type == "m.jitsi" && faults.on(HostFault::guesses_conferences)) make_up_conference(id, widget.data);
  widget.type = shown_type(type, widget.data);
  widget.name = content.string_at("name");
  const Value* title = content.find("org.matrix.msc2872.title");
  widget.title =
      title != nullptr ? std::string(title->as_string()) : std::string(widget.data.string_at("title"));
  const Value* waits = content.find("waitForIframeLoad");
  widget.wait_for_load = waits == nullptr || waits->as_bool(true);
  return widget;
}

std::vector<Definition> widgets_of_account(const Value& content, const HostFaults& faults) {
  const bool takes_any = faults.on(HostFault::takes_any_account_entry);
  std::vector<Definition> widgets;
  for (const Member& member : content.members) {
    if (!takes_any && !is_account_widget(member)) continue;
    auto widget = read(member.key, member.value, {});
    if (widget) widgets.push_back(std::move(*widget));
  }
  return widgets;
}

std::string room_for_variables(const Client& client, const std::string& room_id, const HostFaults& faults) {
  if (!room_id.empty()) return room_id;
  return faults.on(HostFault::account_knows_no_room) ? std::string("none") : client.viewed_room;
}

/// Without power levels the room is its creator's (client-server API, m.room.power_levels).
Value content_of(const std::string& id, const std::string& user_id, const Value& said,
                 const HostFaults& faults) {
  Value content = said.is_object() ? said : make_object();
  if (content.find("type") == nullptr) content.set("type", "m.custom");
  if (content.find("data") == nullptr) content.set("data", make_object());
  content.set("id", faults.on(HostFault::writes_another_id) ? id + "-content" : id);
  content.set("creatorUserId", user_id);
  return content;
}

Value account_with(const Value& account, const std::string& id, const std::string& user_id, Value content,
                   const HostFaults& faults) {
  Value entry = make_object({{"type", stable_type}, {"state_key", id}, {"content", std::move(content)}});
  if (!faults.on(HostFault::nobody_adds_to_account)) entry.set("sender", user_id);
  const bool keeps = account.is_object() && !faults.on(HostFault::forgets_other_account_widgets);
  Value widgets = keeps ? account : make_object();
  if (faults.on(HostFault::drops_strange_account_entries))
    std::erase_if(widgets.members, [](const Member& each) { return !is_account_widget(each); });
  widgets.set(id, std::move(entry));
  return widgets;
}

Value account_without(const Value& account, const std::string& id, const HostFaults& faults) {
  Value widgets = account;
  widgets.erase(id);
  if (faults.on(HostFault::empties_account_widgets)) widgets.set(id, make_object());
  return widgets;
}

void take_refused(KnownRoom& room, const std::string& id, const Value& content, const HostFaults& faults) {
  if (!faults.on(HostFault::keeps_what_was_refused)) return;
  const std::string type(stable_type);
  room.state.insert_or_assign({type, id},
                              make_object({{"type", type}, {"state_key", id}, {"content", content}}));
}

bool ends_with_view(const Client& client, const std::string& id, const HostFaults& faults) {
  return client.on_screen != id && !faults.on(HostFault::shows_in_every_room);
}

bool ends_with_removal(const Client& client, const std::string& id, const HostFaults& faults) {
  return client.on_screen != id || !faults.on(HostFault::screen_outlives_removal);
}

bool outlives_account(const HostFaults& faults) {
  return faults.on(HostFault::account_widgets_stay);
}

std::vector<std::string> frame_features(const HostFaults& faults) {
  if (faults.on(HostFault::frames_without_media)) return {"autoplay"};
  return {"camera", "microphone", "display-capture", "autoplay"};
}

bool may_add_widgets(const KnownRoom& room, std::string_view user_id) {
  const Value* levels = room.state_event("m.room.power_levels", "");
  const Value* content = levels == nullptr ? nullptr : levels->find("content");
  if (content == nullptr) {
    const Value* created = room.state_event("m.room.create", "");
    return created != nullptr && created->string_at("sender") == user_id;
  }
  const std::int64_t has =
      level_at(*content, pointer_join("/users", user_id), level_at(*content, "/users_default", 0));
  const std::int64_t needs_by_default = level_at(*content, "/state_default", default_level);
  for (const std::string_view type : {stable_type, legacy_type}) {
    if (has < level_at(*content, pointer_join("/events", type), needs_by_default)) return false;
  }
  return true;
}

}  // namespace ringcheck::widget
