#include "run/judge_steps.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "run/judge_values.hpp"
#include "run/judge_widgets.hpp"
#include "run/judge_window.hpp"
#include "run/message_part.hpp"
#include "run/server_answer.hpp"
#include "scenario/grammar.hpp"
#include "scenario/layout.hpp"
#include "scenario/match.hpp"

namespace ringcheck::run {
namespace {

using scenario::Verb;
using scenario::Wanted;
using trace::Entry;
using trace::Kind;
using How = Change::How;

/// So many copies of an entry are tried before a count is believed to have no upper bound.
constexpr std::size_t most_copies = 8;

bool covers(const Wanted& wanted, const Entry& entry) {
  if (entry.channel == trace::channel::widget) {
    if (wanted.channel == Wanted::Channel::reply) return entry.kind == Kind::reply;
    return wanted.channel == Wanted::Channel::page || scenario::covers(wanted.type, entry.type) ||
           wanted.also == entry.type;
  }
  if (wanted.channel == Wanted::Channel::request) return entry.kind == Kind::request;
  if ((wanted.channel == Wanted::Channel::note) != (entry.kind == Kind::note)) return false;
  return scenario::covers(wanted.type, entry.type);
}

class StepMutants {
 public:
  StepMutants(const Replay& base, const scenario::Step& step)
      : base_(base), script_(base.script()), step_(step), record_(script_.record(step.index)) {}

  std::vector<Mutant> all() {
    switch (step_.verb) {
      case Verb::act:
      case Verb::ask:
        answered();
        break;
      case Verb::request:
        answered_by_server();
        break;
      case Verb::expect:
        taken();
        break;
      case Verb::none:
        forbidden();
        break;
      case Verb::count:
        counted();
        break;
      default:
        break;
    }
    return std::move(mutants_);
  }

 private:
  const Entry& entry_at(std::int64_t seq) const {
    return *script_.entries()[static_cast<std::size_t>(seq - 1)];
  }

  scenario::Names names_before_seq(std::int64_t seq) const {
    return names_before(script_.test(), base_.entries(), seq);
  }

  void add(Mutation kind, std::string words, std::vector<Change> changes) {
    mutants_.push_back({kind, std::move(words), std::move(changes)});
  }
  void replace(Mutation kind, std::string words, const Entry& original, Entry changed,
               const std::vector<Change>& also) {
    std::vector<Change> changes = also;
    changes.push_back({How::replace, original.seq, std::move(changed)});
    add(kind, std::move(words), std::move(changes));
  }

  /// What the names mean where the step looked, and which of them the entry itself gave.
  Known known_at(std::int64_t seq) const {
    Known known{names_before_seq(std::max(seq, record_.begin_seq)), {}};
    const scenario::Names before = names_before_seq(seq);
    for (const auto& [name, value] : names_before_seq(seq + 1)) {
      const bool by_event = name == "call" || name.ends_with(".party_id");
      if (by_event && !before.contains(name)) known.open.insert(name);
    }
    return known;
  }

  void answered() {
    const Value* reply = step_.key("reply");
    if (reply == nullptr || record_.at_seq == 0) return;
    const Entry& entry = entry_at(record_.at_seq);
    const Known known = known_at(record_.at_seq);
    const bool by_message = entry.kind == Kind::reply;
    if (by_message) {
      add(Mutation::deleted, "deletes the answer", {{How::remove, entry.seq, {}}});
      elsewhere(entry, known, {});
    }
    wrong_bodies(*reply, entry, by_message ? "response" : "", known, {});
  }

  void answered_by_server() {
    const Entry& entry = entry_at(record_.at_seq);
    add(Mutation::deleted, "deletes the answer", {{How::remove, entry.seq, {}}});
    const Value answer = answer_of(entry);
    const Known known = known_at(entry.seq);
    const std::vector<Value> wanted = wanted_answers(step_);
    const auto came = std::find_if(wanted.begin(), wanted.end(), [&](const Value& each) {
      return scenario::match(each, &answer, known.names).ok();
    });
    if (came == wanted.end()) return;
    for (const MadeValue& way : wrong_values(*came, &answer, known)) {
      if (way.value && !another_takes(wanted, *came, *way.value, known))
        replace(way.kind, way.words, entry, with_answer(entry, *way.value), {});
    }
  }

  // What another answer of `either` takes is no wrong one: here alone the matcher has to say so.
  static bool another_takes(const std::vector<Value>& wanted, const Value& came, const Value& answer,
                            const Known& known) {
    return std::any_of(wanted.begin(), wanted.end(), [&](const Value& each) {
      return &each != &came && scenario::match(each, &answer, known.names).ok();
    });
  }

  void taken() {
    const Entry& entry = entry_at(record_.at_seq);
    add(Mutation::deleted, "deletes it", {{How::remove, entry.seq, {}}});
    wrong_in(entry, known_at(entry.seq), {});
    if (step_.key("since") != nullptr) too_early(entry);
    if (const Value* elapsed = step_.key("elapsed")) out_of_time(*elapsed, entry);
    const Value* times = step_.key("times");
    if (times == nullptr) return;
    const std::size_t came = script_.in_window(step_).size();
    for (std::size_t more = 1; more <= most_copies; ++more) {
      if (!allows(*times, came + more))
        return copies(Mutation::doubled, entry, more, entry.seq + 1, "sends it");
    }
  }

  // The same before the moment of `since`: then it is no answer to it.
  void too_early(const Entry& entry) {
    const std::int64_t since = since_of(script_, step_);
    if (since <= 1) return;
    Entry early = entry;
    early.t_us = entry_at(since).t_us;
    add(Mutation::elsewhere, fmt::format("has it come before {}", step_.key("since")->text),
        {{How::remove, entry.seq, {}}, {How::insert_before, since, std::move(early)}});
  }

  // The same at another time.
  void out_of_time(const Value& wanted, const Entry& entry) {
    const std::int64_t begin_us = entry_at(since_of(script_, step_)).t_us;
    const Value came((entry.t_us - begin_us) / 1000);
    for (const MadeValue& way : wrong_values(wanted, &came, known_at(entry.seq))) {
      const auto elapsed_ms = way.value ? way.value->as_int() : std::nullopt;
      if (!elapsed_ms || *elapsed_ms < 0) continue;
      Entry changed = entry;
      changed.t_us = begin_us + *elapsed_ms * 1000;
      replace(Mutation::value,
              fmt::format("has it come {} ms after {}", *elapsed_ms, step_.key("since")->text), entry,
              std::move(changed), {});
    }
  }

  // Everything about one entry that the step names.
  void wrong_in(const Entry& entry, const Known& known, const std::vector<Change>& also) {
    elsewhere(entry, known, also);
    for (const Wanted& wanted : step_.wanted) {
      if (!covers(wanted, entry)) continue;
      if (!wanted.pattern.is_null())
        wrong_bodies(wanted.pattern, entry, part_laid_over(wanted.channel), known, also);
      break;
    }
    const Value* message = step_.key("message");
    if (message != nullptr && entry.channel == trace::channel::widget)
      wrong_bodies(*message, entry, "", known, also);
    if (const Value* event = step_.key("event"); event != nullptr && entry.kind == Kind::seen) {
      for (const MadeValue& way : wrong_values(*event, &entry.head, known)) {
        Entry changed = entry;
        changed.head = way.value.value_or(make_object());
        replace(way.kind, "in the event: " + way.words, entry, std::move(changed), also);
      }
    }
    for (const char* name : scenario::request_parts) {
      const Value* pattern = step_.key(name);
      if (pattern == nullptr || entry.kind != Kind::request) continue;
      for (const MadeValue& way : wrong_values(*pattern, entry.head.find(name), known)) {
        Entry changed = entry;
        changed.head.set(name, way.value.value_or(make_object()));
        replace(way.kind, fmt::format("in the {}: {}", name, way.words), entry, std::move(changed), also);
      }
    }
  }

  /// Of a message of the widget API a part of the body alone may be meant.
  void wrong_bodies(const Value& pattern, const Entry& entry, std::string_view part, const Known& known,
                    const std::vector<Change>& also) {
    const bool of_widget = entry.channel == trace::channel::widget;
    const std::optional<Value> actual =
        of_widget ? part_of_body(entry.body, part) : std::optional<Value>(entry.body);
    for (MadeValue& way : wrong_values(pattern, actual ? &*actual : nullptr, known)) {
      Entry changed = entry;
      changed.body = with_part(entry.body, part, std::move(way.value));
      if (entry.kind == Kind::ask || entry.kind == Kind::reply)
        changed.type = changed.body.string_at("action");
      const bool other_call = way.pointer == "/call_id" && way.kind == Mutation::value;
      replace(other_call ? Mutation::elsewhere : way.kind, way.words, entry, std::move(changed), also);
    }
  }

  void elsewhere(const Entry& entry, const Known& known, const std::vector<Change>& also) {
    for (const scenario::Actor& actor : script_.test().actors) {
      if (actor.name == entry.from) continue;
      Entry changed = entry;
      changed.from = actor.name;
      auto user = known.names.find(actor.name + ".user_id");
      if (entry.kind == Kind::event && user != known.names.end()) changed.head.set("sender", user->second);
      replace(Mutation::elsewhere, "has another party send it", entry, std::move(changed), also);
      break;
    }
    if (entry.channel == trace::channel::widget) {
      for (auto& [words, changed] : of_other_messages(entry))
        replace(Mutation::elsewhere, words, entry, std::move(changed), also);
    }
    if (entry.kind == Kind::seen) to_another_user(entry, also);
    if (entry.kind != Kind::event && entry.kind != Kind::seen) return;
    if (entry.channel == trace::channel::client_api) {
      Entry changed = entry;
      changed.head.set("room_id", "!elsewhere:hs.test");
      replace(Mutation::elsewhere, "sends it into another room", entry, std::move(changed), also);
    }
    Entry changed = entry;
    const bool in_room = entry.channel == trace::channel::client_api;
    changed.channel = in_room ? trace::channel::to_device : trace::channel::client_api;
    replace(Mutation::elsewhere, in_room ? "sends it to devices" : "sends it into a room", entry,
            std::move(changed), also);
  }

  void to_another_user(const Entry& entry, const std::vector<Change>& also) {
    for (const scenario::Actor& actor : script_.test().actors) {
      if (actor.is_subject() || actor.name == entry.to) continue;
      Entry changed = entry;
      changed.to = actor.name;
      return replace(Mutation::elsewhere, "brings it to another", entry, std::move(changed), also);
    }
  }

  void forbidden() {
    const Known known{script_.names(), {}};
    const Window window = window_of(script_, step_);
    for (const Unwanted& each : unwanted_entries(script_, step_, known)) {
      copies(Mutation::inserted, each.entry, 1, window.opens, "as the window opens, inserts " + each.words);
      if (window.closes != window.opens)
        copies(Mutation::inserted, each.entry, 1, window.closes,
               "as the window closes, inserts " + each.words);
    }
  }

  // A count is made wrong from both sides, as far as it is bounded.
  void counted() {
    const Known known{script_.names(), {}};
    const std::vector<const Entry*> found = script_.in_window(step_);
    const Value wanted = step_.observes ? Value(static_cast<std::int64_t>(found.size())) : *step_.key("is");
    for (std::size_t less = 1; less <= found.size(); ++less) {
      if (allows(wanted, found.size() - less)) continue;
      std::vector<Change> gone;
      for (std::size_t i = 1; i < less; ++i)
        gone.push_back({How::remove, found[found.size() - 1 - i]->seq, {}});
      wrong_in(*found.back(), known, gone);
      gone.push_back({How::remove, found.back()->seq, {}});
      add(Mutation::deleted, fmt::format("deletes {} of it", less), std::move(gone));
      break;
    }
    const Window window = window_of(script_, step_);
    for (std::size_t more = 1; more <= most_copies; ++more) {
      if (allows(wanted, found.size() + more)) continue;
      for (const Unwanted& each : unwanted_entries(script_, step_, known)) {
        copies(Mutation::inserted, each.entry, more, window.opens,
               "as the window opens, inserts " + each.words);
        copies(Mutation::inserted, each.entry, more, window.closes,
               "as the window closes, inserts " + each.words);
      }
      break;
    }
  }

  bool allows(const Value& wanted, std::size_t count) const {
    const Value number(static_cast<std::int64_t>(count));
    return scenario::match(wanted, &number, script_.names()).ok();
  }

  void copies(Mutation kind, const Entry& entry, std::size_t number, std::int64_t before, std::string words) {
    std::vector<Change> changes;
    for (std::size_t i = 1; i <= number; ++i) {
      Entry copy = entry;
      copy.t_us = entry_at(before).t_us;
      for (const char* id : {"event_id", "transaction_id"}) {
        if (const Value* value = entry.head.find(id)) copy.head.set(id, fmt::format("{}-{}", value->text, i));
      }
      changes.push_back({How::insert_before, before, std::move(copy)});
    }
    if (kind == Mutation::doubled) words += fmt::format(" {} times too often", number);
    add(kind, std::move(words), std::move(changes));
  }

  const Replay& base_;
  const Script& script_;
  const scenario::Step& step_;
  const StepRecord& record_;
  std::vector<Mutant> mutants_;
};

bool concerns(const std::vector<Change>& changes, std::int64_t seq) {
  return std::any_of(changes.begin(), changes.end(), [&](const Change& change) {
    return change.seq == seq && change.how != How::insert_before;
  });
}

}  // namespace

std::vector<Mutant> mutants_of(const Replay& base, const scenario::Step& step) {
  if (base.script().record(step.index).state != StepState::met) return {};
  return StepMutants(base, step).all();
}

std::unique_ptr<Replay> judge_mutant(const Replay& base, const scenario::Step& step, const Mutant& mutant) {
  std::vector<Change> changes = mutant.changes;
  const bool takes_one = step.verb == Verb::expect && mutant.kind != Mutation::doubled;
  while (true) {
    auto judged = std::make_unique<Replay>(base.script().test(), base.entries(), changes);
    const StepRecord& record = judged->script().record(step.index);
    const std::int64_t taken = record.state == StepState::met ? judged->origin(record.at_seq) : 0;
    if (!takes_one || taken == 0 || concerns(changes, taken)) return judged;
    changes.push_back({How::remove, taken, {}});
  }
}

}  // namespace ringcheck::run
