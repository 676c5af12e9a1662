#include "scenario/cast.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "value/grammar.hpp"
#include "value/nearest.hpp"

namespace ringcheck::scenario {
namespace {

constexpr std::array<std::string_view, 6> kinds = {"subject", "peer", "user", "widget", "host", "homeserver"};

constexpr std::array<std::string_view, 4> media_kinds = {"none", "sdp", "stun", "rtp"};
constexpr std::array<std::string_view, 6> join_rules = {"public",  "knock",      "invite",
                                                        "private", "restricted", "knock_restricted"};

bool is_word(const Value& value) {
  auto matched = matches_regex(value.as_string(), "[a-z][a-z0-9_]*");
  return matched && *matched;
}

class CastReader {
 public:
  CastReader(const std::string& file, std::vector<Fault>& faults) : file_(file), faults_(faults) {}

  Actor actor(const Member& member) {
    Actor actor;
    actor.name = named_map(member, "an actor");
    known_keys(member, {"is", "user", "party_id", "power", "in", "media", "forms", "wait_for_iframe_load",
                        "query", "versions", "guest", "syncs"});
    const Value* is = member.value.find("is");
    auto kind = std::find(kinds.begin(), kinds.end(), is == nullptr ? "" : is->as_string());
    if (kind == kinds.end()) {
      fault(is == nullptr ? member.value.place : is->place,
            fmt::format("actor {}: is should be one of {}", member.key, fmt::join(kinds, ", ")));
    } else {
      actor.is = static_cast<Actor::Is>(kind - kinds.begin());
    }
    word(member, "user", actor.user);
    word(member, "forms", actor.forms);
    word(member, "in", actor.room);
    text(member, "party_id", actor.party_id);
    one_of(member, "media", media_kinds, actor.media);
    boolean(member, "syncs", actor.syncs);
    boolean(member, "wait_for_iframe_load", actor.wait_for_iframe_load);
    boolean(member, "guest", actor.guest);
    if (const Value* query = member.value.find("query")) texts(*query, actor.query);
    if (const Value* versions = member.value.find("versions")) list(*versions, actor.versions);
    for (const char* key : {"in", "wait_for_iframe_load", "versions"}) {
      const Value* value = member.value.find(key);
      if (value != nullptr && !actor.has_page())
        fault(value->place, fmt::format("{} is of a widget or a host, {} is neither", key, member.key));
    }
    if (const Value* power = member.value.find("power")) {
      actor.power = power->as_int();
      if (!actor.power) fault(power->place, "power should be a whole number");
    }
    return actor;
  }

  Room room(const Member& member) {
    Room room;
    room.name = named_map(member, "a room");
    known_keys(member, {"members", "join_rule", "encrypted", "version", "power_levels"});
    const Value* members = member.value.find("members");
    if (members == nullptr || !members->is_array() || members->items.empty()) {
      fault(member.value.place, fmt::format("room {}: members should be a list of actors", member.key));
    } else {
      for (const Value& each : members->items) {
        if (!is_word(each)) fault(each.place, "a member is the name of an actor");
        room.members.emplace_back(each.as_string());
      }
    }
    one_of(member, "join_rule", join_rules, room.join_rule);
    text(member, "version", room.version);
    boolean(member, "encrypted", room.encrypted);
    if (const Value* levels = member.value.find("power_levels")) {
      room.power_levels = *levels;
      if (!levels->is_object()) fault(levels->place, "power_levels should be a map");
    }
    return room;
  }

  void map_of(const Value& value, std::string_view what) {
    if (!value.is_object()) fault(value.place, fmt::format("{} should be a map, by name", what));
  }

 private:
  void fault(Place place, std::string words) { faults_.push_back({file_, place, std::move(words), "", ""}); }

  std::string named_map(const Member& member, std::string_view what) {
    if (!is_word(Value(member.key)))
      fault(member.place, fmt::format("{} is named by a word of a-z, 0-9 and _", what));
    if (!member.value.is_object()) fault(member.value.place, fmt::format("{} is a map", what));
    return member.key;
  }

  void text(const Member& member, std::string_view key, std::string& into) {
    const Value* value = member.value.find(key);
    if (value == nullptr) return;
    if (!value->is_string() || value->text.empty())
      return fault(value->place, fmt::format("{} should be text, this is {}", key, type_name(*value)));
    into = value->text;
  }

  void texts(const Value& map, Value& into) {
    const bool good = map.is_object() && std::all_of(map.members.begin(), map.members.end(),
                                                     [](const Member& m) { return m.value.is_string(); });
    if (!good) return fault(map.place, "query should be a map of texts, by name");
    into = map;
  }

  void list(const Value& versions, std::vector<std::string>& into) {
    const bool good = versions.is_array() && !versions.items.empty() &&
                      std::all_of(versions.items.begin(), versions.items.end(),
                                  [](const Value& each) { return each.is_string(); });
    if (!good) return fault(versions.place, "versions should be a list of texts");
    for (const Value& each : versions.items) into.push_back(each.text);
  }

  void word(const Member& member, std::string_view key, std::string& into) {
    const Value* value = member.value.find(key);
    if (value == nullptr) return;
    if (!is_word(*value))
      return fault(value->place, fmt::format("{} should be a word of a-z, 0-9 and _", key));
    into = value->text;
  }

  void boolean(const Member& member, std::string_view key, bool& into) {
    const Value* value = member.value.find(key);
    if (value == nullptr) return;
    if (!value->is_bool()) return fault(value->place, fmt::format("{} should be true or false", key));
    into = value->as_bool();
  }

  template <typename Known>
  void one_of(const Member& member, std::string_view key, const Known& known, std::string& into) {
    const Value* value = member.value.find(key);
    if (value == nullptr) return;
    if (std::find(known.begin(), known.end(), value->as_string()) == known.end())
      return fault(value->place, fmt::format("{} should be one of {}", key, fmt::join(known, ", ")));
    into = value->text;
  }

  void known_keys(const Member& member, const std::vector<std::string_view>& known) {
    for (const Member& each : member.value.members) {
      if (std::find(known.begin(), known.end(), each.key) == known.end()) {
        fault(each.place, fmt::format("unknown key {}{}", each.key, did_you_mean(each.key, known)));
      }
    }
  }

  const std::string& file_;
  std::vector<Fault>& faults_;
};

}  // namespace

void read_cast(const Value& document, const std::string& file, Cast& cast, std::vector<Fault>& faults) {
  if (const Value* homeserver = document.find("homeserver")) {
    cast.homeserver = *homeserver;
    if (!homeserver->is_object())
      faults.push_back({file, homeserver->place, "homeserver should be a map", "", ""});
  }
  CastReader reader(file, faults);
  if (const Value* actors = document.find("actors")) {
    reader.map_of(*actors, "actors");
    for (const Member& member : actors->members) {
      std::erase_if(cast.actors, [&](const Actor& a) { return a.name == member.key; });
      cast.actors.push_back(reader.actor(member));
    }
  }
  if (const Value* rooms = document.find("rooms")) {
    reader.map_of(*rooms, "rooms");
    for (const Member& member : rooms->members) {
      std::erase_if(cast.rooms, [&](const Room& r) { return r.name == member.key; });
      cast.rooms.push_back(reader.room(member));
    }
  }
}

namespace {

// A subject is the one or the other side of the widget API, and is shown in some room.
void check_pages(const Cast& cast, const std::string& file, Place place, std::vector<Fault>& faults) {
  std::string widget;
  std::string host;
  for (const Actor& actor : cast.actors) {
    if (actor.is == Actor::Is::widget) widget = actor.name;
    if (actor.is == Actor::Is::host) host = actor.name;
    if (!actor.query.is_null() && actor.is != Actor::Is::host)
      faults.push_back({file, place, fmt::format("query is of a host, {} is none", actor.name), "", ""});
    if (!actor.has_page()) continue;
    const bool named = std::any_of(cast.rooms.begin(), cast.rooms.end(),
                                   [&](const Room& room) { return room.name == actor.room; });
    if (named || (actor.room.empty() && cast.rooms.size() == 1)) continue;
    faults.push_back({file, place,
                      actor.room.empty()
                          ? fmt::format("{} is shown in a room, and there is no single one", actor.name)
                          : fmt::format("{} is shown in {}, and no room is named so", actor.name, actor.room),
                      "", "in: names the room"});
  }
  const auto is_widget = [&](const std::string& name) {
    return std::any_of(cast.actors.begin(), cast.actors.end(), [&](const Actor& actor) {
      const bool subject = actor.is == Actor::Is::subject && !host.empty();
      return actor.name == name && (actor.is == Actor::Is::widget || subject);
    });
  };
  const auto is_homeserver = [&](const std::string& name) {
    return std::any_of(cast.actors.begin(), cast.actors.end(), [&](const Actor& actor) {
      return actor.name == name && actor.is == Actor::Is::homeserver;
    });
  };
  for (const Room& room : cast.rooms) {
    for (const std::string& member : room.members) {
      if (is_widget(member))
        faults.push_back(
            {file, place,
             fmt::format("room {} has a member {}, a widget, and widgets have no account", room.name, member),
             "", "its members are users"});
      if (is_homeserver(member))
        faults.push_back({file, place,
                          fmt::format("room {} has a member {}, a homeserver", room.name, member), "",
                          "its members are users"});
    }
  }
  for (const Actor& actor : cast.actors) {
    if (actor.is == Actor::Is::homeserver && !(widget + host).empty())
      faults.push_back({file, place, fmt::format("{} is the subject, so no page can be shown", actor.name),
                        "", "a homeserver under test has peers and users"});
  }
  if (widget.empty() || host.empty()) return;
  faults.push_back(
      {file, place,
       fmt::format("{} is a widget and {} a host: the subject cannot be both their other side", widget, host),
       "", "make two scenarios of it"});
}

}  // namespace

void check_cast(const Cast& cast, const std::string& file, Place place, std::vector<Fault>& faults) {
  check_pages(cast, file, place, faults);
  auto has_actor = [&](const std::string& name) {
    return std::any_of(cast.actors.begin(), cast.actors.end(),
                       [&](const Actor& a) { return a.name == name; });
  };
  const auto subjects =
      std::count_if(cast.actors.begin(), cast.actors.end(), [](const Actor& a) { return a.is_subject(); });
  if (subjects != 1) {
    faults.push_back(
        {file, place, fmt::format("a scenario has one subject, this cast has {}", subjects), "", ""});
  }
  for (const Actor& actor : cast.actors) {
    if (!actor.user.empty() && !has_actor(actor.user)) {
      faults.push_back({file, place,
                        fmt::format("{} is a device of {}, who is not in the cast", actor.name, actor.user),
                        "", ""});
    }
  }
  for (const Room& room : cast.rooms) {
    for (const std::string& member : room.members) {
      if (!has_actor(member)) {
        faults.push_back({file, place,
                          fmt::format("room {} has a member {} who is not in the cast", room.name, member),
                          "", ""});
      }
    }
  }
}

}  // namespace ringcheck::scenario
