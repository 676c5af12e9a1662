#pragma once
// For the tests of this folder: values written as YAML, and scenarios laid out on the real stages, forms and
// fragments.

#include <string>
#include <vector>

#include "scenario/library.hpp"
#include "testing/source_dir.hpp"

namespace ringcheck::scenario {

inline Value yaml(std::string text) {
  return parse_yaml("test.yaml", std::move(text)).value;
}

inline const std::string& suites_folder() {
  static const std::string folder = source_dir() + "/suites";
  return folder;
}

/// The pieces of the real suites, and one scenario.
inline const Library& real_library() {
  static const Library library =
      load_library(suites_folder(), {suites_folder() + "/voip/v1/callee/reject.yaml"});
  return library;
}

struct LaidOut {
  std::vector<Test> tests;
  std::vector<Fault> faults;

  /// The texts of the faults, one a line, with the line of the source.
  std::string text() const {
    std::string all;
    for (const Fault& fault : faults) all += std::to_string(fault.place.line) + ": " + fault.text + "\n";
    return all;
  }
};

inline LaidOut lay(const std::string& source, const Pieces& pieces, const std::string& name = "voip.test") {
  LaidOut result;
  result.tests =
      lay_out(parse_yaml("test.yaml", source), name, pieces, &real_library().requirements, result.faults);
  return result;
}

inline LaidOut lay(const std::string& source) {
  return lay(source, real_library().pieces);
}

/// A whole scenario on the stage dm with these steps, which begin on line 4.
inline std::string on_dm(const std::string& steps) {
  return "title: A test\nstage: dm\nsteps:\n" + steps;
}

/// Pieces with one more fragment, as if it were suites/fragments/<name>.yaml.
inline Pieces with_fragment(Pieces pieces, const std::string& name, const std::string& source) {
  pieces.fragments.insert_or_assign(name, parse_yaml("fragments/" + name + ".yaml", source));
  return pieces;
}

}  // namespace ringcheck::scenario
