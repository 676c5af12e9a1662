// `ringcheck explain`: a scenario with everything put in that it does not say, or a requirement.

#include <algorithm>

#include <fmt/format.h>

#include "check/trace_checks.hpp"
#include "cli/commands.hpp"
#include "cli/home.hpp"
#include "cli/say.hpp"
#include "cli/select.hpp"
#include "report/console.hpp"
#include "run/needs.hpp"
#include "value/json.hpp"

namespace ringcheck::cli {
namespace {

std::string msc_words(const spec::Register& requirements, const std::string& number) {
  const spec::Msc* msc = requirements.msc(number);
  if (msc == nullptr) return number;
  return fmt::format("{} {}, {}{}{}", number, msc->title, msc->status, msc->release.empty() ? "" : " in ",
                     msc->release);
}

void explain_requirement(const scenario::Library& library, const spec::Requirement& requirement) {
  const report::ConsoleStyle style{wants_colour()};
  say("{}  {}\n", report::toned(requirement.id, report::Tone::strong, style), requirement.title);
  auto line = [](const char* label, const std::string& text) {
    if (!text.empty()) say("  {:<7} {}\n", label, text);
  };
  line("judges", requirement.role);
  line("level", requirement.level);
  line("tier", spec::tier_word(requirement));
  line("since", requirement.since);
  line("msc", requirement.msc.empty() ? "" : msc_words(library.requirements, requirement.msc));
  for (const auto& [name, draft] : requirement.names)
    line("name", fmt::format("{}, in drafts {}", name, draft));
  line("section", requirement.section);
  line("source", requirement.source);
  line("basis", requirement.basis);
  say("\n  {}\n", requirement.says);
  if (!requirement.stance.empty()) {
    say("\n  stance {}: {}\n", requirement.stance, library.requirements.stance(requirement.stance));
  }
  if (!requirement.note.empty()) say("\n  note: {}\n", requirement.note);
  say("\nproved by\n");
  bool any = false;
  for (const check::TraceCheck& check : check::trace_checks()) {
    const auto& ids = check.requirements;
    if (std::find(ids.begin(), ids.end(), requirement.id) == ids.end()) continue;
    say("  every trace, by the check {}: {}\n", check.name, check.what);
    any = true;
  }
  for (const scenario::Test& test : library.tests) {
    scenario::each_step(test.steps, [&](const scenario::Step& step) {
      if (std::find(step.proves.begin(), step.proves.end(), requirement.id) == step.proves.end()) return;
      const std::string where = fmt::format("{}:{}", step.where.file, step.where.place.line);
      say("  {}  {}  {} {}\n", report::toned(where, report::Tone::faint, style), test.name,
          scenario::verb_name(step.verb), step.word);
      any = true;
    });
  }
  if (!requirement.excluded.empty()) {
    say("  nothing, and will not be: {}\n", requirement.excluded);
  } else if (!any) {
    say("  {}\n", report::toned("nothing yet", report::Tone::doubt, style));
  }
}

void print_value(const char* label, const Value& value) {
  if (!value.is_null()) say("       {} {}\n", label, to_json(value));
}

void explain_step(const scenario::Step& step, int depth, const report::ConsoleStyle& style) {
  say("{:>4} {:{}}{} {}", step.index, "", depth * 2, scenario::verb_name(step.verb), step.word);
  if (!step.actor.empty()) say("   {} {}", step.verb == scenario::Verb::send ? "as" : "of", step.actor);
  if (!step.room.empty()) say(" in {}", step.room);
  std::string where = fmt::format("# {}:{}", step.where.file, step.where.place.line);
  if (!step.where.used_in_file.empty())
    where += fmt::format(", used at {}:{}", step.where.used_in_file, step.where.used_at.line);
  say("   {}\n", report::toned(where, report::Tone::faint, style));
  if (!step.proves.empty()) say("       proves {}\n", fmt::join(step.proves, " "));
  if (const Value* fault = step.key("fault"))
    say("       fault {}: {} {}\n", fault->text, step.actor, step.peer_fault);
  print_value("with", step.payload);
  for (const scenario::Wanted& wanted : step.wanted)
    print_value(("looks for " + wanted.type).c_str(), wanted.pattern);
  for (const char* key :
       {"since", "until", "within", "times", "is", "reply", "unsigned", "breaks", "status", "hold"}) {
    if (const Value* value = step.key(key)) print_value(key, *value);
  }
  for (const scenario::Step& child : step.children) explain_step(child, depth + 1, style);
}

void explain_test(const scenario::Test& test, const driver::Vocabulary& vocabulary) {
  const report::ConsoleStyle style{wants_colour()};
  say("{}\n  {}\n  {}\n  needs claims: {}\n  needs actions: {}\n\n",
      report::toned(test.name, report::Tone::strong, style), test.title, test.file,
      fmt::join(run::claims_needed_by(test, vocabulary), " "), fmt::join(test.uses.orders, " "));
  for (const scenario::Actor& actor : test.actors) {
    say("  {} speaks {}, media {}\n", actor.name, actor.forms, actor.media);
  }
  for (const scenario::Step& step : test.steps) explain_step(step, 0, style);
  say("\n");
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
    say(stderr, "{}\n", vocabulary.error().text);
    return configuration_wrong;
  }
  for (const scenario::Test* test : *tests) explain_test(*test, *vocabulary);
  return 0;
}

}  // namespace ringcheck::cli
