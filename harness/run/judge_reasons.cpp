#include "run/judge_reasons.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "value/yaml.hpp"

namespace ringcheck::run {

Result<std::vector<SurvivorReason>> load_survivor_reasons(const std::string& path) {
  YamlDocument document = read_yaml(path);
  auto fault = [&](Place place, std::string text) {
    document.faults.push_back({document.file, place, std::move(text), "", ""});
  };
  std::vector<SurvivorReason> reasons;
  if (document.faults.empty() && !document.value.is_array() && !document.value.is_null())
    fault(document.value.place, "this should be a list of {scenario, step, mutation, why}");
  for (const Value& each : document.value.items) {
    SurvivorReason reason;
    const std::pair<const char*, std::string*> keys[] = {{"scenario", &reason.scenario},
                                                         {"step", &reason.step},
                                                         {"mutation", &reason.mutation},
                                                         {"why", &reason.why}};
    for (const auto& [key, text] : keys) {
      *text = each.string_at(key);
      if (text->empty()) fault(each.place, fmt::format("{} is missing: a string", key));
    }
    for (const Member& member : each.members) {
      const bool known = std::any_of(std::begin(keys), std::end(keys),
                                     [&](const auto& key) { return key.first == member.key; });
      if (!known) fault(member.place, fmt::format("unknown key {}", member.key));
    }
    reason.place = fmt::format("{}:{}", path, each.place.line);
    reasons.push_back(std::move(reason));
  }
  if (document.faults.empty()) return reasons;
  std::string text = "the reasons of survivors cannot be used\n";
  for (const Fault& each : document.faults) text += render(each, document.source);
  return Error{text};
}

void apply_reasons(const std::vector<SurvivorReason>& reasons, JudgeTable& table) {
  for (const SurvivorReason& reason : reasons) {
    bool used = false;
    for (Survivor& survivor : table.survivors) {
      if (survivor.scenario != reason.scenario || survivor.step != reason.step ||
          survivor.mutation != reason.mutation)
        continue;
      survivor.reason = reason.why;
      used = true;
    }
    const bool judged = table.whole || std::binary_search(table.judged_scenarios.begin(),
                                                          table.judged_scenarios.end(), reason.scenario);
    if (!used && judged) {
      table.stale_reasons.push_back(fmt::format("{}: {}, {}: nothing survives by \"{}\"", reason.place,
                                                reason.scenario, reason.step, reason.mutation));
    }
  }
}

}  // namespace ringcheck::run
