// Lays out one scenario into its tests: each row of `cases` gives one, with fragments and forms put in.

#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "scenario/case_rows.hpp"
#include "scenario/cast.hpp"
#include "scenario/grammar.hpp"
#include "scenario/layout.hpp"
#include "scenario/library.hpp"
#include "scenario/references.hpp"
#include "scenario/step_layout.hpp"
#include "scenario/uses.hpp"
#include "value/grammar.hpp"
#include "value/nearest.hpp"

namespace ringcheck::scenario {
namespace {

class DocumentCheck {
 public:
  DocumentCheck(const YamlDocument& document, std::vector<Fault>& faults)
      : document_(document), faults_(faults) {}

  void top_level() {
    static const std::vector<std::string_view> known = {
        "title", "stage", "requires", "slow", "harmless", "cases", "actors", "rooms", "homeserver", "steps"};
    const Value& top = document_.value;
    if (!top.is_object()) return fault(top.place, "a scenario is a map with title, stage and steps");
    for (const Member& member : top.members) {
      if (std::find(known.begin(), known.end(), member.key) == known.end())
        fault(member.place, fmt::format("unknown key {}{}", member.key, did_you_mean(member.key, known)),
              fmt::format("its keys are {}", fmt::join(known, ", ")));
    }
    if (top.string_at("title").empty())
      fault(top.place, "title is missing: one sentence that says what is right");
    if (top.string_at("stage").empty()) fault(top.place, "stage is missing: the cast and rooms to play on");
    const Value* steps = top.find("steps");
    if (steps == nullptr || !steps->is_array() || steps->items.empty()) {
      fault(steps == nullptr ? top.place : steps->place, "steps is missing: a list of steps in order");
    } else {
      for (const Value& step : steps->items) check_step_shape(step, document_.file, faults_);
    }
    if (const Value* words = top.find("requires")) capabilities(*words);
    for (const std::string_view key : {"slow", "harmless"}) {
      if (const Value* said = top.find(key); said != nullptr && !said->is_bool())
        fault(said->place, fmt::format("{} should be true or false, this is {}", key, type_name(*said)));
    }
  }

  // The rows of `cases`; one empty row when there are none. Each column is there in each row, if only as a
  // lack.
  std::vector<Columns> rows(std::set<std::string>& names, const Pieces& pieces) {
    const Value* cases = document_.value.find("cases");
    if (cases == nullptr) return {Columns{}};
    const std::size_t before = faults_.size();
    const std::vector<Value> sources = case_rows(*cases, pieces.tables, document_.file, faults_);
    std::set<std::string> columns;
    for (const Value& each : sources) {
      for (const Member& cell : each.members) columns.insert(cell.key);
    }
    std::vector<Columns> rows;
    for (const Value& each : sources) rows.push_back(row(each, columns, names));
    if (rows.empty() && faults_.size() == before)
      fault(cases->place, "cases should be a list of rows, each with a name");
    return rows;
  }

 private:
  Columns row(const Value& source, const std::set<std::string>& columns, std::set<std::string>& names) {
    const std::string name(source.string_at("name"));
    auto word = matches_regex(name, "[a-z][a-z0-9_]*");
    if (!word || !*word) {
      fault(source.place, "a case needs a name, a word of a-z, 0-9 and _");
    } else if (!names.insert(name).second) {
      fault(source.place, fmt::format("two cases are named {}", name));
    }
    Columns cells;
    for (const std::string& column : columns) {
      const Value* cell = source.find(column);
      if (cell != nullptr && weight(*cell) > heaviest_cell)
        fault(cell->place, fmt::format("{} holds more than {} characters", column, heaviest_cell));
      cells[column] = cell == nullptr ? std::nullopt : std::optional<Value>(*cell);
    }
    return cells;
  }

  void capabilities(const Value& words) {
    if (!words.is_array()) return fault(words.place, "requires should be a list of capabilities");
    for (const Value& word : words.items) {
      auto good = matches_regex(word.as_string(), "[a-z][a-z0-9_]*([.][a-z0-9_]+)*");
      if (!good || !*good) fault(word.place, "a capability looks like state.end_cause");
    }
  }

  void fault(Place place, std::string text, std::string help = "") {
    faults_.push_back({document_.file, place, std::move(text), "", std::move(help)});
  }

  const YamlDocument& document_;
  std::vector<Fault>& faults_;
};

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
  if (!found->second.faults.empty()) {
    faults.push_back({document.file, stage->place,
                      fmt::format("the stage {} has faults of its own", stage->as_string()), "",
                      fmt::format("see {}", found->second.file)});
    return false;
  }
  std::vector<Fault> known_faults;
  read_cast(found->second.value, found->second.file, cast, known_faults);
  read_cast(document.value, document.file, cast, faults);
  check_cast(cast, document.file, stage->place, faults);
  return true;
}

// The area whose requirements a suite may prove, by its top folder; any for a file that lies in none of them.
std::string_view area_of(std::string_view scenario) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> areas = {
      {{"voip.", "VOIP-"}, {"widget.", "WIDGET-"}, {"homeserver.", "SRV-"}, {"rtc.", "RTC-"}}};
  for (const auto& [folder, area] : areas) {
    if (scenario.starts_with(folder)) return area;
  }
  return {};
}

void check_requirements(const Test& test, const spec::Register& requirements, std::vector<Fault>& faults) {
  const std::string_view area = area_of(test.scenario);
  each_step(test.steps, [&](const Step& step) {
    const Value* ids = step.keys.find(step.observes ? "observes" : "proves");
    for (std::size_t i = 0; i < step.proves.size(); ++i) {
      const std::string& id = step.proves[i];
      const Place place = ids->items[i].place;
      const spec::Requirement* requirement = requirements.find(id);
      if (requirement != nullptr && is_observed(*requirement) != step.observes) {
        faults.push_back({step.where.file, place,
                          step.observes ? fmt::format("{} asks for something, so it is not only observed", id)
                                        : fmt::format("{} asks for nothing, so nothing can prove it", id),
                          used_by(step.where), step.observes ? "write proves" : "write observes"});
      }
      if (requirement == nullptr) {
        faults.push_back({step.where.file, place, fmt::format("{} is not in the register", id),
                          used_by(step.where), "suites/requirements/ holds it; write its entry first"});
      } else if (!id.starts_with(area)) {
        faults.push_back({step.where.file, place,
                          fmt::format("{} is of another area than the suite of {}", id, test.scenario),
                          used_by(step.where), ""});
      }
    }
  });
}

// Each row tells the same faults again; they are told once.
void keep_each_once(std::vector<Fault>& faults, std::size_t from) {
  std::set<std::tuple<std::string, int, int, std::string>> seen;
  auto again = [&](const Fault& f) {
    return !seen.emplace(f.file, f.place.line, f.place.column, f.text).second;
  };
  faults.erase(std::remove_if(faults.begin() + static_cast<std::ptrdiff_t>(from), faults.end(), again),
               faults.end());
}

// The word is about somebody's own homeserver: what stops it is never harmless there.
void check_harmless(const Test& test, const Place& place, std::vector<Fault>& faults) {
  if (test.subject_is() != SubjectIs::homeserver)
    faults.push_back({test.file, place, "harmless is for scenarios of homeservers", "", ""});
  if (!test.uses.orders.empty())
    faults.push_back({test.file, place,
                      fmt::format("a scenario that orders {} is not harmless", test.uses.orders.front()), "",
                      ""});
}

}  // namespace

std::vector<Test> lay_out(const YamlDocument& document, const std::string& name, const Pieces& pieces,
                          const spec::Register* requirements, std::vector<Fault>& faults) {
  const std::size_t before = faults.size();
  faults.insert(faults.end(), document.faults.begin(), document.faults.end());
  // What does not parse says nothing reliable about its shape: more faults would only repeat the first.
  if (!document.faults.empty() && document.value.is_null()) return {};
  DocumentCheck check(document, faults);
  check.top_level();
  std::set<std::string> case_names;
  const std::vector<Columns> rows = check.rows(case_names, pieces);
  Cast cast;
  const bool staged = document.value.is_object() && read_stage(document, pieces, cast, faults);
  const bool has_subject =
      std::any_of(cast.actors.begin(), cast.actors.end(), [](const Actor& a) { return a.is_subject(); });
  const Value* steps = document.value.find("steps");
  if (!staged || !has_subject || steps == nullptr) return {};

  Test common;
  common.scenario = name;
  common.file = document.file;
  common.title = document.value.string_at("title");
  common.actors = cast.actors;
  common.rooms = cast.rooms;
  common.homeserver = cast.homeserver;
  if (const Value* slow = document.value.find("slow")) common.slow = slow->as_bool();
  if (const Value* harmless = document.value.find("harmless")) common.harmless = harmless->as_bool();
  if (const Value* words = document.value.find("requires")) {
    for (const Value& word : words->items) {
      common.claims.emplace_back(word.as_string());
      const std::vector<std::string>& known = pieces.words.claims;
      if (known.empty() || std::find(known.begin(), known.end(), word.text) != known.end()) continue;
      faults.push_back({document.file, word.place,
                        fmt::format("no subject can claim {}{}", word.text, did_you_mean(word.text, known)),
                        "", "schemas/driver/README.md lists the claims"});
    }
  }
  LayoutBudget budget;
  std::vector<Test> tests;
  for (const Columns& row : rows) {
    Test test = common;
    auto row_name = row.find("name");
    if (row_name != row.end() && row_name->second) test.case_name = row_name->second->as_string();
    test.name = test.case_name.empty() ? name : fmt::format("{}[{}]", name, test.case_name);
    StepLayout layout(test, pieces, case_names, budget, faults);
    test.steps = layout.steps(*steps, document.file, row);
    test.fragments = layout.take_fragments();
    test.uses = uses_of(test);
    if (test.harmless) check_harmless(test, document.value.find("harmless")->place, faults);
    check_references(test, faults);
    if (requirements != nullptr) check_requirements(test, *requirements, faults);
    tests.push_back(std::move(test));
    if (budget.steps <= 0) break;
  }
  keep_each_once(faults, before);
  if (faults.size() != before) return {};
  return tests;
}

}  // namespace ringcheck::scenario
