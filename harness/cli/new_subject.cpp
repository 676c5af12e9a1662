// `ringcheck new subject`: an adapter that runs, its subject.yaml, and what CI needs, in their maker's own
// repository.

#include <algorithm>
#include <array>
#include <filesystem>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/home.hpp"
#include "cli/say.hpp"
#include "cli/templates.hpp"
#include "value/grammar.hpp"

namespace ringcheck::cli {
namespace {

namespace fs = std::filesystem;

struct Language {
  std::string_view name;
  std::string_view client;    ///< the file that stands in for their client
  std::string_view packages;  ///< of Debian, that the adapter needs
  bool has_setup;
};

constexpr std::array<Language, 4> languages = {{{"python", "client.py", "python3", false},
                                                {"rust", "src/client.rs", "cargo", true},
                                                {"shell", "client.sh", "jq", false},
                                                {"ts", "client.ts", "nodejs npm", true}}};

// Where CI systems look for their recipes: the repository that the folder lies in; without one, the working
// directory if it lies there, and else the folder itself.
fs::path repository_of(const fs::path& folder) {
  for (fs::path above = folder; above.has_relative_path(); above = above.parent_path()) {
    std::error_code failed;
    if (fs::exists(above / ".git", failed)) return above;
  }
  std::error_code failed;
  const fs::path here = fs::current_path(failed);
  const fs::path below = folder.lexically_relative(here);
  return below.empty() || *below.begin() == ".." ? folder : here;
}

// The adapter of my-client lies in my-client/ringcheck more often than not.
std::string name_for(const fs::path& folder) {
  const std::string own = folder.filename().string();
  return own == "ringcheck" ? folder.parent_path().filename().string() : own;
}

bool is_name(const std::string& name) {
  return fits_regex(name, "[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
}

// What CI systems and a shell read as one word.
bool is_plain_path(const std::string& path) {
  return fits_regex(path, "[A-Za-z0-9._/-]+");
}

Result<std::vector<NewFile>> files_of(const Home& home, const Language& language, const fs::path& folder,
                                      const std::map<std::string, std::string>& values,
                                      const std::string& shown, const fs::path& repository) {
  const std::string templates = home.folder + "/templates/subject/";
  const fs::path shown_repository = fs::path(shown) / repository.lexically_relative(folder);
  std::vector<NewFile> files;
  for (const auto& [part, target] :
       {std::pair{std::string(language.name), shown}, std::pair{std::string("every"), shown},
        std::pair{std::string("repository"), shown_repository.lexically_normal().string()}}) {
    auto some = filled_templates(templates + part, target, values);
    if (!some) return some;
    files.insert(files.end(), some->begin(), some->end());
  }
  return files;
}

void say_next(const Language& language, const std::string& shown, const std::string& folder) {
  const std::string subject = (fs::path(shown) / "subject.yaml").string();
  const std::string path = subject.find('/') == std::string::npos ? "./" + subject : subject;
  say("\nnext\n");
  if (language.has_setup) say("  ringcheck setup {}\n", path);
  say("  ringcheck adapter check --subject {}\n", path);
  say("  ringcheck run --subject {}        it logs in and syncs, and can do no more: the run says what to "
      "add\n",
      path);
  say("  ringcheck run --subject {} --accept   once what fails is known\n", path);
  say("then put your client in the place of {}, and add to the adapter one action after the other.\n",
      (fs::path(shown) / language.client).lexically_normal().string());
  say("In CI the variable RINGCHECK_PACKAGE is the address of the archive of a release; GitLab also wants "
      "in\n"
      ".gitlab-ci.yml: include: {{local: {}/gitlab-ci.yml}}\n",
      folder);
}

}  // namespace

std::vector<std::string> subject_languages() {
  std::vector<std::string> names;
  for (const Language& language : languages) names.emplace_back(language.name);
  return names;
}

int new_subject(const NewSubjectCommand& command) {
  auto home = find_home();
  if (!home) return wrong(home.error().text);
  // One of them: the command line takes no other.
  const auto language = std::find_if(languages.begin(), languages.end(),
                                     [&](const Language& each) { return each.name == command.language; });
  std::error_code failed;
  fs::path folder = fs::weakly_canonical(fs::absolute(command.folder, failed), failed);
  if (!folder.has_filename()) folder = folder.parent_path();
  const std::string name = command.name.empty() ? name_for(folder) : command.name;
  if (!is_name(name))
    return wrong(
        fmt::format("\"{}\" is no name for reports and file names: give one of letters, digits, dots, "
                    "dashes and underscores by --name",
                    name));
  const fs::path repository = repository_of(folder);
  const std::string below = folder.lexically_relative(repository).string();
  if (!is_plain_path(below))
    return wrong(
        fmt::format("\"{}\" is no path for CI: letters, digits, dots, dashes and underscores", below));
  const std::string shown = fs::path(command.folder).lexically_normal().string();
  auto files = files_of(*home, *language, folder,
                        {{"name", name}, {"folder", below}, {"packages", std::string(language->packages)}},
                        shown, repository);
  if (!files) return wrong(files.error().text);
  auto written = write_new(*files);
  if (!written) return wrong(written.error().text);
  say_next(*language, shown, below);
  return 0;
}

}  // namespace ringcheck::cli
