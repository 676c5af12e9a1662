#include "run/fault_table.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <iterator>
#include <memory>

#include <fmt/format.h>

#include "value/json.hpp"
#include "value/yaml.hpp"

namespace ringcheck::run {
namespace {

struct ClosePipe {
  void operator()(std::FILE* pipe) const { pclose(pipe); }
};

bool proves_any(const scenario::Test& test, const std::vector<std::string>& ids) {
  const std::vector<std::string> proved = scenario::proved_by(test);
  return std::any_of(ids.begin(), ids.end(), [&](const std::string& id) {
    return std::find(proved.begin(), proved.end(), id) != proved.end();
  });
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
    if (proves_any(test, fault.breaks)) chosen.push_back(test);
  }
  return chosen.empty() ? all : chosen;
}

SessionOptions fault_session(SessionOptions options, const FaultSwitch& fault) {
  options.subject_path = subject_file(options.home, fault.subject.name);
  options.adapter_arguments = {"--fault", fault.name};
  options.seed = 1;
  options.time_scale = 0.2;
  options.jobs = 24;
  return options;
}

std::vector<std::string> caught_under(const report::RunResult& run, const FaultSwitch& fault) {
  std::vector<std::string> ids;
  for (const report::RequirementResult& each : run.requirements) {
    const bool told = each.verdict == report::Verdict::fail || each.verdict == report::Verdict::warn;
    if (told && std::find(fault.breaks.begin(), fault.breaks.end(), each.id) != fault.breaks.end())
      ids.push_back(each.id);
  }
  return ids;
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
