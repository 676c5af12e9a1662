#pragma once
// The words of a ladder: who has a column, and what stands on an arrow. Short, because the raw entry is one
// click away.

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "trace/entry.hpp"

namespace ringcheck::report {

struct LadderColumn {
  std::string name;  ///< of the party, as entries write it
  std::string role;
};

/// The harness that moves the subject, the subject, the homeserver, then the peers in the order in which they
/// speak: so most arrows are short.
std::vector<LadderColumn> columns_of(const std::deque<trace::Entry>& entries);

class LadderLabels {
 public:
  /// A step of `file` shows its line alone, one of another file (a fragment) that file's name too.
  LadderLabels(const std::deque<trace::Entry>& entries, std::string file);

  /// One line, or one for each event of a sync response that brought several.
  std::vector<std::string> of(const trace::Entry& entry) const;

 private:
  std::string step_label(const trace::Entry& entry) const;
  std::vector<std::string> delivery_labels(const trace::Entry& entry) const;

  std::string file_;
  std::map<std::string_view, const trace::Entry*> event_by_id_;
};

}  // namespace ringcheck::report
