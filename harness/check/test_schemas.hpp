#pragma once
// For tests and fuzz targets: the schemas of the project and their samples, as they lie under schemas/.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "testing/source_dir.hpp"
#include "value/json.hpp"
#include "value/result.hpp"
#include "value/value.hpp"

namespace ringcheck::check {

struct SampleFile {
  std::string name;  ///< without its ending: `good_plain`
  Value value;
  bool good() const { return name.starts_with("good_"); }
};

/// A schema as it is written, with the samples that lie in its folder.
struct SampledSchema {
  std::string name;  ///< set and type: `v1/m.call.invite`
  Value schema;
  std::vector<SampleFile> samples;
};

/// The error names the file.
inline Result<Value> read_json_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{path.string() + ": cannot be read"};
  auto parsed = parse_json(std::string(std::istreambuf_iterator<char>(file), {}));
  if (!parsed) return Error{path.string() + ": " + parsed.error().text};
  return std::move(parsed->value);
}

/// The JSON files right in a folder, sorted.
inline std::vector<std::filesystem::path> json_files(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// All of schemas/matrix, or of another area beside it, sorted by set and type.
inline Result<std::vector<SampledSchema>> load_sampled_schemas(const std::string& area = "matrix") {
  namespace fs = std::filesystem;
  const fs::path root = source_dir() + "/schemas";
  std::vector<fs::path> files;
  for (const auto& set : fs::directory_iterator(root / area)) {
    for (const fs::path& path : json_files(set.path())) files.push_back(path);
  }
  std::sort(files.begin(), files.end());
  std::vector<SampledSchema> schemas;
  for (const fs::path& path : files) {
    auto schema = read_json_file(path);
    if (!schema) return schema.error();
    const fs::path name = path.parent_path().filename() / path.stem();
    SampledSchema& loaded = schemas.emplace_back(SampledSchema{name.string(), std::move(*schema), {}});
    for (const fs::path& sample : json_files(root / "samples" / area / name)) {
      auto value = read_json_file(sample);
      if (!value) return value.error();
      loaded.samples.push_back({sample.stem().string(), std::move(*value)});
    }
  }
  return schemas;
}

}  // namespace ringcheck::check
