#pragma once
// A mutant: the trace of a passed test with one thing made wrong. It is judged again without playing
// anything, and the requirement that spoke of that thing may not pass any more.

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "run/script.hpp"
#include "trace/entry.hpp"

namespace ringcheck::run {

enum class Mutation : std::uint8_t {
  deleted,    ///< what a step took is gone
  doubled,    ///< it came more often than `times` allows
  elsewhere,  ///< in another room, from another party, for another call, on another channel
  value,      ///< a leaf that the step names has another value of the same type
  type,       ///< … another JSON type
  key,        ///< … is not there, or something is there that should not
  inserted,   ///< what the step forbids came
};
inline constexpr std::size_t mutation_count = 7;
std::string_view mutation_name(Mutation mutation);

/// What happens to one entry of the original trace.
struct Change {
  enum class How : std::uint8_t { replace, remove, insert_before };
  How how = How::remove;
  std::int64_t seq = 0;  ///< in the original trace
  trace::Entry entry;    ///< replace, insert_before
};

struct Mutant {
  Mutation kind = Mutation::deleted;
  std::string words;  ///< what was done; the same in every run, for reasons are found by it
  std::vector<Change> changes;
};

/// Entries that become a trace of their own: numbered anew, causes after them.
class NewTrace {
 public:
  explicit NewTrace(std::size_t original_size) : new_seqs_(original_size + 1, 0) {}

  /// `origin` is the seq in the original; 0 for an entry that was not there.
  const trace::Entry& add(trace::Entry entry, std::int64_t origin);
  const std::deque<trace::Entry>& entries() const { return entries_; }
  std::int64_t origin(std::int64_t seq) const { return origins_[static_cast<std::size_t>(seq - 1)]; }

 private:
  std::deque<trace::Entry> entries_;
  std::vector<std::int64_t> origins_;
  std::vector<std::int64_t> new_seqs_;  ///< of the original entries, by seq
};

/// Calls `add(entry, origin)` for what the changes make of the original from the entry `first` on, in order.
template <typename Add>
void each_changed(const std::deque<trace::Entry>& original, const std::vector<Change>& changes, Add&& add,
                  std::int64_t first = 1) {
  for (auto at = original.begin() + (first - 1); at != original.end(); ++at) {
    const trace::Entry& entry = *at;
    const trace::Entry* kept = &entry;
    for (const Change& change : changes) {
      if (change.seq != entry.seq) continue;
      if (change.how == Change::How::insert_before) add(change.entry, 0);
      if (change.how == Change::How::remove) kept = nullptr;
      if (change.how == Change::How::replace && kept != nullptr) kept = &change.entry;
    }
    if (kept != nullptr) add(*kept, entry.seq);
  }
}

/// A trace with changes, folded as the live player would have: where nothing meets a step that waits, its
/// deadline passes. The harness's own lateness is left out, for it says nothing of the subject. Keeps the
/// test by reference.
class Replay {
 public:
  Replay(const scenario::Test& test, const std::deque<trace::Entry>& original,
         const std::vector<Change>& changes = {});
  Replay(const Replay&) = delete;
  Replay& operator=(const Replay&) = delete;

  const Script& script() const { return script_; }
  const std::deque<trace::Entry>& entries() const { return trace_.entries(); }
  /// The seq that an entry had in the original; 0 for one that was inserted.
  std::int64_t origin(std::int64_t seq) const { return trace_.origin(seq); }

 private:
  void add(const trace::Entry& entry, std::int64_t origin);
  bool ends_waiting(const trace::Entry& entry) const;

  const scenario::Test& test_;
  Script script_;
  NewTrace trace_;
  int waiting_step_ = -1;
};

/// The names that are known when the fold has taken all entries before `seq`.
scenario::Names names_before(const scenario::Test& test, const std::deque<trace::Entry>& entries,
                             std::int64_t seq);

}  // namespace ringcheck::run
