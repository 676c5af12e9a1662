#pragma once
// One test against a homeserver, live: an instance of it (shared or its own), users of the harness on it as
// real clients, and the player that performs what the script asks for.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "peer/media.hpp"
#include "run/guest.hpp"
#include "run/server_cast.hpp"
#include "run/server_pool.hpp"
#include "run/server_sync.hpp"
#include "run/server_talk.hpp"
#include "run/server_turn.hpp"
#include "run/stage.hpp"

namespace ringcheck::run {

class ServerStage : public Stage {
 public:
  /// `servers` outlives the stage, or the adapter has failed before.
  ServerStage(net::Loop& loop, const scenario::Test& test, const driver::Vocabulary& vocabulary,
              StageOptions options, ServerPool& servers);
  ~ServerStage() override;

  Result<Done> open() override { return begin_trace(); }
  /// Asks for the instance and makes the cast on it.
  void warm_up(Slot& slot) override;
  Kept kept() const override;

 private:
  void pump() override;
  void perform(const Step& step) override;
  scenario::Makers makers(const Step& step) override;
  std::int64_t now_ms() const override;
  void leave() override;

  void take_instance(const ServerInstance& instance);
  /// The accounts of somebody's own server are there.
  void take_loan(std::map<std::string, GuestDevice> devices);
  void make_cast(std::map<std::string, GuestDevice> given);
  void take_cast(ServerCast cast);
  void await_rooms();
  void begin_when_all_are_in();
  void begin_steps();
  /// The test cannot be played, and why.
  void give_up(const std::string& why);

  void request_in_time(const Step& step);
  void request(const Step& step);
  void request_again(const Step& step);
  std::int64_t wait_asked_for(const std::string& id) const;
  void allocate(const Step& step, const Value& credentials);
  void send(const Step& step);
  void go_online(const Step& step);
  void act(const Step& step);
  void on_acted(const Step& step, std::int64_t cause, const std::string& method,
                const driver::Outcome& outcome);
  void ask(const Step& step, ServerRequest request);
  Result<std::string> filled_path(const Step& step);
  Result<Value> made(const Step& step, std::string_view key);
  std::string token_of(const Step& step, const Value* named) const;

  /// What every member of a room must have seen before silence in it is known.
  struct Marker {
    std::vector<std::string> senders;  ///< members who may still send it
    std::size_t next = 0;              ///< whose turn it is
    std::int64_t wait_ms = 0;          ///< the shortest that a limit asked for, since all were tried
    bool was_sent = false;             ///< to the server, which may have refused it
    bool out = false;                  ///< it was taken, or nobody is there
    std::string event_id;              ///< empty while it was not
    net::Timer timer;
  };

  void settle(int step);
  void await_markers(std::int64_t ms);
  void send_marker(std::size_t room);
  void on_marker_answered(std::size_t room, const Result<ServerAnswer>& answer);
  void on_marker_limited(std::size_t room, std::int64_t wait_ms);
  void on_sync(const std::string& broken);
  void check_markers();
  void settled(const std::string& outcome, const std::string& message);
  bool looks_for_silence() const;

  void wait_as_asked(int step, std::int64_t ms);
  /// How much longer than its deadline what a server asked to wait lets a step (-1: the end) wait.
  std::int64_t more_for_limit(int step, std::int64_t ms);
  std::int64_t more_ms(const Step& step) const override;

  ServerPool& servers_;
  int loan_ = 0;  ///< of the guest's accounts; 0: none
  std::optional<ServerInstance> instance_;
  std::unique_ptr<ServerTalk> talk_;
  std::unique_ptr<ServerCasting> casting_;
  ServerCast cast_;
  std::vector<std::unique_ptr<ServerSync>> syncs_;
  std::map<std::string, peer::Media> media_;
  std::vector<std::unique_ptr<TurnAsk>> turn_asks_;
  std::size_t first_syncs_ = 0;
  bool ready_ = false;  ///< the steps may begin
  bool down_ = false;   ///< the test has ended its instance, or restarts it
  std::string trouble_;
  enum class Ending : std::uint8_t { no, resting } ending_ = Ending::no;
  std::optional<int> settling_;  ///< the step that waits, -1 at the end
  std::vector<Marker> markers_;  ///< by number of the room
  net::Timer rooms_timer_;       ///< ends the wait for syncs that keep a room to themselves
  net::Timer settle_timer_;
  std::map<int, net::Timer> waiting_;       ///< steps that ask later, by index
  std::map<int, std::int64_t> limited_ms_;  ///< what was added to deadlines, by index of the step
};

}  // namespace ringcheck::run
