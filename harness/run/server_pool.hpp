#pragma once
// The instances of a homeserver that one adapter runs. Starting one takes seconds, so tests that ask for the
// same kind share one: each has users and rooms of its own. A test that ends or restarts its instance has one
// for itself.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>

#include "run/slot.hpp"
#include "scenario/model.hpp"
#include "value/result.hpp"
#include "value/value.hpp"

namespace ringcheck::run {

/// One that answers requests.
struct ServerInstance {
  std::string session;  ///< its name in the adapter
  std::string url;
  std::string server_name;
  std::string registration_secret;  ///< of POST /_synapse/admin/v1/register
};

/// It restarts or ends its instance.
bool wants_own_instance(const scenario::Test& test);
/// Tests of which this is equal share an instance; played one behind the other they need the fewest starts.
std::string instance_kind(const scenario::Test& test);

class ServerPool {
 public:
  using OnInstance = std::function<void(Result<ServerInstance>)>;

  /// `most`: instances that the adapter runs at once.
  ServerPool(Slot& slot, std::size_t most) : slot_(slot), most_(most) {}
  ServerPool(const ServerPool&) = delete;
  ServerPool& operator=(const ServerPool&) = delete;

  /// Calls back, once and from the loop, when an instance with these homeserver_options (driver protocol)
  /// runs; `own`: one that nobody else gets. Waits while the adapter has no room for another. A test that
  /// waits no more lets `asker` expire.
  void acquire(const Value& options, bool own, std::int64_t deadline_ms, std::weak_ptr<bool> asker,
               OnInstance on_instance);
  /// The test that had it is over. It keeps running for the next unless it was somebody's own.
  void release(const std::string& session);

 private:
  struct Ask {
    std::string kind;
    Value options;
    std::int64_t deadline_ms = 0;
    std::weak_ptr<bool> asker;
    OnInstance on_instance;
  };
  struct Running {
    std::string kind;  ///< equal for those that are alike; of somebody's own: its session
    bool own = false;
    bool started = false;
    bool stopping = false;
    int users = 0;
    ServerInstance instance;
    std::list<Ask> waiting;  ///< for its start
  };

  void serve_waiting();
  bool serve(Ask& ask);
  bool make_room();
  void start(Ask ask);
  void started(const std::string& session, const driver::Outcome& outcome);
  void stop(Running& running);
  void give(Running& running, const Ask& ask);

  Slot& slot_;
  std::size_t most_;
  std::uint64_t made_ = 0;
  std::list<Running> running_;
  std::list<Ask> waiting_;  ///< for room
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace ringcheck::run
