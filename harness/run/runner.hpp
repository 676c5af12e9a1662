#pragma once
// Plays many tests: adapters in slots, one stage played per lane while the next is warmed up, judged as they
// end.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "check/checker.hpp"
#include "driver/subject_file.hpp"
#include "net/loop.hpp"
#include "report/model.hpp"
#include "run/adapter_door.hpp"
#include "run/guest.hpp"
#include "run/person_slot.hpp"
#include "run/reach.hpp"
#include "run/server_pool.hpp"
#include "run/slot.hpp"
#include "run/stage.hpp"
#include "scenario/model.hpp"
#include "spec/register.hpp"

namespace ringcheck::run {

struct RunOptions {
  std::string folder;       ///< where traces go; it exists
  std::string program_dir;  ///< what `{build}` in an adapter's command means
  std::string fixtures;
  std::string pages;    ///< those of the widgets and hosts that the harness plays
  std::string subject;  ///< as the user named it, for the command that repeats a test
  std::uint64_t seed = 0;
  double time_scale = 1.0;
  int jobs = 0;  ///< tests played at once beside the slow ones; 0: as many as the subject has slots
  std::set<std::string> asked_packs;  ///< played though the subject does not claim them
  bool debug = false;
  bool keep = false;  ///< after the last test the homeserver stays up until Ctrl-C
  bool write_traces = true;
  Reach reach;
  AdapterDoor* door = nullptr;  ///< where the adapter comes to; null: it is started
  Person* person = nullptr;     ///< who moves the app in place of an adapter; null: nobody
  bool probe =
      false;  ///< find out first whether the subject makes calls between two users at all (probe.hpp)
  std::optional<std::set<std::string>> wanted;  ///< requirements to be judged; nothing: all
};

/// Told as the run goes on; none may destroy the runner.
struct RunEvents {
  std::function<void(const driver::Ready&)> on_adapter;
  std::function<void(const scenario::Test&)> on_play;
  /// Also of what is only warmed up, before its `on_play`. The last one of a test is its `end`.
  std::function<void(const scenario::Test&, const trace::Entry&)> on_entry;
  std::function<void(const report::TestResult&)> on_result;
  std::function<void(const std::string& url, const std::string& user, const std::string& token)> on_kept;
};

class Runner {
 public:
  /// All of these outlive the runner.
  Runner(net::Loop& loop, const driver::Vocabulary& vocabulary, const driver::Subject& subject,
         const std::vector<const scenario::Test*>& tests, const spec::Register& requirements,
         const check::Checker& checker, RunOptions options, RunEvents events);
  ~Runner();

  /// Plays everything; returns when all is over and every adapter has ended. Results come through the events
  /// too.
  std::vector<report::TestResult> run();
  /// Ends as soon as possible, keeping what there is.
  void interrupt();

  const std::vector<std::string>& notices() const { return notices_; }
  /// Why the subject is held to make no calls between two users; empty where it was not asked, or makes some.
  const std::string& no_calls() const { return no_calls_; }
  const std::string& implementation() const { return implementation_; }
  const std::vector<std::string>& unknown_endpoints() const { return unknown_endpoints_; }

 private:
  struct Lane {
    std::size_t process = 0;
    bool of_slow = false;     ///< plays one slow test after the other, so that it holds up nothing else
    bool from_front = false;  ///< of a homeserver: takes from the other end of the queue
    std::unique_ptr<Stage> playing;
    std::unique_ptr<Stage> warm;
    std::size_t playing_test = 0;
    std::size_t warm_test = 0;
    std::int64_t began_us = 0;
    std::int64_t began_cpu_us = 0;
  };
  struct Process {
    std::unique_ptr<Slot> slot;
    std::unique_ptr<ServerPool> servers;  ///< when the subject is a homeserver
    int errors_in_a_row = 0;
    bool was_ready = false;                   ///< one that never was would not be the next time either
    std::optional<std::string> given_up_for;  ///< a sentence, once it plays no more
    bool finishing = false;
    bool gone = false;
  };

  void lay_lanes();
  bool nothing_waits() const { return queue_.empty() && slow_queue_.empty(); }
  std::unique_ptr<AdapterLink> link_to_adapter(std::size_t index);
  std::unique_ptr<Slot> make_slot(std::size_t index, Slot::Events events);
  /// Whoever serves others too, or is one person, begins nothing before its time.
  bool warms_up() const { return guest_ == nullptr && person_slot_ == nullptr; }
  void start_process(std::size_t index);
  void on_process_ready(std::size_t index, const driver::Ready& ready);
  void on_process_over(std::size_t index, const std::string& sentence);
  void feed(Lane& lane);
  std::vector<std::size_t>& queue_of(const Lane& lane) { return lane.of_slow ? slow_queue_ : queue_; }
  std::size_t next_of(const Lane& lane);
  std::size_t take_next(const Lane& lane);
  std::string stream_of(std::size_t test) const;
  StageOptions stage_options(std::size_t test);
  std::unique_ptr<Stage> make_stage(std::size_t test, Process& process);
  void on_played(Lane& lane);
  /// A test that the harness's own lateness spoilt is put back, once.
  bool plays_again(const Lane& lane, const report::TestResult& result);
  void record(std::size_t test, report::TestResult result);
  void record_unplayable(std::size_t test, const std::string& why, report::Outcome outcome,
                         const std::string& blame);
  void leave_out_unoffered(const std::vector<std::string>& actions);
  void begin_probing(const std::vector<std::string>& actions);
  bool is_probe(std::size_t test) const;
  /// While it is open whether there are calls at all, only the probes are played.
  bool may_play(std::size_t test) const { return probes_.empty() || is_probe(test); }
  void hold(std::size_t probe, report::TestResult result);
  void end_probing();
  void leave_out_calls();
  void give_up(std::size_t process, const std::string& why);
  void note_given_up();
  void end_if_done();
  void sample_lag();
  std::string missing_claim(const scenario::Test& test) const;
  std::string repeat_command(const scenario::Test& test) const;

  void start_operated(std::size_t process);
  void leave_operated();
  void note_left();

  net::Loop& loop_;
  const driver::Vocabulary& vocabulary_;
  const driver::Subject& subject_;
  const std::vector<const scenario::Test*>& tests_;
  const spec::Register& requirements_;
  const check::Checker& checker_;
  RunOptions options_;
  RunEvents events_;
  std::unique_ptr<Guest> guest_;       ///< of a homeserver that somebody runs
  PersonSlot* person_slot_ = nullptr;  ///< of the one process there is then
  std::vector<Process> processes_;
  std::vector<Lane> lanes_;
  std::vector<std::size_t> queue_;       ///< tests not yet staged, last first
  std::vector<std::size_t> slow_queue_;  ///< those that take minutes, in lanes of their own
  std::vector<std::size_t> probes_;      ///< empty when nothing is to be found out any more
  std::vector<std::pair<std::size_t, report::TestResult>> held_;  ///< probes that ended and are not told yet
  std::string no_calls_;
  std::vector<report::TestResult> results_;
  std::vector<bool> recorded_;
  std::set<std::size_t> again_;  ///< played a second time
  std::vector<std::string> notices_;
  std::vector<std::string> unknown_endpoints_;
  std::string implementation_;
  std::uint64_t sessions_made_ = 0;
  bool interrupted_ = false;
  bool kept_ = false;
};

}  // namespace ringcheck::run
