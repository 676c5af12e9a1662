#pragma once
// Where suites, schemas and our own subjects lie, and what a name on the command line means there.

#include <string>

#include "scenario/library.hpp"
#include "value/result.hpp"

namespace ringcheck::cli {

struct Home {
  std::string folder;       ///< holds suites/, schemas/, fixtures/
  std::string program_dir;  ///< where the embedded subjects lie: `{build}` in a subject's adapter
};

/// What belongs to `program`: `given` if that is not empty, or the nearest folder above it that holds suites/
/// and schemas/, itself (a build in a checkout) or in share/ringcheck (installed, or unpacked anywhere).
Result<Home> find_home(const std::string& program, const std::string& given);
/// For the running program and RINGCHECK_HOME.
Result<Home> find_home();

/// The folder suites/, told from the working directory when that is inside the home: faults and places stay
/// short.
std::string suites_folder(const Home& home);

/// The suites, or these files and folders, held to the words of the driver protocol. The error is a driver
/// protocol that cannot be read.
Result<scenario::Library> load_suites(const Home& home, const std::vector<std::string>& paths = {});

/// The path of a subject.yaml: `reference-client` is one of ours, anything with a slash or .yaml is a path.
std::string subject_path(const Home& home, const std::string& name);

}  // namespace ringcheck::cli
