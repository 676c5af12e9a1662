// Lays out one scenario into its tests: each row of `cases` gives one, with fragments and forms put in.

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "scenario/cast.hpp"
#include "scenario/derive.hpp"
#include "scenario/grammar.hpp"
#include "scenario/layout.hpp"
#include "scenario/library.hpp"
#include "scenario/names.hpp"
#include "scenario/references.hpp"

namespace ringcheck::scenario {
namespace {

// Lays out the steps of one row.
class StepLayout {
 public:
  StepLayout(Test& test, const Pieces& pieces, const std::set<std::string>& case_names,
             std::vector<Fault>& faults)
      : test_(test), pieces_(pieces), case_names_(case_names), faults_(faults) {}

  std::vector<Step> steps(const Value& list, const std::string& file, const Columns& columns) {
    std::vector<Step> result;
    for (const Value& source : list.items) {
      if (!source.is_object() || !belongs_to_row(source, file)) continue;
      auto put = put_in(source, columns);
      if (!put) continue;
      if (const Value* fragment = put->find("use")) {
        use(*fragment, *put, file, result);
      } else if (step_verb(*put)) {
        result.push_back(step(*put, file, columns));
      }
    }
    return result;
  }

 private:
  void fault(const std::string& file, Place place, std::string text, std::string help = "") {
    faults_.push_back({file, place, std::move(text), "", std::move(help)});
  }

  bool belongs_to_row(const Value& step, const std::string& file) {
    const Value* rows = step.find("case");
    if (rows == nullptr) return true;
    bool belongs = false;
    auto one = [&](const Value& row) {
      if (!case_names_.contains(row.text))
        fault(file, row.place, fmt::format("no case is named {}", row.text));
      belongs = belongs || row.text == test_.case_name;
    };
    if (rows->is_array()) {
      for (const Value& row : rows->items) one(row);
    } else {
      one(*rows);
    }
    return belongs;
  }

  void use(const Value& name, const Value& step_value, const std::string& file, std::vector<Step>& result) {
    auto found = pieces_.fragments.find(name.text);
    if (found == pieces_.fragments.end()) {
      std::vector<std::string_view> known;
      for (const auto& [each, document] : pieces_.fragments) known.push_back(each);
      return fault(file, name.place,
                   fmt::format("no fragment is named {}{}", name.text, did_you_mean(name.text, known)),
                   fmt::format("suites/fragments/{}.yaml would hold it", name.text));
    }
    const Value& fragment = found->second.value;
    if (depth_ > 8) return fault(file, name.place, "fragments use each other without an end");
    const Columns inputs = fragment_inputs(fragment, step_value, file);
    const Value* inner = fragment.find("steps");
    if (inner == nullptr) return;
    ++depth_;
    const Where outer{file, step_value.place, "", {}};
    std::vector<Step> laid = steps(*inner, found->second.file, inputs);
    --depth_;
    for (Step& each : laid) {
      each.where.used_in_file = outer.file;
      each.where.used_at = outer.place;
      result.push_back(std::move(each));
    }
  }

  Columns fragment_inputs(const Value& fragment, const Value& step_value, const std::string& file) {
    Columns inputs;
    const Value* takes = fragment.find("takes");
    const Value* with = step_value.find("with");
    if (with != nullptr) {
      for (const Member& given : with->members) {
        if (takes == nullptr || takes->find(given.key) == nullptr) {
          fault(file, given.place, fmt::format("the fragment takes no {}", given.key));
        }
      }
    }
    if (takes == nullptr) return inputs;
    for (const Member& input : takes->members) {
      const Value* given = with == nullptr ? nullptr : with->find(input.key);
      const Value* fallback = input.value.find("default");
      if (given == nullptr && fallback == nullptr) {
        fault(file, step_value.place, fmt::format("the fragment needs {} in with", input.key));
      }
      inputs[input.key] = given != nullptr ? *given : fallback != nullptr ? *fallback : Value();
    }
    return inputs;
  }

  Step step(const Value& source, const std::string& file, const Columns& columns) {
    Step step;
    step.verb = *step_verb(source);
    step.index = next_index_++;
    step.where = {file, source.place, "", {}};
    step.keys = source;
    step.id = source.string_at("id");
    if (const Value* proves = source.find("proves")) {
      for (const Value& id : proves->items) step.proves.emplace_back(id.as_string());
    }
    if (const Value* optional = source.find("optional")) step.optional = optional->as_bool();
    if (const Value* control = source.find("control")) step.control = control->as_bool();
    const Value& verb_value = *source.find(verb_name(step.verb));
    step.word = verb_value.as_string();
    details(step, source, verb_value, columns);
    return step;
  }

  void details(Step& step, const Value& source, const Value& verb_value, const Columns& columns) {
    switch (step.verb) {
      case Verb::act:
        return act(step, source);
      case Verb::send:
        return send(step, source);
      case Verb::ask:
      case Verb::request:
        step.actor = who(step, source, "as", Actor::Is::user);
        return payload(step, source, "body");
      case Verb::serve:
        return payload(step, source, "body");
      case Verb::expect:
      case Verb::none:
      case Verb::count:
        return look(step, source, verb_value);
      case Verb::any_order:
      case Verb::batch:
      case Verb::at_once:
        step.children = steps(verb_value, step.where.file, columns);
        return;
      case Verb::let:
        step.payload = verb_value;
        return;
      case Verb::settle:
        known_actor(step, step.word, verb_value.place);
        return;
      case Verb::release:
        return;
    }
  }

  static void payload(Step& step, const Value& source, std::string_view key) {
    if (const Value* value = source.find(key)) step.payload = *value;
  }

  void act(Step& step, const Value& source) {
    step.actor = test_.subject().name;
    const Value form = form_value(step, test_.subject(), "do", step.word);
    const Value* with = source.find("with");
    step.payload = with == nullptr ? form : lay_on(form, *with);
  }

  void send(Step& step, const Value& source) {
    step.actor = who(step, source, "as", Actor::Is::peer);
    step.room = where(step, source);
    const Actor* sender = test_.actor(step.actor);
    const Value* content = source.find("content");
    if (sender == nullptr) return;
    const Value form = form_value(step, *sender, "send", step.word);
    step.payload = without_absent(content == nullptr ? form : lay_on(form, *content));
  }

  void look(Step& step, const Value& source, const Value& verb_value) {
    step.actor =
        source.find("from") == nullptr ? test_.subject().name : std::string(source.string_at("from"));
    known_actor(step, step.actor, source.place);
    const Value* content = source.find("content");
    if (verb_value.is_object() && !verb_value.members.empty()) {
      static const std::map<std::string_view, Wanted::Channel> channels = {
          {"note", Wanted::Channel::note},
          {"ask", Wanted::Channel::ask},
          {"request", Wanted::Channel::request},
          {"to_device", Wanted::Channel::to_device}};
      const Member& seen = verb_value.members.front();
      const Value* data = source.find(seen.key == "request"     ? "body"
                                      : seen.key == "to_device" ? "content"
                                                                : "data");
      step.word = seen.value.as_string();
      step.wanted.push_back({channels.at(seen.key), step.word, data == nullptr ? Value() : *data});
      return;
    }
    step.room = where(step, source);
    step.word.clear();
    for (const Value& type : verb_value.is_array() ? verb_value.items : std::vector<Value>{verb_value}) {
      const Actor* from = test_.actor(step.actor);
      if (from == nullptr) break;
      const Value form = form_value(step, *from, "expect", type.text);
      step.wanted.push_back(
          {Wanted::Channel::event, type.text, content == nullptr ? form : lay_on(form, *content)});
      step.word += (step.word.empty() ? "" : ", ") + type.text;
    }
  }

  Value form_value(const Step& step, const Actor& actor, std::string_view section_name,
                   std::string_view word) {
    auto found = pieces_.forms.find(actor.forms);
    if (found == pieces_.forms.end()) {
      fault(step.where.file, step.where.place,
            fmt::format("no form is named {} (of {})", actor.forms, actor.name));
      return make_object();
    }
    const Value* section = found->second.value.find(section_name);
    if (section == nullptr) return make_object();
    const std::string room = step.room.empty() && !test_.rooms.empty() ? test_.rooms.front().name : step.room;
    return bind_form_words(form_for(*section, word), actor.name, test_.subject().name, room);
  }

  // Who a step speaks as: named, or the only one of its kind.
  std::string who(const Step& step, const Value& source, std::string_view key, Actor::Is kind) {
    if (const Value* named = source.find(key)) {
      known_actor(step, named->text, named->place);
      return named->text;
    }
    std::vector<std::string> choices;
    for (const Actor& actor : test_.actors) {
      if (actor.is == kind) choices.push_back(actor.name);
    }
    if (choices.size() == 1) return choices.front();
    fault(step.where.file, step.where.place,
          fmt::format("{} is not said, and there is a choice: {}", key, fmt::join(choices, ", ")),
          fmt::format("add {}: and one of them", key));
    return {};
  }

  std::string where(const Step& step, const Value& source) {
    if (const Value* named = source.find("in")) {
      if (test_.room(named->text) == nullptr)
        fault(step.where.file, named->place, fmt::format("no room is named {}", named->text));
      return named->text;
    }
    if (test_.rooms.size() == 1) return test_.rooms.front().name;
    std::vector<std::string> choices;
    for (const Room& room : test_.rooms) choices.push_back(room.name);
    fault(step.where.file, step.where.place,
          fmt::format("in is not said, and there is a choice of rooms: {}", fmt::join(choices, ", ")),
          "add in:");
    return {};
  }

  void known_actor(const Step& step, const std::string& name, Place place) {
    if (test_.actor(name) != nullptr) return;
    std::vector<std::string_view> known;
    for (const Actor& actor : test_.actors) known.push_back(actor.name);
    fault(step.where.file, place,
          fmt::format("nobody in the cast is named {}{}", name, did_you_mean(name, known)));
  }

  Test& test_;
  const Pieces& pieces_;
  const std::set<std::string>& case_names_;
  std::vector<Fault>& faults_;
  int next_index_ = 0;
  int depth_ = 0;
};

void check_top_level(const YamlDocument& document, std::vector<Fault>& faults) {
  static const std::vector<std::string_view> known = {"title",  "stage", "requires", "cases",
                                                      "actors", "rooms", "steps"};
  const Value& top = document.value;
  auto fault = [&](Place place, std::string text) {
    faults.push_back({document.file, place, std::move(text), "", ""});
  };
  if (!top.is_object()) return fault(top.place, "a scenario is a map with title, stage and steps");
  for (const Member& member : top.members) {
    if (std::find(known.begin(), known.end(), member.key) == known.end()) {
      fault(member.place, fmt::format("unknown key {}{}", member.key, did_you_mean(member.key, known)));
    }
  }
  if (top.string_at("title").empty())
    fault(top.place, "title is missing: one sentence that says what is right");
  if (top.string_at("stage").empty()) fault(top.place, "stage is missing: the cast and rooms to play on");
  const Value* steps = top.find("steps");
  if (steps == nullptr || !steps->is_array() || steps->items.empty()) {
    fault(steps == nullptr ? top.place : steps->place, "steps is missing: a list of steps in order");
  } else {
    for (const Value& step : steps->items) check_step_shape(step, document.file, faults);
  }
  if (const Value* words = top.find("requires"); words != nullptr && !words->is_array()) {
    fault(words->place, "requires should be a list of capabilities");
  }
}

std::vector<Columns> rows_of(const YamlDocument& document, std::set<std::string>& names,
                             std::vector<Fault>& faults) {
  const Value* cases = document.value.find("cases");
  if (cases == nullptr) return {Columns{}};
  std::vector<Columns> rows;
  std::set<std::string> columns;
  for (const Value& row : cases->items) {
    for (const Member& cell : row.members) columns.insert(cell.key);
  }
  for (const Value& row : cases->items) {
    const std::string name(row.string_at("name"));
    if (name.empty()) faults.push_back({document.file, row.place, "a case needs a name", "", ""});
    if (!names.insert(name).second) {
      faults.push_back({document.file, row.place, fmt::format("two cases are named {}", name), "", ""});
    }
    Columns cells;
    for (const std::string& column : columns) {
      const Value* cell = row.find(column);
      cells[column] = cell == nullptr ? std::nullopt : std::optional<Value>(*cell);
    }
    rows.push_back(std::move(cells));
  }
  if (rows.empty())
    faults.push_back(
        {document.file, cases->place, "cases should be a list of rows, each with a name", "", ""});
  return rows;
}

bool read_stage(const YamlDocument& document, const Pieces& pieces, Cast& cast, std::vector<Fault>& faults) {
  const Value* stage = document.value.find("stage");
  if (stage == nullptr) return false;
  auto found = pieces.stages.find(std::string(stage->as_string()));
  if (found == pieces.stages.end()) {
    std::vector<std::string_view> known;
    for (const auto& [name, piece] : pieces.stages) known.push_back(name);
    faults.push_back(
        {document.file, stage->place,
         fmt::format("no stage is named {}{}", stage->as_string(), did_you_mean(stage->as_string(), known)),
         "", fmt::format("the stages are {}", fmt::join(known, ", "))});
    return false;
  }
  read_cast(found->second.value, found->second.file, cast, faults);
  read_cast(document.value, document.file, cast, faults);
  check_cast(cast, document.file, stage->place, faults);
  return true;
}

void check_requirements(const Test& test, const spec::Register& requirements, std::vector<Fault>& faults) {
  each_step(test.steps, [&](const Step& step) {
    for (const std::string& id : step.proves) {
      if (requirements.find(id) != nullptr) continue;
      const Value* proves = step.keys.find("proves");
      faults.push_back({step.where.file, proves->place, fmt::format("{} is not in the register", id), "",
                        "suites/requirements/ holds it; write its entry first"});
    }
  });
}

}  // namespace

std::vector<Test> lay_out(const YamlDocument& document, const std::string& name, const Pieces& pieces,
                          const spec::Register* requirements, std::vector<Fault>& faults) {
  faults.insert(faults.end(), document.faults.begin(), document.faults.end());
  // What does not parse says nothing reliable about its shape: more faults would only repeat the first.
  if (!document.faults.empty() && document.value.is_null()) return {};
  const std::size_t before = faults.size();
  check_top_level(document, faults);
  std::set<std::string> case_names;
  const std::vector<Columns> rows = rows_of(document, case_names, faults);
  Cast cast;
  const bool staged = document.value.is_object() && read_stage(document, pieces, cast, faults);
  const bool has_subject = std::any_of(cast.actors.begin(), cast.actors.end(),
                                       [](const Actor& a) { return a.is == Actor::Is::subject; });
  const Value* steps = document.value.find("steps");
  if (!staged || !has_subject || steps == nullptr) return {};

  std::vector<Test> tests;
  for (const Columns& row : rows) {
    Test test;
    test.scenario = name;
    test.file = document.file;
    test.title = document.value.string_at("title");
    auto row_name = row.find("name");
    if (row_name != row.end() && row_name->second) test.case_name = row_name->second->as_string();
    test.name = test.case_name.empty() ? name : fmt::format("{}[{}]", name, test.case_name);
    if (const Value* words = document.value.find("requires")) {
      for (const Value& word : words->items) test.requires_.emplace_back(word.as_string());
    }
    test.actors = cast.actors;
    test.rooms = cast.rooms;
    test.revision = std::hash<std::string>{}(document.source);
    test.steps = StepLayout(test, pieces, case_names, faults).steps(*steps, document.file, row);
    derive_needs(test);
    check_references(test, faults);
    if (requirements != nullptr) check_requirements(test, *requirements, faults);
    tests.push_back(std::move(test));
  }
  if (faults.size() != before) return {};
  return tests;
}

}  // namespace ringcheck::scenario
