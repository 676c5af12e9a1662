#include "spec/register.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

#include <fmt/format.h>

#include "value/grammar.hpp"

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

// What a field must look like, in RE2 and in words.
struct Shape {
  std::string_view key;
  std::string_view expression;
  std::string_view words;
};

constexpr std::array<Shape, 5> shapes = {
    {{"id", "(VOIP|WIDGET|SRV|RTC)-[0-9]{3}", "ids look like VOIP-072"},
     {"level", "must|should|may|recommended|info", "one of must, should, may, recommended, info"},
     {"since", "r0\\.[0-9]+\\.[0-9]+|v1\\.[0-9]+|MSC[0-9]{3,5}.*", "a release such as v1.7, or an MSC"},
     {"basis", "spec|derived|msc|open", "one of spec, derived, msc, open"},
     {"stance", "S[0-9]+", "the name of an entry of stances.yaml"}}};

class RegisterReader {
 public:
  RegisterReader(Register& result, std::vector<Fault>& faults) : result_(result), faults_(faults) {}

  void stances(const YamlDocument& document) {
    for (const Member& member : document.value.members) {
      if (!looks_like("stance", member.key))
        fault(document.file, member.place, member.key + " is no name of a stance", "S1");
      if (member.value.as_string().empty())
        fault(document.file, member.value.place, "a stance is a text", "");
      result_.add_stance(member.key, std::string(member.value.as_string()));
    }
  }

  void requirements(const YamlDocument& document) {
    if (document.faults.empty() && !document.value.is_array())
      fault(document.file, document.value.place, "a file of the register is a list", "");
    for (const Value& value : document.value.items) {
      Requirement requirement = entry(value, document.file);
      if (result_.find(requirement.id) != nullptr)
        fault(document.file, value.place, fmt::format("{} is in the register twice", requirement.id), "");
      result_.add(std::move(requirement));
    }
  }

  // Once all files are read: a stance that nobody wrote would be printed as nothing.
  void stances_exist() {
    for (const Requirement& each : result_.all()) {
      if (!each.stance.empty() && result_.stance(each.stance).empty())
        fault(each.file, each.place,
              fmt::format("{} names the stance {}, which is not in stances.yaml", each.id, each.stance), "");
    }
  }

 private:
  void fault(const std::string& file, Place place, std::string text, std::string help) {
    faults_.push_back({file, place, std::move(text), "", std::move(help)});
  }

  static bool looks_like(std::string_view key, std::string_view text) {
    for (const Shape& shape : shapes) {
      if (shape.key != key) continue;
      auto matched = matches_regex(text, shape.expression);
      return matched && *matched;
    }
    return !text.empty();
  }

  static std::string words_for(std::string_view key) {
    for (const Shape& shape : shapes) {
      if (shape.key == key) return std::string(shape.words);
    }
    return {};
  }

  Requirement entry(const Value& value, const std::string& file) {
    Requirement requirement;
    requirement.file = file;
    requirement.place = value.place;
    if (!value.is_object()) fault(file, value.place, "an entry of the register is a map", "");
    for (const Field& field : fields) {
      const Value* found = value.find(field.key);
      if (found == nullptr) {
        if (field.required) fault(file, value.place, fmt::format("a requirement needs {}", field.key), "");
        continue;
      }
      if (!found->is_string()) {
        fault(file, found->place, fmt::format("{} should be a string", field.key), "put it in quotes");
      } else if (!looks_like(field.key, found->text)) {
        fault(file, found->place, fmt::format("{} cannot be \"{}\"", field.key, found->text),
              words_for(field.key));
      }
      requirement.*field.member = found->as_string();
    }
    for (const Member& member : value.members) {
      const bool known =
          std::any_of(fields.begin(), fields.end(), [&](const Field& f) { return f.key == member.key; });
      if (!known) fault(file, member.place, fmt::format("unknown key {}", member.key), "");
    }
    return requirement;
  }

  Register& result_;
  std::vector<Fault>& faults_;
};

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
  RegisterReader reader(result, faults);
  for (const auto& file : files) {
    if (file.extension() != ".yaml") continue;
    documents.push_back(read_yaml(file.string()));
    const YamlDocument& document = documents.back();
    faults.insert(faults.end(), document.faults.begin(), document.faults.end());
    if (file.stem() == "stances") {
      reader.stances(document);
    } else {
      reader.requirements(document);
    }
  }
  reader.stances_exist();
  return result;
}

bool is_binding(const Requirement& requirement) {
  return requirement.level == "must";
}

}  // namespace ringcheck::spec
