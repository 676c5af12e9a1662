// The media ports of a stage's peers: where a subject's ICE checks are answered.

#include "peer/ice_lite.hpp"
#include "run/stage.hpp"

namespace ringcheck::run {

void Stage::open_media() {
  for (const scenario::Actor& actor : test_.actors) {
    auto [media, fresh] = media_.emplace(actor.name, peer::Media([this] { return random_(); }));
    if (actor.media != "stun") continue;
    auto socket = net::UdpSocket::bind_loopback(
        loop_, [this, name = actor.name](std::string_view datagram, net::Endpoint from) {
          on_datagram(name, datagram, from);
        });
    if (!socket) continue;
    media->second.use_stun_port((*socket)->port());
    sockets_[actor.name] = std::move(*socket);
  }
}

// A real peer answers checks only once it knows the other side; answering sooner would connect a call before
// it is answered.
void Stage::on_datagram(const std::string& actor, std::string_view datagram, net::Endpoint from) {
  const peer::Media& media = media_.at(actor);
  if (!media.may_answer_checks()) return;
  const peer::IceCredentials credentials{media.identity().ice_ufrag, media.identity().ice_pwd};
  const std::string ip = from.text().substr(0, from.text().find(':'));
  auto answer = peer::answer_binding(datagram, credentials, {ip, from.port});
  if (!answer) return;
  sockets_.at(actor)->send(answer->response, from);
  if (!answer->use_candidate) return;
  trace::Entry entry;
  entry.kind = trace::Kind::media;
  entry.from = test_.subject().name;
  entry.to = actor;
  entry.channel = trace::channel::media;
  entry.type = "ice_nomination";
  entry.head = make_object({{"accepted", answer->accepted}});
  recorder_.append(std::move(entry));
}

}  // namespace ringcheck::run
