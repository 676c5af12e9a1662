#pragma once
// A homeserver that somebody runs already, as subject.yaml tells of it: where it is, and which accounts its
// operator gives. Secrets stand in the environment and never in the file.

#include <optional>
#include <string>
#include <vector>

#include "driver/yaml_reader.hpp"
#include "value/value.hpp"

namespace ringcheck::driver {

struct GivenUser {
  std::string user_id;
  std::string password;
};

struct Operated {
  std::string url;
  std::string ca_file;              ///< a path; empty: whom this machine trusts
  std::string registration_secret;  ///< exactly one of these three has something
  std::vector<GivenUser> users;
  std::vector<std::string> access_tokens;

  /// What must be shown nowhere.
  std::vector<std::string> secrets() const;
};

/// Reads url, ca_file and accounts of a subject.yaml that lies in `folder`; faults go to `yaml`.
Operated read_operated(const Value& root, const std::string& folder, YamlReader& yaml);

}  // namespace ringcheck::driver
