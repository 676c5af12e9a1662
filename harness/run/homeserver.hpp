#pragma once
// The fake homeserver of one test on the network: joins the pure world to an HTTP port of its own, records
// what passes, and lets a scenario script its answers (`serve`, `release`).

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "net/http_server.hpp"
#include "net/loop.hpp"
#include "run/reach.hpp"
#include "run/recorder.hpp"
#include "world/world.hpp"

namespace ringcheck::run {

/// Whether the homeserver had carried a request out when the connection was lost before the answer.
enum class Drop : std::uint8_t { no, before, after };

/// A scripted answer. Without a status or body the world answers, later if `delay_ms` or `hold` say so.
struct ServeRule {
  std::string line;  ///< "GET /voip/turnServer"
  std::optional<int> status;
  std::optional<Value> body;
  world::Headers headers;
  std::int64_t delay_ms = 0;
  std::int64_t times = -1;  ///< -1: for ever
  std::string hold;
  Drop drop = Drop::no;
};

class Homeserver {
 public:
  /// Who a device is in the scenario: (user id, device id) -> actor.
  using Devices = std::map<std::pair<std::string, std::string>, std::string>;

  static Result<std::unique_ptr<Homeserver>> open(net::Loop& loop, world::World world, Devices devices,
                                                  std::string subject, Recorder& recorder,
                                                  const Reach& reach = {});

  std::uint16_t port() const { return server_->port(); }
  world::World& world() { return world_; }
  std::int64_t now_ms() const;
  /// The subject's clock was moved on: what happened before is as much older here too, and what falls due
  /// within happens at once.
  void move_clock(std::int64_t ms);

  void serve(ServeRule rule);
  /// The first sync response that tells the subject of this event is lost with its connection.
  void lose_first(const std::string& event_id) { lost_at_first_.insert(event_id); }
  /// Given the answer, from the loop; null when the connection was lost before it.
  using OnReply = std::function<void(const world::Reply* reply)>;
  /// An actor of the harness asks, as a client would but without a socket: it is recorded as its request, and
  /// `serve` answers it too. The error is a path that is none.
  Result<Done> ask_as(const std::string& actor, const std::string& access_token,
                      const net::HttpRequest& request, OnReply on_reply);
  /// What a sync of this device would bring now, without waiting; it is not recorded.
  Value sync_now(const std::string& access_token, const std::string& since);

  /// Lets go of what waits under this name, and holds nothing under it any more. False when nothing is known
  /// by it.
  bool release(const std::string& name);

  /// Records facts of the world (`step` and `from` of whoever caused them) and answers the syncs that now
  /// have something to tell. Inside a batch nothing is told.
  void publish(const std::vector<world::Fact>& facts, const std::string& from, int step, std::int64_t cause);
  void wake();
  /// Lets happen what the world's time has brought (delayed events), and comes back by itself when more is
  /// due.
  void pass_time();

  /// True when no request of the subject is open but its long polls, and it has taken all that was sent to
  /// it.
  bool at_rest() const;
  /// For how long no sync was open, when none is; nothing while the subject syncs.
  std::optional<std::int64_t> silent_ms() const;
  /// What the subject asked and the fake homeserver does not know, each once.
  const std::set<std::string>& unknown_endpoints() const { return unknown_endpoints_; }
  /// Answers nothing any more and closes the port.
  void close();

 private:
  struct Pending {
    net::ExchangePtr exchange;  ///< null: an actor of the harness asks
    std::string from;           ///< who asks
    OnReply on_reply;           ///< where there is no exchange
    world::Request request;
    std::int64_t request_seq = 0;
    std::optional<world::Wait> wait;  ///< a sync that waits
    std::string hold;                 ///< held at the door under this name
    std::optional<ServeRule> rule;
    bool scripted = false;  ///< the answer is the scenario's, not the world's
    net::Timer timer;
  };
  using PendingList = std::list<Pending>;

  Homeserver(net::Loop& loop, world::World world, Devices devices, std::string subject, Recorder& recorder);

  void on_request(const net::ExchangePtr& exchange);
  void on_bad_request(const std::string& what);
  void admit(PendingList::iterator pending);
  void answer(PendingList::iterator pending);
  void finish(PendingList::iterator pending, const world::Reply& reply,
              const std::vector<world::Fact>& facts);
  void finish_scripted(PendingList::iterator pending);
  void drop(PendingList::iterator pending, Drop when, const std::vector<world::Fact>& facts);
  bool drops_answer(const Pending& pending, const std::vector<world::Fact>& facts);
  void arm();
  std::string actor_of(const std::string& user_id, const std::string& device_id) const;
  void record_fact(const world::Fact& fact, const std::string& from, int step, std::int64_t cause);
  std::int64_t record_request(const std::string& from, const net::HttpRequest& http,
                              const world::Request& request);
  void respond(const Pending& done, const world::Reply* reply);
  ServeRule* rule_for(const std::string& line);

  net::Loop& loop_;
  world::World world_;
  Devices devices_;
  std::string subject_;
  Recorder& recorder_;
  std::unique_ptr<net::HttpServer> server_;
  std::list<ServeRule> rules_;
  std::set<std::string> released_;
  std::set<std::string> lost_at_first_;  ///< event ids whose response was not due yet
  PendingList pending_;
  std::set<std::string> unknown_endpoints_;
  std::int64_t last_sync_answered_us_ = 0;
  std::int64_t moved_ms_ = 0;
  net::Timer due_;  ///< when the world's time brings the next thing
  bool closed_ = false;
};

}  // namespace ringcheck::run
