#pragma once
// A folder of suites, loaded: stages, forms, fragments, the register, and every scenario laid out into tests.
// All faults of all files at once; a broken scenario never hides the others.

#include <map>
#include <string>
#include <vector>

#include "scenario/model.hpp"
#include "scenario/peer_faults.hpp"
#include "spec/register.hpp"
#include "value/yaml.hpp"

namespace ringcheck::scenario {

/// What an adapter can be told and can tell, so that a word it does not know is a fault of the scenario and
/// not of the run. An empty list holds nothing to it.
struct AdapterWords {
  std::vector<std::string> orders;  ///< of `do`
  std::vector<std::string> notes;
  std::vector<std::string> claims;  ///< of `requires`
};

/// Pieces that scenarios reuse, by name.
struct Pieces {
  AdapterWords words;
  /// Actions of the widget API: the stable name -> the one in use, empty where they are the same. Empty when
  /// there is no table of them beside the suites.
  std::map<std::string, std::string> widget_actions;
  std::map<std::string, YamlDocument> stages;
  std::map<std::string, YamlDocument> forms;
  std::map<std::string, YamlDocument> fragments;
  std::map<std::string, YamlDocument> tables;  ///< rows of cases
  PeerFaults peer_faults;
};

struct Library {
  std::string folder;
  spec::Register requirements;
  Pieces pieces;
  std::vector<Test> tests;  ///< of all sound scenarios, in order of path
  std::vector<Fault> faults;
  std::map<std::string, std::string> sources;     ///< file -> text, to render faults
  std::map<std::string, int> faults_of_scenario;  ///< scenarios that did not load -> number of faults
};

/// Loads `folder` (it holds requirements/, stages/, forms/, fragments/, tables/, faults/ and the suites).
/// Scenarios come from `paths` (files or folders) or, when it is empty, from the whole folder.
Library load_library(const std::string& folder, const std::vector<std::string>& paths = {},
                     AdapterWords words = {});

/// Whether a file of the suites in `folder` is a scenario, and no piece that scenarios reuse.
bool is_scenario_file(const std::string& folder, const std::string& file);

/// The names of all scenarios of the suites in `folder`, sound or not, with their files: none is read.
std::map<std::string, std::string> scenarios_in(const std::string& folder);

/// Lays out one scenario. Faults are appended; the tests are only sound when none were.
std::vector<Test> lay_out(const YamlDocument& document, const std::string& name, const Pieces& pieces,
                          const spec::Register* requirements, std::vector<Fault>& faults);

/// All faults as a compiler would print them, in order of file and line, each once.
std::string render_faults(const Library& library);

}  // namespace ringcheck::scenario
