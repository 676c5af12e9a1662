#pragma once
// The trace of one scenario: an append-only list of entries, written to disk before the next wait, so that a
// run that is cut short loses nothing. Bounded, because a subject may flood.

#include <cstdint>
#include <cstdio>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "trace/entry.hpp"

namespace ringcheck::trace {

struct TraceLimits {
  std::int64_t entries = 200'000;
  std::int64_t bytes = 256LL * 1024 * 1024;
};

class Trace {
 public:
  explicit Trace(TraceLimits limits = {}) : limits_(limits) {}

  /// Writes each further entry to this file as well, opened by a line that names the format. It is on disk
  /// after `flush`, at the latest with the entry that ends the trace.
  Result<Done> write_to(const std::string& path);
  /// Called after each append with the new entry; the entry stays where it is.
  void on_append(std::function<void(const Entry&)> listener) { listener_ = std::move(listener); }

  /// Gives the entry its seq and keeps it. Over the limits it is dropped and `overflowed` says so.
  const Entry* append(Entry entry);
  /// A trace is evidence of a run that may be killed at any moment: to be called before anything is waited
  /// for.
  void flush();
  const std::deque<Entry>& entries() const { return entries_; }
  const Entry* find(std::int64_t seq) const;
  bool overflowed() const { return overflowed_; }
  /// The seq that the next entry will have.
  std::int64_t next_seq() const { return static_cast<std::int64_t>(entries_.size()) + 1; }

 private:
  struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  TraceLimits limits_;
  std::deque<Entry> entries_;
  std::int64_t bytes_ = 0;
  bool overflowed_ = false;
  std::unique_ptr<std::FILE, CloseFile> file_;
  std::function<void(const Entry&)> listener_;
};

/// Reads a trace that `write_to` wrote; a last line that was cut short is left out. The error names file and
/// line.
Result<std::deque<Entry>> read_trace(const std::string& path);

}  // namespace ringcheck::trace
