#pragma once
// Writes the trace of a live test and feeds its script: the only way by which anything enters either.

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "net/loop.hpp"
#include "run/script.hpp"
#include "trace/trace.hpp"

namespace ringcheck::run {

class Recorder {
 public:
  Recorder(net::Loop& loop, const scenario::Test& test)
      : loop_(loop), script_(test), begin_us_(loop.now_us()) {}
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  Result<Done> write_to(const std::string& path) { return trace_.write_to(path); }
  /// Called once in the next turn of the loop after anything was appended.
  void on_change(std::function<void()> listener) { on_change_ = std::move(listener); }
  /// Called with each entry, as it stands in the trace.
  void on_entry(std::function<void(const trace::Entry&)> listener) { trace_.on_append(std::move(listener)); }
  /// Called before an entry is stamped while the script waits for one whose time counts: it may append how
  /// late the harness is.
  void before_measuring(std::function<void()> listener) { before_measuring_ = std::move(listener); }
  /// Secrets of this test, each with what the trace shows for it.
  void mask(const std::string& secret, const std::string& shown);
  /// The same for one that nobody has named; each has one name in the trace.
  void hide(const std::string& secret);
  /// `Bearer <token of bob>` for a known token, `Bearer <unknown>` for all else.
  std::string masked_authorization(std::string_view bearer) const;

  /// Appends and returns the seq; 0 when the trace is full.
  std::int64_t append(trace::Entry entry);

  Script& script() { return script_; }
  const Script& script() const { return script_; }
  const trace::Trace& trace() const { return trace_; }
  std::int64_t elapsed_us() const { return loop_.now_us() - begin_us_; }

 private:
  net::Loop& loop_;
  trace::Trace trace_;
  Script script_;
  std::int64_t begin_us_;
  std::vector<std::pair<std::string, std::string>> masks_;
  std::function<void()> on_change_;
  std::function<void()> before_measuring_;
  bool measuring_ = false;
  bool told_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace ringcheck::run
