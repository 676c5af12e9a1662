#include "run/runner.hpp"

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "run/adapter_slot.hpp"
#include "run/apply_checks.hpp"
#include "run/narrow.hpp"
#include "run/needs.hpp"
#include "run/probe.hpp"
#include "run/process_link.hpp"
#include "run/random_word.hpp"
#include "run/server_stage.hpp"
#include "run/sightings.hpp"
#include "run/slow.hpp"
#include "run/verdict.hpp"
#include "run/world_stage.hpp"

namespace ringcheck::run {
namespace {

constexpr int most_errors_in_a_row = 3;
/// Each is a session in an adapter, and a port of ours.
constexpr std::size_t most_slow_at_once = 32;
/// On a homeserver that somebody runs, whatever --jobs says.
constexpr std::size_t most_jobs_on_operated = 4;

std::int64_t cpu_us() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<std::int64_t>(now.tv_sec) * 1'000'000 + now.tv_nsec / 1000;
}

}  // namespace

Runner::Runner(net::Loop& loop, const driver::Vocabulary& vocabulary, const driver::Subject& subject,
               const std::vector<const scenario::Test*>& tests, const spec::Register& requirements,
               const check::Checker& checker, RunOptions options, RunEvents events)
    : loop_(loop),
      vocabulary_(vocabulary),
      subject_(subject),
      tests_(tests),
      requirements_(requirements),
      checker_(checker),
      options_(std::move(options)),
      events_(std::move(events)),
      results_(tests.size()),
      recorded_(tests.size(), false) {
  for (std::size_t i = tests.size(); i > 0; --i) {
    // A person does one thing after the other.
    const bool aside = options_.person == nullptr && is_slow(*tests[i - 1], subject.claims);
    (aside ? slow_queue_ : queue_).push_back(i - 1);
  }
  if (subject.kind != driver::SubjectKind::homeserver) return;
  std::stable_sort(queue_.begin(), queue_.end(), [&](std::size_t a, std::size_t b) {
    return instance_kind(*tests[a]) < instance_kind(*tests[b]);
  });
}

Runner::~Runner() = default;

std::vector<report::TestResult> Runner::run() {
  if (options_.probe) no_calls_ = why_no_claims(tests_, subject_.claims, vocabulary_);
  if (!no_calls_.empty()) leave_out_calls();
  // What the subject does not claim is not played, and said.
  for (std::vector<std::size_t>* queue : {&slow_queue_, &queue_}) {
    std::erase_if(*queue, [&](std::size_t test) {
      const std::string claim = missing_claim(*tests_[test]);
      if (claim.empty()) return false;
      record_unplayable(test, fmt::format("the subject does not claim {}", claim), report::Outcome::skipped,
                        "");
      return true;
    });
  }
  if (nothing_waits()) return results_;
  lay_lanes();
  for (std::size_t i = 0; i < processes_.size(); ++i) start_process(i);
  loop_.run();
  note_given_up();
  note_left();
  return std::move(results_);
}

// Where none was ever ready the tests say why, and with one voice.
void Runner::note_given_up() {
  if (implementation_.empty()) return;
  for (std::size_t i = 0; i < processes_.size(); ++i) {
    if (const auto& why = processes_[i].given_up_for)
      notices_.push_back(fmt::format("adapter {} was given up: {}", i + 1, *why));
  }
}

// A slow test waits for nearly all of its time: each has a lane for itself, begun before the others, so that
// all of them together take as long as the longest.
void Runner::lay_lanes() {
  // One adapter comes through the door at a time.
  const bool alone = options_.door != nullptr || options_.person != nullptr;
  const auto slots = alone ? 1 : static_cast<std::size_t>(std::max(1, subject_.slots));
  const std::size_t ours = slots * static_cast<std::size_t>(std::max(1, subject_.sessions));
  std::size_t jobs = options_.jobs > 0 ? static_cast<std::size_t>(options_.jobs) : ours;
  if (options_.person != nullptr) jobs = 1;
  if (subject_.operated) jobs = std::min(jobs, most_jobs_on_operated);
  const std::size_t slow = std::min(slow_queue_.size(), subject_.operated ? 1 : most_slow_at_once);
  lanes_.resize(slow + std::min(jobs, queue_.size()));
  processes_.resize(std::min({jobs, slots, lanes_.size()}));
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    lanes_[i].of_slow = i < slow;
    // Tests of one kind share an instance, which keeps one core busy: from both ends there are two.
    lanes_[i].from_front =
        subject_.kind == driver::SubjectKind::homeserver && i >= slow && (i - slow) % 2 == 1;
    lanes_[i].process = i % processes_.size();
  }
}

std::size_t Runner::next_of(const Lane& lane) {
  const std::vector<std::size_t>& queue = queue_of(lane);
  return lane.from_front ? queue.front() : queue.back();
}

std::size_t Runner::take_next(const Lane& lane) {
  const std::size_t test = next_of(lane);
  std::vector<std::size_t>& queue = queue_of(lane);
  queue.erase(lane.from_front ? queue.begin() : queue.end() - 1);
  return test;
}

std::string Runner::missing_claim(const scenario::Test& test) const {
  for (const std::string& claim : claims_needed_by(test, vocabulary_)) {
    const bool asked = options_.asked_packs.contains(test.pack) && claim == pack_claim(test.pack);
    if (!asked && std::find(subject_.claims.begin(), subject_.claims.end(), claim) == subject_.claims.end())
      return claim;
  }
  return {};
}

std::unique_ptr<AdapterLink> Runner::link_to_adapter(std::size_t index) {
  if (options_.door != nullptr) return options_.door->next();
  const std::string temporary = fmt::format("{}/tmp-{}", options_.folder, index);
  std::error_code ignored;
  std::filesystem::create_directories(temporary, ignored);
  return std::make_unique<ProcessLink>(loop_, subject_, options_.program_dir,
                                       std::filesystem::absolute(temporary).string(), options_.reach.ca_file);
}

std::unique_ptr<Slot> Runner::make_slot(std::size_t index, Slot::Events events) {
  if (options_.person != nullptr) {
    auto slot =
        std::make_unique<PersonSlot>(loop_, vocabulary_, *options_.person, subject_.name, std::move(events));
    person_slot_ = slot.get();
    return slot;
  }
  driver::Settings settings;
  settings.harness_version = RINGCHECK_VERSION;
  settings.seed = options_.seed;
  settings.time_scale = options_.time_scale;
  settings.claims = subject_.claims;
  return std::make_unique<AdapterSlot>(loop_, vocabulary_, link_to_adapter(index), std::move(settings),
                                       std::move(events));
}

void Runner::start_process(std::size_t index) {
  if (subject_.operated) return start_operated(index);
  Process& process = processes_[index];
  Slot::Events events;
  events.on_ready = [this, index](const driver::Ready& ready) { on_process_ready(index, ready); };
  events.on_over = [this, index](const std::string& sentence) {
    // The slot must not die inside its own callback.
    loop_.post([this, index, sentence] { on_process_over(index, sentence); });
  };
  process.slot = make_slot(index, std::move(events));
  process.servers = nullptr;
  if (subject_.kind == driver::SubjectKind::homeserver)
    process.servers =
        std::make_unique<ServerPool>(*process.slot, static_cast<std::size_t>(subject_.sessions));
  process.was_ready = false;
  auto started = process.slot->start();
  if (!started) {
    loop_.post([this, index, why = started.error().text] { give_up(index, why); });
  }
}

void Runner::on_process_ready(std::size_t index, const driver::Ready& ready) {
  processes_[index].was_ready = true;
  if (implementation_.empty()) {
    leave_out_unoffered(ready.actions);
    if (options_.probe) begin_probing(ready.actions);
  }
  implementation_ = ready.version.empty() ? ready.implementation : ready.implementation + " " + ready.version;
  if (events_.on_adapter) events_.on_adapter(ready);
  for (Lane& lane : lanes_) {
    if (lane.process == index) loop_.post([this, &lane] { feed(lane); });
  }
}

// A homeserver remembers the users that a test made there before it was played again, and one that somebody
// runs the transaction IDs of the devices that we are lent, also from one run with this seed to the next.
std::string Runner::stream_of(std::size_t test) const {
  if (guest_ != nullptr) return random_word(12);
  return again_.contains(test) ? "again" : "";
}

StageOptions Runner::stage_options(std::size_t test) {
  StageOptions options;
  options.seed = options_.seed;
  options.stream = stream_of(test);
  options.time_scale = options_.time_scale;
  options.debug = options_.debug;
  options.virtual_clock = has_virtual_clock(subject_.claims);
  options.session = fmt::format("s{}", ++sessions_made_);
  options.fixtures = options_.fixtures;
  if (options_.write_traces)
    options.trace_path = fmt::format("{}/{}.jsonl", options_.folder, tests_[test]->name);
  options.check_own_event = [this](std::string_view type, const Value& content,
                                   const std::vector<std::string>& breaks) {
    return checker_.own_event(type, content, breaks);
  };
  options.check_own_message = [this](trace::Side side, const Value& message,
                                     const std::vector<std::string>& breaks) {
    return checker_.own_message(side, message, breaks);
  };
  options.guest = guest_.get();
  options.reach = options_.reach;
  options.widget_schemas = &checker_.widgets();
  options.pages = options_.pages;
  options.sample_lag = [this] { sample_lag(); };
  options.by_password = person_slot_ != nullptr;
  if (events_.on_entry || person_slot_ != nullptr) {
    options.on_entry = [this, test](const trace::Entry& entry) {
      if (person_slot_ != nullptr) person_slot_->look_at(entry);
      if (events_.on_entry) events_.on_entry(*tests_[test], entry);
    };
  }
  return options;
}

std::unique_ptr<Stage> Runner::make_stage(std::size_t test, Process& process) {
  const scenario::Test& source = *tests_[test];
  if (guest_ != nullptr) {
    if (const std::string why = guest_->why_not(source); !why.empty()) {
      record_unplayable(test, why, report::Outcome::skipped, "");
      return nullptr;
    }
  }
  std::unique_ptr<Stage> stage;
  if (process.servers != nullptr) {
    stage = std::make_unique<ServerStage>(loop_, source, vocabulary_, stage_options(test), *process.servers);
  } else {
    stage = std::make_unique<WorldStage>(loop_, source, vocabulary_, stage_options(test));
  }
  auto opened = stage->open();
  if (!opened) {
    record_unplayable(test, opened.error().text, report::Outcome::error, "harness");
    return nullptr;
  }
  stage->warm_up(*process.slot);
  return stage;
}

// Gives a lane its next test, and warms up the one after it while the first is played.
void Runner::feed(Lane& lane) {
  Process& process = processes_[lane.process];
  if (process.slot == nullptr || !process.slot->usable() || interrupted_) return end_if_done();
  if (!lane.playing && lane.warm) {
    lane.playing = std::move(lane.warm);
    lane.playing_test = lane.warm_test;
  }
  while (!lane.playing && !queue_of(lane).empty() && may_play(next_of(lane))) {
    lane.playing_test = take_next(lane);
    lane.playing = make_stage(lane.playing_test, process);
  }
  if (lane.playing && !lane.playing->playing()) {
    lane.began_us = loop_.now_us();
    lane.began_cpu_us = cpu_us();
    if (events_.on_play) events_.on_play(*tests_[lane.playing_test]);
    lane.playing->play([this, &lane] { on_played(lane); });
  }
  // A probe is not kept waiting for one lane while another is free, and what may be left out is not staged.
  while (warms_up() && !lane.of_slow && lane.playing && !lane.warm && !queue_.empty() &&
         lanes_.size() <= queue_.size() && probes_.empty()) {
    lane.warm_test = take_next(lane);
    lane.warm = make_stage(lane.warm_test, process);
  }
  end_if_done();
}

void Runner::on_played(Lane& lane) {
  if (!lane.playing) return;
  const Stage& stage = *lane.playing;
  Process& process = processes_[lane.process];
  report::TestResult result = judge(stage.script(), requirements_);
  apply_checks(checker_.check_trace(stage.recorder().trace().entries(), stage.script().test().subject().name),
               requirements_, result);
  result.sightings = sightings_in(stage.recorder().trace().entries(), stage.script().test().subject().name);
  result.duration_us = loop_.now_us() - lane.began_us;
  result.cpu_us = cpu_us() - lane.began_cpu_us;
  if (result.outcome == report::Outcome::error && process.slot)
    result.adapter_log = process.slot->stderr_lines();
  for (const std::string& each : stage.unknown_endpoints()) {
    if (std::find(unknown_endpoints_.begin(), unknown_endpoints_.end(), each) == unknown_endpoints_.end()) {
      unknown_endpoints_.push_back(each);
    }
  }
  if (result.outcome != report::Outcome::error) process.errors_in_a_row = 0;
  if (!plays_again(lane, result)) record(lane.playing_test, std::move(result));
  if (options_.keep && nothing_waits() && !kept_ && !interrupted_) {
    kept_ = true;
    if (events_.on_kept) {
      const Kept kept = stage.kept();
      events_.on_kept(kept.url, kept.user, kept.token);
    }
    return;  // the stage stays as it is until Ctrl-C
  }
  lane.playing.reset();
  feed(lane);
}

// Nothing was learned of the subject, so no verdict is thrown away. It waits until the others are over: by
// then the machine may have less to do.
bool Runner::plays_again(const Lane& lane, const report::TestResult& result) {
  const std::size_t test = lane.playing_test;
  if (result.outcome != report::Outcome::inconclusive || lane.playing->script().trouble() != Trouble::harness)
    return false;
  if (is_probe(test) || !again_.insert(test).second) return false;
  notices_.push_back(fmt::format("{} was played again: {}", tests_[test]->name, result.message));
  const bool both_ends =
      std::any_of(lanes_.begin(), lanes_.end(), [](const Lane& each) { return each.from_front; });
  std::vector<std::size_t>& queue = queue_of(lane);
  const std::size_t last_played = both_ends && !lane.of_slow ? queue.size() / 2 : 0;
  queue.insert(queue.begin() + static_cast<std::ptrdiff_t>(last_played), test);
  return true;
}

void Runner::record(std::size_t test, report::TestResult result) {
  if (recorded_[test]) return;
  if (is_probe(test)) return hold(test, std::move(result));
  recorded_[test] = true;
  if (options_.wanted) narrow(result, *options_.wanted);
  const bool played = result.outcome != report::Outcome::skipped || result.duration_us > 0;
  if (options_.write_traces && played) {
    result.trace_file = fmt::format("{}/{}.jsonl", options_.folder, tests_[test]->name);
  }
  result.repeat_command = repeat_command(*tests_[test]);
  if (events_.on_result) events_.on_result(result);
  results_[test] = std::move(result);
}

std::string Runner::repeat_command(const scenario::Test& test) const {
  return fmt::format("ringcheck run --subject {} --seed {} '{}'", options_.subject, options_.seed, test.name);
}

void Runner::record_unplayable(std::size_t test, const std::string& why, report::Outcome outcome,
                               const std::string& blame) {
  report::TestResult result;
  const scenario::Test& source = *tests_[test];
  result.name = source.name;
  result.scenario = source.scenario;
  result.case_name = source.case_name;
  result.pack = source.pack;
  result.file = source.file;
  result.title = source.title;
  result.outcome = outcome;
  result.message = why;
  result.blame = blame;
  for (const std::string& id : scenario::proved_by(source)) {
    report::Finding finding;
    finding.requirement = id;
    finding.verdict =
        outcome == report::Outcome::skipped ? report::Verdict::skipped : report::Verdict::inconclusive;
    finding.file = source.file;
    finding.message = why;
    result.findings.push_back(std::move(finding));
  }
  record(test, std::move(result));
}

void Runner::on_process_over(std::size_t index, const std::string& sentence) {
  Process& process = processes_[index];
  process.gone = true;
  if (process.finishing && sentence.empty()) return end_if_done();
  const std::string why = sentence.empty() ? "the adapter left before it was asked to" : sentence;
  // Only what was being played is spoiled; what was merely warmed up is staged anew in the next process.
  for (Lane& lane : lanes_) {
    if (lane.process != index) continue;
    if (std::exchange(lane.warm, nullptr)) queue_.push_back(lane.warm_test);
    if (lane.playing) lane.playing->adapter_failed(why);
  }
  ++process.errors_in_a_row;
  if (process.finishing) {
    notices_.push_back(fmt::format("while it left: {}", why));
    return end_if_done();
  }
  if (interrupted_) return end_if_done();
  if (process.errors_in_a_row >= most_errors_in_a_row || !process.was_ready) return give_up(index, why);
  if (nothing_waits()) return end_if_done();
  process.gone = false;
  // The stages of the old slot end in a turn of their own before it goes.
  loop_.post([this, index] { loop_.post([this, index] { start_process(index); }); });
}

void Runner::give_up(std::size_t index, const std::string& why) {
  processes_[index].gone = true;
  processes_[index].given_up_for = why;
  // The lanes of the others take over what this one can play no more, the slow tests too.
  queue_.insert(queue_.begin(), slow_queue_.begin(), slow_queue_.end());
  slow_queue_.clear();
  const bool any_left = std::any_of(processes_.begin(), processes_.end(), [](const Process& p) {
    return !p.given_up_for && !p.gone && !p.finishing;
  });
  if (!any_left) {
    while (!queue_.empty()) {
      record_unplayable(queue_.back(), why, report::Outcome::error,
                        subject_.operated ? "subject" : "adapter");
      queue_.pop_back();
    }
  }
  for (Lane& lane : lanes_) {
    if (!lane.playing) loop_.post([this, &lane] { feed(lane); });
  }
  end_if_done();
}

// When nothing is left to play the adapters are asked to leave, and the loop ends when the last one has.
void Runner::end_if_done() {
  for (std::size_t i = 0; i < processes_.size(); ++i) {
    Process& process = processes_[i];
    const bool busy = std::any_of(lanes_.begin(), lanes_.end(), [&](const Lane& lane) {
      return lane.process == i && (lane.playing || lane.warm);
    });
    if (busy || (!nothing_waits() && !process.given_up_for && !interrupted_)) continue;
    if (!process.finishing && !process.gone && process.slot && process.slot->usable()) {
      process.finishing = true;
      process.slot->finish();
    }
  }
  const bool all_gone =
      std::all_of(processes_.begin(), processes_.end(), [](const Process& p) { return p.gone; });
  const bool all_played =
      std::none_of(lanes_.begin(), lanes_.end(), [](const Lane& l) { return l.playing != nullptr; });
  if (all_gone && all_played && (nothing_waits() || interrupted_)) loop_.stop();
}

void Runner::interrupt() {
  if (interrupted_) return loop_.stop();
  interrupted_ = true;
  end_probing();
  for (Lane& lane : lanes_) {
    if (std::exchange(lane.warm, nullptr)) queue_.push_back(lane.warm_test);
    if (!lane.playing) continue;
    lane.playing->interrupt();
    report::TestResult result = judge(lane.playing->script(), requirements_);
    record(lane.playing_test, std::move(result));
    lane.playing.reset();
  }
  for (std::vector<std::size_t>* queue : {&slow_queue_, &queue_}) {
    while (!queue->empty()) {
      record_unplayable(queue->back(), "the run was interrupted before this test",
                        report::Outcome::inconclusive, "harness");
      queue->pop_back();
    }
  }
  if (guest_ != nullptr) return leave_operated();
  // No goodbye: an adapter that hangs must not keep a person waiting. Each family ends with its slot.
  for (Process& process : processes_) {
    process.slot.reset();
    process.gone = true;
  }
  loop_.stop();
}

// What an adapter cannot do is no fault of its subject.
void Runner::leave_out_unoffered(const std::vector<std::string>& actions) {
  for (std::vector<std::size_t>* queue : {&slow_queue_, &queue_}) {
    std::erase_if(*queue, [&](std::size_t test) {
      const std::vector<std::string> missing =
          missing_actions(*tests_[test], actions, subject_.claims, vocabulary_);
      if (missing.empty()) return false;
      record_unplayable(test, fmt::format("the adapter has no {}", fmt::join(missing, ", ")),
                        report::Outcome::skipped, "");
      return true;
    });
  }
}

void Runner::sample_lag() {
  const std::int64_t lag_us = loop_.worst_lag_us_since_last_ask();
  for (Lane& lane : lanes_) {
    if (lane.playing) lane.playing->note_lag(lag_us);
  }
}

}  // namespace ringcheck::run
