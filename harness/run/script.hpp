#pragma once
// The judge of one test: a fold over the entries of its trace. The live player and the replay of a saved
// trace feed it the same entries, so both come to the same verdict, bit for bit. No sockets, no clock:
// deadlines are entries.

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "driver/promises.hpp"
#include "run/refusals.hpp"
#include "scenario/match.hpp"
#include "scenario/model.hpp"
#include "trace/entry.hpp"

namespace ringcheck::run {

enum class StepState : std::uint8_t {
  pending,  ///< not reached
  begun,    ///< waits
  met,
  passed_over,   ///< optional, and it did not come
  missed,        ///< wanted, and it did not come, or came otherwise; forbidden, and it came
  inconclusive,  ///< the harness was late, the subject refused, a control did not come
};

struct StepRecord {
  StepState state = StepState::pending;
  std::int64_t begin_seq = 0;
  std::int64_t at_seq = 0;       ///< the entry that met it, or that is forbidden
  std::int64_t deliver_seq = 0;  ///< send: when the subject got it; ask: when it was posted; request: itself
  std::int64_t taken_seq = 0;    ///< send: when the subject's next sync confirmed it
  std::int64_t answers = 0;      ///< request: how many came that did not decide
  std::int64_t nearest_seq = 0;  ///< missed expect: the entry that came nearest
  std::vector<scenario::Mismatch> mismatches;
  std::vector<std::string> warnings;
  std::string message;
};

/// Who is to blame when a test could not be played to its end.
enum class Trouble : std::uint8_t {
  none,
  unsupported,
  subject,
  permission,  ///< nobody's fault: the rules of the room do not let the subject do what the scenario needs
  adapter,
  harness,
  scenario
};

class Script {
 public:
  explicit Script(const scenario::Test& test);

  /// Takes the next entry; it must stay where it is.
  void on(const trace::Entry& entry);

  /// The step that is to begin now, or null while one waits or when the test is over.
  const scenario::Step* next() const;
  /// True when no step will begin any more: the last was met, or one was missed.
  bool over() const { return stopped_ || (cursor_ >= test_.steps.size()); }
  bool ended() const { return ended_; }
  /// No step was missed so far.
  bool complete_so_far() const { return !stopped_; }
  /// The last settle is answered, or the session is being stopped: what comes now counts no more.
  bool closed() const { return closing_seq_ != 0; }
  /// A step waits for which it counts how long something took (`elapsed`).
  bool measures() const;
  /// True when every step was reached and met: only then does silence prove anything.
  bool complete() const { return complete_; }

  const scenario::Test& test() const { return test_; }
  const scenario::Names& names() const { return names_; }
  const StepRecord& record(int index) const { return records_[static_cast<std::size_t>(index)]; }
  const scenario::Step& step(int index) const { return *steps_[static_cast<std::size_t>(index)]; }
  int step_count() const { return static_cast<int>(steps_.size()); }
  Trouble trouble() const { return trouble_; }
  const std::string& trouble_text() const { return trouble_text_; }
  /// Call events and notes of the subject that no step consumed: a warning under --strict.
  std::vector<std::int64_t> unexplained() const;
  /// What counts for a none, a count or `times`: the entries of its window that fit.
  std::vector<const trace::Entry*> in_window(const scenario::Step& step) const;
  const std::vector<const trace::Entry*>& entries() const { return entries_; }

 private:
  using Step = scenario::Step;
  StepRecord& record_of(const Step& step) { return records_[static_cast<std::size_t>(step.index)]; }

  void on_start(const trace::Entry& entry);
  void on_step(const trace::Entry& entry);
  void on_event(const trace::Entry& entry);
  void on_delivery(const trace::Entry& entry, std::int64_t StepRecord::*moment);
  void on_done(const trace::Entry& entry);
  void on_message(const trace::Entry& entry);
  void on_deadline(const trace::Entry& entry);
  void on_end(const trace::Entry& entry);

  void begin(const Step& step);
  void look_back(const Step& step);
  void offer_to_waiting(const trace::Entry& entry);
  bool try_meet(const Step& step, const trace::Entry& entry);
  void take(const Step& step, const trace::Entry& entry, const scenario::Match& match);
  void met(const Step& step, std::int64_t at_seq, const scenario::Match& match);
  void miss(const Step& step);
  void ran_late(const Step& step);
  void stop(Trouble trouble, std::string text);
  void advance();
  bool group_met(const Step& group) const;

  /// The step is met by what a homeserver under test answers to it.
  bool asks_server(const Step& step) const;
  void on_request(const trace::Entry& entry);
  void try_response(const Step& step, const trace::Entry& entry);
  bool came_too_late(const Step& step, const trace::Entry& entry);
  bool is_seen(const Step& step, const scenario::Wanted& wanted, const trace::Entry& entry) const;
  bool try_answered(const Step& step, const trace::Entry& entry);
  bool answers(const trace::Entry& entry, const StepRecord& asked) const;
  bool answers_step(const trace::Entry& entry, std::string_view id) const;
  std::pair<std::string, int> cursor_of(const Step& step) const;
  bool is_candidate(const Step& step, const scenario::Wanted& wanted, const trace::Entry& entry) const;
  bool is_widget_candidate(const Step& step, const scenario::Wanted& wanted, const trace::Entry& entry) const;
  scenario::Match compare(const Step& step, const scenario::Wanted& wanted, const trace::Entry& entry) const;
  std::int64_t since_seq(const Step& step) const;
  bool since_is_open(const Step& step) const;
  std::int64_t until_seq(const Step& step) const;
  std::int64_t position(std::string_view id) const;
  std::int64_t default_since(const Step& step) const;
  std::int64_t worst_lag_us(std::int64_t since_seq) const;

  void watch_settle(const trace::Entry& entry);
  void close_windows(const trace::Entry& entry);
  void close_none(const Step& step);
  void close_count(const Step& step, const Value* wanted);

  const scenario::Test& test_;
  std::vector<const Step*> steps_;  ///< by index, groups and children alike
  std::vector<StepRecord> records_;
  std::vector<const trace::Entry*> entries_;
  std::map<std::pair<std::string, int>, std::int64_t> cursors_;  ///< (party, channel) -> seq consumed last;
                                                                 ///< of widgets also to whose page
  std::set<std::int64_t> consumed_;
  Refusals refusals_;
  scenario::Names names_;
  std::size_t cursor_ = 0;  ///< index of the current top-level step
  bool begun_ = false;
  bool stopped_ = false;
  bool ended_ = false;
  bool complete_ = false;
  std::string session_;  ///< its name in the adapter, for sentences
  std::int64_t session_seq_ = 0;
  std::int64_t closing_seq_ =
      0;  ///< from here on nothing counts: the subject came to rest, or is being stopped
  driver::SettleWatch settle_watch_;
  Trouble trouble_ = Trouble::none;
  std::string trouble_text_;
};

/// Who posts what an ask says `through: hostile`.
inline constexpr std::string_view hostile_frame = "hostile";

/// Late entries above this make a missed deadline inconclusive: the harness, not the subject, was slow.
inline constexpr std::int64_t late_limit_us = 500'000;

/// … of less is told while a step counts how long something took.
inline constexpr std::int64_t late_limit_of_measuring_us = 50'000;

/// A request so soon after an answered settle was queued when the adapter said that nothing was.
inline constexpr std::int64_t settle_window_ms = 250;

}  // namespace ringcheck::run
