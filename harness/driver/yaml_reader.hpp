#pragma once
// Takes a parsed YAML tree apart and keeps every fault with its place, so that a file's author sees them all
// at once.

#include <string>
#include <string_view>
#include <vector>

#include "value/value.hpp"
#include "value/yaml.hpp"

namespace ringcheck::driver {

class YamlReader {
 public:
  explicit YamlReader(std::string file) : file_(std::move(file)) {}

  void fault(Place place, std::string text, std::string help = {});

  /// Every key must be one of `known`; the help names the nearest.
  void only_keys(const Value& map, const std::vector<std::string>& known);
  /// The member, or null with a fault that says it is missing.
  const Value* need(const Value& map, std::string_view key);

  /// A faulty value is told and gives an empty result.
  std::string text(const Value& value, std::string_view key);
  std::vector<std::string> texts(const Value& value, std::string_view key);
  /// The same for a member that may be absent.
  std::string text_at(const Value& map, std::string_view key);
  std::vector<std::string> texts_at(const Value& map, std::string_view key);
  /// True for a map; anything else is told.
  bool is_map(const Value& value, std::string_view what);

  std::vector<Fault> take_faults() { return std::move(faults_); }

 private:
  std::string file_;
  std::vector<Fault> faults_;
};

}  // namespace ringcheck::driver
