#pragma once
// The register of requirements: what the specification asks, in our words, with its place and level. Suites
// prove entries of it by id; reports print them. One file per area in suites/requirements/.

#include <string>
#include <string_view>
#include <vector>

#include "value/yaml.hpp"

namespace ringcheck::spec {

struct Requirement {
  std::string id;  ///< VOIP-072
  std::string title;
  std::string level;   ///< must, should, may, recommended
  std::string since;   ///< release or MSC
  std::string source;  ///< section of the specification, or MSC
  std::string says;    ///< our words
  std::string basis;   ///< spec, derived, msc, open
  std::string stance;  ///< id of a stance, when the text is unclear
  std::string note;
  std::string file;
  Place place;
};

class Register {
 public:
  const Requirement* find(std::string_view id) const;
  const std::vector<Requirement>& all() const { return all_; }
  /// The text of a stance (`S13`), or empty.
  std::string_view stance(std::string_view id) const;

  void add(Requirement requirement) { all_.push_back(std::move(requirement)); }
  void add_stance(std::string id, std::string text) { stances_.emplace_back(std::move(id), std::move(text)); }

 private:
  std::vector<Requirement> all_;
  std::vector<std::pair<std::string, std::string>> stances_;
};

/// Reads all files of the folder. Faults are appended with the sources that they point into.
Register read_register(const std::string& folder, std::vector<Fault>& faults,
                       std::vector<YamlDocument>& documents);

/// A missed should or recommended is a warning, a missed must a failure; may is only observed.
bool is_binding(const Requirement& requirement);

}  // namespace ringcheck::spec
