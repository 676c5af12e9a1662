#include "cli/candidates.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>

#include <fmt/format.h>

#include "cli/home.hpp"
#include "cli/kinds.hpp"
#include "run/embedded.hpp"
#include "run/fault_table.hpp"
#include "run/saved_run.hpp"
#include "value/yaml.hpp"

namespace ringcheck::cli {
namespace {

namespace fs = std::filesystem;

using Candidates = std::vector<Candidate>;

Candidates files() {
  return {{":files", ""}};
}

Candidates folders() {
  return {{":folders", ""}};
}

bool is_path(const std::string& word) {
  return word.starts_with('.') || word.find('/') != std::string::npos;
}

spec::Register requirements() {
  auto home = find_home();
  if (!home) return {};
  std::vector<Fault> faults;
  std::vector<YamlDocument> documents;
  return spec::read_register(suites_folder(*home) + "/requirements", faults, documents);
}

Candidates requirement_ids() {
  Candidates all;
  const spec::Register known = requirements();
  for (const spec::Requirement& each : known.all()) all.push_back({each.id, each.title});
  return all;
}

// What the requirements have in one place, each once, with how many have it.
Candidates words_of(const std::function<std::string(const spec::Requirement&)>& word) {
  std::map<std::string, int> counts;
  const spec::Register known = requirements();
  for (const spec::Requirement& each : known.all()) ++counts[word(each)];
  counts.erase("");
  Candidates all;
  for (const auto& [each, count] : counts)
    all.push_back({each, fmt::format("{} requirement{}", count, count == 1 ? "" : "s")});
  return all;
}

Candidates mscs() {
  Candidates all;
  const spec::Register known = requirements();
  for (const spec::Msc& each : known.mscs()) all.push_back({each.number.substr(3), each.title});
  return all;
}

Candidates cases_of(const Home& home, const std::string& file) {
  auto library = load_suites(home, {file});
  if (!library) return {};
  Candidates all;
  for (const scenario::Test& test : library->tests) all.push_back({test.name, test.title});
  return all;
}

// Who presses a key does not wait until thousands of steps are laid out: names are those of files, and only
// what is offered is read.
Candidates scenario_names(const Home& home, const std::string& word) {
  const std::map<std::string, std::string> files_of = scenario::scenarios_in(suites_folder(home));
  const std::string whole = word.substr(0, word.find('['));
  Candidates all;
  for (const auto& [name, file] : files_of) {
    if (name != whole) {
      all.push_back({name, file});
    } else {
      for (Candidate& each : cases_of(home, file)) all.push_back(std::move(each));
    }
  }
  all = next_parts(all, word);
  for (Candidate& each : all) {
    const auto found = files_of.find(each.word);
    if (found != files_of.end() && found->second == each.meaning)
      each.meaning = read_yaml(found->second).value.string_at("title");
  }
  return all;
}

// A path if it is one, a requirement if it begins like one, else a name.
Candidates scenarios(const std::string& word) {
  if (is_path(word)) return files();
  if (!word.empty() && word.front() >= 'A' && word.front() <= 'Z') return requirement_ids();
  auto home = find_home();
  if (!home) return {};
  Candidates all = scenario_names(*home, word);
  all.push_back({":files", ""});
  return all;
}

Candidates subjects(const std::string& word) {
  auto home = find_home();
  if (is_path(word) || !home) return files();
  Candidates all = {{"self", "our own of the kind that the scenarios are for"}};
  std::error_code failed;
  for (const auto& each : fs::directory_iterator(home->folder + "/fixtures/subjects", failed)) {
    if (fs::exists(each.path() / "subject.yaml", failed))
      all.push_back({each.path().filename().string(), ""});
  }
  std::sort(all.begin() + 1, all.end(),
            [](const Candidate& a, const Candidate& b) { return a.word < b.word; });
  all.push_back({":files", ""});
  return all;
}

Candidates runs() {
  Candidates all = {{"last", "the newest in ringcheck-runs"}};
  std::error_code failed;
  for (const auto& each : fs::directory_iterator("ringcheck-runs", failed)) {
    if (fs::exists(each.path() / "results.json", failed)) all.push_back({each.path().string(), ""});
  }
  std::sort(all.begin() + 1, all.end(),
            [](const Candidate& a, const Candidate& b) { return a.word > b.word; });
  all.push_back({":folders", ""});
  return all;
}

Candidates tests_of(const std::vector<std::string>& values_before, const std::string& word) {
  if (values_before.empty()) return {};
  auto folder = run::run_folder(values_before.back());
  if (!folder) return {};
  Candidates all;
  for (const std::string& name : run::traces_in(*folder)) all.push_back({name, ""});
  return next_parts(all, word);
}

Candidates faults() {
  auto home = find_home();
  if (!home) return {};
  auto switches = run::list_all_faults(home->program_dir);
  if (!switches) return {};
  Candidates all;
  for (const run::FaultSwitch& each : *switches) all.push_back({each.name, each.sentence});
  return all;
}

Candidates choices(const std::string& kind) {
  Candidates all;
  std::size_t at = 0;
  while (at <= kind.size()) {
    const std::size_t bar = std::min(kind.find('|', at), kind.size());
    all.push_back({kind.substr(at, bar - at), ""});
    at = bar + 1;
  }
  return all;
}

}  // namespace

Candidates next_parts(const Candidates& names, const std::string& word) {
  std::map<std::string, std::string> parts;
  for (const Candidate& each : names) {
    if (!each.word.starts_with(word)) continue;
    const std::size_t end = each.word.find_first_of(".[", word.size());
    const bool is_part = end != std::string::npos && each.word[end] == '.';
    const bool is_scenario = end != std::string::npos && each.word[end] == '[' && end > word.size();
    if (is_part) {
      parts.emplace(each.word.substr(0, end + 1), "");
    } else {
      parts.emplace(is_scenario ? each.word.substr(0, end) : each.word, each.meaning);
    }
  }
  // Where there is but one way on, it is gone at once.
  if (parts.size() == 1 && parts.begin()->first.ends_with('.') && parts.begin()->first != word)
    return next_parts(names, parts.begin()->first);
  Candidates all;
  for (const auto& [part, meaning] : parts) all.push_back({part, meaning});
  return all;
}

Candidates candidates(const std::string& kind, const std::string& word,
                      const std::vector<std::string>& values_before) {
  if (kind.find('|') != std::string::npos) return choices(kind);
  if (kind == kinds::scenario) return scenarios(word);
  if (kind == kinds::test) return tests_of(values_before, word);
  if (kind == kinds::subject) return subjects(word);
  if (kind == kinds::run) return runs();
  if (kind == kinds::requirement) return requirement_ids();
  if (kind == kinds::section) return words_of([](const auto& each) { return each.section; });
  if (kind == kinds::level) return words_of([](const auto& each) { return each.level; });
  if (kind == kinds::tier) return words_of([](const auto& each) { return spec::tier_word(each); });
  if (kind == kinds::release)
    return words_of([](const auto& each) { return spec::is_release(each.since) ? each.since : ""; });
  if (kind == kinds::msc) return mscs();
  if (kind == kinds::fault) return faults();
  if (kind == kinds::file) return files();
  if (kind == kinds::folder) return folders();
  return {};
}

}  // namespace ringcheck::cli
