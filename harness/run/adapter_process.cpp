#include "run/adapter_process.hpp"

#include <algorithm>
#include <cstdlib>

namespace ringcheck::run {

std::vector<std::string> adapter_command(const driver::Subject& subject, const std::string& program_dir) {
  constexpr std::string_view build = "{build}";
  std::vector<std::string> command = subject.adapter;
  for (std::string& word : command) {
    const std::size_t at = word.find(build);
    if (at != std::string::npos) word.replace(at, build.size(), program_dir);
  }
  return command;
}

std::vector<std::pair<std::string, std::string>> adapter_environment(const driver::Subject& subject,
                                                                     const std::string& temporary) {
  std::vector<std::pair<std::string, std::string>> environment;
  for (const std::string& name : subject.environment) {
    if (const char* value = std::getenv(name.c_str())) environment.emplace_back(name, value);
  }
  auto has = [&](std::string_view name) {
    return std::any_of(environment.begin(), environment.end(),
                       [&](const auto& each) { return each.first == name; });
  };
  if (!has("PATH")) environment.emplace_back("PATH", "/usr/local/bin:/usr/bin:/bin");
  std::erase_if(environment, [](const auto& each) { return each.first == "TMPDIR"; });
  environment.emplace_back("TMPDIR", temporary);
  return environment;
}

}  // namespace ringcheck::run
