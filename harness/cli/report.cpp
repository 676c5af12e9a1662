// `ringcheck report`: any report again from a saved run, and from nothing else; `ringcheck report merge`.

#include <algorithm>
#include <filesystem>
#include <functional>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/home.hpp"
#include "cli/say.hpp"
#include "report/annotations.hpp"
#include "report/badge.hpp"
#include "report/console.hpp"
#include "report/html.hpp"
#include "report/json.hpp"
#include "report/junit.hpp"
#include "report/markdown.hpp"
#include "run/merge.hpp"
#include "run/saved_run.hpp"
#include "run/write_file.hpp"
#include "trace/trace.hpp"

namespace ringcheck::cli {
namespace {

namespace fs = std::filesystem;

// What each report is called when nobody says otherwise, and what makes it.
struct Printer {
  ReportFormat format;
  const char* file;
  std::function<Result<std::string>(const report::RunResult&)> print;
};

Result<std::string> print_html(const report::RunResult& saved) {
  auto home = find_home();
  if (!home) return home.error();
  return report::to_html(saved, {home->folder + "/reports/templates", [&](const report::TestResult& test) {
                                   return trace::read_trace(test.trace_file);
                                 }});
}

std::vector<Printer> printers() {
  return {{ReportFormat::html, "report.html", print_html},
          {ReportFormat::junit, "junit.xml", report::to_junit},
          {ReportFormat::json, "results.json", report::to_results_json},
          {ReportFormat::markdown, "report.md", [](const auto& run) { return report::to_markdown(run); }},
          {ReportFormat::annotations, "annotations.txt", report::to_annotations},
          {ReportFormat::badge_svg, "badge.svg", report::to_badge_svg},
          {ReportFormat::badge_json, "badge.json", report::to_badge_json}};
}

constexpr const char* under_its_usual_name = "true";

// `-` is the standard output.
std::string target_of(const ReportCommand& command, const report::RunResult& run, const Printer& printer,
                      const std::string& asked) {
  if (asked != under_its_usual_name) return asked;
  if (command.out == "-") return command.out;
  return (fs::path(command.out.empty() ? run.folder : command.out) / printer.file).string();
}

std::ptrdiff_t asked_for(const ReportCommand& command) {
  return std::count_if(command.formats.begin(), command.formats.end(),
                       [](const auto& each) { return !each.second.empty(); });
}

int print_for_terminal(const report::RunResult& run) {
  for (const report::TestResult& test : run.tests) {
    const std::string failure = report::describe_failure(test, {}, run.requirements);
    if (!failure.empty()) say("{}\n", failure);
  }
  say("{}{}\n", report::summary(run, {}), run.folder);
  return 0;
}

Result<Done> deliver(const std::string& target, const std::string& text, const report::RunResult& run) {
  if (target == "-") {
    say("{}", text);
    return Done{};
  }
  std::error_code other;
  if (fs::equivalent(target, run.folder + "/results.json", other)) {
    say("{} is what every report is made from; it stays as it is\n", target);
    return Done{};
  }
  auto written = run::write_file(target, text);
  if (written) say("{}\n", target);
  return written;
}

}  // namespace

int report(const ReportCommand& command) {
  if (command.run.empty()) return wrong("which run? ringcheck report last, or the folder of a saved run");
  auto run = run::load_named_run(command.run);
  if (!run) return wrong(run.error().text);
  if (asked_for(command) == 0) return print_for_terminal(*run);
  if (!command.out.empty() && command.out != "-") {
    std::error_code failed;
    fs::create_directories(command.out, failed);
    if (failed) return wrong(fmt::format("cannot make {}: {}", command.out, failed.message()));
  }
  std::vector<std::pair<Printer, std::string>> jobs;
  for (const Printer& printer : printers()) {
    const std::string& asked = command.formats.at(printer.format);
    if (!asked.empty()) jobs.emplace_back(printer, target_of(command, *run, printer, asked));
  }
  if (std::count_if(jobs.begin(), jobs.end(), [](const auto& job) { return job.second == "-"; }) > 1)
    return wrong("only one report fits the standard output; give the others a file, as --markdown=FILE");
  for (const auto& [printer, target] : jobs) {
    auto text = printer.print(*run);
    if (!text) return wrong(text.error().text);
    auto delivered = deliver(target, *text, *run);
    if (!delivered) return wrong(delivered.error().text);
  }
  return 0;
}

int merge_reports(const std::vector<std::string>& runs, const std::string& out) {
  auto merged = run::merge_saved_runs(runs, out);
  if (!merged) return wrong(merged.error().text);
  say("{}{}\n", report::summary(*merged, {}), merged->folder);
  return merged->exit_status;
}

}  // namespace ringcheck::cli
