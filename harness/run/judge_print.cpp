#include "run/judge_print.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "value/json.hpp"

namespace ringcheck::run {
namespace {

constexpr int column = 10;

std::string cell(const Kills& kills) {
  if (kills.made == 0) return "";
  const int killed = kills.caught + kills.open;
  return kills.open == 0 ? fmt::format("{}/{}", killed, kills.made)
                         : fmt::format("{}/{} ({})", killed, kills.made, kills.open);
}

std::string row_text(const JudgeTable& table, const JudgedRequirement& row) {
  const bool live = table.live;
  std::string line = fmt::format("{:<10}", row.id);
  for (const Kills& kills : row.steps) line += fmt::format(" {:>{}}", cell(kills), column);
  line += fmt::format(" {:>7}", row.told_by_checks == 0 ? "" : fmt::format("{}", row.told_by_checks));
  if (live) {
    line +=
        fmt::format("  {:<12}", row.idle == report::Verdict::skipped ? "" : report::verdict_name(row.idle));
    line += fmt::format("  {}", fmt::join(row.faults, " "));
  }
  line.erase(line.find_last_not_of(' ') + 1);
  if (!table.is_proved(row)) line += row.is_caught() ? "  ITS CHECK TELLS NO MUTANT" : "  NOTHING CATCHES IT";
  if (row.idle == report::Verdict::pass) line += "  IDLE PASSES IT";
  return line + "\n";
}

std::string heading(bool live) {
  std::string line = fmt::format("{:<10}", "");
  for (std::size_t kind = 0; kind < mutation_count; ++kind)
    line += fmt::format(" {:>{}}", mutation_name(static_cast<Mutation>(kind)), column);
  line += fmt::format(" {:>7}", "checks");
  if (live) line += fmt::format("  {:<12}  {}", "idle", "faults");
  return line + "\n";
}

std::string survivor_text(const JudgeTable& table, std::size_t index, const std::string& folder) {
  const Survivor& each = table.survivors[index];
  std::string text =
      fmt::format("SURVIVES  {}  {}\n  {}:{}   {}\n  mutation  {}\n", each.test,
                  fmt::join(each.requirements, " "), each.file, each.line, each.step, each.mutation);
  if (!each.reason.empty()) return text + fmt::format("  reason    {}\n", each.reason);
  text +=
      "  reason    nobody has written one: mend the scenario, or say why in fixtures/judge/survivors.yaml\n";
  const std::string look =
      fmt::format("ringcheck show {} '{}'", folder.empty() ? "judged" : folder, survivor_name(table, index));
  if (!folder.empty()) return text + fmt::format("  look      {}\n", look);
  return text +
         fmt::format("  look      ringcheck judge --no-live --keep judged {}; {}\n", each.scenario, look);
}

Value kills_value(const Kills& kills) {
  return make_object({{"made", kills.made}, {"caught", kills.caught}, {"open", kills.open}});
}

Value strings(const std::vector<std::string>& list) {
  Value value = make_array();
  for (const std::string& each : list) value.push(each);
  return value;
}

Value requirement_value(const JudgedRequirement& row, bool live) {
  Value steps = make_object();
  for (std::size_t kind = 0; kind < mutation_count; ++kind) {
    if (row.steps[kind].made > 0)
      steps.set(mutation_name(static_cast<Mutation>(kind)), kills_value(row.steps[kind]));
  }
  Value value = make_object({{"id", row.id}, {"title", row.title}, {"level", row.level}});
  value.set("caught", row.is_caught()).set("mutations", std::move(steps)).set("checks", row.told_by_checks);
  if (live) value.set("faults", strings(row.faults)).set("idle", report::verdict_name(row.idle));
  return value;
}

Value survivor_value(const Survivor& each) {
  return make_object({{"test", each.test},
                      {"file", each.file},
                      {"line", each.line},
                      {"step", each.step},
                      {"requirements", strings(each.requirements)},
                      {"mutation", each.mutation},
                      {"reason", each.reason}});
}

}  // namespace

std::string survivor_name(const JudgeTable& table, std::size_t index) {
  return fmt::format("{}~{}", table.survivors[index].test, index + 1);
}

std::string print_judge(const JudgeTable& table, const std::string& folder, double seconds) {
  std::string text =
      "Mutants killed of those made, by what was made wrong; in brackets those that only became "
      "inconclusive.\n"
      "checks: mutants that a check of every trace tells.\n\n" +
      heading(table.live);
  for (const auto& [id, row] : table.requirements) text += row_text(table, row);
  if (!table.survivors.empty()) text += "\n";
  for (std::size_t i = 0; i < table.survivors.size(); ++i) text += survivor_text(table, i, folder);
  if (!table.not_judged.empty())
    text += "\nnot judged, for only the trace of a passed test can be mutated:\n";
  for (const std::string& each : table.not_judged) text += fmt::format("  {}\n", each);
  if (table.whole && !table.claimed_unseen.empty())
    text += fmt::format("\nclaimed by a check, and nothing here lets it decide: {}\n",
                        fmt::join(table.claimed_unseen, " "));
  if (table.without_idle > 0)
    text += fmt::format(
        "\nidle is a client: it was not played where hosts, widgets and homeservers are tested, in {} "
        "tests\n",
        table.without_idle);
  if (!table.stale_reasons.empty()) text += "\nreasons out of date:\n";
  for (const std::string& each : table.stale_reasons) text += fmt::format("  {}\n", each);
  const auto caught = std::count_if(table.requirements.begin(), table.requirements.end(),
                                    [](const auto& each) { return each.second.is_caught(); });
  const auto unexplained = std::count_if(table.survivors.begin(), table.survivors.end(),
                                         [](const Survivor& each) { return each.reason.empty(); });
  text += fmt::format(
      "\n{} of {} requirements caught; {} mutants of steps: {} caught, {} inconclusive, {} survive ({} "
      "unexplained); {} mutants for the checks",
      caught, table.requirements.size(), table.mutants.made, table.mutants.caught, table.mutants.open,
      table.survivors.size(), unexplained, table.check_mutants);
  if (table.live) text += fmt::format("; {} faults and idle", table.faults_played);
  return text + fmt::format("; {:.1f} s\n", seconds);
}

std::string judge_json(const JudgeTable& table, double seconds) {
  Value requirements = make_array();
  for (const auto& [id, row] : table.requirements) requirements.push(requirement_value(row, table.live));
  Value survivors = make_array();
  for (const Survivor& each : table.survivors) survivors.push(survivor_value(each));
  Value root = make_object({{"judge", 1}, {"harness_version", RINGCHECK_VERSION}});
  root.set("sound", table.is_sound()).set("live", table.live);
  root.set("seconds", make_number(fmt::format("{:.3f}", seconds)));
  root.set("mutants", kills_value(table.mutants)).set("check_mutants", table.check_mutants);
  root.set("requirements", std::move(requirements)).set("survivors", std::move(survivors));
  root.set("not_judged", strings(table.not_judged)).set("claimed_unseen", strings(table.claimed_unseen));
  root.set("stale_reasons", strings(table.stale_reasons));
  return to_json(root) + "\n";
}

}  // namespace ringcheck::run
