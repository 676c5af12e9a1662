#include "run/adapter_check.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "net/loop.hpp"
#include "run/adapter_slot.hpp"
#include "run/process_link.hpp"
#include "run/slow.hpp"
#include "run/world_stage.hpp"

namespace ringcheck::run {
namespace {

namespace fs = std::filesystem;
using driver::Promise;

/// Sessions that one process has to start and stop.
constexpr int sessions_wanted = 10;
/// After so many broken promises nothing new is learned.
constexpr int most_processes = 4;

class Check {
 public:
  Check(const driver::Vocabulary& vocabulary, const driver::Subject& subject,
        const scenario::Library& library, const AdapterCheckOptions& options)
      : vocabulary_(vocabulary), subject_(subject), options_(options) {
    for (const scenario::Test& test : library.tests) {
      // It starts and stops: as often as is asked for. All others once, after that.
      const bool starts = test.uses.sent_by_peer.empty() && test.steps.back().verb == scenario::Verb::settle;
      queue_.insert(starts ? queue_.begin() : queue_.end(), starts ? sessions_wanted : 1, &test);
    }
  }

  Result<AdapterReport> run() {
    auto reach = reach_of(subject_, options_.tls);
    if (!reach) return reach.error();
    reach_ = std::move(*reach);
    if (auto shown = show_authority(reach_, options_.temporary, options_.on_authority); !shown)
      return shown.error();
    if (subject_.listen) {
      auto door = AdapterDoor::open(loop_, *subject_.listen, wait_for_adapter_ms(options_.time_scale),
                                    options_.door, reach_);
      if (!door) return door.error();
      door_ = std::move(*door);
    }
    if (auto started = start(); !started) return started.error();
    loop_.run();
    if (trouble_) return *trouble_;
    sum_up();
    return std::move(report_);
  }

 private:
  Result<Done> start();
  void on_ready(const driver::Ready& ready);
  void on_over();
  void play_next();
  void on_played();
  void look_at_answers(const Script& script);
  void drop_stage();
  void broken(Promise promise, const std::string& sentence);
  bool is_offered(const scenario::Test& test) const;
  void sum_up();
  void sum_up_sessions();

  const driver::Vocabulary& vocabulary_;
  const driver::Subject& subject_;
  AdapterCheckOptions options_;
  net::Loop loop_;
  AdapterReport report_;
  std::optional<Error> trouble_;  ///< of ours: then nothing is said of the adapter
  std::vector<const scenario::Test*> queue_;
  Reach reach_;
  std::unique_ptr<AdapterDoor> door_;  ///< null: the adapter is started
  std::unique_ptr<AdapterSlot> slot_;
  std::unique_ptr<Stage> stage_;
  driver::Ready ready_;
  int processes_ = 0;
  int stages_ = 0;
  int sessions_ = 0;  ///< in a row, in this process
  int most_sessions_ = 0;
  int received_ = 0;  ///< tests in which an event came and the session came to rest
  int ordered_ = 0;   ///< answers to orders
  std::int64_t notes_ = 0;
  bool finishing_ = false;
  bool left_ = false;
  bool was_ready_ = false;
};

Result<Done> Check::start() {
  ++processes_;
  sessions_ = 0;
  was_ready_ = false;
  const std::string temporary = fmt::format("{}/{}", options_.temporary, processes_);
  fs::create_directories(temporary);
  driver::Settings settings;
  settings.harness_version = RINGCHECK_VERSION;
  settings.seed = options_.seed;
  settings.time_scale = options_.time_scale;
  settings.claims = subject_.claims;
  settings.probe_unlisted = true;
  Slot::Events events;
  events.on_ready = [this](const driver::Ready& ready) { on_ready(ready); };
  // The slot must not die inside its own callback.
  events.on_over = [this](const std::string&) { loop_.post([this] { on_over(); }); };
  std::unique_ptr<AdapterLink> link =
      door_ != nullptr ? door_->next()
                       : std::make_unique<ProcessLink>(loop_, subject_, options_.program_dir,
                                                       fs::absolute(temporary).string(), reach_.ca_file);
  slot_ = std::make_unique<AdapterSlot>(loop_, vocabulary_, std::move(link), std::move(settings),
                                        std::move(events));
  return slot_->start();
}

void Check::on_ready(const driver::Ready& ready) {
  was_ready_ = true;
  ready_ = ready;
  report_.implementation =
      ready.version.empty() ? ready.implementation : ready.implementation + " " + ready.version;
  loop_.post([this] { play_next(); });
}

bool Check::is_offered(const scenario::Test& test) const {
  return std::all_of(test.uses.orders.begin(), test.uses.orders.end(), [&](const std::string& order) {
    return vocabulary_.action(order) == nullptr || slot_->offers(order);
  });
}

void Check::play_next() {
  if (slot_ == nullptr || !slot_->usable()) return;
  while (!queue_.empty() && !is_offered(*queue_.front())) queue_.erase(queue_.begin());
  // A homeserver plays no session against the fake one.
  if (queue_.empty() || subject_.kind != driver::SubjectKind::client) {
    finishing_ = true;
    return slot_->finish();
  }
  StageOptions options;
  options.seed = options_.seed;
  options.time_scale = options_.time_scale;
  options.virtual_clock = has_virtual_clock(subject_.claims);
  options.session = fmt::format("s{}", ++stages_);
  options.reach = reach_;
  stage_ = std::make_unique<WorldStage>(loop_, *queue_.front(), vocabulary_, options);
  if (auto opened = stage_->open(); !opened) {
    trouble_ = opened.error();  // the harness's own port, and no fault of the adapter
    return loop_.stop();
  }
  stage_->warm_up(*slot_);
  stage_->play([this, stage = stages_] {
    if (stage_ != nullptr && stage == stages_) on_played();
  });
}

// The adapter says of itself that it failed.
bool said_itself(const Script& script) {
  return std::any_of(script.entries().begin(), script.entries().end(), [](const trace::Entry* entry) {
    return entry->kind == trace::Kind::done && entry->head.string_at("outcome") == "adapter_failed";
  });
}

// What is refused or not there is the subject's own affair, but not to start, to sync and to stop.
void Check::look_at_answers(const Script& script) {
  for (const trace::Entry* entry : script.entries()) {
    if (entry->kind == trace::Kind::note) ++notes_;
    if (entry->kind != trace::Kind::done) continue;
    const std::string_view outcome = entry->head.string_at("outcome");
    const std::string message(entry->head.string_at("message"));
    if (entry->type == "settle" && outcome == "not_at_rest") broken(Promise::syncs, message);
    if (entry->type.starts_with("session.") && outcome != "done" && !slot_->fault())
      broken(Promise::sessions, fmt::format("{} was answered {}: {}", entry->type, outcome, message));
    if (entry->type != "settle" && !entry->type.starts_with("session.")) ++ordered_;
  }
}

void Check::on_played() {
  const Script& script = stage_->script();
  const scenario::Test* played = queue_.front();
  const bool complete = script.complete();
  look_at_answers(script);
  const bool settle_lied = script.trouble() == Trouble::adapter && !said_itself(script);
  // What broke the process is told when that is over.
  if (script.trouble() == Trouble::adapter && !slot_->fault())
    broken(settle_lied ? Promise::settle : Promise::answers, script.trouble_text());
  if (complete) most_sessions_ = std::max(most_sessions_, ++sessions_);
  if ((complete || settle_lied) && !played->uses.sent_by_peer.empty()) ++received_;
  drop_stage();
  // What is wrong with one of ten sessions is so with each.
  queue_.erase(queue_.begin());
  if (!complete) std::erase(queue_, played);
  play_next();
}

void Check::drop_stage() {
  stage_.reset();
  ++stages_;
}

void Check::broken(Promise promise, const std::string& sentence) {
  CheckedPromise& each = report_.promises[promise];
  if (each.holds == Holds::no) return;
  each = {Holds::no, sentence};
  if (slot_ != nullptr) report_.stderr_lines = slot_->stderr_lines();
}

void Check::on_over() {
  const std::optional<driver::AdapterFault> fault = slot_->fault();
  if (fault) {
    broken(fault->broken, fault->sentence);
  } else if (finishing_) {
    left_ = true;
  } else {
    broken(Promise::answers, "the adapter left before it was asked to");
  }
  const std::string temporary = fmt::format("{}/{}", options_.temporary, processes_);
  if (!fault && finishing_ && !fs::is_empty(temporary))
    broken(Promise::nothing_left, fmt::format("left {} in its TMPDIR",
                                              fs::directory_iterator(temporary)->path().filename().string()));
  if (stage_ != nullptr) {
    drop_stage();
    // What it broke in one of ten sessions, it would in each.
    const scenario::Test* played = queue_.front();
    std::erase(queue_, played);
  }
  if (finishing_ || !was_ready_ || processes_ >= most_processes) return loop_.stop();
  if (auto started = start(); !started) {
    trouble_ = started.error();
    loop_.stop();
  }
}

void Check::sum_up() {
  for (const driver::PromiseWords& words : driver::all_promises()) report_.promises[words.promise];
  const bool was_ready = !report_.implementation.empty();
  const auto holds = [&](Promise promise, bool reached, std::string came) {
    CheckedPromise& each = report_.promises[promise];
    if (each.holds == Holds::not_reached && reached) each = {Holds::yes, std::move(came)};
  };
  const bool talked = was_ready || report_.promises[Promise::offer].holds == Holds::no ||
                      report_.promises[Promise::unknown].holds == Holds::no;
  holds(Promise::messages, talked || report_.promises[Promise::initialize].holds == Holds::no,
        door_ != nullptr ? "nothing else came" : "nothing else on stdout");
  holds(Promise::initialize, talked, was_ready ? report_.implementation : "answered");
  holds(Promise::offer, was_ready || report_.promises[Promise::unknown].holds == Holds::no,
        was_ready ? fmt::format("{} actions, {} notes", ready_.actions.size(), ready_.notes.size())
                  : "all of it is known");
  holds(Promise::unknown, was_ready, "refused, as is each action that it does not list");
  sum_up_sessions();
  holds(Promise::leaving, left_, door_ != nullptr ? "it answered the goodbye of its WebSocket" : "in time");
  if (door_ != nullptr && left_)
    report_.promises[Promise::nothing_left] = {Holds::not_offered,
                                               "of an adapter that comes by itself nobody here sees it"};
  holds(Promise::nothing_left, left_, "no process, no file");
}

void Check::sum_up_sessions() {
  const auto holds = [&](Promise promise, Holds how, std::string came) {
    CheckedPromise& each = report_.promises[promise];
    if (each.holds == Holds::not_reached) each = {how, std::move(came)};
  };
  if (report_.implementation.empty()) return;
  if (subject_.kind != driver::SubjectKind::client) {
    for (const Promise promise : {Promise::sessions, Promise::syncs, Promise::answers, Promise::deadlines,
                                  Promise::notes, Promise::settle})
      holds(promise, Holds::not_offered, "only asked of a client: the scenarios show it");
    return;
  }
  if (most_sessions_ >= sessions_wanted)
    holds(Promise::sessions, Holds::yes, fmt::format("{} in one process", most_sessions_));
  if (received_ > 0) holds(Promise::syncs, Holds::yes, fmt::format("after {} events", received_));
  if (!queue_.empty()) return;
  const Holds of_orders = ordered_ > 0 ? Holds::yes : Holds::not_offered;
  const std::string orders = ordered_ > 0 ? fmt::format("{} orders answered", ordered_)
                                          : "it lists no action that could be asked for";
  holds(Promise::answers, of_orders, orders);
  holds(Promise::deadlines, of_orders, orders);
  holds(Promise::notes, notes_ > 0 ? Holds::yes : Holds::not_offered,
        notes_ > 0 ? fmt::format("{} notes, none missing", notes_) : "none came");
  const bool settles =
      std::find(ready_.actions.begin(), ready_.actions.end(), "settle") != ready_.actions.end();
  if (settles && received_ > 0) holds(Promise::settle, Holds::yes, "no request followed it");
  if (!settles)
    holds(Promise::settle, Holds::not_offered, "not in its actions: the harness waits a quiet while instead");
}

}  // namespace

bool AdapterReport::all_hold() const {
  return std::none_of(promises.begin(), promises.end(), [](const auto& each) {
    return each.second.holds == Holds::no || each.second.holds == Holds::not_reached;
  });
}

Result<AdapterReport> check_adapter(const driver::Vocabulary& vocabulary, const driver::Subject& subject,
                                    const scenario::Library& library, const AdapterCheckOptions& options) {
  return Check(vocabulary, subject, library, options).run();
}

}  // namespace ringcheck::run
