// `ringcheck new scenario` and `ringcheck new msc`: files of the suites that lint as they are, and say where
// to go on.

#include <algorithm>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/home.hpp"
#include "cli/pack_lines.hpp"
#include "cli/say.hpp"
#include "cli/templates.hpp"
#include "run/write_file.hpp"
#include "value/grammar.hpp"
#include "value/json.hpp"

namespace ringcheck::cli {
namespace {

std::string template_for(const std::string& name) {
  if (name.starts_with("widget.host.")) return "widget_host.yaml";
  if (name.starts_with("widget.widget.")) return "widget.yaml";
  return name.starts_with("homeserver.") ? "homeserver.yaml" : "client.yaml";
}

Result<NewFile> scenario_file(const Home& home, const std::string& name, const std::string& title,
                              const std::string& proves) {
  std::string path = name;
  std::replace(path.begin(), path.end(), '.', '/');
  std::string schema = "../schemas/scenario.schema.json";
  for (std::ptrdiff_t depth = std::count(path.begin(), path.end(), '/'); depth > 0; --depth)
    schema.insert(0, "../");
  auto text = run::read_file(home.folder + "/templates/scenario/" + template_for(name));
  if (!text) return text.error();
  auto filled = fill(*text, {{"title", to_json(Value(title))}, {"schema", schema}, {"proves", proves}});
  if (!filled) return filled.error();
  return NewFile{fmt::format("{}/{}.yaml", suites_folder(home), path), std::move(*filled)};
}

// What was written must lint; if it does not, the template is at fault and not its user.
int lint_and_say(const Home& home, const std::string& next) {
  auto library = load_suites(home);
  if (!library) return wrong(library.error().text);
  if (!library->faults.empty()) return wrong("\n" + scenario::render_faults(*library));
  say("\nnext\n{}", next);
  return 0;
}

// Of the area: one more than the last.
std::string next_id(const spec::Register& requirements, const std::string& area) {
  int last = 0;
  for (const spec::Requirement& each : requirements.all()) {
    if (each.id.starts_with(area + "-")) last = std::max(last, std::stoi(each.id.substr(area.size() + 1)));
  }
  return fmt::format("{}-{:03}", area, last + 1);
}

// The lines that are not there yet, and the texts of their files with them.
Result<std::vector<std::pair<PackLine, std::string>>> changed_files(const std::vector<PackLine>& lines) {
  std::vector<std::pair<PackLine, std::string>> changed;
  for (const PackLine& line : lines) {
    auto text = run::read_file(line.file);
    if (!text) return text.error();
    auto with_it = with_pack_line(line, std::move(*text));
    if (!with_it) return with_it.error();
    if (*with_it) changed.emplace_back(line, std::move(**with_it));
  }
  return changed;
}

}  // namespace

int new_scenario(const NewScenarioCommand& command) {
  auto home = find_home();
  if (!home) return wrong(home.error().text);
  if (!fits_regex(command.name, "[a-z0-9_]+(\\.[a-z0-9_]+)+"))
    return wrong(
        fmt::format("\"{}\" is no name of a scenario: its path below suites/ with dots, as "
                    "voip.v1.callee.reject_twice",
                    command.name));
  auto library = load_suites(*home);
  if (!library) return wrong(library.error().text);
  for (const std::string& id : command.proves) {
    if (library->requirements.find(id) == nullptr)
      return wrong(fmt::format("{} is not in the register; ringcheck list --requirements shows it", id));
  }
  const std::string proves =
      command.proves.empty() ? "# proves: [VOIP-104]   what the step decides; ringcheck list --requirements"
                             : fmt::format("proves: [{}]", fmt::join(command.proves, ", "));
  auto file = scenario_file(*home, command.name, command.title, proves);
  if (!file) return wrong(file.error().text);
  auto written = write_new({*file});
  if (!written) return wrong(written.error().text);
  return lint_and_say(
      *home, fmt::format("  write its steps ({0}/README.md is the language; the ones there are an example)\n"
                         "  ringcheck lint {1}\n"
                         "  ringcheck explain {2}\n"
                         "  ringcheck run {2}\n"
                         "  ringcheck judge {2}     whether it can fail\n",
                         suites_folder(*home), file->path, command.name));
}

int new_msc(const NewMscCommand& command) {
  auto home = find_home();
  if (!home) return wrong(home.error().text);
  if (!fits_regex(command.number, "[0-9]{3,5}"))
    return wrong(fmt::format("\"{}\" is no number of an MSC, such as 3086", command.number));
  auto library = load_suites(*home);
  if (!library) return wrong(library.error().text);
  const std::string id = next_id(library->requirements, command.area);
  const spec::Msc* known = library->requirements.msc("MSC" + command.number);
  if (known != nullptr && known->status == "merged")
    return wrong(
        fmt::format("MSC{} is merged, in {}: what it asks for is in no pack, and its scenarios lie "
                    "beside the others",
                    command.number, known->release));
  const std::string name = fmt::format("msc.{}.first", command.number);
  auto scenario = scenario_file(*home, name, "Say in one sentence what is right", "proves: [" + id + "]");
  if (!scenario) return wrong(scenario.error().text);
  auto text = run::read_file(home->folder + "/templates/msc/requirements.yaml");
  if (!text) return wrong(text.error().text);
  // Of what is proposed it is the last of three.
  const std::string tier = command.area == "WIDGET" ? "\n  tier: 3" : "";
  auto filled = fill(*text, {{"number", command.number}, {"id", id}, {"tier", tier}});
  if (!filled) return wrong(filled.error().text);
  const std::string requirements =
      fmt::format("{}/requirements/msc{}.yaml", suites_folder(*home), command.number);
  auto lines =
      changed_files(pack_lines(suites_folder(*home), home->folder, std::stoi(command.number), command.title));
  if (!lines) return wrong(lines.error().text);
  auto written = write_new({{requirements, std::move(*filled)}, *scenario});
  if (!written) return wrong(written.error().text);
  for (const auto& [line, text_with_it] : *lines) {
    written = run::write_file(line.file, text_with_it);
    if (!written) return wrong(written.error().text);
    say("added to {}: {}\n", line.file, line.key());
  }
  return lint_and_say(*home, fmt::format("  write what the text asks: {}\n"
                                         "  write its first scenario: {}\n"
                                         "  ringcheck lint\n"
                                         "  ringcheck run --msc {}\n"
                                         "A subject that follows it claims msc.{}.\n",
                                         requirements, scenario->path, command.number, command.number));
}

}  // namespace ringcheck::cli
