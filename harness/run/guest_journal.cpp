#include "run/guest_journal.hpp"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "value/json.hpp"

namespace ringcheck::run {
namespace {

namespace fs = std::filesystem;

constexpr const char* file_name = "left-behind.jsonl";

bool lock(int descriptor) {
  return flock(descriptor, LOCK_EX | LOCK_NB) == 0;
}

// A last line that was cut off is none.
std::optional<LeftBehind> read_list(const std::string& file, const std::string& url) {
  LeftBehind left;
  left.file = file;
  bool same_server = false;
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    const auto parsed = parse_json(line);
    if (!parsed) continue;
    const Value& said = parsed->value;
    if (said.string_at("url") == url) same_server = true;
    if (const std::string name(said.string_at("registered")); !name.empty()) left.registered.insert(name);
    if (const std::string room(said.string_at("room")); !room.empty()) left.rooms.insert(room);
    if (const std::string user(said.string_at("user")); !user.empty())
      left.devices[user].insert(std::string(said.string_at("device")));
  }
  if (!same_server) return std::nullopt;
  return left;
}

}  // namespace

Result<std::unique_ptr<GuestJournal>> GuestJournal::open(const std::string& run_folder,
                                                         const std::string& url) {
  std::string file = run_folder + '/' + file_name;
  net::Descriptor descriptor(::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  if (!descriptor || !lock(descriptor.get()))
    return Error{fmt::format("cannot write {}: {}", file, net::error_text(errno))};
  std::unique_ptr<GuestJournal> journal(new GuestJournal(std::move(file), std::move(descriptor)));
  journal->write(make_object({{"url", url}}));
  return journal;
}

// One write for a line: what was noted before we are killed is whole. A disk that is full costs the list and
// not the run, whose own goodbye does not need it.
void GuestJournal::write(const Value& line) {
  const std::string text = to_json(line) + '\n';
  static_cast<void>(!::write(open_.get(), text.data(), text.size()));
}

void GuestJournal::note_registered(const std::string& name) {
  write(make_object({{"registered", name}}));
}

void GuestJournal::note_device(const std::string& user_id, const std::string& device_id) {
  write(make_object({{"user", user_id}, {"device", device_id}}));
}

void GuestJournal::note_room(const std::string& room_id) {
  write(make_object({{"room", room_id}}));
}

void GuestJournal::remove() {
  std::error_code ignored;
  fs::remove(file_, ignored);
}

std::vector<LeftBehind> left_behind(const std::string& run_folder, const std::string& url) {
  std::vector<LeftBehind> all;
  std::error_code failed;
  for (const auto& each : fs::directory_iterator(fs::absolute(run_folder).parent_path(), failed)) {
    const std::string file = (each.path() / file_name).string();
    const net::Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!descriptor || !lock(descriptor.get())) continue;
    if (auto left = read_list(file, url)) all.push_back(std::move(*left));
  }
  return all;
}

}  // namespace ringcheck::run
