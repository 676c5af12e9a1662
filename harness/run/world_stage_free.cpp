// What the peers do when the scenario is over and the stage goes on (ringcheck serve): each plays by itself.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "run/world_stage.hpp"
#include "world/room.hpp"

namespace ringcheck::run {
namespace {

/// How long a peer lets a call ring: long enough to be seen, and to be hung up.
constexpr std::int64_t rings_for_ms = 2'000;

}  // namespace

// One for each user: of several devices of a peer the first of the cast.
void WorldStage::begin_free_play() {
  if (!partners_.empty() || over_) return;
  const CastMember& subject = cast_.members.at(test_.subject().name);
  std::set<std::string> users{subject.user_id};
  for (const scenario::Actor& actor : test_.actors) {
    const auto member = cast_.members.find(actor.name);
    if (member == cast_.members.end() || !users.insert(member->second.user_id).second) continue;
    partners_.try_emplace(actor.name, peer::Partner::Who{member->second.user_id, member->second.party_id},
                          media_.at(actor.name), [this] { return random_.opaque_id(); });
  }
  options_.on_free_play(!recorder_.script().complete_so_far());
}

void WorldStage::hear(const trace::Entry& entry) {
  if (partners_.empty()) return;
  if (entry.type == "m.room.member" && entry.body.string_at("membership") == "invite") return let_join(entry);
  if (entry.from != test_.subject().name) return;
  const world::Room* room = world::find_room(homeserver_->world(), entry.head.string_at("room_id"));
  if (room == nullptr) return;
  for (auto& [actor, partner] : partners_) {
    if (world::membership_now(*room, cast_.members.at(actor).user_id) != "join") continue;
    say(actor, partner.hear({room->room_id, entry.type, entry.body}));
    if (entry.type == "m.call.invite" && partner.will_answer()) ring(actor, partner);
  }
}

// Each call rings for its own time, also one that comes when another has just been given up.
void WorldStage::ring(const std::string& actor, peer::Partner& partner) {
  ringing_[actor] = loop_.after_ms(scaled_ms(rings_for_ms), [this, actor, &partner] {
    if (partner.will_answer()) say(actor, partner.answer_now());
  });
}

// An app that makes a room of its own for a call asks the peer into it.
void WorldStage::let_join(const trace::Entry& invitation) {
  for (const auto& [actor, partner] : partners_) {
    const std::string& user_id = cast_.members.at(actor).user_id;
    if (invitation.head.string_at("state_key") != user_id) continue;
    world::SendOptions send;
    send.room_id = invitation.head.string_at("room_id");
    send.type = "m.room.member";
    send.state_key = user_id;
    send.content = make_object({{"membership", "join"}});
    send_as(actor, std::move(send));
  }
}

void WorldStage::say(const std::string& actor, const std::vector<peer::Partner::Said>& said) {
  for (const peer::Partner::Said& each : said) {
    world::SendOptions send;
    send.room_id = each.room_id;
    send.type = each.type;
    send.content = each.content;
    send_as(actor, std::move(send));
  }
}

// What the rules of the room forbid is not sent, as little as by anybody else.
void WorldStage::send_as(const std::string& actor, world::SendOptions send) {
  const CastMember& sender = cast_.members.at(actor);
  send.sender = sender.user_id;
  send.device_id = sender.device_id;
  auto sent = world::send_event(homeserver_->world(), send, homeserver_->now_ms());
  if (sent) return homeserver_->publish(sent->facts, actor, -1, 0);
  trace::Entry entry;
  entry.from = actor;
  entry.type = "refused";
  entry.head = make_object({{"message", sent.error().text}});
  recorder_.append(std::move(entry));
}

std::string WorldStage::tell_peers(std::string_view line) {
  if (partners_.empty()) return "the peers do as the scenario says until it is over\n";
  auto meant = partners_.begin();
  const std::string_view word = line.substr(0, line.find(' '));
  if (const auto named = partners_.find(std::string(word)); named != partners_.end()) {
    meant = named;
    line.remove_prefix(std::min(line.size(), word.size() + 1));
  }
  const std::string room_id = room_of_both(cast_.members.at(meant->first).user_id);
  if (room_id.empty()) return fmt::format("{} and the app are in no room together\n", meant->first);
  const peer::Partner::Told told = meant->second.tell(line, room_id);
  say(meant->first, told.said);
  return told.why_not;
}

// The newest one: who made a room for the peer means it.
std::string WorldStage::room_of_both(const std::string& user_id) const {
  const world::World& world = homeserver_->world();
  const std::string& subject = cast_.members.at(test_.subject().name).user_id;
  const std::vector<std::string>& rooms = world::find_user(world, user_id)->rooms;
  const auto found = std::find_if(rooms.rbegin(), rooms.rend(), [&](const std::string& room_id) {
    const world::Room& room = *world::find_room(world, room_id);
    return world::membership_now(room, user_id) == "join" && world::membership_now(room, subject) == "join";
  });
  return found == rooms.rend() ? std::string() : *found;
}

}  // namespace ringcheck::run
