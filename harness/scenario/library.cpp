#include "scenario/library.hpp"

#include <algorithm>
#include <filesystem>
#include <tuple>

#include <fmt/format.h>

#include "scenario/grammar.hpp"

namespace ringcheck::scenario {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view piece_folders[] = {"requirements", "stages", "forms", "fragments"};

std::vector<fs::path> yaml_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code failed;
  for (fs::recursive_directory_iterator each(folder, failed), end; !failed && each != end;
       each.increment(failed)) {
    if (each->is_regular_file() && each->path().extension() == ".yaml") files.push_back(each->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

void keep(Library& library, const YamlDocument& document) {
  library.sources[document.file] = document.source;
}

void check_known_keys(const YamlDocument& document, const std::vector<std::string_view>& known,
                      std::vector<Fault>& faults) {
  for (const Member& member : document.value.members) {
    if (std::find(known.begin(), known.end(), member.key) != known.end()) continue;
    faults.push_back({document.file, member.place,
                      fmt::format("unknown key {}{}", member.key, did_you_mean(member.key, known)), "", ""});
  }
}

// Loads the pieces of one kind. `name_key` (stage, fragment) must repeat the file's name; forms have none.
void load_pieces(Library& library, std::string_view kind, std::string_view name_key,
                 const std::vector<std::string_view>& known_keys, std::map<std::string, YamlDocument>& into) {
  for (const fs::path& file : yaml_files(fs::path(library.folder) / kind)) {
    YamlDocument document = read_yaml(file.string());
    keep(library, document);
    library.faults.insert(library.faults.end(), document.faults.begin(), document.faults.end());
    check_known_keys(document, known_keys, library.faults);
    const std::string name = file.stem().string();
    if (!name_key.empty() && document.value.string_at(name_key) != name) {
      library.faults.push_back({document.file, document.value.place,
                                fmt::format("{} says \"{}\" and the file is named {}", name_key,
                                            document.value.string_at(name_key), name),
                                "", "the name is the path"});
    }
    if (const Value* steps = document.value.find("steps")) {
      for (const Value& step : steps->items) check_step_shape(step, document.file, library.faults);
    }
    into.emplace(name, std::move(document));
  }
}

bool is_scenario_file(const Library& library, const fs::path& file) {
  const fs::path relative =
      fs::path(file).lexically_normal().lexically_relative(fs::path(library.folder).lexically_normal());
  const std::string first = relative.begin()->string();
  return std::find(std::begin(piece_folders), std::end(piece_folders), first) == std::end(piece_folders);
}

std::vector<fs::path> scenario_files(const Library& library, const std::vector<std::string>& paths) {
  std::vector<fs::path> files;
  for (const std::string& path : paths.empty() ? std::vector<std::string>{library.folder} : paths) {
    if (fs::is_directory(path)) {
      for (const fs::path& file : yaml_files(path)) {
        if (is_scenario_file(library, file)) files.push_back(file);
      }
    } else {
      files.emplace_back(path);
    }
  }
  return files;
}

// suites/voip/v1/glare/sent.yaml -> voip.v1.glare.sent; a file outside the suites is named by its stem.
std::string scenario_name(const Library& library, const fs::path& file) {
  fs::path relative = fs::absolute(file).lexically_normal().lexically_relative(
      fs::absolute(library.folder).lexically_normal());
  if (relative.empty() || *relative.begin() == "..") relative = file.filename();
  relative.replace_extension();
  std::string name = relative.generic_string();
  std::replace(name.begin(), name.end(), '/', '.');
  return name;
}

}  // namespace

Library load_library(const std::string& folder, const std::vector<std::string>& paths) {
  Library library;
  library.folder = folder;
  std::vector<YamlDocument> documents;
  library.requirements =
      spec::read_register((fs::path(folder) / "requirements").string(), library.faults, documents);
  for (const YamlDocument& document : documents) keep(library, document);
  load_pieces(library, "stages", "stage", {"stage", "about", "actors", "rooms", "steps"},
              library.pieces.stages);
  load_pieces(library, "forms", "", {"send", "expect", "do", "ask"}, library.pieces.forms);
  load_pieces(library, "fragments", "fragment", {"fragment", "about", "takes", "steps"},
              library.pieces.fragments);
  for (const fs::path& file : scenario_files(library, paths)) {
    const YamlDocument document = read_yaml(file.string());
    keep(library, document);
    const std::string name = scenario_name(library, file);
    std::vector<Fault> faults;
    std::vector<Test> tests = lay_out(document, name, library.pieces, &library.requirements, faults);
    if (!faults.empty()) library.faults_of_scenario[name] = static_cast<int>(faults.size());
    library.faults.insert(library.faults.end(), faults.begin(), faults.end());
    for (Test& test : tests) library.tests.push_back(std::move(test));
  }
  return library;
}

std::string render_faults(const Library& library) {
  auto key = [](const Fault& f) { return std::tie(f.file, f.place.line, f.place.column, f.text); };
  std::vector<Fault> faults = library.faults;
  std::sort(faults.begin(), faults.end(), [&](const Fault& a, const Fault& b) { return key(a) < key(b); });
  auto last = std::unique(faults.begin(), faults.end(),
                          [&](const Fault& a, const Fault& b) { return key(a) == key(b); });
  std::string text;
  for (auto fault = faults.begin(); fault != last; ++fault) {
    auto source = library.sources.find(fault->file);
    text += render(*fault,
                   source == library.sources.end() ? std::string_view() : std::string_view(source->second));
  }
  return text;
}

}  // namespace ringcheck::scenario
