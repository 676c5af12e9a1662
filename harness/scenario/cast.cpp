#include "scenario/cast.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "value/grammar.hpp"
#include "value/nearest.hpp"

namespace ringcheck::scenario {
namespace {

constexpr std::array<std::string_view, 5> kinds = {"subject", "peer", "user", "widget", "host"};

class CastReader {
 public:
  CastReader(const std::string& file, std::vector<Fault>& faults) : file_(file), faults_(faults) {}

  Actor actor(const Member& member) {
    Actor actor;
    actor.name = member.key;
    known_keys(member, {"is", "user", "party_id", "power", "in", "media", "forms", "wait_for_iframe_load"});
    const std::string_view is = member.value.string_at("is");
    auto kind = std::find(kinds.begin(), kinds.end(), is);
    if (kind == kinds.end()) {
      fault(member.value.place,
            fmt::format("actor {}: is should be one of {}", member.key, fmt::join(kinds, ", ")));
    } else {
      actor.is = static_cast<Actor::Is>(kind - kinds.begin());
    }
    text(member, "user", actor.user);
    text(member, "party_id", actor.party_id);
    text(member, "media", actor.media);
    text(member, "forms", actor.forms);
    if (const Value* power = member.value.find("power")) {
      actor.power = power->as_int();
      if (!actor.power) fault(power->place, "power should be a whole number");
    }
    static constexpr std::array<std::string_view, 4> media = {"none", "sdp", "stun", "rtp"};
    if (std::find(media.begin(), media.end(), actor.media) == media.end()) {
      fault(member.value.place, fmt::format("media should be one of {}", fmt::join(media, ", ")));
    }
    return actor;
  }

  Room room(const Member& member) {
    Room room;
    room.name = member.key;
    known_keys(member, {"members", "join_rule", "encrypted", "version", "power_levels"});
    if (const Value* members = member.value.find("members"); members != nullptr && members->is_array()) {
      for (const Value& each : members->items) room.members.emplace_back(each.as_string());
    } else {
      fault(member.value.place, fmt::format("room {}: members should be a list of actors", member.key));
    }
    text(member, "join_rule", room.join_rule);
    text(member, "version", room.version);
    if (const Value* encrypted = member.value.find("encrypted")) room.encrypted = encrypted->as_bool();
    if (const Value* levels = member.value.find("power_levels")) room.power_levels = *levels;
    return room;
  }

 private:
  void fault(Place place, std::string words) { faults_.push_back({file_, place, std::move(words), "", ""}); }

  void text(const Member& member, std::string_view key, std::string& into) {
    const Value* value = member.value.find(key);
    if (value == nullptr) return;
    if (!value->is_string()) return fault(value->place, fmt::format("{} should be text", key));
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
  CastReader reader(file, faults);
  if (const Value* actors = document.find("actors")) {
    for (const Member& member : actors->members) {
      std::erase_if(cast.actors, [&](const Actor& a) { return a.name == member.key; });
      cast.actors.push_back(reader.actor(member));
    }
  }
  if (const Value* rooms = document.find("rooms")) {
    for (const Member& member : rooms->members) {
      std::erase_if(cast.rooms, [&](const Room& r) { return r.name == member.key; });
      cast.rooms.push_back(reader.room(member));
    }
  }
}

void check_cast(const Cast& cast, const std::string& file, Place place, std::vector<Fault>& faults) {
  auto has_actor = [&](const std::string& name) {
    return std::any_of(cast.actors.begin(), cast.actors.end(),
                       [&](const Actor& a) { return a.name == name; });
  };
  const auto subjects = std::count_if(cast.actors.begin(), cast.actors.end(),
                                      [](const Actor& a) { return a.is == Actor::Is::subject; });
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
