#include "net/process_tag.hpp"

#include <array>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <sys/random.h>
#include <sys/types.h>
#include <unistd.h>

#include "net/descriptor.hpp"
#include "net/pidfd.hpp"

namespace ringcheck::net {

namespace {

std::string environment_of(pid_t pid) {
  const Descriptor file(open(("/proc/" + std::to_string(pid) + "/environ").c_str(), O_RDONLY | O_CLOEXEC));
  std::string environment(1, '\0');  // so that every entry stands between two zeros
  std::array<char, 4096> chunk{};
  ssize_t count = 0;
  while (file && (count = read(file.get(), chunk.data(), chunk.size())) > 0) {
    environment.append(chunk.data(), static_cast<size_t>(count));
  }
  return environment + '\0';
}

/// The pidfd is opened before the look: should the number go to another process in between, the signal
/// misses.
void kill_if_tagged(pid_t pid, const std::string& entry) {
  const Descriptor process(pidfd_open(pid, 0));
  if (!process || environment_of(pid).find(entry) == std::string::npos) return;
  pidfd_send_signal(process.get(), SIGKILL, nullptr, 0);
}

}  // namespace

std::string new_process_tag() {
  std::array<uint8_t, 16> bytes{};
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) bytes.fill(0);
  constexpr const char* digits = "0123456789abcdef";
  std::string tag = std::to_string(getpid()) + '-';
  for (const uint8_t byte : bytes) {
    tag += digits[byte >> 4U];
    tag += digits[byte & 15U];
  }
  return tag;
}

namespace {

/// Calls `visit` with the number of every process of this machine but our own.
template <typename Visit>
void each_process(Visit visit) {
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(opendir("/proc"), closedir);
  while (folder) {
    const dirent* item = readdir(folder.get());
    if (item == nullptr) return;
    const char* end = item->d_name + std::strlen(item->d_name);
    pid_t pid = 0;
    const auto [rest, error] = std::from_chars(item->d_name, end, pid);
    if (error == std::errc() && rest == end && pid > 1 && pid != getpid()) visit(pid);
  }
}

std::string entry_of(const std::string& variable, const std::string& tag) {
  return '\0' + variable + '=' + tag + '\0';
}

/// The name, of /proc/PID/stat: `4711 (sleep) S …`; empty when it has ended.
std::string name_if_alive(pid_t pid) {
  const Descriptor file(open(("/proc/" + std::to_string(pid) + "/stat").c_str(), O_RDONLY | O_CLOEXEC));
  std::array<char, 512> text{};
  const ssize_t count = file ? read(file.get(), text.data(), text.size()) : 0;
  const std::string stat(text.data(), count > 0 ? static_cast<size_t>(count) : 0);
  const size_t open_at = stat.find('(');
  const size_t close_at = stat.rfind(')');
  if (open_at == std::string::npos || close_at == std::string::npos || close_at + 2 >= stat.size()) return {};
  const char state = stat[close_at + 2];
  return state == 'Z' || state == 'X' ? std::string() : stat.substr(open_at + 1, close_at - open_at - 1);
}

}  // namespace

void kill_tagged_processes(const std::string& variable, const std::string& tag) {
  const std::string entry = entry_of(variable, tag);
  each_process([&](pid_t pid) { kill_if_tagged(pid, entry); });
}

std::vector<std::string> tagged_processes(const std::string& variable, const std::string& tag) {
  const std::string entry = entry_of(variable, tag);
  std::vector<std::string> found;
  each_process([&](pid_t pid) {
    if (environment_of(pid).find(entry) == std::string::npos) return;
    const std::string name = name_if_alive(pid);
    if (!name.empty()) found.push_back(name + " (pid " + std::to_string(pid) + ")");
  });
  return found;
}

}  // namespace ringcheck::net
