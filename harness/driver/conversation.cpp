#include "driver/conversation.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "driver/claims.hpp"
#include "driver/shape.hpp"
#include "driver/text.hpp"
#include "value/nearest.hpp"

namespace ringcheck::driver {

namespace {

// JSON-RPC 2.0, section 5.1: the method does not exist.
constexpr std::int64_t code_unsupported = -32601;
// JSON-RPC 2.0, section 5.1: the range left to servers; the kind says which of ours it is.
constexpr std::int64_t code_failed = -32000;

// One round of splitmix64, so that neighbouring seeds give unlike names.
std::string make_probe_name(std::uint64_t seed) {
  std::uint64_t z = seed + 0x9e3779b97f4a7c15U;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return fmt::format("probe_{:08x}", (z ^ (z >> 31U)) >> 32U);
}

Value masked(Value params) {
  for (const std::string_view secret : {"access_token", "password", "shared_secret"}) {
    if (Value* found = params.find(secret)) *found = Value("masked");
  }
  for (Member& member : params.members) member.value = masked(std::move(member.value));
  return params;
}

std::vector<std::string> strings_of(const Value& list) {
  std::vector<std::string> all;
  for (const Value& item : list.items) all.push_back(item.text);
  return all;
}

std::string unknown_names(std::string_view what, const std::vector<std::string>& listed,
                          const std::vector<std::string>& known) {
  for (const std::string& name : listed) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    return fmt::format("initialize lists an unknown {} {}{}", what, shown(name, 60),
                       did_you_mean(name, known));
  }
  return {};
}

std::optional<Outcome::Kind> kind_of(const ErrorReply& error) {
  using Kind = Outcome::Kind;
  if (error.code == code_unsupported) return Kind::unsupported;
  if (error.code != code_failed) return std::nullopt;
  for (const Kind kind : {Kind::refused, Kind::no_such, Kind::crashed, Kind::adapter_failed}) {
    if (error.kind == outcome_name(kind)) return kind;
  }
  return std::nullopt;
}

}  // namespace

std::string_view outcome_name(Outcome::Kind kind) {
  switch (kind) {
    case Outcome::Kind::done:
      return "done";
    case Outcome::Kind::unsupported:
      return "unsupported";
    case Outcome::Kind::refused:
      return "refused";
    case Outcome::Kind::no_such:
      return "no_such";
    case Outcome::Kind::crashed:
      return "crashed";
    case Outcome::Kind::adapter_failed:
      return "adapter_failed";
  }
  return {};
}

Conversation::Conversation(const Vocabulary& vocabulary, Settings settings)
    : vocabulary_(vocabulary), settings_(std::move(settings)), probe_name_(make_probe_name(settings_.seed)) {}

Outputs Conversation::begin(std::int64_t now_ms) {
  // An adapter in JavaScript reads numbers as doubles, so a seed has to stay below 2^53.
  constexpr std::uint64_t most_exact = (1ULL << 53U) - 1;
  Outputs out;
  state_ = State::starting;
  send("initialize",
       make_object({{"protocol", vocabulary_.protocol},
                    {"harness", make_object({{"name", "ringcheck"}, {"version", settings_.harness_version}})},
                    {"seed", static_cast<std::int64_t>(settings_.seed & most_exact)},
                    {"time_scale", make_number(fmt::format("{:#}", settings_.time_scale))}}),
       settings_.deadline_ms, now_ms, out);
  return out;
}

Result<Conversation::Asked> Conversation::request(std::string_view method, Value params,
                                                  std::int64_t deadline_ms, std::int64_t now_ms) {
  const Action* action = vocabulary_.method(method);
  if (action == nullptr) {
    return Error{
        fmt::format("unknown action {}{}", method, did_you_mean(method, vocabulary_.action_names()))};
  }
  std::vector<Field> fields = vocabulary_.common;
  fields.insert(fields.end(), action->params.begin(), action->params.end());
  params.set("deadline_ms", deadline_ms);
  if (const auto faults = check_shape(params, fields); !faults.empty()) {
    return Error{fmt::format("params of {}: {}", method, fmt::join(faults, "; "))};
  }
  Asked asked{next_id_, {}};
  if (state_ == State::failed) {
    ++next_id_;
    asked.outputs.emplace_back(
        Reply{asked.id, action->name, {Outcome::Kind::adapter_failed, {}, fault_, {}}});
    return asked;
  }
  if (state_ != State::ready)
    return Error{fmt::format("{} is asked of an adapter that is not ready", method)};
  const std::string session(params.string_at("session"));
  const bool starts = method == "session.start";
  if (starts == (sessions_.count(session) > 0)) {
    return Error{fmt::format("{}: session {} is {} started", method, session, starts ? "already" : "not")};
  }
  if (vocabulary_.action(method) != nullptr && !offers(method)) {
    ++next_id_;
    asked.outputs.emplace_back(
        Reply{asked.id,
              action->name,
              {Outcome::Kind::unsupported, {}, "not in the actions that initialize listed", {}}});
    return asked;
  }
  if (starts) sessions_[session] = Session{};
  send(method, std::move(params), deadline_ms, now_ms, asked.outputs);
  return asked;
}

void Conversation::send(std::string_view method, Value params, std::int64_t within_ms, std::int64_t now_ms,
                        Outputs& out) {
  const std::int64_t id = next_id_++;
  params.set("deadline_ms", within_ms);
  open_[id] =
      Open{std::string(method), std::string(params.string_at("session")), within_ms, now_ms + within_ms};
  out.emplace_back(Write{encode_request(id, method, params)});
  last_sent_ = encode_request(id, method, masked(std::move(params)));
  last_sent_.pop_back();
}

Outputs Conversation::on_stdout(std::string_view bytes, std::int64_t now_ms) {
  Outputs out;
  // A piece at a time, so that a flood in one read holds no more than a line in memory.
  constexpr std::size_t piece = std::size_t{64} * 1024;
  while (!bytes.empty() && state_ != State::failed && state_ != State::ended) {
    reader_.feed(bytes.substr(0, piece));
    bytes.remove_prefix(std::min(piece, bytes.size()));
    while (auto next = reader_.next()) {
      if (state_ == State::failed) continue;
      if (const auto* fault = std::get_if<WireFault>(&*next)) fail(Promise::messages, fault->sentence, out);
      if (const auto* line = std::get_if<std::string>(&*next)) on_line(*line, now_ms, out);
    }
  }
  return out;
}

Outputs Conversation::on_text(std::string_view text, std::int64_t now_ms) {
  Outputs out;
  if (state_ == State::failed || state_ == State::ended) return out;
  if (text.size() <= max_line_bytes) {
    on_line(std::string(text), now_ms, out);
  } else {
    fail(Promise::messages,
         fmt::format("a text is longer than {} bytes: \"{}\". See schemas/driver/README.md#messages",
                     max_line_bytes, shown(text, 60)),
         out);
  }
  return out;
}

void Conversation::on_line(const std::string& line, std::int64_t now_ms, Outputs& out) {
  last_received_ = shown(line, 4096);
  Message message = decode(line, settings_.wire);
  if (const auto* fault = std::get_if<WireFault>(&message))
    return fail(Promise::messages, fault->sentence, out);
  if (auto* note = std::get_if<Note>(&message)) return on_note(std::move(*note), line.size(), out);
  on_response(std::get<Response>(message), now_ms, out);
}

void Conversation::on_response(const Response& response, std::int64_t now_ms, Outputs& out) {
  const auto found = open_.find(response.id);
  if (found == open_.end()) {
    if (state_ == State::leaving) return;  // the answer to an initialize or a probe that finish() gave up
    const bool asked_before = response.id > 0 && response.id < next_id_;
    return fail(Promise::answers,
                asked_before ? fmt::format("answered request {} twice", response.id)
                             : fmt::format("answered request {}, which was never made", response.id),
                out);
  }
  if (state_ == State::starting) return on_initialized(response, now_ms, out);
  if (state_ == State::probing) return on_probed(response, now_ms, out);
  close_request(response.id, response, out);
}

void Conversation::on_initialized(const Response& response, std::int64_t now_ms, Outputs& out) {
  if (const auto* error = std::get_if<ErrorReply>(&response.outcome)) {
    return fail(Promise::initialize,
                fmt::format("answered initialize with error {}: \"{}\"", error->code, shown(error->message)),
                out);
  }
  const Value& result = std::get<Value>(response.outcome);
  if (const Value* protocol = result.find("protocol"); protocol != nullptr && protocol->as_int()) {
    if (*protocol->as_int() != vocabulary_.protocol) {
      return fail(
          Promise::initialize,
          fmt::format("speaks protocol {} where the harness speaks {}. See schemas/driver/README.md#versions",
                      *protocol->as_int(), vocabulary_.protocol),
          out);
    }
  }
  if (const auto faults = check_shape(result, vocabulary_.initialize.result); !faults.empty()) {
    return fail(Promise::initialize, fmt::format("answer to initialize: {}", fmt::join(faults, "; ")), out);
  }
  ready_ = Ready{std::string(result.find("implementation")->string_at("name")),
                 std::string(result.find("implementation")->string_at("version")),
                 strings_of(*result.find("actions")), strings_of(*result.find("notes"))};
  std::string fault = unknown_names("action", ready_.actions, vocabulary_.action_names());
  if (fault.empty()) fault = unknown_names("note", ready_.notes, vocabulary_.note_names());
  if (fault.empty()) {
    const auto missing = review_offer(vocabulary_, settings_.claims, ready_.actions, ready_.notes);
    fault = fmt::format("{}", fmt::join(missing, "; "));
  }
  if (!fault.empty()) return fail(Promise::offer, fault, out);
  open_.erase(response.id);
  state_ = State::probing;
  unknown_ = {probe_name_};
  if (settings_.probe_unlisted) {
    for (const std::string& name : vocabulary_.action_names()) {
      if (!offers(name)) unknown_.push_back(name);
    }
  }
  probe(now_ms, out);
}

void Conversation::probe(std::int64_t now_ms, Outputs& out) {
  send(unknown_.front(), make_object(), settings_.deadline_ms, now_ms, out);
}

void Conversation::on_probed(const Response& response, std::int64_t now_ms, Outputs& out) {
  const std::string name = unknown_.front();
  const std::string_view what =
      name == probe_name_ ? "an action that does not exist" : "an action that initialize does not list";
  const auto* error = std::get_if<ErrorReply>(&response.outcome);
  if (error == nullptr) {
    return fail(Promise::unknown,
                fmt::format("claims to have done {}, {}; its 'done' proves nothing", name, what), out);
  }
  if (error->code != code_unsupported) {
    return fail(Promise::unknown,
                fmt::format("answered {}, {}, with error {} where {} is wanted", name, what, error->code,
                            code_unsupported),
                out);
  }
  open_.erase(response.id);
  unknown_.erase(unknown_.begin());
  if (!unknown_.empty()) return probe(now_ms, out);
  state_ = State::ready;
  out.emplace_back(ready_);
}

void Conversation::close_request(std::int64_t id, const Response& response, Outputs& out) {
  const Open& open = open_.at(id);
  Outcome outcome;
  if (const auto* error = std::get_if<ErrorReply>(&response.outcome)) {
    const auto kind = kind_of(*error);
    if (!kind) {
      return fail(
          Promise::answers,
          fmt::format("answered {} with error {} and the kind \"{}\"; an error is {}, or {} with the kind "
                      "refused, no_such, crashed or adapter_failed",
                      open.method, error->code, shown(error->kind, 40), code_unsupported, code_failed),
          out);
    }
    outcome = Outcome{*kind, {}, error->message, error->stderr_text};
  } else {
    outcome.result = std::get<Value>(response.outcome);
    const auto faults = check_shape(outcome.result, vocabulary_.method(open.method)->result);
    if (!faults.empty()) {
      return fail(Promise::answers, fmt::format("answer to {}: {}", open.method, fmt::join(faults, "; ")),
                  out);
    }
  }
  const Open closed = open;
  open_.erase(id);
  follow_session(closed, outcome);
  out.emplace_back(Reply{id, closed.method, std::move(outcome)});
}

// A session lives from the order to start it to the answer that it is stopped.
void Conversation::follow_session(const Open& open, const Outcome& outcome) {
  const bool done = outcome.kind == Outcome::Kind::done;
  const bool ended = done ? open.method == "session.stop" : open.method == "session.start";
  if (ended) sessions_.erase(open.session);
}

void Conversation::on_note(Note note, std::size_t bytes, Outputs& out) {
  const std::string kind = shown(note.kind, 60);
  const NoteKind* known = vocabulary_.note(note.kind);
  if (known == nullptr) {
    return fail(Promise::notes,
                fmt::format("sent a note of the unknown kind {}{}", kind,
                            did_you_mean(note.kind, vocabulary_.note_names())),
                out);
  }
  const auto found = sessions_.find(note.session);
  if (found == sessions_.end()) {
    return fail(
        Promise::notes,
        fmt::format("sent the note {} for session {}, which is not started", kind, shown(note.session, 60)),
        out);
  }
  const bool listed = std::find(ready_.notes.begin(), ready_.notes.end(), note.kind) != ready_.notes.end();
  if (!listed && note.kind != "log")
    return fail(Promise::notes, fmt::format("sent the note {}, which initialize does not list", kind), out);
  Session& session = found->second;
  if (note.seq != session.notes + 1) {
    return fail(Promise::notes,
                fmt::format("note {} of session {} came after note {}; seq counts from 1 without a gap",
                            note.seq, note.session, session.notes),
                out);
  }
  if (const auto faults = check_shape(note.data, known->data, "/data"); !faults.empty()) {
    return fail(Promise::notes,
                fmt::format("note {} of session {}: {}", kind, note.session, fmt::join(faults, "; ")), out);
  }
  ++session.notes;
  session.bytes += bytes;
  if (session.notes > settings_.max_session_notes || session.bytes > settings_.max_session_bytes) {
    return fail(Promise::notes,
                fmt::format("flooded session {}: more than {} notes or {} bytes of them", note.session,
                            settings_.max_session_notes, settings_.max_session_bytes),
                out);
  }
  out.emplace_back(std::move(note));
}

void Conversation::on_stderr(std::string_view bytes) {
  stderr_.feed(bytes);
}

Outputs Conversation::on_exit(std::string_view status) {
  Outputs out;
  if (state_ == State::failed || state_ == State::ended) return out;
  if (state_ == State::leaving && open_.empty()) {
    state_ = State::ended;
    leave_at_ms_.reset();
    return out;
  }
  if (settings_.wire == Wire::texts) {
    fail(asked_for(Promise::answers),
         fmt::format("the adapter's connection was lost {}{}{}",
                     open_.empty() ? "between two requests" : "during " + open_methods(),
                     status.empty() ? "" : ": ", status),
         out);
    return out;
  }
  fail(asked_for(Promise::answers),
       fmt::format("adapter ended ({}) {}; last stderr: {}", status,
                   open_.empty() ? "between two requests" : "during " + open_methods(),
                   brief(stderr_.lines())),
       out);
  return out;
}

Outputs Conversation::on_left_behind(const std::vector<std::string>& processes) {
  Outputs out;
  if (processes.empty()) return out;
  fail(Promise::nothing_left,
       fmt::format("adapter left {} process{} behind: {}; killed. See schemas/driver/README.md#processes",
                   processes.size(), processes.size() == 1 ? "" : "es", fmt::join(processes, ", ")),
       out);
  return out;
}

Outputs Conversation::on_time(std::int64_t now_ms) {
  Outputs out;
  const auto earliest = std::min_element(open_.begin(), open_.end(), [](const auto& a, const auto& b) {
    return a.second.deadline_ms < b.second.deadline_ms;
  });
  if (earliest != open_.end() && earliest->second.deadline_ms <= now_ms) {
    fail(asked_for(Promise::deadlines),
         fmt::format("no answer to {} within {} ms; {}", earliest->second.method, earliest->second.within_ms,
                     how_ended()),
         out);
  } else if (leave_at_ms_ && *leave_at_ms_ <= now_ms) {
    fail(Promise::leaving,
         fmt::format("still running {} ms after the end of stdin; {}", settings_.leave_ms, how_ended()), out);
  }
  return out;
}

std::optional<std::int64_t> Conversation::next_deadline_ms() const {
  std::optional<std::int64_t> next = leave_at_ms_;
  for (const auto& [id, open] : open_) next = std::min(next.value_or(open.deadline_ms), open.deadline_ms);
  return next;
}

Outputs Conversation::finish(std::int64_t now_ms) {
  Outputs out;
  if (state_ == State::failed || state_ == State::ended || state_ == State::leaving) return out;
  if (state_ != State::ready) open_.clear();
  state_ = State::leaving;
  leave_at_ms_ = now_ms + settings_.leave_ms;
  out.emplace_back(CloseInput{});
  return out;
}

bool Conversation::offers(std::string_view action) const {
  return std::find(ready_.actions.begin(), ready_.actions.end(), action) != ready_.actions.end();
}

// Until it is ready it is asked for one thing at a time.
Promise Conversation::asked_for(Promise when_ready) const {
  if (state_ == State::starting) return Promise::initialize;
  return state_ == State::probing ? Promise::unknown : when_ready;
}

void Conversation::fail(Promise broken, const std::string& sentence, Outputs& out) {
  if (state_ == State::failed) return;
  const bool internal = state_ == State::starting || state_ == State::probing;
  state_ = State::failed;
  fault_ = sentence;
  for (const auto& [id, open] : open_) {
    if (internal) break;
    out.emplace_back(Reply{id, open.method, {Outcome::Kind::adapter_failed, {}, sentence, {}}});
  }
  open_.clear();
  leave_at_ms_.reset();
  out.emplace_back(AdapterFault{sentence, broken});
  out.emplace_back(Kill{});
}

std::string_view Conversation::how_ended() const {
  return settings_.wire == Wire::texts ? "connection closed" : "process group killed";
}

std::string Conversation::open_methods() const {
  std::vector<std::string> methods;
  for (const auto& [id, open] : open_) methods.push_back(open.method);
  return fmt::format("{}", fmt::join(methods, ", "));
}

}  // namespace ringcheck::driver
