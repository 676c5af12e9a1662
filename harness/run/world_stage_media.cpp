// The media ports of a stage's peers: where a subject's ICE checks are answered.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "run/world_stage.hpp"

namespace ringcheck::run {
namespace {

/// A client gathers from a few sockets, and asks a few things from each.
constexpr std::size_t most_kept_at_turn = 256;

}  // namespace

void WorldStage::open_media() {
  for (const scenario::Actor& actor : test_.actors) {
    auto [media, fresh] = media_.emplace(actor.name, peer::Media([this] { return random_(); }));
    if (actor.media != "stun") continue;
    auto socket = net::UdpSocket::bind_loopback(
        loop_, [this, name = actor.name](std::string_view datagram, net::Endpoint from) {
          on_datagram(name, datagram, from);
        });
    if (!socket) continue;
    media->second.use_stun_port((*socket)->port());
    cast_.names[actor.name + ".candidate"] = media->second.candidate();
    sockets_[actor.name] = std::move(*socket);
  }
}

// A real peer answers checks only once it knows the other side; answering sooner would connect a call before
// it is answered.
void WorldStage::on_datagram(const std::string& actor, std::string_view datagram, net::Endpoint from) {
  const peer::Media& media = media_.at(actor);
  const peer::IceCredentials credentials{media.identity().ice_ufrag, media.identity().ice_pwd};
  const std::string ip = from.text().substr(0, from.text().find(':'));
  auto answer = peer::answer_binding(datagram, credentials, {ip, from.port});
  if (!answer) return;
  const bool answers = media.may_answer_checks() && !silent_.contains(actor);
  if (answers) sockets_.at(actor)->send(answer->response, from);
  record_check(actor, *answer, answers);
  if (answers && answer->use_candidate)
    record_media(actor, "ice_nomination", make_object({{"accepted", answer->accepted}}));
}

// Checks are sent again and again; what is new is who asks, and whether the port takes it.
void WorldStage::record_check(const std::string& actor, const peer::BindingAnswer& answer, bool answered) {
  const bool accepted = answered && answer.accepted;
  const auto key = fmt::format("{} {} {} {}", actor, answer.username, answered, accepted);
  if (!recorded_checks_.insert(key).second) return;
  record_media(actor, "ice_check",
               make_object({{"username", answer.username}, {"answered", answered}, {"accepted", accepted}}));
}

// $turn.uri is the name of the port; without one the scenario cannot be played, and its step says so.
void WorldStage::open_turn() {
  if (!test_.uses.turn_port) return;
  auto socket = net::UdpSocket::bind_loopback(
      loop_, [this](std::string_view datagram, net::Endpoint from) { on_turn_datagram(datagram, from); });
  if (!socket) return;
  turn_socket_ = std::move(*socket);
  cast_.names["turn.uri"] = fmt::format("turn:127.0.0.1:{}?transport=udp", turn_socket_->port());
}

// What a client sends again is the same to the byte, so it is kept once.
void WorldStage::on_turn_datagram(std::string_view datagram, net::Endpoint from) {
  if (!turn_is_silent_) return answer_at_turn(datagram, from);
  const auto same = [&](const auto& kept) { return kept.first == from && kept.second == datagram; };
  const bool known = std::any_of(kept_at_turn_.begin(), kept_at_turn_.end(), same);
  if (!known && kept_at_turn_.size() < most_kept_at_turn) kept_at_turn_.emplace_back(from, datagram);
}

void WorldStage::silence(const Step& step) {
  if (step.word == scenario::turn_word) {
    turn_is_silent_ = true;
  } else {
    silent_.insert(step.word);
  }
}

void WorldStage::release_turn() {
  turn_is_silent_ = false;
  for (const auto& [from, datagram] : std::exchange(kept_at_turn_, {})) answer_at_turn(datagram, from);
}

void WorldStage::answer_at_turn(std::string_view datagram, net::Endpoint from) {
  const std::string ip = from.text().substr(0, from.text().find(':'));
  const auto answer = peer::answer_turn(datagram, turn_passwords_, {ip, from.port});
  if (!answer) return;
  turn_socket_->send(answer->response, from);
  if (answer->asked.empty()) return;
  Value body = make_object();
  if (!answer->username.empty())
    body.set("username", answer->username).set("authenticated", answer->authenticated);
  record_media("homeserver", answer->asked, std::move(body));
}

void WorldStage::record_media(const std::string& to, const std::string& type, Value body) {
  trace::Entry entry;
  entry.kind = trace::Kind::media;
  entry.from = test_.subject().name;
  entry.to = to;
  entry.channel = trace::channel::media;
  entry.type = type;
  entry.body = std::move(body);
  recorder_.append(std::move(entry));
}

}  // namespace ringcheck::run
