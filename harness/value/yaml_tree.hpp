#pragma once
// From YAML's events to Value: yaml.cpp has checked the bytes, this reads the tree and refuses what is no
// JSON.

#include <string>
#include <utility>
#include <vector>

#include "value/lines.hpp"
#include "value/yaml.hpp"

namespace ringcheck {

/// Collects the faults of one file, up to a limit, so that hostile input cannot make millions of them.
class FaultList {
 public:
  FaultList(const std::string& file, std::vector<Fault>& faults) : file_(file), faults_(faults) {}

  /// Whether further faults would be dropped.
  bool full() const;
  /// Adds a fault of this file.
  void add(Fault fault);
  void add(Place place, std::string text, std::string help = {}, std::string note = {});
  /// Drops the faults that stand at this place or after it: mere consequences of a greater one.
  void drop_from(Place place);

 private:
  const std::string& file_;
  std::vector<Fault>& faults_;
};

/// Reads the one document of the text, whose lines end in LF, into `root`. After a syntax error `root` holds
/// what came before.
void read_yaml_tree(const std::string& text, const Lines& lines, Value& root, FaultList& faults);

}  // namespace ringcheck
