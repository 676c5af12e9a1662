#include "scenario/library.hpp"

#include <algorithm>
#include <filesystem>
#include <tuple>

#include <fmt/format.h>

#include "check/widget_schemas.hpp"
#include "scenario/case_rows.hpp"
#include "scenario/cast.hpp"
#include "scenario/grammar.hpp"
#include "scenario/layout.hpp"
#include "scenario/names.hpp"
#include "scenario/operators.hpp"
#include "value/nearest.hpp"

namespace ringcheck::scenario {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view piece_folders[] = {"requirements", "stages", "forms",
                                              "fragments",    "tables", "faults"};

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

// A folder of pieces of one kind, being loaded. What is wrong with a piece is kept with it, so that whoever
// uses it is not played.
class PieceLoader {
 public:
  explicit PieceLoader(Library& library) : library_(library) {}

  void stages() {
    load("stages", "stage", {"stage", "about", "actors", "rooms", "homeserver"}, library_.pieces.stages,
         [](YamlDocument& document) {
           Cast cast;
           read_cast(document.value, document.file, cast, document.faults);
           check_cast(cast, document.file, document.value.place, document.faults);
         });
  }

  void tables() { load("tables", "table", {"table", "about", "rows"}, library_.pieces.tables, check_table); }

  void forms() { load("forms", "", {"send", "expect", "do", "ask"}, library_.pieces.forms, check_form); }

  void peer_faults() {
    for (const fs::path& file : yaml_files(fs::path(library_.folder) / "faults")) {
      YamlDocument document = read_yaml(file.string());
      keep(library_, document);
      if (document.faults.empty()) read_peer_faults(document, library_.pieces.peer_faults);
      library_.faults.insert(library_.faults.end(), document.faults.begin(), document.faults.end());
    }
  }

  void fragments() {
    load("fragments", "fragment", {"fragment", "about", "takes", "steps"}, library_.pieces.fragments,
         [](YamlDocument& document) {
           check_takes(document);
           const Value* steps = document.value.find("steps");
           if (steps == nullptr || !steps->is_array() || steps->items.empty())
             return add(document, document.value.place, "steps is missing: a list of steps in order");
           for (const Value& step : steps->items) check_step_shape(step, document.file, document.faults);
         });
  }

 private:
  static void add(YamlDocument& document, Place place, std::string text, std::string help = "") {
    document.faults.push_back({document.file, place, std::move(text), "", std::move(help)});
  }

  template <typename Check>
  void load(std::string_view kind, std::string_view name_key, const std::vector<std::string_view>& known_keys,
            std::map<std::string, YamlDocument>& into, Check&& check) {
    for (const fs::path& file : yaml_files(fs::path(library_.folder) / kind)) {
      YamlDocument document = read_yaml(file.string());
      keep(library_, document);
      if (document.faults.empty()) {
        check_names(document, file.stem().string(), name_key, known_keys);
        check(document);
      }
      library_.faults.insert(library_.faults.end(), document.faults.begin(), document.faults.end());
      into.emplace(file.stem().string(), std::move(document));
    }
  }

  static void check_names(YamlDocument& document, const std::string& name, std::string_view name_key,
                          const std::vector<std::string_view>& known_keys) {
    const Value& top = document.value;
    if (!top.is_object())
      return add(document, top.place, fmt::format("this should be a map, it is a {}", type_name(top)));
    for (const Member& member : top.members) {
      if (std::find(known_keys.begin(), known_keys.end(), member.key) == known_keys.end())
        add(document, member.place,
            fmt::format("unknown key {}{}", member.key, did_you_mean(member.key, known_keys)));
    }
    if (name_key.empty()) return;
    if (top.string_at(name_key) != name) {
      add(document, top.place,
          fmt::format("{} says \"{}\" and the file is named {}", name_key, top.string_at(name_key), name),
          "the name is the path");
    }
    if (top.string_at("about").empty()) add(document, top.place, "about is missing: one sentence");
  }

  static void check_takes(YamlDocument& document) {
    static const std::vector<std::string_view> types = {"string", "integer", "number",   "boolean",
                                                        "array",  "object",  "opaque_id"};
    const Value* takes = document.value.find("takes");
    if (takes == nullptr) return;
    if (!takes->is_object()) return add(document, takes->place, "takes should be a map, by name");
    for (const Member& input : takes->members) {
      if (std::find(types.begin(), types.end(), input.value.string_at("type")) == types.end())
        add(document, input.place,
            fmt::format("{}: type should be one of {}", input.key, fmt::join(types, ", ")));
      for (const Member& key : input.value.members) {
        if (key.key != "type" && key.key != "default")
          add(document, key.place, fmt::format("unknown key {}", key.key));
      }
    }
  }

  static void check_form(YamlDocument& document) {
    for (const Member& section : document.value.members) {
      const Side side = section.key == "expect" ? Side::wanted
                        : section.key == "send" ? Side::sent
                                                : Side::made;
      if (!section.value.is_object())
        add(document, section.value.place, fmt::format("{} should be a map", section.key));
      for (const Member& form : section.value.members) {
        if (!form.value.is_object()) add(document, form.value.place, "a form is a map");
        check_operators(form.value, document.file, document.faults);
        check_side(without_absent(form.value), side, document.file, document.faults);
        check_form_references(document, form.value);
      }
    }
  }

  // A form serves any scenario, so it may only name what each has.
  static void check_form_references(YamlDocument& document, const Value& value) {
    static const std::vector<std::string_view> known = {"call",
                                                        "turn.uri",
                                                        "room.room_id",
                                                        "page.widget_id",
                                                        "page.url",
                                                        "page.wait_for_iframe_load",
                                                        "self.user_id",
                                                        "self.device_id",
                                                        "self.party_id",
                                                        "self.authorization",
                                                        "subject.user_id",
                                                        "subject.device_id",
                                                        "subject.party_id",
                                                        "subject.authorization"};
    if (auto name = reference_name(value);
        name && std::find(known.begin(), known.end(), *name) == known.end()) {
      add(document, value.place,
          fmt::format("${} is nothing that every scenario has{}", *name, did_you_mean(*name, known)),
          fmt::format("a form may name ${}", fmt::join(known, ", $")));
    }
    for (const Value& item : value.items) check_form_references(document, item);
    for (const Member& member : value.members) check_form_references(document, member.value);
  }

  Library& library_;
};

// The table that the checks of the widget API read too.
void read_widget_actions(Library& library) {
  const fs::path folder = fs::path(library.folder).lexically_normal() / ".." / "schemas" / "widget";
  std::error_code failed;
  if (!fs::exists(folder / "actions.yaml", failed)) return;
  auto actions = check::load_widget_actions(folder.string());
  if (!actions) {
    library.faults.push_back({folder.string(), {}, actions.error().text, "", ""});
    return;
  }
  for (const check::WidgetAction& each : *actions)
    library.pieces.widget_actions.emplace(each.name, each.unstable);
}

std::vector<fs::path> scenario_files(const std::string& folder, const std::vector<std::string>& paths) {
  std::vector<fs::path> files;
  for (const std::string& path : paths.empty() ? std::vector<std::string>{folder} : paths) {
    if (fs::is_directory(path)) {
      for (const fs::path& file : yaml_files(path)) {
        if (is_scenario_file(folder, file.string())) files.push_back(file);
      }
    } else {
      files.emplace_back(path);
    }
  }
  return files;
}

// suites/voip/v1/glare/sent.yaml -> voip.v1.glare.sent; a file outside the suites is named by its stem.
std::string scenario_name(const std::string& folder, const fs::path& file) {
  fs::path relative =
      fs::absolute(file).lexically_normal().lexically_relative(fs::absolute(folder).lexically_normal());
  if (relative.empty() || *relative.begin() == "..") relative = file.filename();
  relative.replace_extension();
  std::string name = relative.generic_string();
  std::replace(name.begin(), name.end(), '/', '.');
  return name;
}

// A pack is judged apart from the releases, so a scenario proves for one of the two.
void set_pack(const spec::Register& requirements, Test& test, std::vector<Fault>& faults) {
  const std::string* first = nullptr;
  each_step(test.steps, [&](const Step& step) {
    for (const std::string& id : step.proves) {
      const spec::Requirement* requirement = requirements.find(id);
      if (requirement == nullptr) continue;
      const std::string_view pack = spec::pack_of(requirements, *requirement);
      if (first == nullptr) {
        first = &id;
        test.pack = pack;
      } else if (test.pack != pack) {
        faults.push_back(
            {step.where.file, step.where.place,
             fmt::format("{} is asked for by {}, and {} by {}", *first,
                         test.pack.empty() ? "a release" : test.pack, id, pack.empty() ? "a release" : pack),
             "", "what no release has goes into a scenario of its own, in suites/msc"});
      }
    }
  });
}

}  // namespace

bool is_scenario_file(const std::string& folder, const std::string& file) {
  const fs::path relative =
      fs::path(file).lexically_normal().lexically_relative(fs::path(folder).lexically_normal());
  const std::string first = relative.begin()->string();
  return std::find(std::begin(piece_folders), std::end(piece_folders), first) == std::end(piece_folders);
}

std::map<std::string, std::string> scenarios_in(const std::string& folder) {
  std::map<std::string, std::string> names;
  for (const fs::path& file : scenario_files(folder, {}))
    names.emplace(scenario_name(folder, file), file.string());
  return names;
}

Library load_library(const std::string& folder, const std::vector<std::string>& paths, AdapterWords words) {
  Library library;
  library.pieces.words = std::move(words);
  library.folder = folder;
  std::vector<YamlDocument> documents;
  library.requirements =
      spec::read_register((fs::path(folder) / "requirements").string(), library.faults, documents);
  for (const YamlDocument& document : documents) keep(library, document);
  read_widget_actions(library);
  PieceLoader pieces(library);
  pieces.stages();
  pieces.forms();
  pieces.fragments();
  pieces.tables();
  pieces.peer_faults();
  for (const fs::path& file : scenario_files(folder, paths)) {
    const YamlDocument document = read_yaml(file.string());
    keep(library, document);
    const std::string name = scenario_name(folder, file);
    std::vector<Fault> faults;
    std::vector<Test> tests = lay_out(document, name, library.pieces, &library.requirements, faults);
    for (Test& test : tests) set_pack(library.requirements, test, faults);
    if (!faults.empty()) tests.clear();
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
