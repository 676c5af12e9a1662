#pragma once
// All checks that need no scenario as one fold: it takes the entries of a trace one by one, live or recorded,
// keeps none of them, and so judges a recording of any length in constant memory.

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "check/call.hpp"
#include "check/finding.hpp"
#include "check/recent.hpp"
#include "check/tally.hpp"
#include "check/trace_checks.hpp"
#include "check/traffic.hpp"
#include "check/widget_session.hpp"
#include "trace/entry.hpp"

namespace ringcheck::check {

class SchemaSet;

struct JudgeOptions {
  /// False for a recording that may have begun in the midst of calls: what is missing before its first entry
  /// is then no fault.
  bool from_the_start = true;
};

/// Made by Checker::judge; the checker outlives it.
class TraceJudge {
 public:
  TraceJudge(const SchemaSet& schemas, const WidgetSchemas& widgets, std::string subject,
             JudgeOptions options);

  /// The next entry; their order is the order of what happened.
  void take(const trace::Entry& entry);
  /// What was found. The judge is spent then.
  TraceReport finish();

 private:
  static constexpr std::size_t most_calls = 1000;
  static constexpr std::size_t most_sessions = 100;
  using CallKey = std::pair<std::string, std::string>;  ///< room and call_id (stance S27)

  struct Ending {
    CallKey call;
    End end;
  };

  void take_call_event(const CallEvent& event);
  void take_widget_message(const trace::WidgetMessage& message);
  void close_sessions(const trace::Entry& entry, std::string_view only);
  void judge_widget(const WidgetMoment& moment);
  void note_taken(const trace::Entry& entry);
  void note_room(const trace::Entry& entry);
  Call& call_of(const CallKey& key);

  const SchemaSet& schemas_;
  const WidgetSchemas& widgets_;
  std::string subject_;
  JudgeOptions options_;
  Recent<CallKey, Call> calls_{most_calls};
  Recent<std::string, RoomView> rooms_{most_calls};
  Recent<std::string, Ending> endings_{
      most_calls};  ///< by event ID: what others sent and the subject has not taken
  Recent<std::string, WidgetSession> sessions_{most_sessions};
  Traffic traffic_;
  std::vector<Tally> tallies_;  ///< one per check, in the order of the table
};

}  // namespace ringcheck::check
