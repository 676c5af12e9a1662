#include "cli/templates.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "cli/say.hpp"
#include "run/write_file.hpp"

namespace ringcheck::cli {
namespace {

namespace fs = std::filesystem;

// The length of a `@word@` that begins at `at`, or 0: an `@` of its own is a part of the text.
std::size_t length_of_word(const std::string& text, std::size_t at) {
  const std::size_t end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz", at + 1);
  return end == std::string::npos || end == at + 1 || text[end] != '@' ? 0 : end + 1 - at;
}

std::string without_dot(const fs::path& relative) {
  constexpr std::string_view mark = "dot-";
  fs::path path;
  for (const fs::path& part : relative) {
    const std::string name = part.string();
    path /= name.starts_with(mark) ? "." + name.substr(mark.size()) : name;
  }
  return path.string();
}

Result<Done> write_below_new_folders(const NewFile& file) {
  const fs::path folder = fs::path(file.path).parent_path();
  std::error_code failed;
  if (!folder.empty()) fs::create_directories(folder, failed);
  if (failed) return Error{fmt::format("cannot make {}: {}", folder.string(), failed.message())};
  return run::write_file(file.path, file.text);
}

}  // namespace

Result<std::string> fill(const std::string& text, const std::map<std::string, std::string>& values) {
  std::string filled;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = text[at] == '@' ? length_of_word(text, at) : 0;
    if (length == 0) {
      filled += text[at++];
      continue;
    }
    const std::string word = text.substr(at + 1, length - 2);
    auto value = values.find(word);
    if (value == values.end())
      return Error{fmt::format("a template has @{}@, which nothing is put in for", word)};
    filled += value->second;
    at += length;
  }
  return filled;
}

Result<std::vector<NewFile>> filled_templates(const std::string& templates, const std::string& target,
                                              const std::map<std::string, std::string>& values) {
  std::vector<NewFile> files;
  std::error_code failed;
  for (fs::recursive_directory_iterator each(templates, failed), end; !failed && each != end;
       each.increment(failed)) {
    if (!each->is_regular_file()) continue;
    auto text = run::read_file(each->path().string());
    if (!text) return text.error();
    auto filled = fill(*text, values);
    if (!filled) return Error{fmt::format("{}: {}", each->path().string(), filled.error().text)};
    auto name = fill(without_dot(each->path().lexically_relative(templates)), values);
    if (!name) return name.error();
    const fs::path path = fs::path(target) / *name;
    files.push_back({path.lexically_normal().string(), std::move(*filled)});
  }
  if (failed) return Error{fmt::format("cannot read {}: {}", templates, failed.message())};
  std::sort(files.begin(), files.end(), [](const NewFile& a, const NewFile& b) { return a.path < b.path; });
  return files;
}

Result<Done> write_new(const std::vector<NewFile>& files) {
  std::string there;
  for (const NewFile& file : files) {
    std::error_code failed;
    if (fs::exists(fs::symlink_status(file.path, failed))) there += "\n  " + file.path;
  }
  if (!there.empty())
    return Error{
        fmt::format("nothing was written, for these are there already and may be somebody's work:{}\n"
                    "move them away, or choose another name",
                    there)};
  for (std::size_t i = 0; i < files.size(); ++i) {
    auto written = write_below_new_folders(files[i]);
    if (written) continue;
    std::error_code ignored;
    for (std::size_t done = 0; done <= i; ++done) fs::remove(files[done].path, ignored);
    return written;
  }
  for (const NewFile& file : files) say("wrote {}\n", file.path);
  return Done{};
}

}  // namespace ringcheck::cli
