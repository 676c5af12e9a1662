#pragma once
// One test, live: its world on a port of its own, its session in an adapter, its peers, and the player that
// performs the steps which the script asks for. It owns everything of the test; there is nothing global.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "net/loop.hpp"
#include "net/udp.hpp"
#include "peer/ice_lite.hpp"
#include "peer/media.hpp"
#include "peer/turn.hpp"
#include "run/cast.hpp"
#include "run/homeserver.hpp"
#include "run/random.hpp"
#include "run/recorder.hpp"
#include "run/slot.hpp"
#include "run/stage_widgets.hpp"
#include "scenario/make.hpp"

namespace ringcheck::run {

struct StageOptions {
  std::uint64_t seed = 0;
  double time_scale = 1.0;
  bool debug = false;         ///< no deadlines
  bool virtual_clock = true;  ///< the subject's own; without one the stage waits in its stead
  std::string trace_path;     ///< empty: in memory only
  std::string session;        ///< name of the session in the adapter, unique in the run
  std::string fixtures;       ///< folder that `$file` reads from
  std::string pages;          ///< folder of the pages of widgets and hosts
  const check::WidgetSchemas* widget_schemas = nullptr;
  /// Judges an event of our own before it leaves: a sentence when it is wrong and not declared to be.
  std::function<std::optional<std::string>(std::string_view type, const Value& content,
                                           const std::vector<std::string>& breaks)>
      check_own_event;
  /// The same of a message of the widget API.
  std::function<std::optional<std::string>(trace::Side side, const Value& message,
                                           const std::vector<std::string>& breaks)>
      check_own_message;
  /// Asks how late the loop was and tells every stage (`note_lag`).
  std::function<void()> sample_lag;
};

/// Starting and stopping a session is work of the adapter, not an answer of the subject: unless a step says
/// otherwise it may take this long.
inline constexpr std::int64_t session_deadline_ms = 30'000;
/// An adapter is a process on a machine that may be busy: one that has not answered sooner need not be
/// broken.
inline constexpr std::int64_t least_answer_ms = 3'000;

class Stage {
 public:
  Stage(net::Loop& loop, const scenario::Test& test, const driver::Vocabulary& vocabulary,
        StageOptions options);
  ~Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  /// Opens the port and plays the steps that prepare the world. The error is one of the harness.
  Result<Done> open();
  /// Starts the session in this adapter, as far as the scenario lets that happen before the first step.
  void warm_up(Slot& slot);
  /// Plays to the end; `on_over` is called once, from the loop, when the session is stopped too.
  void play(std::function<void()> on_over);
  /// The adapter broke: the test ends here. A stage that does not play yet can be opened anew with another
  /// slot.
  void adapter_failed(const std::string& sentence);
  /// Ctrl-C: closes the trace where it is.
  void interrupt();
  void note_lag(std::int64_t lag_us);

  bool playing() const { return static_cast<bool>(on_over_); }
  const Script& script() const { return recorder_.script(); }
  const Recorder& recorder() const { return recorder_; }
  const Homeserver& homeserver() const { return *homeserver_; }
  std::string url() const;
  /// Of the subject, for --keep.
  std::string subject_token() const;

 private:
  using Step = scenario::Step;

  void pump();
  bool prepares(const Step& step) const;
  void learn_from_new_entries();

  void begin(const Step& step);
  void record_step(const Step& step, Value resolved = {});
  void perform(const Step& step);
  void act(const Step& step);
  bool let_time_pass(const Step& step, const Value& params);
  void send(const Step& step);
  void send_to_device(const Step& step, const CastMember& sender, const std::string& actor,
                      const Value& content);
  void repeat(const Step& step, const std::string& repeated);
  void serve(const Step& step);
  void let(const Step& step);
  void group(const Step& step);
  void wait_for(const Step& step);
  void wait_for(int index, std::int64_t ms);
  /// What an `ask` may wait beyond its deadline, in milliseconds; not above zero: nothing.
  std::int64_t more_for_answer_ms(const Step& step) const;
  void fail(const Step& step, const std::string& why);

  void order(const std::string& method, Value params, int step, std::int64_t deadline_ms);
  void start_session();
  void settle(int step);
  void check_rest(int step, std::int64_t deadline_us, std::int64_t quiet_since_us);
  void record_done(const std::string& type, int step, std::int64_t cause, const std::string& outcome,
                   const std::string& message, Value result = {}, bool promised = false);

  void finish();
  void end();
  std::string why_not_at_rest() const;
  bool all_at_rest() const;
  /// True when it must be seen at rest once more, for which the pages are asked again.
  bool rests_once_more();
  void leave();

  Result<Done> open_widgets();
  void session_started_with(const Value& result);
  void open_media();
  void on_datagram(const std::string& actor, std::string_view datagram, net::Endpoint from);
  void record_check(const std::string& actor, const peer::BindingAnswer& answer, bool answered);
  void open_turn();
  void on_turn_datagram(std::string_view datagram, net::Endpoint from);
  void answer_at_turn(std::string_view datagram, net::Endpoint from);
  void silence(const Step& step);
  void release_turn();
  void record_media(const std::string& to, const std::string& type, Value body);
  scenario::Makers makers(const Step& step);
  std::int64_t scaled_ms(std::int64_t ms) const;
  /// For the answer of an adapter: a time scale below 1 shortens it to `least_answer_ms` at most.
  std::int64_t answer_ms(std::int64_t ms) const;
  std::int64_t within_ms(const Step& step) const;
  bool session_started() const;

  net::Loop& loop_;
  const scenario::Test& test_;
  const driver::Vocabulary& vocabulary_;
  StageOptions options_;
  Random random_;
  Recorder recorder_;
  StagedCast cast_;
  std::unique_ptr<Homeserver> homeserver_;
  std::unique_ptr<WidgetStage> widgets_;  ///< when the cast has a widget or a host
  std::map<std::string, peer::Media> media_;
  std::map<std::string, std::unique_ptr<net::UdpSocket>> sockets_;
  std::set<std::string> silent_;           ///< actors whose media port answers nothing any more
  std::set<std::string> recorded_checks_;  ///< one entry for each kind of check, not one for each datagram
  std::unique_ptr<net::UdpSocket> turn_socket_;  ///< when the scenario names $turn.uri
  peer::TurnPasswords turn_passwords_;           ///< those that it has served
  bool turn_is_silent_ = false;
  std::vector<std::pair<net::Endpoint, std::string>> kept_at_turn_;  ///< what came while it was silent
  Slot* slot_ = nullptr;
  std::function<void()> on_over_;
  std::map<int, net::Timer> deadlines_;  ///< by index of the waiting step
  net::Timer rest_timer_;
  int rest_rounds_ = 0;  ///< how often it must still be seen at rest
  std::size_t learned_ = 0;
  enum class Session : std::uint8_t { none, asked, started } session_ = Session::none;
  bool has_start_step_ = false;
  enum class Ending : std::uint8_t { no, resting, stopping } ending_ = Ending::no;
  bool over_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace ringcheck::run
