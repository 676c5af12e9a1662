#pragma once
// The harness's side of the talk with one adapter, as a pure state machine: bytes, exits and the time
// come in, what to do comes out. Who owns the process and the clock (run/) feeds it and obeys.
//
//   begin -> initialize -> random-name probe -> Ready -> request … Reply … -> finish -> on_exit
//
// Any fault of the adapter (driver protocol, section 6: blame adapter) ends the talk: every open request is
// replied `adapter_failed`, then come AdapterFault and Kill, and from then on all input is ignored.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "driver/codec.hpp"
#include "driver/promise.hpp"
#include "driver/stderr_tail.hpp"
#include "driver/vocabulary.hpp"
#include "value/result.hpp"
#include "value/value.hpp"

namespace ringcheck::driver {

/// What became of a request.
struct Outcome {
  enum class Kind : std::uint8_t { done, unsupported, refused, no_such, crashed, adapter_failed };
  Kind kind = Kind::done;
  Value result;         ///< done
  std::string message;  ///< all others: the adapter's message; adapter_failed: our sentence or its message
  std::string stderr_text;  ///< crashed: what the subject's log said last
};

std::string_view outcome_name(Outcome::Kind kind);

/// To be written to the adapter's stdin, whole.
struct Write {
  std::string bytes;
};
/// The adapter is initialised, probed and reviewed: requests may be made. Comes once.
struct Ready {
  std::string implementation;
  std::string version;
  std::vector<std::string> actions;
  std::vector<std::string> notes;
};
/// Exactly one for each request.
struct Reply {
  std::int64_t id = 0;
  std::string method;
  Outcome outcome;
};
/// The adapter is to blame, nobody else; at most one.
struct AdapterFault {
  std::string sentence;
  Promise broken = Promise::messages;
};
/// Close the adapter's stdin: it has to leave.
struct CloseInput {};
/// End the process group; this process is of no more use.
struct Kill {};

using Output = std::variant<Write, Ready, Reply, Note, AdapterFault, CloseInput, Kill>;
using Outputs = std::vector<Output>;

/// What a conversation is begun with. Times are in milliseconds, already scaled.
struct Settings {
  std::string harness_version;
  std::uint64_t seed = 0;  ///< also makes the name of the probe
  double time_scale = 1.0;
  std::int64_t deadline_ms = 30'000;        ///< for initialize and the probe; announced to the adapter
  std::int64_t leave_ms = 5'000;            ///< from the end of stdin to the exit
  std::int64_t max_session_notes = 10'000;  ///< more is a flood
  std::size_t max_session_bytes = std::size_t{16} * 1024 * 1024;  ///< of notes
  std::vector<std::string> claims;  ///< of subject.yaml, already reviewed among themselves
  Wire wire = Wire::lines;          ///< texts: it came over a connection, and no process of it is ours
  bool probe_unlisted = false;      ///< asks also for each known action that initialize does not list
};

class Conversation {
 public:
  /// `vocabulary` must outlive the conversation.
  Conversation(const Vocabulary& vocabulary, Settings settings);

  Outputs begin(std::int64_t now_ms);

  struct Asked {
    std::int64_t id = 0;
    Outputs outputs;
  };
  /// Orders an action or a session method; `deadline_ms` from now, put into the params. The error is a fault
  /// of the caller: unknown method or params that do not fit the vocabulary. An action that the adapter did
  /// not list is replied `unsupported` at once and not sent; after a fault the reply is `adapter_failed` at
  /// once.
  Result<Asked> request(std::string_view method, Value params, std::int64_t deadline_ms, std::int64_t now_ms);

  /// A text that is one message.
  Outputs on_text(std::string_view text, std::int64_t now_ms);
  Outputs on_stdout(std::string_view bytes, std::int64_t now_ms);
  void on_stderr(std::string_view bytes);
  /// The process ended; `status` is told as "exit status 3" or "signal 6". Feed what was left in its pipes
  /// first. Of a connection `status` is why it ended, or empty.
  Outputs on_exit(std::string_view status);
  /// Processes that outlived the adapter, each told as "sleep (pid 4711)". May come after on_exit.
  Outputs on_left_behind(const std::vector<std::string>& processes);
  Outputs on_time(std::int64_t now_ms);
  /// The earliest deadline, for the caller's timer.
  std::optional<std::int64_t> next_deadline_ms() const;

  /// No more requests: asks for CloseInput and gives the adapter `leave_ms`.
  Outputs finish(std::int64_t now_ms);

  bool ready() const { return state_ == State::ready; }
  bool failed() const { return state_ == State::failed; }
  bool offers(std::string_view action) const;
  /// For the report: the last message each way and the last 32 lines of stderr.
  const std::string& last_sent() const { return last_sent_; }
  const std::string& last_received() const { return last_received_; }
  std::vector<std::string> stderr_lines() const { return stderr_.lines(); }
  const std::string& probe_name() const { return probe_name_; }

 private:
  enum class State : std::uint8_t { unborn, starting, probing, ready, leaving, ended, failed };
  struct Open {
    std::string method;
    std::string session;
    std::int64_t within_ms = 0;
    std::int64_t deadline_ms = 0;
  };
  struct Session {
    std::int64_t notes = 0;
    std::size_t bytes = 0;
  };

  void send(std::string_view method, Value params, std::int64_t within_ms, std::int64_t now_ms, Outputs& out);
  void on_line(const std::string& line, std::int64_t now_ms, Outputs& out);
  void on_response(const Response& response, std::int64_t now_ms, Outputs& out);
  void on_note(Note note, std::size_t bytes, Outputs& out);
  void on_initialized(const Response& response, std::int64_t now_ms, Outputs& out);
  void probe(std::int64_t now_ms, Outputs& out);
  void on_probed(const Response& response, std::int64_t now_ms, Outputs& out);
  void close_request(std::int64_t id, const Response& response, Outputs& out);
  void follow_session(const Open& open, const Outcome& outcome);
  Promise asked_for(Promise when_ready) const;
  void fail(Promise broken, const std::string& sentence, Outputs& out);
  std::string_view how_ended() const;
  std::string open_methods() const;

  const Vocabulary& vocabulary_;
  Settings settings_;
  State state_ = State::unborn;
  LineReader reader_;
  StderrTail stderr_;
  Ready ready_;
  std::string probe_name_;
  std::vector<std::string> unknown_;  ///< what must be answered as unsupported, before it is ready
  std::string fault_;
  std::int64_t next_id_ = 1;
  std::map<std::int64_t, Open> open_;
  std::map<std::string, Session, std::less<>> sessions_;
  std::optional<std::int64_t> leave_at_ms_;
  std::string last_sent_;
  std::string last_received_;
};

}  // namespace ringcheck::driver
