#include "run/write_file.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <unistd.h>

namespace ringcheck::run {
namespace {

namespace fs = std::filesystem;

bool write_into(const fs::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  return static_cast<bool>(file);
}

}  // namespace

Result<Done> write_file(const std::string& path, const std::string& text) {
  const Error cannot{fmt::format("cannot write {}", path)};
  std::error_code failed;
  fs::path target = path;
  if (fs::exists(target, failed)) {
    target = fs::canonical(target, failed);
    if (failed) return cannot;
    if (!fs::is_regular_file(target, failed)) {
      if (!write_into(target, text)) return cannot;
      return Done{};
    }
  }
  const fs::path beside = fmt::format("{}.{}.part", target.string(), getpid());
  if (write_into(beside, text)) {
    const fs::perms mode = fs::status(target, failed).permissions();
    if (mode != fs::perms::unknown && mode != fs::perms::none) fs::permissions(beside, mode, failed);
    fs::rename(beside, target, failed);
    if (!failed) return Done{};
  }
  fs::remove(beside, failed);
  return cannot;
}

Result<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{fmt::format("cannot read {}", path)};
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (file.bad()) return Error{fmt::format("cannot read {}", path)};
  return text;
}

}  // namespace ringcheck::run
