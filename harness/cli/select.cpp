#include "cli/select.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "check/trace_checks.hpp"
#include "value/nearest.hpp"

namespace ringcheck::cli {
namespace {

namespace fs = std::filesystem;

// A part of a name may end in its dot, as completion leaves it.
bool below(const std::string& name, std::string prefix) {
  if (prefix.ends_with('.')) prefix.pop_back();
  return name == prefix ||
         (name.starts_with(prefix) && (name[prefix.size()] == '.' || name[prefix.size()] == '['));
}

/// A path is read from here, or else from where the suites lie: `suites/voip` is the same from any folder.
bool is_in_path(const scenario::Test& test, const std::string& word) {
  std::error_code failed;
  const fs::path wanted = fs::weakly_canonical(word, failed);
  const std::string file = fs::weakly_canonical(test.file, failed).string();
  if (failed) return false;
  if (fs::exists(wanted)) return file == wanted || file.starts_with(wanted.string() + "/");
  if (!word.starts_with("suites/")) return false;
  const std::string inside = "/" + (word.ends_with('/') ? word.substr(0, word.size() - 1) : word);
  return file.ends_with(inside) || file.find(inside + "/") != std::string::npos;
}

bool proves(const scenario::Test& test, const std::string& word) {
  const std::vector<std::string> proved = scenario::proved_by(test);
  return std::find(proved.begin(), proved.end(), word) != proved.end();
}

bool selects(const scenario::Test& test, const std::string& word) {
  return below(test.name, word) || test.scenario == word || is_in_path(test, word) || proves(test, word);
}

std::string nothing_selected(const scenario::Library& library, const std::string& word) {
  std::vector<std::string_view> names;
  for (const scenario::Test& test : library.tests) names.push_back(test.scenario);
  if (library.faults_of_scenario.contains(word)) {
    return fmt::format("{} did not load; ringcheck lint shows why", word);
  }
  if (library.requirements.find(word) != nullptr) return fmt::format("no scenario proves {} yet", word);
  return fmt::format("nothing is named {}{}\nringcheck list shows what there is", word,
                     did_you_mean(word, names));
}

std::string nothing_proves(const std::vector<const spec::Requirement*>& fitting) {
  constexpr std::size_t most_shown = 8;
  std::string ids;
  for (std::size_t i = 0; i < fitting.size() && i < most_shown; ++i) ids += " " + fitting[i]->id;
  if (fitting.size() > most_shown) ids += fmt::format(" or {} more", fitting.size() - most_shown);
  return fmt::format(
      "no scenario chosen proves{}: excluded, or not tested yet\nringcheck coverage shows which", ids);
}

// Decided by a check that reads every trace, whatever is played.
bool is_checked(std::string_view id) {
  for (const check::TraceCheck& each : check::trace_checks()) {
    if (std::find(each.requirements.begin(), each.requirements.end(), id) != each.requirements.end())
      return true;
  }
  return false;
}

}  // namespace

Result<std::vector<const scenario::Test*>> select_tests(const scenario::Library& library,
                                                        const std::vector<std::string>& words) {
  std::vector<const scenario::Test*> chosen;
  std::vector<bool> used(words.size(), false);
  for (const scenario::Test& test : library.tests) {
    bool wanted = words.empty();
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (!selects(test, words[i])) continue;
      wanted = true;
      used[i] = true;
    }
    if (wanted) chosen.push_back(&test);
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!used[i]) return Error{nothing_selected(library, words[i])};
  }
  return chosen;
}

bool names_test(const scenario::Test& test, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return test.name == word || test.scenario == word || proves(test, word) ||
           (!fs::is_directory(word) && is_in_path(test, word));
  });
}

std::set<std::string> asked_packs(const scenario::Library& library, const std::vector<std::string>& words,
                                  const spec::Filter& filter) {
  std::set<std::string> asked;
  for (const std::string& word : words) {
    std::set<std::string> selected;
    for (const scenario::Test& test : library.tests) {
      if (selects(test, word)) selected.insert(test.pack);
    }
    if (!selected.contains("")) asked.merge(selected);
  }
  for (const std::string& number : filter.mscs) asked.insert(spec::msc_name(number));
  for (const std::string& id : filter.ids) {
    if (const spec::Requirement* requirement = library.requirements.find(id))
      asked.emplace(spec::pack_of(library.requirements, *requirement));
  }
  std::set<std::string> packs;
  for (const scenario::Test& test : library.tests) {
    if (!test.pack.empty() && asked.contains(test.pack)) packs.insert(test.pack);
  }
  return packs;
}

Result<std::vector<const scenario::Test*>> tests_that_prove(const scenario::Library& library,
                                                            std::vector<const scenario::Test*> tests,
                                                            const spec::Filter& filter) {
  if (filter.empty()) return tests;
  auto fitting = spec::requirements_that_fit(library.requirements, filter);
  if (!fitting) return fitting.error();
  std::set<std::string_view> wanted;
  for (const spec::Requirement* each : *fitting) wanted.insert(each->id);
  std::vector<const scenario::Test*> proving;
  for (const scenario::Test* test : tests) {
    const std::vector<std::string> proved = scenario::proved_by(*test);
    if (std::any_of(proved.begin(), proved.end(), [&](const std::string& id) { return wanted.contains(id); }))
      proving.push_back(test);
  }
  if (!proving.empty()) return proving;
  if (std::none_of(wanted.begin(), wanted.end(), is_checked)) return Error{nothing_proves(*fitting)};
  return tests;
}

}  // namespace ringcheck::cli
