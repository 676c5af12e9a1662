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

constexpr std::array<Field, 13> fields = {{{"id", &Requirement::id, true},
                                           {"section", &Requirement::section, true},
                                           {"title", &Requirement::title, true},
                                           {"role", &Requirement::role, true},
                                           {"level", &Requirement::level, true},
                                           {"since", &Requirement::since, true},
                                           {"msc", &Requirement::msc, false},
                                           {"source", &Requirement::source, true},
                                           {"says", &Requirement::says, true},
                                           {"basis", &Requirement::basis, true},
                                           {"stance", &Requirement::stance, false},
                                           {"excluded", &Requirement::excluded, false},
                                           {"note", &Requirement::note, false}}};

// What a field must look like, in RE2 and in words.
struct Shape {
  std::string_view key;
  std::string_view expression;
  std::string_view words;
};

constexpr std::array<Shape, 8> shapes = {
    {{"id", "(VOIP|WIDGET|SRV|RTC)-[0-9]{3}", "ids look like VOIP-072"},
     {"level", "must|should|may|recommended|info", "one of must, should, may, recommended, info"},
     {"section", "[a-z0-9-]+", "a word such as glare or room-state"},
     {"role", "[a-z0-9-]+", "a word such as client, caller, homeserver, widget, host"},
     {"since", "r0\\.[0-9]+\\.[0-9]+|v1\\.[0-9]+|MSC[0-9]{3,5}", "a release such as v1.7, or an MSC"},
     {"msc", "MSC[0-9]{3,5}", "an MSC such as MSC2746"},
     {"basis", "spec|derived|msc|defacto|open", "one of spec, derived, msc, defacto, open"},
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

  void mscs(const YamlDocument& document) {
    for (const Member& member : document.value.members) {
      Msc msc;
      msc.number = member.key;
      if (!looks_like("msc", member.key))
        fault(document.file, member.place, member.key + " is no MSC", "MSC2746");
      for (const Member& each : member.value.members) {
        const std::string text(each.value.as_string());
        if (each.key == "title") {
          msc.title = text;
        } else if (each.key == "status") {
          msc.status = text;
        } else if (each.key == "release") {
          msc.release = text;
        } else if (each.key == "by") {
          msc.by = text;
        } else {
          fault(document.file, each.place, fmt::format("unknown key {}", each.key), "");
        }
      }
      for (std::string& said : faults_of(msc)) fault(document.file, member.place, std::move(said), "");
      result_.add_msc(std::move(msc));
    }
  }

  // Once all files are read: a stance that nobody wrote would be printed as nothing, and so would an MSC.
  void references_exist() {
    for (const Requirement& each : result_.all()) {
      if (!msc_of(each).empty() && result_.msc(msc_of(each)) == nullptr)
        fault(each.file, each.place,
              fmt::format("{} names {}, which is not in mscs.yaml", each.id, msc_of(each)), "");
      if (!each.stance.empty() && result_.stance(each.stance).empty())
        fault(each.file, each.place,
              fmt::format("{} names the stance {}, which is not in stances.yaml", each.id, each.stance), "");
    }
  }

 private:
  void fault(const std::string& file, Place place, std::string text, std::string help) {
    faults_.push_back({file, place, std::move(text), "", std::move(help)});
  }

  static std::vector<std::string> faults_of(const Msc& msc) {
    std::vector<std::string> said;
    if (msc.title.empty()) said.push_back(fmt::format("{} needs a title", msc.number));
    auto known = matches_regex(msc.status, "merged|accepted|proposed|closed|superseded");
    if (!known || !*known) said.push_back("status is one of merged, accepted, proposed, closed, superseded");
    if ((msc.status == "merged") != looks_like_release(msc.release))
      said.push_back("release is that of a merged MSC, such as v1.7");
    if ((msc.status == "superseded") != looks_like("msc", msc.by))
      said.push_back("by is the MSC that supersedes this one");
    return said;
  }

  static bool looks_like_release(std::string_view text) {
    return looks_like("since", text) && !text.starts_with("MSC");
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
    if (const Value* names = value.find("names")) {
      for (const Member& name : names->members) {
        if (name.value.as_string().empty())
          fault(file, name.place, "names maps stable names to unstable ones", "");
        requirement.names.emplace_back(name.key, name.value.as_string());
      }
    }
    read_tier(requirement, value, file);
    for (const Member& member : value.members) {
      const bool known =
          member.key == "names" || member.key == "tier" ||
          std::any_of(fields.begin(), fields.end(), [&](const Field& f) { return f.key == member.key; });
      if (!known) fault(file, member.place, fmt::format("unknown key {}", member.key), "");
    }
    return requirement;
  }

  // No release says what of the widget API everybody needs, so the register does.
  void read_tier(Requirement& requirement, const Value& value, const std::string& file) {
    constexpr int last_tier = 3;
    const Value* tier = value.find("tier");
    if (requirement.id.starts_with("WIDGET-") != (tier != nullptr)) {
      fault(file, tier == nullptr ? value.place : tier->place,
            tier == nullptr ? "a requirement of the widget API needs tier" : "only the widget API has tiers",
            "");
    }
    if (tier == nullptr) return;
    const auto number = tier->as_int();
    if (!number || *number < 1 || *number > last_tier) {
      return fault(file, tier->place, fmt::format("tier cannot be {}", tier->text),
                   "1 what is deployed, 2 extensions, 3 drafts and what is optional");
    }
    requirement.tier = static_cast<int>(*number);
  }

  Register& result_;
  std::vector<Fault>& faults_;
};

}  // namespace

const Requirement* Register::find(std::string_view id) const {
  auto found = index_.find(id);
  return found == index_.end() ? nullptr : &all_[found->second];
}

void Register::add(Requirement requirement) {
  index_.emplace(requirement.id, all_.size());
  all_.push_back(std::move(requirement));
}

std::string_view Register::stance(std::string_view id) const {
  for (const auto& [known, text] : stances_) {
    if (known == id) return text;
  }
  return {};
}

const Msc* Register::msc(std::string_view number) const {
  auto found = std::find_if(mscs_.begin(), mscs_.end(), [&](const Msc& m) { return m.number == number; });
  return found == mscs_.end() ? nullptr : &*found;
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
    } else if (file.stem() == "mscs") {
      reader.mscs(document);
    } else {
      reader.requirements(document);
    }
  }
  reader.references_exist();
  return result;
}

bool is_observed(const Requirement& requirement) {
  return requirement.level == "may" || requirement.level == "info" || requirement.basis == "open";
}

bool is_binding(const Requirement& requirement) {
  return requirement.level == "must";
}

std::string tier_word(const Requirement& requirement) {
  return requirement.tier == 0 ? std::string() : std::to_string(requirement.tier);
}

std::string_view msc_of(const Requirement& requirement) {
  if (!requirement.msc.empty()) return requirement.msc;
  return requirement.since.starts_with("MSC") ? std::string_view(requirement.since) : std::string_view();
}

std::string_view pack_of(const Register& requirements, const Requirement& requirement) {
  // No release has any of the widget API, so its subjects are judged by the MSCs and claim it in groups.
  if (requirement.id.starts_with("WIDGET-")) return {};
  const Msc* msc = requirements.msc(requirement.since);
  return msc == nullptr || msc->status == "merged" ? std::string_view() : std::string_view(requirement.since);
}

}  // namespace ringcheck::spec
