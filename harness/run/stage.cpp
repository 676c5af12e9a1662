#include "run/stage.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <utility>

#include <fmt/format.h>

namespace ringcheck::run {

using scenario::Verb;
using trace::Entry;
using trace::Kind;

Stage::Stage(net::Loop& loop, const scenario::Test& test, const driver::Vocabulary& vocabulary,
             StageOptions options)
    : loop_(loop),
      test_(test),
      vocabulary_(vocabulary),
      options_(std::move(options)),
      random_(options_.seed, test.name + options_.stream),
      recorder_(loop, test) {}

Stage::~Stage() {
  if (slot_ != nullptr) slot_->forget_session(options_.session);
}

Result<Done> Stage::begin_trace() {
  if (options_.on_entry) recorder_.on_entry(options_.on_entry);
  if (options_.trace_path.empty()) return Done{};
  return recorder_.write_to(options_.trace_path);
}

void Stage::record_start(const scenario::Names& known, Value versions) {
  Value names = make_object();
  for (const auto& [name, value] : known) names.set(name, value);
  Entry start;
  start.kind = Kind::start;
  start.from = "harness";
  start.type = test_.name;
  start.head = make_object({{"file", test_.file},
                            {"seed", make_number(std::to_string(options_.seed))},
                            {"subject", test_.subject().name}});
  start.body = make_object({{"names", std::move(names)}});
  if (versions.is_array()) start.body.set("versions", std::move(versions));
  recorder_.append(std::move(start));
  recorder_.on_change([this] { pump(); });
  if (options_.sample_lag) recorder_.before_measuring(options_.sample_lag);
}

void Stage::play(std::function<void()> on_over) {
  on_over_ = std::move(on_over);
  pump();
}

void Stage::record_done(const std::string& type, int step, std::int64_t cause, const std::string& outcome,
                        const std::string& message, Value result, bool promised) {
  Entry entry;
  entry.kind = Kind::done;
  entry.from = test_.subject().name;
  entry.to = "harness";
  entry.channel = trace::channel::driver;
  entry.cause = cause;
  entry.step = step;
  entry.type = type;
  entry.head = make_object({{"outcome", outcome}});
  if (!message.empty()) entry.head.set("message", message);
  if (promised) entry.head.set("promised", true);
  entry.body = std::move(result);
  recorder_.append(std::move(entry));
}

void Stage::end() {
  Entry entry;
  entry.kind = Kind::end;
  entry.from = "harness";
  entry.type = recorder_.script().complete_so_far() ? "complete" : "stopped";
  recorder_.append(std::move(entry));
  leave();
}

void Stage::tell_over() {
  over_ = true;
  deadlines_.clear();
  if (slot_ != nullptr) slot_->forget_session(options_.session);
  if (on_over_) loop_.post(std::exchange(on_over_, nullptr));
}

void Stage::adapter_failed(const std::string& sentence) {
  if (recorder_.script().ended()) return leave();
  record_done("adapter", -1, 0, "adapter_failed", sentence);
  end();
}

void Stage::interrupt() {
  if (recorder_.script().ended() || recorder_.trace().entries().empty()) return;
  Entry entry;
  entry.kind = Kind::end;
  entry.from = "harness";
  entry.type = "interrupted";
  recorder_.append(std::move(entry));
}

void Stage::note_lag(std::int64_t lag_us) {
  if (lag_us <= (recorder_.script().measures() ? late_limit_of_measuring_us : late_limit_us)) return;
  Entry entry;
  entry.kind = Kind::late;
  entry.from = "harness";
  entry.head = make_object({{"lag_us", lag_us}});
  recorder_.append(std::move(entry));
}

std::int64_t Stage::scaled_ms(std::int64_t ms) const {
  return static_cast<std::int64_t>(static_cast<double>(ms) * options_.time_scale);
}

std::int64_t Stage::answer_ms(std::int64_t ms) const {
  return std::max(scaled_ms(ms), std::min(ms, least_answer_ms));
}

std::int64_t Stage::session_ms(std::int64_t ms) const {
  return std::max(scaled_ms(ms), ms);
}

void Stage::begin(const Step& step) {
  if (step.verb == Verb::let) return let(step);
  record_step(step);
  perform(step);
}

void Stage::record_step(const Step& step, Value resolved) {
  Entry entry;
  entry.kind = Kind::step;
  entry.from = "harness";
  entry.step = step.index;
  entry.type = fmt::format("{} {}", verb_name(step.verb), step.word);
  entry.head = make_object({{"file", step.where.file}, {"line", step.where.place.line}});
  if (!step.peer_fault.empty()) entry.head.set("peer_fault", step.peer_fault);
  entry.body = std::move(resolved);
  recorder_.append(std::move(entry));
}

void Stage::fail(const Step& step, const std::string& why) {
  record_done(std::string(verb_name(step.verb)), step.index, 0, "harness_failed",
              fmt::format("{}:{}: {}", step.where.file, step.where.place.line, why));
}

// The names of a `let` are made one after the other, so that a later one may use an earlier one.
void Stage::let(const Step& step) {
  scenario::Names names = recorder_.script().names();
  Value resolved = make_object();
  for (const Member& member : step.payload.members) {
    auto made = scenario::make(member.value, names, makers(step));
    if (!made) {
      record_step(step);
      return fail(step, made.error().text);
    }
    names.insert_or_assign(member.key, *made);
    resolved.set(member.key, std::move(*made));
  }
  record_step(step, std::move(resolved));
}

void Stage::begin_children(const Step& group) {
  for (const Step& child : group.children) {
    if (child.verb == Verb::let) {
      let(child);
    } else {
      record_step(child);
      if (child.verb != Verb::expect) perform(child);
    }
  }
}

void Stage::wait_for(const Step& step) {
  if (options_.debug || recorder_.script().record(step.index).state != StepState::begun) return;
  wait_for(step.index, within_ms(step));
}

void Stage::wait_for(int index, std::int64_t ms) {
  deadlines_[index] = loop_.after_ms(ms, [this, index] {
    if (recorder_.script().record(index).state != StepState::begun) return;
    if (const std::int64_t more = more_ms(recorder_.script().step(index)); more > 0)
      return wait_for(index, more);
    if (options_.sample_lag) options_.sample_lag();
    Entry entry;
    entry.kind = Kind::deadline;
    entry.from = "harness";
    entry.step = index;
    recorder_.append(std::move(entry));
  });
}

std::int64_t Stage::within_ms(const Step& step) const {
  const std::int64_t limit_ms = patience_ms(step);
  std::int64_t longest_ms = scaled_ms(limit_ms);
  // What is measured runs by the subject's time, which no scale shortens.
  if (step.key("elapsed") != nullptr) longest_ms = std::max(longest_ms, limit_ms);
  // A group waits as long as the most patient of its children.
  for (const Step& child : step.children) longest_ms = std::max(longest_ms, within_ms(child));
  return longest_ms;
}

// A homeserver that is slow is not wrong, and its machine may be as busy as ours.
std::int64_t Stage::patience_ms(const Step& step) const {
  static constexpr std::array<std::pair<std::string_view, std::int64_t>, 5> words = {
      {{"prompt", 5'000}, {"network", 15'000}, {"ice", 30'000}, {"timer", 120'000}, {"human", 600'000}}};
  const bool asks_server = test_.subject_is() == scenario::SubjectIs::homeserver;
  std::string_view within = step.verb == Verb::act || asks_server ? "network" : "prompt";
  if (const Value* said = step.key("within")) within = said->as_string();
  std::int64_t limit_ms = 5'000;
  for (const auto& [word, ms] : words) {
    if (word == within) limit_ms = ms;
  }
  return limit_ms;
}

scenario::Makers Stage::makers(const Step&) {
  scenario::Makers makers;
  makers.fresh_opaque_id = [this] { return random_.opaque_id(); };
  makers.now_ms = [this] { return now_ms(); };
  makers.read_file = [this](std::string_view path) -> Result<std::string> {
    const std::string full = options_.fixtures + "/" + std::string(path);
    std::ifstream file(full, std::ios::binary);
    if (!file) return Error{fmt::format("cannot read {}", full)};
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  return makers;
}

}  // namespace ringcheck::run
