// `ringcheck site`: the register as HTML pages in a folder.

#include "report/site.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/home.hpp"
#include "cli/say.hpp"
#include "run/expected.hpp"
#include "run/fault_table.hpp"
#include "run/saved_run.hpp"
#include "run/write_file.hpp"
#include "trace/trace.hpp"

namespace ringcheck::cli {
namespace {

namespace fs = std::filesystem;
using report::Mistake;

// What our own subjects can be told to do wrong.
Result<Done> add_faults(std::vector<Mistake>& mistakes, const Home& home) {
  auto switches = run::list_all_faults(home.program_dir);
  if (!switches) return switches.error();
  for (const run::FaultSwitch& each : *switches) {
    for (const std::string& id : each.breaks)
      mistakes.push_back(
          {id, fmt::format("fault {} of {}", each.name, each.subject.name), {}, each.sentence});
  }
  return Done{};
}

// What is known of the subjects that somebody uses.
Result<Done> add_findings(std::vector<Mistake>& mistakes, const Home& home,
                          const spec::Register& requirements) {
  std::vector<fs::path> lists;
  std::error_code failed;
  for (const auto& each : fs::directory_iterator(home.folder + "/fixtures/subjects", failed)) {
    if (fs::exists(each.path() / "expected.yaml", failed)) lists.push_back(each.path() / "expected.yaml");
  }
  std::sort(lists.begin(), lists.end());
  for (const fs::path& list : lists) {
    auto failures = run::load_expected(list.string(), requirements);
    if (!failures) return failures.error();
    for (const report::ExpectedFailure& each : *failures)
      mistakes.push_back({each.requirement, list.parent_path().filename().string(), each.verdicts, each.why});
  }
  return Done{};
}

// A page that somebody else wrote stays, and nothing is written beside it.
Result<Done> refuse_foreign(const std::string& folder, const std::vector<report::SitePage>& pages) {
  for (const report::SitePage& page : pages) {
    const std::string path = folder + "/" + page.path;
    std::error_code failed;
    if (!fs::exists(path, failed)) continue;
    auto text = run::read_file(path);
    if (!text) return text.error();
    if (!report::is_page_of_ours(*text))
      return Error{fmt::format("{} is no page of ringcheck; the site needs another folder", path)};
  }
  return Done{};
}

Result<Done> write_pages(const std::string& folder, const std::vector<report::SitePage>& pages) {
  auto ours = refuse_foreign(folder, pages);
  if (!ours) return ours;
  for (const report::SitePage& page : pages) {
    const fs::path path = fs::path(folder) / page.path;
    std::error_code failed;
    fs::create_directories(path.parent_path(), failed);
    if (failed)
      return Error{fmt::format("cannot make {}: {}", path.parent_path().string(), failed.message())};
    auto written = run::write_file(path.string(), page.text);
    if (!written) return written;
  }
  return Done{};
}

}  // namespace

int site(const SiteCommand& command) {
  auto home = find_home();
  if (!home) return wrong(home.error().text);
  auto library = load_suites(*home);
  if (!library) return wrong(library.error().text);
  report::SiteInput input{.library = *library,
                          .checks = report::proving_checks(),
                          .mistakes = {},
                          .runs = {},
                          .templates = home->folder + "/reports/templates",
                          .version = RINGCHECK_VERSION,
                          .trace_of = [](const auto& test) { return trace::read_trace(test.trace_file); }};
  auto runs = run::load_named_runs(command.runs);
  if (!runs) return wrong(runs.error().text);
  input.runs = std::move(*runs);
  auto told = add_faults(input.mistakes, *home);
  if (told) told = add_findings(input.mistakes, *home, library->requirements);
  if (!told) return wrong(told.error().text);
  auto pages = report::site_pages(input);
  if (!pages) return wrong(pages.error().text);
  auto written = write_pages(command.folder, *pages);
  if (!written) return wrong(written.error().text);
  say("{} pages: {}\n", pages->size(), (fs::path(command.folder) / "index.html").string());
  if (library->faults.empty()) return 0;
  say(stderr, "{}", scenario::render_faults(*library));
  return configuration_wrong;
}

}  // namespace ringcheck::cli
