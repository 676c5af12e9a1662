#include "check/schema_set.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "value/json.hpp"

namespace ringcheck::check {
namespace {

namespace fs = std::filesystem;

Result<Value> read_json(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{"cannot be read"};
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  auto parsed = parse_json(bytes);
  if (!parsed) return parsed.error();
  if (!parsed->findings.empty()) {
    return Error{fmt::format("{}: {}", parsed->findings.front().pointer, parsed->findings.front().text)};
  }
  return std::move(parsed->value);
}

/// The files of all sets, sorted, so that faults always come in the same order.
std::vector<fs::path> schema_files(const std::string& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at.depth() == 1 && at->path().extension() == ".json") files.push_back(at->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// A fault of several lines, each with the file before it.
std::string with_file(const fs::path& path, const std::string& text) {
  std::string result;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    result +=
        fmt::format("{}{}: {}", result.empty() ? "" : "\n", path.string(), text.substr(begin, end - begin));
    begin = end + 1;
  }
  return result;
}

}  // namespace

bool is_version_0(const Value& content) {
  const Value* version = content.find("version");
  return version != nullptr && version->is_integer() && version->as_int() == 0;
}

Result<std::unique_ptr<SchemaSet>> SchemaSet::load(const std::string& folder) {
  auto set = std::make_unique<SchemaSet>();
  std::vector<std::string> faults;
  for (const fs::path& path : schema_files(folder)) {
    auto json = read_json(path);
    auto schema = json ? JsonSchema::compile(std::move(*json)) : Result<JsonSchema>(json.error());
    if (!schema) {
      faults.push_back(with_file(path, schema.error().text));
      continue;
    }
    set->schemas_.emplace(Key(path.parent_path().filename(), path.stem()), std::move(*schema));
  }
  if (!faults.empty()) return Error{fmt::format("{}", fmt::join(faults, "\n"))};
  if (set->schemas_.empty()) return Error{fmt::format("{}: there are no schemas here", folder)};
  return set;
}

const JsonSchema* SchemaSet::find(std::string_view set, std::string_view type) const {
  const auto found = schemas_.find(Key(set, type));
  return found == schemas_.end() ? nullptr : &found->second;
}

const JsonSchema* SchemaSet::for_event(std::string_view type, const Value& content) const {
  if (type.starts_with("m.call.")) return find(is_version_0(content) ? "v0" : "v1", type);
  return find("room", type);
}

}  // namespace ringcheck::check
