#include "cli/home.hpp"

#include <cstdlib>
#include <filesystem>

#include "driver/vocabulary.hpp"
#include "run/needs.hpp"

namespace ringcheck::cli {
namespace fs = std::filesystem;
namespace {

bool holds_suites(const fs::path& folder) {
  return fs::is_directory(folder / "suites" / "requirements") && fs::is_directory(folder / "schemas");
}

}  // namespace

Result<Home> find_home(const std::string& program, const std::string& given) {
  const fs::path program_dir = fs::path(program).parent_path();
  const fs::path installed_subjects = program_dir.parent_path() / "lib" / "ringcheck";
  const std::string subjects =
      (fs::is_directory(installed_subjects) ? installed_subjects : program_dir).string();
  if (!given.empty()) {
    if (holds_suites(given)) return Home{given, subjects};
    return Error{"RINGCHECK_HOME is " + given + ", and that holds no suites/ and schemas/"};
  }
  for (fs::path folder = program_dir; !folder.empty(); folder = folder.parent_path()) {
    if (holds_suites(folder)) return Home{folder.string(), subjects};
    if (const fs::path shared = folder / "share" / "ringcheck"; holds_suites(shared))
      return Home{shared.string(), subjects};
    if (folder == folder.root_path()) break;
  }
  return Error{
      "suites/ and schemas/ lie neither in a folder above " + program +
      " nor in share/ringcheck of one; unpack the archive of ringcheck as a whole, or set RINGCHECK_HOME to "
      "the folder that holds them"};
}

Result<Home> find_home() {
  std::error_code failed;
  const char* given = std::getenv("RINGCHECK_HOME");
  return find_home(fs::read_symlink("/proc/self/exe", failed).string(), given == nullptr ? "" : given);
}

std::string suites_folder(const Home& home) {
  const fs::path suites = fs::path(home.folder) / "suites";
  std::error_code failed;
  const fs::path near = fs::proximate(suites, failed);
  return failed || near.string().starts_with("..") ? suites.string() : near.string();
}

Result<scenario::Library> load_suites(const Home& home, const std::vector<std::string>& paths) {
  auto vocabulary = driver::load_vocabulary(home.folder + "/schemas/driver/protocol.yaml");
  if (!vocabulary) return vocabulary.error();
  return scenario::load_library(suites_folder(home), paths, run::words_of(*vocabulary));
}

std::string subject_path(const Home& home, const std::string& name) {
  if (name.find('/') != std::string::npos || name.ends_with(".yaml")) {
    return fs::is_directory(name) ? (fs::path(name) / "subject.yaml").string() : name;
  }
  return (fs::path(home.folder) / "fixtures" / "subjects" / name / "subject.yaml").string();
}

}  // namespace ringcheck::cli
