#include "scenario/case_rows.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "scenario/layout.hpp"
#include "value/nearest.hpp"

namespace ringcheck::scenario {
namespace {

/// As if it had been written where the table is named.
Value row_at(const Value& row, Place place) {
  Value here = without_place(row);
  here.place = place;
  return here;
}

class TableReader {
 public:
  TableReader(const std::map<std::string, YamlDocument>& tables, const std::string& file,
              std::vector<Fault>& faults)
      : tables_(tables), file_(file), faults_(faults) {}

  std::vector<Value> rows(const Value& cases) {
    const std::vector<std::string_view> known = {"table"};
    for (const Member& member : cases.members) {
      if (std::find(known.begin(), known.end(), member.key) == known.end())
        fault(member.place, fmt::format("unknown key {}{}", member.key, did_you_mean(member.key, known)));
    }
    const Value* named = cases.find("table");
    if (named == nullptr) {
      fault(cases.place, "cases should be a list of rows, or name a table");
      return {};
    }
    std::vector<Value> rows;
    for (const Value& name : named->is_array() ? named->items : std::vector<Value>{*named}) add(name, rows);
    return rows;
  }

 private:
  void add(const Value& name, std::vector<Value>& rows) {
    const auto table = tables_.find(std::string(name.as_string()));
    if (table == tables_.end()) {
      std::vector<std::string_view> known;
      for (const auto& [each, document] : tables_) known.push_back(each);
      return fault(
          name.place,
          fmt::format("no table is named {}{}", name.as_string(), did_you_mean(name.as_string(), known)),
          fmt::format("the tables are {}", fmt::join(known, ", ")));
    }
    if (!table->second.faults.empty()) {
      return fault(name.place, fmt::format("the table {} has faults of its own", name.as_string()),
                   fmt::format("see {}", table->second.file));
    }
    for (const Value& row : table->second.value.find("rows")->items) rows.push_back(row_at(row, name.place));
  }

  void fault(Place place, std::string text, std::string help = "") {
    faults_.push_back({file_, place, std::move(text), "", std::move(help)});
  }

  const std::map<std::string, YamlDocument>& tables_;
  const std::string& file_;
  std::vector<Fault>& faults_;
};

}  // namespace

std::vector<Value> case_rows(const Value& cases, const std::map<std::string, YamlDocument>& tables,
                             const std::string& file, std::vector<Fault>& faults) {
  if (!cases.is_object()) return cases.items;
  return TableReader(tables, file, faults).rows(cases);
}

void check_table(YamlDocument& document) {
  const auto fault = [&](Place place, std::string text) {
    document.faults.push_back({document.file, place, std::move(text), "", ""});
  };
  const Value* rows = document.value.find("rows");
  if (rows == nullptr || !rows->is_array() || rows->items.empty())
    return fault(document.value.place, "rows is missing: a list of rows, each with a name");
  std::set<std::string> names;
  for (const Value& row : rows->items) {
    const std::string name(row.string_at("name"));
    if (name.empty()) {
      fault(row.place, "a row needs a name");
    } else if (!names.insert(name).second) {
      fault(row.place, fmt::format("two rows are named {}", name));
    }
  }
}

}  // namespace ringcheck::scenario
