#include "spec/register.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

#include <fmt/format.h>

namespace ringcheck::spec {
namespace {

struct Field {
  std::string_view key;
  std::string Requirement::*member;
  bool required;
};

constexpr std::array<Field, 9> fields = {{{"id", &Requirement::id, true},
                                          {"title", &Requirement::title, true},
                                          {"level", &Requirement::level, true},
                                          {"since", &Requirement::since, true},
                                          {"source", &Requirement::source, true},
                                          {"says", &Requirement::says, true},
                                          {"basis", &Requirement::basis, true},
                                          {"stance", &Requirement::stance, false},
                                          {"note", &Requirement::note, false}}};

Requirement read_entry(const Value& entry, const std::string& file, std::vector<Fault>& faults) {
  Requirement requirement;
  requirement.file = file;
  requirement.place = entry.place;
  for (const Field& field : fields) {
    const Value* value = entry.find(field.key);
    if (value != nullptr && value->is_string()) {
      requirement.*field.member = value->text;
    } else if (value != nullptr) {
      faults.push_back(
          {file, value->place, fmt::format("{} should be a string", field.key), "", "put it in quotes"});
    } else if (field.required) {
      faults.push_back({file, entry.place, fmt::format("a requirement needs {}", field.key), "", ""});
    }
  }
  for (const Member& member : entry.members) {
    const bool known =
        std::any_of(fields.begin(), fields.end(), [&](const Field& f) { return f.key == member.key; });
    if (!known) faults.push_back({file, member.place, fmt::format("unknown key {}", member.key), "", ""});
  }
  static constexpr std::array<std::string_view, 5> levels = {"must", "should", "may", "recommended", "info"};
  if (std::find(levels.begin(), levels.end(), requirement.level) == levels.end()) {
    faults.push_back(
        {file, entry.place,
         fmt::format("level {} is none of must, should, may, recommended, info", requirement.level), "", ""});
  }
  return requirement;
}

void read_file(Register& result, YamlDocument& document, bool stances, std::vector<Fault>& faults) {
  faults.insert(faults.end(), document.faults.begin(), document.faults.end());
  if (stances) {
    for (const Member& member : document.value.members) {
      result.add_stance(member.key, std::string(member.value.as_string()));
    }
    return;
  }
  for (const Value& entry : document.value.items) {
    Requirement requirement = read_entry(entry, document.file, faults);
    if (result.find(requirement.id) != nullptr) {
      faults.push_back(
          {document.file, entry.place, fmt::format("{} is in the register twice", requirement.id), "", ""});
    }
    result.add(std::move(requirement));
  }
}

}  // namespace

const Requirement* Register::find(std::string_view id) const {
  auto found = std::find_if(all_.begin(), all_.end(), [&](const Requirement& r) { return r.id == id; });
  return found == all_.end() ? nullptr : &*found;
}

std::string_view Register::stance(std::string_view id) const {
  for (const auto& [known, text] : stances_) {
    if (known == id) return text;
  }
  return {};
}

Register read_register(const std::string& folder, std::vector<Fault>& faults,
                       std::vector<YamlDocument>& documents) {
  Register result;
  std::vector<std::filesystem::path> files;
  std::error_code failed;
  for (const auto& each : std::filesystem::directory_iterator(folder, failed)) files.push_back(each.path());
  if (failed) faults.push_back({folder, {}, "cannot read the register: " + failed.message(), "", ""});
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    if (file.extension() != ".yaml") continue;
    documents.push_back(read_yaml(file.string()));
    read_file(result, documents.back(), file.stem() == "stances", faults);
  }
  return result;
}

bool is_binding(const Requirement& requirement) {
  return requirement.level == "must";
}

}  // namespace ringcheck::spec
