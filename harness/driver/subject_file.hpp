#pragma once
// subject.yaml: what the maker of a subject says of it, and the only place where it is said (driver protocol,
// section 3).

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "driver/listen.hpp"
#include "driver/operated.hpp"
#include "driver/vocabulary.hpp"
#include "value/yaml.hpp"

namespace ringcheck::driver {

enum class SubjectKind : std::uint8_t { client, widget, widget_host, homeserver };

struct Subject {
  SubjectKind kind = SubjectKind::client;
  std::string name;
  std::vector<std::string> setup;    ///< shell lines, run by `ringcheck setup` only
  std::vector<std::string> adapter;  ///< program and arguments, started in `folder`
  std::optional<Listen> listen;      ///< it comes by itself, and is not started
  bool by_hand = false;              ///< a person moves it, and no adapter
  std::vector<std::string> claims;
  std::optional<Operated> operated;      ///< a homeserver that somebody runs: no adapter then
  int slots = 1;                         ///< adapter processes side by side
  int sessions = 1;                      ///< that one of them plays at once
  std::vector<std::string> environment;  ///< names of variables that the adapter gets; no others
  std::string expected;                  ///< path of the file of known failures, below `folder`; may be empty
  std::string folder;                    ///< where subject.yaml lies
};

struct SubjectFile {
  Subject subject;
  std::string source;         ///< for `render`
  std::vector<Fault> faults;  ///< all at once; the subject is sound exactly when there are none
};

/// Reads a parsed subject.yaml; claims are reviewed with the vocabulary.
SubjectFile read_subject(YamlDocument document, const Vocabulary& vocabulary);
SubjectFile load_subject(const std::string& path, const Vocabulary& vocabulary);

}  // namespace ringcheck::driver
