#pragma once
// The only door to YAML (yaml-cpp lives behind it). Reads the part of YAML 1.2 that is JSON, and refuses all
// on which readers disagree: `yes`, `010`, empty values, anchors, tags, a key twice (suites/README.md,
// section 1). All faults of a file come at once, each with its place and what to write instead.

#include <string>
#include <string_view>
#include <vector>

#include "value/value.hpp"

namespace ringcheck {

/// One fault in a source file, told as a compiler would.
struct Fault {
  std::string file;
  Place place;
  std::string text;  ///< what is wrong
  std::string note;  ///< beside the caret; may be empty
  std::string help;  ///< what to write instead; may be empty
};

struct YamlDocument {
  std::string file;
  std::string source;  ///< kept, so that a fault found later can show its line
  Value value;
  std::vector<Fault> faults;
};

/// Reads one document. `faults` is empty exactly when all of it is sound.
YamlDocument parse_yaml(std::string file, std::string source);
/// Reads a file from disk; a file that cannot be read is a fault.
YamlDocument read_yaml(const std::string& path);

/// `file:line:column: error: text`, the source line, a caret with the note, and `help:`; ends with a line
/// end.
std::string render(const Fault& fault, std::string_view source);

}  // namespace ringcheck
