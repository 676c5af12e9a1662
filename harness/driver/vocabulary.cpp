#include "driver/vocabulary.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "driver/yaml_reader.hpp"

namespace ringcheck::driver {

namespace {

template <typename T>
const T* find_named(const std::vector<T>& all, std::string_view name) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const T& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

template <typename T>
std::vector<std::string> names_of(const std::vector<T>& all) {
  std::vector<std::string> names;
  for (const T& one : all) names.push_back(one.name);
  return names;
}

constexpr std::array<std::pair<std::string_view, FieldType>, 7> field_types = {{
    {"string", FieldType::string},
    {"integer", FieldType::integer},
    {"boolean", FieldType::boolean},
    {"word", FieldType::word},
    {"list", FieldType::list},
    {"object", FieldType::object},
    {"any", FieldType::any},
}};

// Reads the whole file; `words` is looked up while fields are read, so it is read first.
class Loader {
 public:
  Loader(const YamlDocument& document, LoadedVocabulary& loaded)
      : root_(document.value), out_(loaded.vocabulary), yaml_(document.file) {}

  std::vector<Fault> load() {
    if (!yaml_.is_map(root_, "the vocabulary")) return yaml_.take_faults();
    yaml_.only_keys(root_, {"protocol", "words", "common", "initialize", "sessions", "actions", "notes",
                            "errors", "claims", "derived"});
    if (const Value* protocol = yaml_.need(root_, "protocol")) out_.protocol = integer(*protocol, "protocol");
    read_words();
    out_.common = fields_at(root_, "common");
    if (const Value* initialize = yaml_.need(root_, "initialize"))
      out_.initialize = action("initialize", *initialize);
    each("sessions", [&](const Member& m) { out_.sessions.push_back(action(m.key, m.value)); });
    each("actions", [&](const Member& m) { out_.actions.push_back(action(m.key, m.value)); });
    each("notes", [&](const Member& m) { out_.notes.push_back(note(m)); });
    each("errors", [&](const Member& m) { out_.errors.push_back(error(m)); });
    each("claims", [&](const Member& m) { out_.claims.push_back(claim(m)); });
    read_derived();
    check_references();
    return yaml_.take_faults();
  }

 private:
  template <typename Read>
  void each(std::string_view key, Read read) {
    const Value* map = yaml_.need(root_, key);
    if (map == nullptr || !yaml_.is_map(*map, key)) return;
    for (const Member& member : map->members) {
      if (yaml_.is_map(member.value, member.key)) read(member);
    }
  }

  std::int64_t integer(const Value& value, std::string_view key) {
    if (const auto number = value.as_int()) return *number;
    yaml_.fault(value.place, fmt::format("{} is a {} where an integer is wanted", key, type_name(value)));
    return 0;
  }

  void read_words() {
    words_ = yaml_.need(root_, "words");
    if (words_ == nullptr || !yaml_.is_map(*words_, "words")) return;
    out_.call_states = yaml_.texts_at(*words_, "call_state");
    out_.end_causes = yaml_.texts_at(*words_, "end_cause");
  }

  std::vector<std::string> words_of(const Value& value) {
    if (!value.is_string()) return yaml_.texts(value, "words");
    const Value* table = words_ == nullptr ? nullptr : words_->find(value.text);
    if (table != nullptr) return yaml_.texts(*table, value.text);
    yaml_.fault(value.place, fmt::format("there is no list {} in words", value.text));
    return {};
  }

  FieldType field_type(const Value& value) {
    const auto* known = std::find_if(field_types.begin(), field_types.end(),
                                     [&](const auto& one) { return one.first == value.as_string(); });
    if (known != field_types.end()) return known->second;
    yaml_.fault(value.place, "a type is string, integer, boolean, word, list, object or any");
    return FieldType::any;
  }

  Field field(const std::string& name, const Value& value) {
    Field made;
    made.name = name;
    if (!yaml_.is_map(value, name)) return made;
    yaml_.only_keys(value, {"type", "means", "optional", "words", "of", "members"});
    if (const Value* type = yaml_.need(value, "type")) made.type = field_type(*type);
    made.means = yaml_.text_at(value, "means");
    if (const Value* optional = value.find("optional")) made.optional = optional->as_bool();
    read_inner(made, value);
    return made;
  }

  void read_inner(Field& made, const Value& value) {
    if (made.type == FieldType::word) {
      if (const Value* words = yaml_.need(value, "words")) made.words = words_of(*words);
    }
    if (made.type == FieldType::list) {
      if (const Value* item = yaml_.need(value, "of")) made.inner.push_back(field("", *item));
    }
    if (made.type == FieldType::object) made.inner = fields_at(value, "members");
  }

  std::vector<Field> fields_at(const Value& map, std::string_view key) {
    std::vector<Field> fields;
    const Value* found = map.find(key);
    if (found == nullptr || !yaml_.is_map(*found, key)) return fields;
    for (const Member& member : found->members) fields.push_back(field(member.key, member.value));
    return fields;
  }

  Action action(const std::string& name, const Value& value) {
    yaml_.only_keys(value, {"order", "means", "params", "result", "wrong_order", "claim", "by_hand"});
    const std::string order = yaml_.text_at(value, "order");
    return Action{name,
                  order.empty() ? name : order,
                  yaml_.text_at(value, "means"),
                  fields_at(value, "params"),
                  fields_at(value, "result"),
                  yaml_.text_at(value, "wrong_order"),
                  yaml_.text_at(value, "claim"),
                  yaml_.text_at(value, "by_hand")};
  }

  NoteKind note(const Member& member) {
    yaml_.only_keys(member.value, {"means", "data"});
    return NoteKind{member.key, yaml_.text_at(member.value, "means"), fields_at(member.value, "data")};
  }

  ErrorKind error(const Member& member) {
    yaml_.only_keys(member.value, {"code", "blame", "means"});
    const Value* code = yaml_.need(member.value, "code");
    return ErrorKind{member.key, code == nullptr ? 0 : integer(*code, "code"),
                     yaml_.text_at(member.value, "blame"), yaml_.text_at(member.value, "means")};
  }

  Claim claim(const Member& member) {
    yaml_.only_keys(member.value, {"means", "claims", "actions", "notes"});
    return Claim{member.key, yaml_.text_at(member.value, "means"), yaml_.texts_at(member.value, "claims"),
                 yaml_.texts_at(member.value, "actions"), yaml_.texts_at(member.value, "notes")};
  }

  std::vector<Derived> derived_at(const Value& map, std::string_view key) {
    std::vector<Derived> all;
    const Value* found = yaml_.need(map, key);
    if (found == nullptr || !yaml_.is_map(*found, key)) return all;
    for (const Member& member : found->members)
      all.push_back({member.key, yaml_.text(member.value, member.key)});
    return all;
  }

  void read_derived() {
    const Value* derived = yaml_.need(root_, "derived");
    if (derived == nullptr || !yaml_.is_map(*derived, "derived")) return;
    yaml_.only_keys(*derived, {"sent_by_peer", "forms", "cast", "asked", "together"});
    out_.sent_by_peer = derived_at(*derived, "sent_by_peer");
    out_.forms = derived_at(*derived, "forms");
    out_.cast = derived_at(*derived, "cast");
    out_.asked = derived_at(*derived, "asked");
    const Value* together = yaml_.need(*derived, "together");
    if (together == nullptr) return;
    for (const Value& item : together->items) {
      yaml_.only_keys(item, {"claims", "add"});
      out_.together.push_back({yaml_.texts_at(item, "claims"), yaml_.text_at(item, "add")});
    }
  }

  void must_exist(bool exists, std::string_view what, const std::string& name) {
    if (!exists) yaml_.fault(root_.place, fmt::format("{} {} is named but not described", what, name));
  }

  void check_references() {
    for (const Action& one : out_.actions) {
      if (!one.claim.empty()) must_exist(out_.claim(one.claim) != nullptr, "claim", one.claim);
    }
    for (const Claim& one : out_.claims) {
      for (const std::string& name : one.claims) must_exist(out_.claim(name) != nullptr, "claim", name);
      for (const std::string& name : one.actions) must_exist(out_.action(name) != nullptr, "action", name);
      for (const std::string& name : one.notes) must_exist(out_.note(name) != nullptr, "note", name);
    }
    for (const auto* table : {&out_.sent_by_peer, &out_.forms, &out_.cast, &out_.asked}) {
      for (const Derived& one : *table) must_exist(out_.claim(one.claim) != nullptr, "claim", one.claim);
    }
    for (const Together& one : out_.together) must_exist(out_.claim(one.add) != nullptr, "claim", one.add);
  }

  const Value& root_;
  Vocabulary& out_;
  YamlReader yaml_;
  const Value* words_ = nullptr;
};

}  // namespace

const Action* Vocabulary::session(std::string_view name) const {
  return find_named(sessions, name);
}
const Action* Vocabulary::action(std::string_view name) const {
  return find_named(actions, name);
}
const NoteKind* Vocabulary::note(std::string_view name) const {
  return find_named(notes, name);
}
const Claim* Vocabulary::claim(std::string_view name) const {
  return find_named(claims, name);
}

const Action* Vocabulary::method(std::string_view name) const {
  const Action* found = session(name);
  return found != nullptr ? found : action(name);
}

std::vector<std::string> Vocabulary::action_names() const {
  return names_of(actions);
}
std::vector<std::string> Vocabulary::note_names() const {
  return names_of(notes);
}
std::vector<std::string> Vocabulary::claim_names() const {
  return names_of(claims);
}

LoadedVocabulary read_vocabulary(YamlDocument document) {
  LoadedVocabulary loaded;
  loaded.faults = std::move(document.faults);
  if (loaded.faults.empty()) loaded.faults = Loader(document, loaded).load();
  loaded.source = std::move(document.source);
  return loaded;
}

Result<Vocabulary> load_vocabulary(const std::string& path) {
  LoadedVocabulary loaded = read_vocabulary(read_yaml(path));
  if (loaded.faults.empty()) return std::move(loaded.vocabulary);
  std::string text;
  for (const Fault& fault : loaded.faults) text += render(fault, loaded.source);
  text.pop_back();
  return Error{text};
}

}  // namespace ringcheck::driver
