// `ringcheck completion`: the script for a shell. It knows nothing but how to ask `ringcheck complete`.

#include <cstdlib>

#include "cli/command_line.hpp"
#include "cli/home.hpp"
#include "cli/say.hpp"
#include "run/write_file.hpp"

namespace ringcheck::cli {

std::vector<std::string> completion_shells() {
  return {"bash", "zsh", "fish"};
}

int print_completion(const std::string& shell) {
  auto home = find_home();
  if (!home) return wrong(home.error().text);
  auto script = run::read_file(home->folder + "/templates/completion/ringcheck." + shell);
  if (!script) return wrong(script.error().text);
  say("{}", *script);
  return 0;
}

}  // namespace ringcheck::cli
