#include "run/process_link.hpp"

#include <algorithm>
#include <cstdlib>

namespace ringcheck::run {
namespace {

std::vector<std::pair<std::string, std::string>> environment_of(const driver::Subject& subject,
                                                                const std::string& temporary,
                                                                const std::string& ca_file) {
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
  if (ca_file.empty()) return environment;
  environment.emplace_back("RINGCHECK_CA_FILE", ca_file);
  if (!has("NODE_EXTRA_CA_CERTS")) environment.emplace_back("NODE_EXTRA_CA_CERTS", ca_file);
  return environment;
}

}  // namespace

std::vector<std::string> adapter_command(const driver::Subject& subject, const std::string& program_dir) {
  constexpr std::string_view build = "{build}";
  std::vector<std::string> command = subject.adapter;
  for (std::string& word : command) {
    const std::size_t at = word.find(build);
    if (at != std::string::npos) word.replace(at, build.size(), program_dir);
  }
  return command;
}

ProcessLink::ProcessLink(net::Loop& loop, const driver::Subject& subject, const std::string& program_dir,
                         const std::string& temporary, const std::string& ca_file)
    : loop_(loop),
      options_{adapter_command(subject, program_dir), subject.folder,
               environment_of(subject, temporary, ca_file)} {}

Result<Done> ProcessLink::start(Events events) {
  events_ = std::move(events);
  net::ChildEvents of_child;
  of_child.on_stdout = [this](std::string_view bytes) { events_.on_received(bytes); };
  of_child.on_stderr = [this](std::string_view bytes) { events_.on_stderr(bytes); };
  of_child.on_exit = [this](const net::ExitStatus& status) {
    events_.on_over((status.by_signal ? "signal " : "exit status ") + std::to_string(status.code),
                    child_->left_behind());
  };
  auto child = net::Child::start(loop_, options_, std::move(of_child));
  if (!child) return child.error();
  child_ = std::move(*child);
  events_.on_open();
  return Done{};
}

void ProcessLink::write(const std::string& message) {
  child_->write(message);
}

void ProcessLink::close_input() {
  child_->close_stdin();
}

void ProcessLink::kill() {
  child_->kill_group();
}

}  // namespace ringcheck::run
