#include "run/fault_table.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <tuple>

#include <fmt/format.h>

#include "value/json.hpp"
#include "value/yaml.hpp"

namespace ringcheck::run {
namespace {

struct ClosePipe {
  void operator()(std::FILE* pipe) const { pclose(pipe); }
};

/// The tests that a fault is played against first; then four times as many, and so on.
constexpr std::size_t first_batch = 4;

/// How many requirements that are not among `ids` a test proves as well; none when it proves none of them.
std::optional<std::size_t> besides(const scenario::Test& test, const std::vector<std::string>& ids) {
  const std::vector<std::string> proved = scenario::proved_by(test);
  const auto others = std::count_if(proved.begin(), proved.end(), [&](const std::string& id) {
    return std::find(ids.begin(), ids.end(), id) == ids.end();
  });
  if (static_cast<std::size_t>(others) == proved.size()) return std::nullopt;
  return static_cast<std::size_t>(others);
}

/// Those that prove little else, and of each scenario one case before the others.
void likeliest_first(std::vector<scenario::Test>& tests, const std::vector<std::string>& ids) {
  std::map<std::string, std::size_t> cases;
  std::vector<std::tuple<std::size_t, std::size_t, std::size_t>> ranks;
  for (std::size_t i = 0; i < tests.size(); ++i)
    ranks.emplace_back(cases[tests[i].scenario]++, besides(tests[i], ids).value_or(0), i);
  std::sort(ranks.begin(), ranks.end());
  std::vector<scenario::Test> ranked;
  for (const auto& [of_scenario, others, place] : ranks) ranked.push_back(std::move(tests[place]));
  tests = std::move(ranked);
}

}  // namespace

std::string subject_file(const std::string& home, std::string_view name) {
  return fmt::format("{}/fixtures/subjects/{}/subject.yaml", home, name);
}

Result<std::vector<FaultSwitch>> list_faults(const std::string& program_dir, const Embedded& subject) {
  const std::string program = fmt::format("{}/{}", program_dir, subject.name);
  std::vector<FaultSwitch> switches;
  const std::unique_ptr<std::FILE, ClosePipe> pipe(
      popen(fmt::format("'{}' --list-faults", program).c_str(), "re"));
  std::array<char, 4096> buffer{};
  while (pipe && std::fgets(buffer.data(), static_cast<int>(buffer.size()), pipe.get()) != nullptr) {
    auto line = parse_json(buffer.data());
    if (!line) return Error{fmt::format("{} --list-faults: {}", program, line.error().text)};
    const Value& row = line->value;
    FaultSwitch each{std::string(row.string_at("name")), std::string(row.string_at("sentence")), {}, subject};
    if (const Value* breaks = row.find("breaks")) {
      for (const Value& id : breaks->items) each.breaks.emplace_back(id.as_string());
    }
    switches.push_back(std::move(each));
  }
  if (switches.empty()) return Error{fmt::format("{} lists no faults", program)};
  return switches;
}

Result<std::vector<FaultSwitch>> list_all_faults(const std::string& program_dir) {
  std::vector<FaultSwitch> all;
  for (const Embedded& subject : embedded_subjects) {
    auto switches = list_faults(program_dir, subject);
    if (!switches) return switches;
    std::move(switches->begin(), switches->end(), std::back_inserter(all));
  }
  return all;
}

std::vector<scenario::Test> tests_for(const scenario::Library& library, const FaultSwitch& fault) {
  std::vector<scenario::Test> all;
  std::vector<scenario::Test> chosen;
  for (const scenario::Test& test : library.tests) {
    if (test.subject_is() != fault.subject.kind) continue;
    all.push_back(test);
    if (besides(test, fault.breaks)) chosen.push_back(test);
  }
  if (chosen.empty()) chosen = std::move(all);
  likeliest_first(chosen, fault.breaks);
  return chosen;
}

SessionOptions fault_session(SessionOptions options, const FaultSwitch& fault) {
  options.subject_path = subject_file(options.home, fault.subject.name);
  options.adapter_arguments = {"--fault", fault.name};
  options.seed = 1;
  options.time_scale = 0.2;
  options.jobs = 24;
  return options;
}

namespace {

/// The requirements of which the fault breaks something, with this word about them in the run.
template <typename Holds>
std::vector<std::string> broken(const report::RunResult& run, const FaultSwitch& fault, Holds holds) {
  std::vector<std::string> ids;
  for (const report::RequirementResult& each : run.requirements) {
    const bool is_broken = std::find(fault.breaks.begin(), fault.breaks.end(), each.id) != fault.breaks.end();
    if (is_broken && holds(each)) ids.push_back(each.id);
  }
  return ids;
}

bool tell_the_same(const report::RunResult& one, const report::RunResult& other, const std::string& id) {
  const auto theirs = report::observations(other, id);
  const auto ours = report::observations(one, id);
  return std::equal(ours.begin(), ours.end(), theirs.begin(), theirs.end(),
                    [](const auto& a, const auto& b) { return a.text == b.text; });
}

}  // namespace

Result<std::vector<std::string>> caught_in(SessionOptions options, const FaultSwitch& fault,
                                           const report::RunResult& run,
                                           const std::vector<scenario::Test>& tests,
                                           const scenario::Library& library) {
  std::vector<std::string> told = broken(run, fault, [](const report::RequirementResult& each) {
    return each.verdict == report::Verdict::fail || each.verdict == report::Verdict::warn;
  });
  const std::vector<std::string> observed = broken(run, fault, [](const report::RequirementResult& each) {
    return each.verdict == report::Verdict::observed;
  });
  if (!told.empty() || observed.empty()) return told;
  options.adapter_arguments.clear();
  auto sound = run_session(options, tests, library, {});
  if (!sound) return sound.error();
  std::copy_if(observed.begin(), observed.end(), std::back_inserter(told),
               [&](const std::string& id) { return !tell_the_same(run, *sound, id); });
  return told;
}

Result<FaultPlay> play_fault(const SessionOptions& options, const FaultSwitch& fault,
                             const scenario::Library& library) {
  const std::vector<scenario::Test> tests = tests_for(library, fault);
  FaultPlay play;
  play.of = tests.size();
  for (std::size_t batch = first_batch; play.played < tests.size() && play.caught.empty(); batch *= 4) {
    const auto from = tests.begin() + static_cast<std::ptrdiff_t>(play.played);
    const std::size_t size = std::min(batch, tests.size() - play.played);
    const std::vector<scenario::Test> batch_of_tests(from, from + static_cast<std::ptrdiff_t>(size));
    auto run = run_session(options, batch_of_tests, library, {});
    if (!run) return run.error();
    play.interrupted = run->interrupted;
    if (play.interrupted) break;
    play.played += size;
    auto caught = caught_in(options, fault, *run, batch_of_tests, library);
    if (!caught) return caught.error();
    play.caught = std::move(*caught);
  }
  return play;
}

Result<std::map<std::string, std::string>> load_survivors(const std::string& home, const Embedded& subject) {
  const std::string path = fmt::format("{}/fixtures/subjects/{}/survivors.yaml", home, subject.name);
  const YamlDocument document = read_yaml(path);
  std::string faults;
  for (const Fault& fault : document.faults) faults += render(fault, document.source);
  if (!faults.empty()) return Error{faults};
  std::map<std::string, std::string> survivors;
  for (const Member& member : document.value.members) {
    if (member.value.as_string().empty())
      return Error{fmt::format("{}:{}: {} gives no reason", path, member.place.line, member.key)};
    survivors.emplace(member.key, member.value.as_string());
  }
  return survivors;
}

}  // namespace ringcheck::run
