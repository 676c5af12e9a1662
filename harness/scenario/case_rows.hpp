#pragma once
// The rows of `cases`: written there, or taken from tables (suites/tables).

#include <map>
#include <string>
#include <vector>

#include "value/yaml.hpp"

namespace ringcheck::scenario {

/// Rows as maps with a name; those of a table have the place where it is named. Faults are appended, by
/// `file`.
std::vector<Value> case_rows(const Value& cases, const std::map<std::string, YamlDocument>& tables,
                             const std::string& file, std::vector<Fault>& faults);

/// Appends to the document what is wrong with a table: it has `rows`, each with a name of its own.
void check_table(YamlDocument& document);

}  // namespace ringcheck::scenario
