#include "run/judge_window.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "run/judge_widgets.hpp"
#include "run/message_part.hpp"
#include "scenario/grammar.hpp"
#include "scenario/layout.hpp"

namespace ringcheck::run {
namespace {

using scenario::Verb;
using scenario::Wanted;
using trace::Entry;
using trace::Kind;

const scenario::Step* step_named(const Script& script, std::string_view id) {
  for (int index = 0; index < script.step_count(); ++index) {
    if (script.step(index).id == id) return &script.step(index);
  }
  return nullptr;
}

// The moment of a step, as suites/README.md, section 9, has it.
std::int64_t moment_of(const Script& script, const scenario::Step& step) {
  const StepRecord& record = script.record(step.index);
  if (step.verb == Verb::send || step.verb == Verb::ask || step.verb == Verb::request)
    return record.deliver_seq != 0 ? record.deliver_seq : record.at_seq;
  if (step.verb == Verb::expect) return record.at_seq;
  std::int64_t last = record.begin_seq;
  for (const scenario::Step& child : step.children) last = std::max(last, moment_of(script, child));
  return last;
}

std::int64_t closing_seq(const Script& script) {
  for (const Entry* entry : script.entries()) {
    const bool settled = entry->kind == Kind::done && entry->type == "settle";
    const bool stopping = entry->kind == Kind::action && entry->type == "session.stop";
    if (entry->step < 0 && (settled || stopping)) return entry->seq;
  }
  return static_cast<std::int64_t>(script.entries().size());
}

std::int64_t session_seq(const Script& script) {
  for (const Entry* entry : script.entries()) {
    if (entry->kind == Kind::done && entry->type == "session.start") return entry->seq;
  }
  return 0;
}

std::string name_of(const Known& known, const std::string& name) {
  auto found = known.names.find(name);
  return found == known.names.end() ? std::string() : std::string(found->second.as_string());
}

// Of `m.call.*` some that are known; a wildcard of others gets a letter for its star.
std::vector<std::string> types_of(const Wanted& wanted) {
  static const std::vector<std::string> known = {
      "m.call.invite",        "m.call.answer", "m.call.candidates", "m.call.reject",
      "m.call.select_answer", "m.call.hangup", "m.call.negotiate"};
  std::vector<std::string> types;
  if (wanted.type.ends_with("*") && wanted.channel != Wanted::Channel::request) {
    for (const std::string& type : known) {
      if (scenario::covers(wanted.type, type)) types.push_back(type);
    }
  }
  if (!types.empty()) return types;
  std::string type = wanted.type;
  std::replace(type.begin(), type.end(), '*', 'x');
  return {type};
}

bool on_channel(Wanted::Channel channel, const Entry& entry) {
  switch (channel) {
    case Wanted::Channel::event:
      return entry.kind == Kind::event && entry.channel == trace::channel::client_api;
    case Wanted::Channel::to_device:
      return entry.kind == Kind::event && entry.channel == trace::channel::to_device;
    case Wanted::Channel::note:
      return entry.kind == Kind::note;
    case Wanted::Channel::request:
      return entry.kind == Kind::request;
    case Wanted::Channel::media:
      return entry.kind == Kind::media;
    case Wanted::Channel::ask:
    case Wanted::Channel::reply:
    case Wanted::Channel::page:
      return false;  // model_of_widget finds its own
  }
  return false;
}

Entry empty_entry(Wanted::Channel channel, const std::string& type, const scenario::Step& step,
                  const Known& known) {
  Entry entry;
  entry.from = step.actor;
  entry.to = "homeserver";
  entry.channel = trace::channel::client_api;
  entry.type = type;
  entry.kind = Kind::event;
  entry.body = make_object();
  const std::string sender = name_of(known, step.actor + ".user_id");
  switch (channel) {
    case Wanted::Channel::note:
      entry.kind = Kind::note;
      entry.to = "harness";
      entry.channel = trace::channel::driver;
      entry.head = make_object();
      return entry;
    case Wanted::Channel::media:
      entry.kind = Kind::media;
      entry.channel = trace::channel::media;
      return entry;
    case Wanted::Channel::request: {
      const std::size_t space = type.find(' ');
      entry.kind = Kind::request;
      entry.head =
          make_object({{"method", type.substr(0, space)},
                       {"path", "/_matrix/client/v3" + type.substr(std::min(space + 1, type.size()))},
                       {"headers", make_object()}});
      return entry;
    }
    case Wanted::Channel::to_device:
      entry.channel = trace::channel::to_device;
      entry.head = make_object({{"sender", sender}});
      break;
    default:
      entry.head = make_object({{"room_id", name_of(known, step.room + ".room_id")}, {"sender", sender}});
  }
  entry.body.set("call_id", name_of(known, "call")).set("version", "1");
  entry.body.set("party_id", name_of(known, step.actor + ".party_id"));
  return entry;
}

/// What the sync of a user of a homeserver under test would bring.
Entry seen_entry(const Script& script, Wanted::Channel channel, const std::string& type,
                 const scenario::Step& step, const Known& known) {
  Entry entry = empty_entry(channel, type, step, known);
  entry.kind = Kind::seen;
  entry.to = step.page;
  for (const scenario::Actor& actor : script.test().actors) {
    if (script.test().has_account(actor) && actor.name != step.page)
      entry.head.set("sender", name_of(known, actor.name + ".user_id"));
  }
  const Value* event = step.key("event");
  if (event == nullptr) return entry;
  const auto fits = fitting_values(*event, &entry.head, known);
  if (!fits.empty() && fits.front().value) entry.head = *fits.front().value;
  return entry;
}

// What the subject sent of this type in the same room, as a model: the rest of the event is then as usual.
Entry model_entry(const Script& script, Wanted::Channel channel, const std::string& type,
                  const scenario::Step& step, const Known& known) {
  if (script.test().subject_is() == scenario::SubjectIs::homeserver)
    return seen_entry(script, channel, type, step, known);
  Entry empty = empty_entry(channel, type, step, known);
  for (const Entry* each : script.entries()) {
    if (!on_channel(channel, *each) || each->from != step.actor || each->type != type) continue;
    Entry entry = *each;
    if (const Value* room = empty.head.find("room_id")) entry.head.set("room_id", *room);
    return entry;
  }
  return empty;
}

}  // namespace

std::int64_t since_of(const Script& script, const scenario::Step& step) {
  const Value* named = step.key("since");
  const scenario::Step* from = named == nullptr ? nullptr : step_named(script, named->text);
  return from == nullptr ? 0 : moment_of(script, *from);
}

Window window_of(const Script& script, const scenario::Step& step) {
  Window window;
  const bool request = !step.wanted.empty() && step.wanted.front().channel == Wanted::Channel::request;
  const Value* named = step.key("since");
  std::int64_t since = named == nullptr && request ? session_seq(script) : since_of(script, step);
  // What comes before a peer's event is taken may have been in flight.
  const scenario::Step* from = named == nullptr ? nullptr : step_named(script, named->text);
  if (from != nullptr && from->verb == Verb::send)
    since = std::max(since, script.record(from->index).taken_seq);
  // Before the request there is no answer to it.
  for (const Wanted& wanted : step.wanted) {
    const scenario::Step* ask =
        wanted.channel == Wanted::Channel::reply ? step_named(script, wanted.type) : nullptr;
    if (ask != nullptr) since = std::max(since, script.record(ask->index).deliver_seq);
  }
  // Nothing stands before the entry that opens the trace.
  window.opens = std::max<std::int64_t>(since, 1) + 1;
  window.closes = closing_seq(script);
  if (const Value* last = step.key("until")) {
    const scenario::Step* to = step_named(script, last->text);
    const std::int64_t moment = to == nullptr ? 0 : moment_of(script, *to);
    if (moment != 0) window.closes = moment;
  }
  window.opens = std::min(window.opens, window.closes);
  return window;
}

std::vector<Unwanted> unwanted_entries(const Script& script, const scenario::Step& step, const Known& known) {
  std::vector<Unwanted> list;
  for (const Wanted& wanted : step.wanted) {
    for (const std::string& type : types_of(wanted)) {
      const bool of_widget = wanted.channel == Wanted::Channel::ask ||
                             wanted.channel == Wanted::Channel::reply ||
                             wanted.channel == Wanted::Channel::page;
      Entry model = of_widget ? model_of_widget(script, wanted, step, known)
                              : model_entry(script, wanted.channel, type, step, known);
      if (const Value* message = step.key("message"); message != nullptr && of_widget) {
        const auto fits = fitting_values(*message, &model.body, known);
        if (!fits.empty() && fits.front().value) model.body = *fits.front().value;
      }
      model.step = -1;
      model.cause = 0;
      if (const Value* to = step.key("to"); to != nullptr && model.kind == Kind::media) model.to = to->text;
      if (model.kind == Kind::event)
        model.head.set("event_id", "$inserted").set("transaction_id", "inserted");
      for (const char* name : scenario::request_parts) {
        const Value* pattern = step.key(name);
        if (pattern == nullptr || model.kind != Kind::request) continue;
        const auto fits = fitting_values(*pattern, model.head.find(name), known);
        if (!fits.empty() && fits.front().value) model.head.set(name, *fits.front().value);
      }
      if (wanted.pattern.is_null()) {
        list.push_back({type, model});
        continue;
      }
      const std::string_view part = part_laid_over(wanted.channel);
      const std::optional<Value> base = part_of_body(model.body, part);
      const std::vector<MadeValue> bodies = fitting_values(wanted.pattern, base ? &*base : nullptr, known);
      for (const MadeValue& body : bodies) {
        Entry entry = model;
        entry.body = with_part(model.body, part, body.value);
        list.push_back(
            {bodies.size() == 1 ? type : fmt::format("{} that {}", type, body.words), std::move(entry)});
      }
    }
  }
  return list;
}

}  // namespace ringcheck::run
