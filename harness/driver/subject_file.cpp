#include "driver/subject_file.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "driver/claims.hpp"
#include "driver/yaml_reader.hpp"
#include "value/grammar.hpp"
#include "value/nearest.hpp"

namespace ringcheck::driver {

namespace {

constexpr int most_at_once = 64;
/// Somebody else's server: what is a trifle to one's own is a load there.
constexpr int tests_at_once_on_operated = 2;
constexpr int most_at_once_on_operated = 4;

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

void read_kind(const Value& value, YamlReader& yaml, Subject& subject) {
  const std::string word = yaml.text(value, "subject");
  const std::vector<std::string> kinds = {"client", "widget", "widget_host", "homeserver"};
  const auto found = std::find(kinds.begin(), kinds.end(), word);
  if (found != kinds.end()) subject.kind = static_cast<SubjectKind>(found - kinds.begin());
  if (found != kinds.end() || word.empty()) return;
  const std::string near = nearest_name(word, kinds);
  yaml.fault(value.place,
             fmt::format("subject is {} where one of {} is wanted", word, fmt::join(kinds, ", ")),
             near.empty() ? "" : fmt::format("did you mean {}?", near));
}

void read_name(const Value& value, YamlReader& yaml, Subject& subject) {
  subject.name = yaml.text(value, "name");
  // The name becomes part of file names and of command lines.
  if (subject.name.empty() || fits_regex(subject.name, "[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) return;
  yaml.fault(value.place, "name has characters that a file name should not have",
             "use letters, digits, dots, dashes and underscores");
}

// A command, or where it comes to by itself, or nobody but a person.
void read_adapter(const Value& value, YamlReader& yaml, Subject& subject) {
  if (value.is_object()) {
    yaml.only_keys(value, {"listen"});
    subject.listen = Listen{};
    const Value* place = yaml.need(value, "listen");
    if (place == nullptr) return;
    const std::string text = yaml.text(*place, "listen");
    if (text.empty()) return;
    auto listen = read_listen(text);
    if (!listen) return yaml.fault(place->place, "listen: " + listen.error().text);
    subject.listen = *listen;
    return;
  }
  if (value.is_string() && value.text == "manual") {
    subject.by_hand = true;
    return;
  }
  subject.adapter = yaml.texts(value, "adapter");
  if (value.is_array() && value.items.empty()) yaml.fault(value.place, "adapter is an empty list");
}

// How many of something there may be at once.
void read_number(const Member& member, int most, YamlReader& yaml, int& number) {
  const auto given = member.value.as_int();
  if (given && *given >= 1 && *given <= most) {
    number = static_cast<int>(*given);
    return;
  }
  yaml.fault(member.value.place, fmt::format("{} is no integer from 1 to {}", member.key, most));
}

void read_environment(const Value& value, YamlReader& yaml, Subject& subject) {
  subject.environment = yaml.texts(value, "environment");
  for (const Value& item : value.items) {
    if (!item.is_string() || fits_regex(item.text, "[A-Za-z_][A-Za-z0-9_]*")) continue;
    yaml.fault(item.place, fmt::format("\"{}\" is no name of an environment variable", item.text),
               "write names only; their values are taken from the environment of ringcheck");
  }
}

void read_expected(const Value& value, YamlReader& yaml, Subject& subject) {
  subject.expected = yaml.text(value, "expected");
  const bool outside =
      subject.expected.rfind('/', 0) == 0 || subject.expected.find("..") != std::string::npos;
  if (outside) yaml.fault(value.place, "expected is a path out of the folder of subject.yaml");
}

void read_claims(const Value& value, const Vocabulary& vocabulary, YamlReader& yaml, Subject& subject) {
  subject.claims = yaml.texts(value, "claims");
  for (const Value& item : value.items) {
    if (!item.is_string() || vocabulary.claim(item.text) != nullptr) continue;
    const std::string near = nearest_name(item.text, vocabulary.claim_names());
    yaml.fault(item.place, fmt::format("unknown claim {}", item.text),
               near.empty() ? fmt::format("claims are {}", fmt::join(vocabulary.claim_names(), ", "))
                            : fmt::format("did you mean {}?", near));
  }
  std::vector<std::string> known = subject.claims;
  known.erase(std::remove_if(known.begin(), known.end(),
                             [&](const std::string& name) { return vocabulary.claim(name) == nullptr; }),
              known.end());
  for (const std::string& fault : review_claims(vocabulary, known)) yaml.fault(value.place, fault);
}

// A widget that is known by its URL alone: ours is the adapter, which opens it in a browser.
void read_widget(const Value& value, YamlReader& yaml, Subject& subject) {
  if (!yaml.is_map(value, "widget")) return;
  yaml.only_keys(value, {"url", "browser"});
  const Value* url = yaml.need(value, "url");
  const Value* browser = value.find("browser");
  if (url == nullptr) return;
  const std::string address = yaml.text(*url, "url");
  if (!address.starts_with("http://") && !address.starts_with("https://"))
    yaml.fault(url->place, "url is no address of the web", "it begins with https:// or http://");
  subject.adapter = {"{build}/widget-by-url", address,
                     browser == nullptr ? "chromium" : yaml.text(*browser, "browser")};
  subject.environment = {"PATH", "HOME"};
}

// An adapter, or for a homeserver the address of one that runs already, or the URL of a widget.
void read_player(const Value& root, YamlReader& yaml, Subject& subject) {
  const bool homeserver = subject.kind == SubjectKind::homeserver;
  const Value* url = root.find("url");
  for (const char* key : {"url", "ca_file", "accounts"}) {
    const Value* found = root.find(key);
    if (found == nullptr || (homeserver && url != nullptr)) continue;
    yaml.fault(found->place, homeserver ? fmt::format("{} is for a homeserver that url names", key)
                                        : fmt::format("{} is for a homeserver", key));
  }
  if (homeserver && url != nullptr) {
    subject.operated = read_operated(root, subject.folder, yaml);
    subject.sessions = tests_at_once_on_operated;
    return;
  }
  const Value* adapter = root.find("adapter");
  const Value* widget = root.find("widget");
  if (widget != nullptr && (adapter != nullptr || subject.kind != SubjectKind::widget))
    return yaml.fault(widget->place, "widget is for a subject that is a widget and has no adapter");
  if (widget != nullptr) return read_widget(*widget, yaml, subject);
  if (adapter != nullptr) return read_adapter(*adapter, yaml, subject);
  yaml.fault(root.place, homeserver ? "adapter or url is missing" : "adapter is missing");
}

void read_members(const Value& root, const Vocabulary& vocabulary, YamlReader& yaml, Subject& subject) {
  yaml.only_keys(root, {"subject", "name", "setup", "adapter", "claims", "slots", "sessions", "environment",
                        "expected", "url", "ca_file", "accounts", "widget"});
  if (const Value* kind = yaml.need(root, "subject")) read_kind(*kind, yaml, subject);
  if (const Value* name = yaml.need(root, "name")) read_name(*name, yaml, subject);
  subject.setup = yaml.texts_at(root, "setup");
  read_player(root, yaml, subject);
  if (const Value* claims = root.find("claims")) read_claims(*claims, vocabulary, yaml, subject);
  for (const Member& member : root.members) {
    if (member.key == "slots") read_number(member, most_at_once, yaml, subject.slots);
    if (member.key == "sessions")
      read_number(member, subject.operated ? most_at_once_on_operated : most_at_once, yaml, subject.sessions);
  }
  if (const Value* environment = root.find("environment")) read_environment(*environment, yaml, subject);
  for (const char* key : {"slots", "environment"}) {
    const Value* found = subject.listen ? root.find(key) : nullptr;
    if (found != nullptr) yaml.fault(found->place, fmt::format("{} is for an adapter that is started", key));
  }
  if (const Value* expected = root.find("expected")) read_expected(*expected, yaml, subject);
}

}  // namespace

SubjectFile read_subject(YamlDocument document, const Vocabulary& vocabulary) {
  SubjectFile file;
  file.subject.folder = folder_of(document.file);
  YamlReader yaml(document.file);
  if (document.faults.empty() && yaml.is_map(document.value, "the file")) {
    read_members(document.value, vocabulary, yaml, file.subject);
  }
  file.faults = std::move(document.faults);
  for (Fault& fault : yaml.take_faults()) file.faults.push_back(std::move(fault));
  file.source = std::move(document.source);
  return file;
}

SubjectFile load_subject(const std::string& path, const Vocabulary& vocabulary) {
  return read_subject(read_yaml(path), vocabulary);
}

}  // namespace ringcheck::driver
