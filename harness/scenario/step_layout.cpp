#include "scenario/step_layout.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "scenario/grammar.hpp"
#include "scenario/names.hpp"
#include "scenario/operators.hpp"
#include "value/grammar.hpp"
#include "value/nearest.hpp"

namespace ringcheck::scenario {
namespace {

constexpr int most_fragments_in_each_other = 8;
constexpr std::size_t heaviest_step = 16'384;

// A step that is wrong in itself: its id and what it saves are kept, so that later steps have no faults of
// its making.
Step wrong_step(const Value& source, const std::string& file) {
  Step step;
  step.verb = Verb::let;
  step.where = {file, source.place, "", {}};
  step.keys = source;
  step.id = source.string_at("id");
  return step;
}

bool has_type(const Value& value, std::string_view type) {
  if (type == "opaque_id") return value.is_string() && is_opaque_id(value.text);
  if (type == "number") return value.is_number();
  if (type == "array") return value.is_array();
  if (type == "object") return value.is_object();
  return type_name(value) == type;
}

}  // namespace

void StepLayout::fault(const std::string& file, Place place, std::string text, std::string help) {
  faults_.push_back({file, place, std::move(text), "", std::move(help)});
}

std::vector<Step> StepLayout::steps(const Value& list, const std::string& file, const Columns& columns) {
  std::vector<Step> result;
  for (const Value& source : list.items) {
    if (budget_.steps <= 0) break;
    if (source.is_object() && belongs_to_row(source, file)) one(source, file, columns, result);
  }
  return result;
}

void StepLayout::one(const Value& source, const std::string& file, const Columns& columns,
                     std::vector<Step>& result) {
  if (weight(source) > heaviest_step) {
    return fault(file, source.place, fmt::format("a step of more than {} characters", heaviest_step),
                 "long text belongs into a file, see $file");
  }
  const Value put = *put_in(source, columns);
  if (!within_budget(put, file)) return;
  const std::size_t before = faults_.size();
  check_step_shape(put, file, faults_, Cells::put_in);
  if (faults_.size() != before) return result.push_back(wrong_step(put, file));
  if (const Value* fragment = put.find("use")) return use(*fragment, put, file, result);
  result.push_back(step(put, file));
}

bool StepLayout::within_budget(const Value& put, const std::string& file) {
  budget_.weight -= std::min(budget_.weight, weight(put));
  if (--budget_.steps > 0 && budget_.weight > 0) return true;
  budget_.steps = 0;
  fault(file, put.place, "with all its cases and fragments this scenario becomes too large");
  return false;
}

bool StepLayout::belongs_to_row(const Value& step, const std::string& file) {
  const Value* rows = step.find("case");
  if (rows == nullptr) return true;
  bool belongs = false;
  auto one_row = [&](const Value& row) {
    if (!case_names_.contains(row.text)) {
      const std::vector<std::string> known(case_names_.begin(), case_names_.end());
      fault(file, row.place, fmt::format("no case is named {}{}", row.text, did_you_mean(row.text, known)));
    }
    belongs = belongs || row.text == test_.case_name;
  };
  if (rows->is_array()) {
    for (const Value& row : rows->items) one_row(row);
  } else {
    one_row(*rows);
  }
  return belongs;
}

void StepLayout::use(const Value& name, const Value& step_value, const std::string& file,
                     std::vector<Step>& result) {
  auto found = pieces_.fragments.find(name.text);
  if (found == pieces_.fragments.end()) {
    std::vector<std::string_view> known;
    for (const auto& [each, document] : pieces_.fragments) known.push_back(each);
    return fault(file, name.place,
                 fmt::format("no fragment is named {}{}", name.text, did_you_mean(name.text, known)),
                 fmt::format("suites/fragments/{}.yaml would hold it", name.text));
  }
  const YamlDocument& fragment = found->second;
  fragments_.insert(fragment.file);
  if (!fragment.faults.empty()) {
    return fault(file, name.place, fmt::format("the fragment {} has faults of its own", name.text),
                 fmt::format("see {}", fragment.file));
  }
  if (depth_ == most_fragments_in_each_other)
    return fault(file, name.place, "fragments use each other without an end");
  const Columns inputs = fragment_inputs(fragment.value, step_value, file);
  const Value* inner = fragment.value.find("steps");
  if (inner == nullptr) return;
  const Where user{fragment.file, {}, file, step_value.place};
  const std::size_t before = faults_.size();
  ++depth_;
  std::vector<Step> laid = steps(*inner, fragment.file, inputs);
  --depth_;
  for (std::size_t i = before; i < faults_.size(); ++i) {
    std::string& note = faults_[i].note;
    note += (note.empty() ? "" : ", ") + used_by(user);
  }
  for (Step& each : laid) {
    each.where.used_in_file = user.used_in_file;
    each.where.used_at = user.used_at;
    result.push_back(std::move(each));
  }
}

Columns StepLayout::fragment_inputs(const Value& fragment, const Value& step_value, const std::string& file) {
  Columns inputs;
  const Value* takes = fragment.find("takes");
  const Value* with = step_value.find("with");
  if (with != nullptr) {
    for (const Member& given : with->members) {
      const Value* input = takes == nullptr ? nullptr : takes->find(given.key);
      if (input == nullptr) {
        fault(file, given.place, fmt::format("the fragment takes no {}", given.key));
      } else {
        check_input(given, *input, file);
      }
    }
  }
  if (takes == nullptr) return inputs;
  for (const Member& input : takes->members) {
    const Value* given = with == nullptr ? nullptr : with->find(input.key);
    const Value* fallback = input.value.find("default");
    if (given == nullptr && fallback == nullptr)
      fault(file, step_value.place, fmt::format("the fragment needs {} in with", input.key));
    const Value* value = given != nullptr ? given : fallback;
    inputs[input.key] = value == nullptr ? Value() : without_place(*value);
  }
  return inputs;
}

void StepLayout::check_input(const Member& given, const Value& input, const std::string& file) {
  const std::string_view type = input.string_at("type");
  const Value& value = given.value;
  const bool made_later = reference_name(value) || is_operator_map(value);
  if (!made_later && !has_type(value, type)) {
    fault(file, value.place,
          fmt::format("the fragment takes {} as {}, this is {}", given.key, type, type_name(value)));
  }
  if (weight(value) > heaviest_cell)
    fault(file, value.place, fmt::format("{} holds more than {} characters", given.key, heaviest_cell));
}

Step StepLayout::step(const Value& source, const std::string& file) {
  Step step;
  step.verb = *step_verb(source);
  step.index = next_index_++;
  step.where = {file, source.place, "", {}};
  step.keys = source;
  step.id = source.string_at("id");
  step.observes = source.find("observes") != nullptr;
  if (const Value* ids = source.find(step.observes ? "observes" : "proves")) {
    for (const Value& id : ids->items) step.proves.emplace_back(id.as_string());
  }
  if (const Value* optional = source.find("optional")) step.optional = optional->as_bool();
  if (const Value* control = source.find("control")) step.control = control->as_bool();
  const Value& verb_value = *source.find(verb_name(step.verb));
  step.word = verb_value.as_string();
  details(step, source, verb_value);
  check_sides(step);
  return step;
}

void StepLayout::details(Step& step, const Value& source, const Value& verb_value) {
  auto payload = [&](std::string_view key) {
    if (const Value* value = source.find(key)) step.payload = *value;
  };
  switch (step.verb) {
    case Verb::act:
      known_word(step, pieces_.words.orders, "action", verb_value.place);
      return act(step, source);
    case Verb::send:
      return send(step, source);
    case Verb::ask:
      return ask(step, source, verb_value.place);
    case Verb::page:
      step.actor = who(step, source, "as", {Actor::Is::widget, Actor::Is::host});
      return page_order(step, verb_value.place);
    case Verb::request:
      step.actor = who(step, source, "as", {Actor::Is::user, Actor::Is::peer});
      of_server(step, verb_value.place);
      return payload("body");
    case Verb::serve:
      return payload("body");
    case Verb::expect:
    case Verb::none:
    case Verb::count:
      return look(step, source, verb_value);
    case Verb::any_order:
    case Verb::batch:
    case Verb::at_once:
      // The cells are put in already, and put in once: what they hold is not looked into again.
      step.children = steps(verb_value, step.where.file, {});
      return;
    case Verb::let:
      step.payload = verb_value;
      return;
    case Verb::settle:
      return known_actor(step, step.word, verb_value.place);
    case Verb::silence:
      if (step.word == turn_word) return;
      known_actor(step, step.word, verb_value.place);
      return has_media_port(step, verb_value.place);
    case Verb::release:
      return;
  }
}

void StepLayout::act(Step& step, const Value& source) {
  step.actor = test_.subject().name;
  if (const Value* of = source.find("of"); of != nullptr && of->text != step.actor) {
    known_actor(step, of->text, of->place);
    fault(step.where.file, of->place,
          fmt::format("do is done by the subject, {}: nobody else has an adapter", step.actor));
  }
  const Value form = form_value(step, test_.subject(), "do", step.word);
  const Value* with = source.find("with");
  step.payload = without_absent(with == nullptr ? form : lay_on(form, *with));
}

void StepLayout::send(Step& step, const Value& source) {
  step.actor = who(step, source, "as", {Actor::Is::peer});
  if (const Value* device = source.find("to_device")) {
    known_actor(step, device->text, device->place);
    no_event(step, source, "goes to a device");
  } else if (step.writes_account()) {
    no_event(step, source, "is written to an account");
  } else {
    step.room = where(step, source);
  }
  if (const Value* to = source.find("to")) known_actor(step, to->text, to->place);
  const Actor* sender = test_.actor(step.actor);
  if (sender == nullptr) return;
  const Value* content = source.find("content");
  Value form = form_value(step, *sender, "send", step.word);
  if (const Value* fault_name = source.find("fault")) form = lay_fault(step, *fault_name, form);
  step.payload = without_absent(content == nullptr ? form : lay_on(form, *content));
}

// What stands in no room is no event, and nothing of an event can be said of it.
void StepLayout::no_event(const Step& step, const Value& source, std::string_view goes) {
  for (const char* key :
       {"in", "state_key", "unsigned", "repeats", "gap", "delivery", "sticky_ms", "delay_ms"}) {
    if (const Value* value = source.find(key))
      fault(step.where.file, value->place, fmt::format("{} is of an event, and this {}", key, goes));
  }
}

// What the peer does wrong changes the form, and may break the schema where it says so.
Value StepLayout::lay_fault(Step& step, const Value& name, const Value& form) {
  const auto found = pieces_.peer_faults.find(name.text);
  if (found == pieces_.peer_faults.end()) {
    std::vector<std::string_view> known;
    for (const auto& [each, row] : pieces_.peer_faults) known.push_back(each);
    fault(step.where.file, name.place,
          fmt::format("no fault of a peer is named {}{}", name.text, did_you_mean(name.text, known)),
          "suites/faults/ names what peers do wrong");
    return form;
  }
  const PeerFault& row = found->second;
  step.peer_fault = row.says;
  if (!row.breaks.is_null()) {
    Value breaks = row.breaks;
    if (const Value* own = step.key("breaks"))
      breaks.items.insert(breaks.items.end(), own->items.begin(), own->items.end());
    step.keys.set("breaks", std::move(breaks));
  }
  return row.content.is_null() ? form : lay_on(form, row.content);
}

void StepLayout::look(Step& step, const Value& source, const Value& verb_value) {
  static const std::map<std::string_view, std::pair<Wanted::Channel, std::string_view>> channels = {
      {"note", {Wanted::Channel::note, "data"}},       {"ask", {Wanted::Channel::ask, "data"}},
      {"request", {Wanted::Channel::request, "body"}}, {"to_device", {Wanted::Channel::to_device, "content"}},
      {"media", {Wanted::Channel::media, "data"}},     {"reply", {Wanted::Channel::reply, "response"}},
      {"page", {Wanted::Channel::page, "data"}}};
  const Value* from = source.find("from");
  step.actor = from == nullptr ? test_.subject().name : from->text;
  if (from != nullptr) known_actor(step, step.actor, from->place);
  if (const Value* to = source.find("to")) known_actor(step, to->text, to->place);
  if (verb_value.is_object()) {
    const Member& seen = verb_value.members.front();
    const auto& [channel, key] = channels.at(seen.key);
    const Value* pattern = source.find(key);
    step.word = seen.value.as_string();
    if (channel == Wanted::Channel::note) known_word(step, pieces_.words.notes, "note", seen.value.place);
    step.wanted.push_back({channel, step.word, "", pattern == nullptr ? Value() : *pattern});
    seen_by(step, source, channel);
    return of_page(step, source, seen.value.place);
  }
  step.room = where(step, source);
  seen_by(step, source, Wanted::Channel::event);
  const Actor* sender = test_.actor(step.actor);
  if (sender == nullptr) return;
  const Value* content = source.find("content");
  step.word.clear();
  for (const Value& type : verb_value.is_array() ? verb_value.items : std::vector<Value>{verb_value}) {
    const Value form = form_value(step, *sender, "expect", type.text);
    step.wanted.push_back(
        {Wanted::Channel::event, type.text, "", content == nullptr ? form : lay_on(form, *content)});
    step.word += (step.word.empty() ? "" : ", ") + type.text;
  }
}

// A homeserver under test shows what it does in what its users get from it, and in nothing else.
void StepLayout::of_server(const Step& step, Place place) {
  if (test_.subject_is() == SubjectIs::homeserver) return;
  fault(step.where.file, place, fmt::format("{} is for a homeserver under test", verb_name(step.verb)),
        "the cast has an actor that is: homeserver then");
}

void StepLayout::seen_by(Step& step, const Value& source, Wanted::Channel channel) {
  if (test_.subject_is() != SubjectIs::homeserver) {
    for (const char* key : {"seen_by", "event"}) {
      if (const Value* value = source.find(key))
        fault(step.where.file, value->place, fmt::format("{} is for a homeserver under test", key));
    }
    return;
  }
  if (channel != Wanted::Channel::event && channel != Wanted::Channel::to_device)
    return fault(step.where.file, step.where.place, "of a homeserver events and messages to devices are seen",
                 "what it answers stands on request");
  if (const Value* from = source.find("from"))
    fault(step.where.file, from->place, "a homeserver brings the events of all",
          "event: {sender: …} says whose it must be");
  const Value* around = source.find("event");
  const Value* inside = around == nullptr ? nullptr : around->find("content");
  if (inside != nullptr)
    fault(step.where.file, inside->place, "event is what stands around the content, which is seen apart",
          "content: {…} beside it");
  step.page = who(step, source, "seen_by", {Actor::Is::peer, Actor::Is::user});
}

void StepLayout::check_sides(const Step& step) {
  auto check = [&](const Value& value, Side side) { check_side(value, side, step.where.file, faults_); };
  const Actor* actor = test_.actor(step.actor);
  const bool has_media = actor != nullptr && actor->is == Actor::Is::peer;
  if (step.verb == Verb::send) check(step.payload, has_media ? Side::sent : Side::made);
  if (step.verb == Verb::serve) check(step.payload, Side::served);
  if (step.verb == Verb::act || step.verb == Verb::let) check(step.payload, Side::made);
  for (const Wanted& wanted : step.wanted) check(wanted.pattern, Side::wanted);
  const bool asks = step.verb == Verb::ask;
  if (const Value* message = step.key("message"))
    check(without_absent(*message), asks ? Side::posted : Side::wanted);
  // That a request has no data, or no answer, is said by {$absent: true} in their place.
  const Value* answer = step.key("answer");
  if (answer != nullptr && !takes_away(*answer)) check(without_absent(*answer), Side::posted);
  if (asks && !takes_away(step.payload)) check(without_absent(step.payload), Side::posted);
  const bool requests = step.verb == Verb::request;
  if (requests) check(step.payload, Side::asked);
  for (const char* key :
       {"reply", "is", "times", "elapsed", "file", "response", "answer_headers", "either", "event"}) {
    if (const Value* value = step.key(key)) check(*value, Side::wanted);
  }
  if (const Value* query = step.key("query")) check(*query, requests ? Side::made : Side::wanted);
  if (const Value* status = step.key("status"); status != nullptr && requests) check(*status, Side::wanted);
  for (const char* key : {"unsigned", "state_key", "path"}) {
    if (const Value* value = step.key(key)) check(*value, Side::made);
  }
  // That a request goes without a token is said by {$absent: true} in its place.
  if (const Value* token = step.key("token"); token != nullptr && !takes_away(*token))
    check(*token, Side::made);
  const Value* headers = step.key("headers");
  if (headers == nullptr) return;
  if (step.verb == Verb::expect || step.verb == Verb::none || step.verb == Verb::count)
    return check(*headers, Side::wanted);
  for (const Member& header : headers->members) {
    if (!header.value.is_string() || reference_name(header.value))
      fault(step.where.file, header.value.place, fmt::format("the header {} should be text", header.key));
  }
}

Value StepLayout::form_value(const Step& step, const Actor& actor, std::string_view section_name,
                             std::string_view word) {
  auto found = pieces_.forms.find(actor.forms);
  if (found == pieces_.forms.end() || !found->second.faults.empty()) {
    fault(step.where.file, step.where.place,
          found == pieces_.forms.end()
              ? fmt::format("no form is named {} (of {})", actor.forms, actor.name)
              : fmt::format("the form {} (of {}) has faults of its own", actor.forms, actor.name));
    return make_object();
  }
  const Value* section = found->second.value.find(section_name);
  if (section == nullptr) return make_object();
  const std::string room = step.room.empty() && !test_.rooms.empty() ? test_.rooms.front().name : step.room;
  FormWords words{actor.name, test_.subject().name, room, actor.has_page() ? actor.name : ""};
  for (const Actor& each : test_.actors) {
    if (words.page.empty() && each.has_page()) words.page = each.name;
  }
  return bind_form_words(form_for(*section, word), words);
}

// Who a step speaks as: named, or the only one of its kinds.
std::string StepLayout::who(const Step& step, const Value& source, std::string_view key,
                            const std::vector<Actor::Is>& kinds) {
  if (const Value* named = source.find(key)) {
    known_actor(step, named->text, named->place);
    return named->text;
  }
  std::vector<std::string> choices;
  for (const Actor& actor : test_.actors) {
    if (std::find(kinds.begin(), kinds.end(), actor.is) != kinds.end()) choices.push_back(actor.name);
  }
  if (choices.size() == 1) return choices.front();
  if (choices.empty()) {
    fault(step.where.file, step.where.place,
          fmt::format("{} is not said, and the cast has nobody for it", key));
    return {};
  }
  fault(step.where.file, step.where.place,
        fmt::format("{} is not said, and there is a choice: {}", key, fmt::join(choices, ", ")),
        fmt::format("add {}: and one of them", key));
  return {};
}

std::string StepLayout::where(const Step& step, const Value& source) {
  if (const Value* named = source.find("in")) {
    if (test_.room(named->text) == nullptr)
      fault(step.where.file, named->place, fmt::format("no room is named {}", named->text),
            "the stage and the scenario name the rooms");
    return named->text;
  }
  if (test_.rooms.size() == 1) return test_.rooms.front().name;
  std::vector<std::string> choices;
  for (const Room& room : test_.rooms) choices.push_back(room.name);
  fault(step.where.file, step.where.place,
        choices.empty()
            ? "in is not said, and the stage has no room"
            : fmt::format("in is not said, and there is a choice of rooms: {}", fmt::join(choices, ", ")),
        "add in: and a room");
  return {};
}

void StepLayout::known_word(const Step& step, const std::vector<std::string>& known, std::string_view kind,
                            Place place) {
  if (known.empty() || std::find(known.begin(), known.end(), step.word) != known.end()) return;
  fault(step.where.file, place,
        fmt::format("the driver protocol has no {} {}{}", kind, step.word, did_you_mean(step.word, known)),
        "schemas/driver/README.md lists what an adapter can do and tell");
}

void StepLayout::known_actor(const Step& step, const std::string& name, Place place) {
  if (test_.actor(name) != nullptr) return;
  std::vector<std::string_view> known;
  for (const Actor& actor : test_.actors) known.push_back(actor.name);
  fault(step.where.file, place,
        fmt::format("nobody in the cast is named {}{}", name, did_you_mean(name, known)),
        fmt::format("the cast is {}", fmt::join(known, ", ")));
}

void StepLayout::has_media_port(const Step& step, Place place) {
  const Actor* actor = test_.actor(step.word);
  if (actor == nullptr || actor->media == "stun") return;
  fault(step.where.file, place, fmt::format("{} has no media port to be silent", step.word),
        "media: stun gives an actor one");
}

}  // namespace ringcheck::scenario
