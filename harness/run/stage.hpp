#pragma once
// One test, live: what every stage has, whoever the subject is. It owns everything of the test; there is
// nothing global. world_stage.hpp plays against clients, widgets and hosts, server_stage.hpp against
// homeservers.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "check/widget_schemas.hpp"
#include "driver/vocabulary.hpp"
#include "net/loop.hpp"
#include "run/random.hpp"
#include "run/reach.hpp"
#include "run/recorder.hpp"
#include "run/slot.hpp"
#include "scenario/make.hpp"

namespace ringcheck::run {

class Guest;

struct StageOptions {
  std::uint64_t seed = 0;
  std::string stream;  ///< which of the test's streams of randomness: with another word, other identifiers
  double time_scale = 1.0;
  bool debug = false;         ///< no deadlines
  bool virtual_clock = true;  ///< the subject's own; without one the stage waits in its stead
  std::string trace_path;     ///< empty: in memory only
  std::string session;        ///< name of the session in the adapter, unique in the run
  std::string fixtures;       ///< folder that `$file` reads from
  bool by_password = false;   ///< so the subject logs in, and not by a token
  std::string pages;          ///< folder of the pages of widgets and hosts
  const check::WidgetSchemas* widget_schemas = nullptr;
  Reach reach;             ///< where the fake homeserver is
  Guest* guest = nullptr;  ///< when the subject is a homeserver that somebody runs
  /// Judges an event of our own before it leaves: a sentence when it is wrong and not declared to be.
  std::function<std::optional<std::string>(std::string_view type, const Value& content,
                                           const std::vector<std::string>& breaks)>
      check_own_event;
  /// The same of a message of the widget API.
  std::function<std::optional<std::string>(trace::Side side, const Value& message,
                                           const std::vector<std::string>& breaks)>
      check_own_message;
  std::function<void(const trace::Entry&)> on_entry;  ///< told of each; empty: nobody looks on
  /// The scenario is over, and the stage goes on: from now on the peers play by themselves. `stopped`: a step
  /// was missed. Empty: the stage ends with its scenario.
  std::function<void(bool stopped)> on_free_play;
  /// Asks how late the loop was and tells every stage (`note_lag`).
  std::function<void()> sample_lag;
};

/// Starting and stopping a session is work of the adapter, not an answer of the subject: unless a step says
/// otherwise it may take this long.
inline constexpr std::int64_t session_deadline_ms = 30'000;
/// An adapter is a process on a machine that may be busy: one that has not answered sooner need not be
/// broken.
inline constexpr std::int64_t least_answer_ms = 3'000;

/// What --keep tells a person who wants to look on.
struct Kept {
  std::string url;
  std::string user;
  std::string token;
};

class Stage {
 public:
  Stage(net::Loop& loop, const scenario::Test& test, const driver::Vocabulary& vocabulary,
        StageOptions options);
  virtual ~Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  /// Makes ready what needs no subject. The error is one of the harness.
  virtual Result<Done> open() = 0;
  /// Makes the subject ready, as far as the scenario lets that happen before the first step.
  virtual void warm_up(Slot& slot) = 0;
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
  /// What the subject asked and the harness does not know, each once.
  virtual std::set<std::string> unknown_endpoints() const { return {}; }
  /// Where the homeserver is on which the test was played, and as whom.
  virtual Kept kept() const = 0;

 protected:
  using Step = scenario::Step;

  /// Begins steps until one waits, and ends the test after the last.
  virtual void pump() = 0;
  virtual void perform(const Step& step) = 0;
  virtual scenario::Makers makers(const Step& step);
  virtual std::int64_t now_ms() const = 0;
  /// Lets go of what the stage holds; nothing is appended any more.
  virtual void leave() = 0;
  /// What a step may wait beyond its deadline, in milliseconds; not above zero: nothing.
  virtual std::int64_t more_ms(const Step&) const { return 0; }

  Result<Done> begin_trace();
  /// `versions`: what a homeserver under test lists; null when nobody asked.
  void record_start(const scenario::Names& names, Value versions = {});
  void begin(const Step& step);
  void record_step(const Step& step, Value resolved = {});
  void record_done(const std::string& type, int step, std::int64_t cause, const std::string& outcome,
                   const std::string& message, Value result = {}, bool promised = false);
  void let(const Step& step);
  /// Performs the children of a group but those that only look, and waits for all.
  void begin_children(const Step& group);
  void wait_for(const Step& step);
  void wait_for(int index, std::int64_t ms);
  void fail(const Step& step, const std::string& why);
  void end();
  void tell_over();

  std::int64_t scaled_ms(std::int64_t ms) const;
  /// For the answer of an adapter: a time scale below 1 shortens it to `least_answer_ms` at most.
  std::int64_t answer_ms(std::int64_t ms) const;
  /// For what starts or stops a session: a time scale below 1 does not shorten it, for a process needs what
  /// it needs.
  std::int64_t session_ms(std::int64_t ms) const;
  /// What the step's `within` means, or its verb's usual one, at a time scale of 1.
  std::int64_t patience_ms(const Step& step) const;
  std::int64_t within_ms(const Step& step) const;

  net::Loop& loop_;
  const scenario::Test& test_;
  const driver::Vocabulary& vocabulary_;
  StageOptions options_;
  Random random_;
  Recorder recorder_;
  Slot* slot_ = nullptr;
  std::map<int, net::Timer> deadlines_;  ///< by index of the waiting step
  bool over_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);

 private:
  std::function<void()> on_over_;
};

}  // namespace ringcheck::run
