#include "check/widget_schemas.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "value/yaml.hpp"

namespace ringcheck::check {
namespace {

class TableReader {
 public:
  explicit TableReader(const YamlDocument& document) : document_(document) {}

  std::map<std::string, std::string, std::less<>> capabilities() {
    std::map<std::string, std::string, std::less<>> names;
    for (const Member& member : map_at("capabilities")) {
      if (!member.value.is_string()) fault(member, "wants the unstable name of the capability");
      names.emplace(member.key, member.value.as_string());
    }
    return names;
  }

  std::vector<WidgetAction> actions() {
    std::vector<WidgetAction> actions;
    for (const Member& member : map_at("actions")) actions.push_back(action(member));
    return actions;
  }

  std::vector<std::string> take() { return std::move(faults_); }

 private:
  const std::vector<Member>& map_at(std::string_view key) {
    static const std::vector<Member> none;
    const Value* found = document_.value.find(key);
    if (found != nullptr && found->is_object() && !found->members.empty()) return found->members;
    faults_.push_back(fmt::format("{}: wants a map called {}", document_.file, key));
    return none;
  }

  void fault(const Member& member, std::string_view text) {
    faults_.push_back(fmt::format("{}:{}: {} {}", document_.file, member.place.line, member.key, text));
  }

  std::vector<std::string> words(const Member& member) {
    std::vector<std::string> list;
    for (const Value& item : member.value.items) {
      // A version such as 0.1 would be read as a number: its text is what counts.
      list.push_back(item.text);
    }
    if (list.empty()) fault(member, "wants a list of words");
    return list;
  }

  WidgetAction action(const Member& row) {
    WidgetAction action;
    action.name = row.key;
    for (const Member& member : row.value.members) {
      const std::string_view text = member.value.as_string();
      if (member.key == "unstable") {
        action.unstable = text;
      } else if (member.key == "msc") {
        action.msc = text;
      } else if (member.key == "needs") {
        action.needs = text;
      } else if (member.key == "versions") {
        action.versions = words(member);
      } else if (member.key == "sent_by") {
        action.by_widget = text == "widget" || text == "both";
        action.by_host = text == "host" || text == "both";
      } else if (member.key == "empty") {
        const auto parts = words(member);
        action.empty_request = std::find(parts.begin(), parts.end(), "request") != parts.end();
        action.empty_response = std::find(parts.begin(), parts.end(), "response") != parts.end();
      } else {
        fault(member, "is no key of an action");
      }
    }
    if (!action.by_widget && !action.by_host) fault(row, "wants sent_by: widget, host or both");
    return action;
  }

  const YamlDocument& document_;
  std::vector<std::string> faults_;
};

}  // namespace

std::string_view part_name(Part part) {
  return part == Part::request ? "request" : "response";
}

Result<std::vector<WidgetAction>> load_widget_actions(const std::string& folder) {
  const YamlDocument table = read_yaml(folder + "/actions.yaml");
  if (!table.faults.empty()) return Error{render(table.faults.front(), table.source)};
  TableReader reader(table);
  std::vector<WidgetAction> actions = reader.actions();
  const std::vector<std::string> faults = reader.take();
  if (!faults.empty()) return Error{fmt::format("{}", fmt::join(faults, "\n"))};
  return actions;
}

Result<std::unique_ptr<WidgetSchemas>> WidgetSchemas::load(const std::string& folder) {
  const YamlDocument table = read_yaml(folder + "/actions.yaml");
  if (!table.faults.empty()) return Error{render(table.faults.front(), table.source)};
  auto set = SchemaSet::load(folder);
  if (!set) return set.error();
  auto schemas = std::make_unique<WidgetSchemas>();
  schemas->set_ = std::move(*set);
  TableReader reader(table);
  schemas->capabilities_ = reader.capabilities();
  schemas->actions_ = reader.actions();
  std::vector<std::string> faults = reader.take();
  for (const auto& [part, name] :
       {std::pair{Part::request, "request"}, std::pair{Part::response, "response"}}) {
    if (schemas->set_->find("envelope", name) == nullptr) {
      faults.push_back(fmt::format("{}/envelope/{}.json: is missing", folder, part_name(part)));
    }
  }
  if (schemas->set_->find("envelope", "error") == nullptr) {
    faults.push_back(fmt::format("{}/envelope/error.json: is missing", folder));
  }
  if (!faults.empty()) return Error{fmt::format("{}", fmt::join(faults, "\n"))};
  for (std::size_t i = 0; i < schemas->actions_.size(); ++i) {
    const WidgetAction& action = schemas->actions_[i];
    schemas->by_wire_name_.emplace(action.name, i);
    if (!action.unstable.empty()) schemas->by_wire_name_.emplace(action.unstable, i);
  }
  return schemas;
}

const WidgetAction* WidgetSchemas::action(std::string_view wire_name) const {
  const auto found = by_wire_name_.find(wire_name);
  return found == by_wire_name_.end() ? nullptr : &actions_[found->second];
}

const JsonSchema& WidgetSchemas::envelope(Part part) const {
  return *set_->find("envelope", part_name(part));
}

const JsonSchema& WidgetSchemas::error() const {
  return *set_->find("envelope", "error");
}

const JsonSchema* WidgetSchemas::shape(const WidgetAction& action, trace::Side asker, Part part) const {
  const std::string file = fmt::format("{}.{}", action.name, part_name(part));
  const JsonSchema* own = set_->find(asker == trace::Side::widget ? "from_widget" : "to_widget", file);
  return own != nullptr ? own : set_->find("both_ways", file);
}

std::string WidgetSchemas::stable_capability(std::string_view text) const {
  const std::string_view name = text.substr(0, text.find(':'));
  const auto found = std::find_if(capabilities_.begin(), capabilities_.end(),
                                  [&](const auto& each) { return each.second == name; });
  if (found == capabilities_.end()) return std::string(text);
  return found->first + std::string(text.substr(name.size()));
}

}  // namespace ringcheck::check
