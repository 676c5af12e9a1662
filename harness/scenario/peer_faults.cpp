#include "scenario/peer_faults.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "scenario/layout.hpp"
#include "scenario/operators.hpp"
#include "value/nearest.hpp"

namespace ringcheck::scenario {
namespace {

void add(YamlDocument& document, Place place, std::string text, std::string help = "") {
  document.faults.push_back({document.file, place, std::move(text), "", std::move(help)});
}

void check_row(YamlDocument& document, const Member& row) {
  static const std::vector<std::string_view> known = {"says", "content", "breaks"};
  if (!row.value.is_object()) return add(document, row.place, fmt::format("{} should be a map", row.key));
  for (const Member& member : row.value.members) {
    if (std::find(known.begin(), known.end(), member.key) == known.end())
      add(document, member.place,
          fmt::format("unknown key {}{}", member.key, did_you_mean(member.key, known)));
  }
  if (row.value.string_at("says").empty())
    add(document, row.place, fmt::format("{} needs says: what the peer does", row.key),
        "leaves party_id out");
  if (const Value* content = row.value.find("content")) {
    if (!content->is_object()) add(document, content->place, "content should be a map");
    check_operators(*content, document.file, document.faults);
    check_side(without_absent(*content), Side::sent, document.file, document.faults);
  }
  const Value* breaks = row.value.find("breaks");
  if (breaks == nullptr) return;
  const bool pointers = breaks->is_array() && !breaks->items.empty() &&
                        std::all_of(breaks->items.begin(), breaks->items.end(),
                                    [](const Value& each) { return each.as_string().starts_with('/'); });
  if (!pointers) add(document, breaks->place, "breaks should be a list of JSON pointers", "/content/version");
}

}  // namespace

void read_peer_faults(YamlDocument& document, PeerFaults& faults) {
  if (!document.value.is_object())
    return add(document, document.value.place, "this should be a map, by name");
  for (const Member& row : document.value.members) {
    const std::size_t before = document.faults.size();
    check_row(document, row);
    if (document.faults.size() != before) continue;  // whoever uses it is told that there is none
    PeerFault fault;
    fault.says = row.value.string_at("says");
    if (const Value* content = row.value.find("content")) fault.content = without_place(*content);
    if (const Value* breaks = row.value.find("breaks")) fault.breaks = without_place(*breaks);
    if (!faults.emplace(row.key, std::move(fault)).second)
      add(document, row.place, fmt::format("{} is named in another file too", row.key));
  }
}

}  // namespace ringcheck::scenario
