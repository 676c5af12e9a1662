#include "run/judge_widgets.hpp"

#include "trace/clone_form.hpp"
#include "trace/widget_message.hpp"

namespace ringcheck::run {
namespace {

using scenario::Wanted;
using trace::Entry;
using trace::Kind;
using trace::Side;

Side side_of_subject(const Script& script) {
  return script.test().subject_is() == scenario::SubjectIs::widget ? Side::widget : Side::host;
}

/// The newest session of the page; the name of the page where none has begun.
std::string session_of(const Script& script, const std::string& page) {
  std::string session = page;
  for (const Entry* entry : script.entries()) {
    if (entry->channel != trace::channel::widget) continue;
    if (entry->from == page || entry->to == page) session = entry->head.string_at("session");
  }
  return session;
}

/// The request that was posted by the step of this id; null when it was not.
const Entry* asked_by(const Script& script, std::string_view id) {
  for (int index = 0; index < script.step_count(); ++index) {
    const std::int64_t seq = script.record(index).deliver_seq;
    if (script.step(index).id == id && seq != 0) return script.entries()[static_cast<std::size_t>(seq - 1)];
  }
  return nullptr;
}

Entry model_of_reply(const Script& script, const Wanted& wanted, const scenario::Step& step) {
  const Entry* ask = asked_by(script, wanted.type);
  Value message = ask != nullptr && ask->body.is_object() ? ask->body : make_object();
  message.set("response", make_object());
  const std::string session(ask == nullptr ? "" : ask->head.string_at("session"));
  return trace::entry_of_message(side_of_subject(script), session, step.actor,
                                 ask == nullptr ? "" : ask->from, std::move(message));
}

Entry model_of_ask(const Script& script, const Wanted& wanted, const scenario::Step& step,
                   const Known& known) {
  for (const Entry* each : script.entries()) {
    const bool is_ask = each->kind == Kind::ask && each->from == step.actor && each->to == step.page;
    if (is_ask && (each->type == wanted.type || each->type == wanted.also)) return *each;
  }
  const Side side = side_of_subject(script);
  const auto id = known.names.find(step.page + ".widget_id");
  Value message = make_object({{"api", trace::api_of(side)},
                               {"requestId", "inserted"},
                               {"action", wanted.type},
                               {"widgetId", id == known.names.end() ? Value("") : id->second},
                               {"data", make_object()}});
  return trace::entry_of_message(side, session_of(script, step.page), step.actor, step.page,
                                 std::move(message));
}

}  // namespace

Entry model_of_widget(const Script& script, const Wanted& wanted, const scenario::Step& step,
                      const Known& known) {
  if (wanted.channel == Wanted::Channel::reply) return model_of_reply(script, wanted, step);
  if (wanted.channel == Wanted::Channel::ask) return model_of_ask(script, wanted, step, known);
  const std::string session = session_of(script, step.page);
  if (wanted.type == "opened") {
    const auto url = known.names.find(step.page + ".url");
    return trace::entry_of_load(session, step.actor, step.page,
                                url == known.names.end() ? std::string_view() : url->second.as_string());
  }
  Entry entry = trace::entry_of_unload(session, step.actor);
  entry.to = step.page;
  return entry;
}

std::vector<std::pair<std::string, Entry>> of_other_messages(const Entry& entry) {
  std::vector<std::pair<std::string, Entry>> list;
  Entry changed = entry;
  changed.to = "another";
  changed.head.set("session", "another");
  list.emplace_back("has another page get it", std::move(changed));
  if (entry.kind == Kind::reply) {
    changed = entry;
    const std::string id = std::string(entry.body.string_at("requestId")) + "x";
    changed.body.set("requestId", id);
    changed.head.set("request_id", id);
    list.emplace_back("has it answer another request", std::move(changed));
    changed = entry;
    changed.kind = Kind::ask;
    changed.body.erase("response");
    list.emplace_back("has it be no answer", std::move(changed));
  }
  if (entry.kind == Kind::ask) {
    changed = entry;
    changed.type = "org.example.other";
    changed.body.set("action", changed.type);
    list.emplace_back("has it ask for something else", std::move(changed));
    changed = entry;
    changed.kind = Kind::reply;
    changed.body.set("response", make_object());
    list.emplace_back("has it be an answer", std::move(changed));
  }
  return list;
}

std::vector<Mutant> message_mutants(const std::deque<Entry>& entries, const Entry& entry,
                                    const Entry& closing) {
  using How = Change::How;
  std::vector<Mutant> mutants;
  const Change gone{How::remove, entry.seq, {}};
  auto add = [&](Mutation kind, std::string words, std::vector<Change> changes) {
    mutants.push_back({kind, std::move(words), std::move(changes)});
  };
  auto replaced = [&](Mutation kind, std::string words, Entry changed) {
    add(kind, std::move(words), {{How::replace, entry.seq, std::move(changed)}});
  };
  // Long after the time in which anything must be answered.
  constexpr std::int64_t long_after_us = 100'000'000;
  Entry end = closing;
  end.t_us += long_after_us;
  add(Mutation::deleted, "does not come", {gone, {How::replace, closing.seq, end}});
  Entry copy = entry;
  add(Mutation::doubled, "comes twice", {{How::insert_before, entry.seq + 1, copy}});
  copy.t_us = closing.t_us;
  if (entry.kind == Kind::ask) {
    Entry again = copy;
    const std::string id = std::string(entry.body.string_at("requestId")) + "-again";
    again.body.set("requestId", id);
    again.head.set("request_id", id);
    add(Mutation::doubled, "is asked again at the end", {{How::insert_before, closing.seq, again}});
  }
  add(Mutation::elsewhere, "comes at the end", {gone, {How::insert_before, closing.seq, copy}});
  const Entry* first_of_kind = nullptr;
  for (const Entry& each : entries) {
    if (each.kind != Kind::ask || each.seq >= entry.seq) continue;
    if (first_of_kind == nullptr) {
      copy.t_us = each.t_us;
      add(Mutation::elsewhere, "comes before all", {{How::insert_before, each.seq, copy}, gone});
    }
    if (first_of_kind == nullptr || first_of_kind->from != entry.from) first_of_kind = &each;
  }
  for (auto& [words, changed] : of_other_messages(entry))
    replaced(Mutation::elsewhere, words, std::move(changed));
  if (first_of_kind != nullptr && first_of_kind->from == entry.from && entry.kind == Kind::ask) {
    Entry again = entry;
    again.body.set("requestId", first_of_kind->body.string_at("requestId"));
    replaced(Mutation::value, "has the requestId of another", std::move(again));
  }
  for (const char* part : {"data", "response"}) {
    const Value* found = entry.body.find(part);
    if (found == nullptr || !found->is_object()) continue;
    Entry strange = entry;
    Value value = *found;
    value.set("strange", make_object({{trace::form::unclonable, "Map"}}));
    strange.body.set(part, std::move(value));
    replaced(Mutation::type, std::string("writes a Map into ") + part, std::move(strange));
  }
  return mutants;
}

}  // namespace ringcheck::run
