// `ringcheck explain`: a scenario with everything put in that it does not say, or a requirement.

#include <algorithm>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/home.hpp"
#include "cli/select.hpp"
#include "run/needs.hpp"
#include "value/json.hpp"

namespace ringcheck::cli {
namespace {

void explain_requirement(const scenario::Library& library, const spec::Requirement& requirement) {
  fmt::print("{}  {}\n  level   {}\n  since   {}\n  source  {}\n  basis   {}\n\n  {}\n", requirement.id,
             requirement.title, requirement.level, requirement.since, requirement.source, requirement.basis,
             requirement.says);
  if (!requirement.stance.empty()) {
    fmt::print("\n  stance {}: {}\n", requirement.stance, library.requirements.stance(requirement.stance));
  }
  if (!requirement.note.empty()) fmt::print("\n  note: {}\n", requirement.note);
  fmt::print("\nproved by\n");
  bool any = false;
  for (const scenario::Test& test : library.tests) {
    scenario::each_step(test.steps, [&](const scenario::Step& step) {
      if (std::find(step.proves.begin(), step.proves.end(), requirement.id) == step.proves.end()) return;
      fmt::print("  {}:{}  {}  {} {}\n", step.where.file, step.where.place.line, test.name,
                 scenario::verb_name(step.verb), step.word);
      any = true;
    });
  }
  if (!any) fmt::print("  the checks that read every trace, or nothing yet\n");
}

void print_value(const char* label, const Value& value) {
  if (!value.is_null()) fmt::print("       {} {}\n", label, to_json(value));
}

void explain_step(const scenario::Step& step, int depth) {
  fmt::print("{:>4} {:{}}{} {}", step.index, "", depth * 2, scenario::verb_name(step.verb), step.word);
  if (!step.actor.empty())
    fmt::print("   {} {}", step.verb == scenario::Verb::send ? "as" : "of", step.actor);
  if (!step.room.empty()) fmt::print(" in {}", step.room);
  fmt::print("   # {}:{}", step.where.file, step.where.place.line);
  if (!step.where.used_in_file.empty()) {
    fmt::print(", used at {}:{}", step.where.used_in_file, step.where.used_at.line);
  }
  fmt::print("\n");
  if (!step.proves.empty()) fmt::print("       proves {}\n", fmt::join(step.proves, " "));
  print_value("with", step.payload);
  for (const scenario::Wanted& wanted : step.wanted)
    print_value(("looks for " + wanted.type).c_str(), wanted.pattern);
  for (const char* key :
       {"since", "until", "within", "times", "is", "reply", "unsigned", "breaks", "status", "hold"}) {
    if (const Value* value = step.key(key)) print_value(key, *value);
  }
  for (const scenario::Step& child : step.children) explain_step(child, depth + 1);
}

void explain_test(const scenario::Test& test, const driver::Vocabulary& vocabulary) {
  fmt::print("{}\n  {}\n  {}\n  needs claims: {}\n  needs actions: {}\n\n", test.name, test.title, test.file,
             fmt::join(run::claims_needed_by(test, vocabulary), " "), fmt::join(test.uses.orders, " "));
  for (const scenario::Actor& actor : test.actors) {
    fmt::print("  {} speaks {}, media {}\n", actor.name, actor.forms, actor.media);
  }
  for (const scenario::Step& step : test.steps) explain_step(step, 0);
  fmt::print("\n");
}

}  // namespace

int explain(const std::string& word) {
  auto home = find_home();
  if (!home) return wrong(home.error().text);
  auto loaded = load_suites(*home);
  if (!loaded) return wrong(loaded.error().text);
  const scenario::Library& library = *loaded;
  if (const spec::Requirement* requirement = library.requirements.find(word)) {
    explain_requirement(library, *requirement);
    return 0;
  }
  auto tests = select_tests(library, {word});
  if (!tests) return wrong(tests.error().text);
  auto vocabulary = driver::load_vocabulary(home->folder + "/schemas/driver/protocol.yaml");
  if (!vocabulary) {
    fmt::print(stderr, "{}\n", vocabulary.error().text);
    return configuration_wrong;
  }
  for (const scenario::Test* test : *tests) explain_test(*test, *vocabulary);
  return 0;
}

}  // namespace ringcheck::cli
