#include "net/file_watch.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fmt/format.h>
#include <sys/inotify.h>
#include <unistd.h>

namespace ringcheck::net {
namespace fs = std::filesystem;
namespace {

// IN_CREATE is for folders: a new file is not whole before it is closed.
constexpr std::uint32_t wanted =
    IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE | IN_ONLYDIR;

}  // namespace

Result<FileWatch> FileWatch::open() {
  Descriptor descriptor(inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  if (!descriptor) return Error{fmt::format("cannot watch files: {}", error_text(errno))};
  return FileWatch(std::move(descriptor));
}

Result<Done> FileWatch::add_one(const std::string& folder, bool below) {
  const int number = inotify_add_watch(descriptor_.get(), folder.c_str(), wanted);
  if (number < 0) return Error{fmt::format("cannot watch {}: {}", folder, error_text(errno))};
  Folder& known = folders_[number];
  known = Folder{folder, below || known.below};
  return Done{};
}

Result<Done> FileWatch::add(const std::string& folder, bool below) {
  auto added = add_one(folder, below);
  if (!added || !below) return added;
  std::error_code failed;
  for (fs::recursive_directory_iterator each(folder, failed), end; !failed && each != end;
       each.increment(failed)) {
    if (!each->is_directory()) continue;
    if (auto inner = add_one(each->path().string(), true); !inner) return inner;
  }
  return Done{};
}

// What was put into it before it was watched has no event of its own.
void FileWatch::take_new_folder(const std::string& path, std::set<std::string>& changed) {
  // One that has gone again needs no watching.
  if (!add(path, true)) return;
  std::error_code failed;
  for (fs::recursive_directory_iterator each(path, failed), end; !failed && each != end;
       each.increment(failed)) {
    if (each->is_regular_file(failed)) changed.insert(each->path().string());
  }
}

std::set<std::string> FileWatch::take() {
  std::set<std::string> changed;
  alignas(inotify_event) std::array<char, 16'384> buffer{};
  ssize_t length = 0;
  while ((length = read(descriptor_.get(), buffer.data(), buffer.size())) > 0) {
    for (std::size_t at = 0; at < static_cast<std::size_t>(length);) {
      inotify_event event{};
      std::memcpy(&event, buffer.data() + at, sizeof event);
      // Zeros end the name.
      const std::string name = event.len == 0 ? "" : std::string(buffer.data() + at + sizeof event);
      at += sizeof event + event.len;
      if ((event.mask & IN_Q_OVERFLOW) != 0) {
        for (const auto& [number, folder] : folders_) changed.insert(folder.path);
      }
      auto folder = folders_.find(event.wd);
      if (folder == folders_.end() || name.empty()) continue;
      const std::string path = folder->second.path + "/" + name;
      const bool is_folder = (event.mask & IN_ISDIR) != 0;
      if (is_folder && folder->second.below && (event.mask & (IN_CREATE | IN_MOVED_TO)) != 0)
        take_new_folder(path, changed);
      if (!is_folder && (event.mask & IN_CREATE) == 0) changed.insert(path);
    }
  }
  return changed;
}

}  // namespace ringcheck::net
