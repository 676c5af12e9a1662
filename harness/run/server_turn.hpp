#pragma once
// One user of the harness asks the TURN server that a homeserver under test named for a relay, over UDP: the
// step `request: ALLOCATE /turn`. Recorded as a request and its answer, whose status is 200 or the code of
// the error of STUN.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "net/loop.hpp"
#include "net/udp.hpp"
#include "peer/turn_client.hpp"
#include "run/random.hpp"
#include "run/recorder.hpp"
#include "value/value.hpp"

namespace ringcheck::run {

/// The method by which a step asks a TURN server.
inline constexpr std::string_view allocate_method = "ALLOCATE";

/// Where a TURN URI (RFC 7065) for UDP leads on the loopback; nothing for any other URI.
std::optional<net::Endpoint> turn_endpoint(std::string_view uri);

class TurnAsk {
 public:
  struct Parties {
    std::string actor;
    int step = -1;
  };
  using OnSilence = std::function<void(const std::string& why)>;

  TurnAsk(net::Loop& loop, Recorder& recorder, Random& random, Parties parties)
      : loop_(loop), recorder_(recorder), random_(random), parties_(std::move(parties)) {}

  /// `credentials`: uris, username and password, as GET /voip/turnServer gives them. Calls `on_silence` when
  /// no answer came in time, or nobody could be asked; else the answer is an entry.
  void begin(const Value& credentials, std::int64_t timeout_ms, OnSilence on_silence);

 private:
  void send();
  void on_datagram(std::string_view datagram);
  void silent(const std::string& why);
  void record_request(const Value& credentials);
  void record_answer(const peer::TurnOutcome& outcome);

  net::Loop& loop_;
  Recorder& recorder_;
  Random& random_;
  Parties parties_;
  OnSilence on_silence_;
  net::Endpoint server_;
  std::int64_t cause_ = 0;
  std::unique_ptr<net::UdpSocket> socket_;
  std::optional<peer::TurnClient> client_;
  net::Timer again_;
  net::Timer deadline_;
};

}  // namespace ringcheck::run
