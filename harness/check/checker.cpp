#include "check/checker.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "check/schema_set.hpp"
#include "check/widget_schemas.hpp"
#include "trace/clone_form.hpp"
#include "value/pointer.hpp"

namespace ringcheck::check {
namespace {

bool is_below(std::string_view pointer, std::string_view parent) {
  return pointer.starts_with(parent) && (pointer.size() == parent.size() || pointer[parent.size()] == '/');
}

/// A declared fault excuses its place and all below it; and a map or list around it (not the whole content)
/// that fails for what it holds, as an anyOf does.
bool is_declared(const SchemaFault& fault, const Value& content, const std::vector<std::string>& breaks) {
  const Value* place = pointer_find(content, fault.pointer);
  const bool holder = !fault.pointer.empty() && place != nullptr && (place->is_object() || place->is_array());
  return std::any_of(breaks.begin(), breaks.end(), [&](const std::string& each) {
    return is_below(fault.pointer, each) || (holder && is_below(each, fault.pointer));
  });
}

/// Those of the pointers that lie in this member, as pointers into it.
std::vector<std::string> below(const std::vector<std::string>& breaks, std::string_view key) {
  std::vector<std::string> inner;
  const std::string prefix = fmt::format("/{}", key);
  for (const std::string& each : breaks) {
    if (is_below(each, prefix)) inner.push_back(each.substr(prefix.size()));
  }
  return inner;
}

std::optional<SchemaFault> undeclared(const JsonSchema* schema, const Value& content,
                                      const std::vector<std::string>& breaks) {
  if (schema == nullptr) return std::nullopt;
  for (SchemaFault& fault : schema->validate(content)) {
    if (!is_declared(fault, content, breaks)) return std::move(fault);
  }
  return std::nullopt;
}

/// A version that is wrong on purpose may choose the wrong set.
bool fits_version_1(const SchemaSet& schemas, std::string_view type, const Value& content,
                    const std::vector<std::string>& breaks) {
  const JsonSchema* schema = schemas.find("v1", type);
  const bool breaks_version = std::find(breaks.begin(), breaks.end(), "/version") != breaks.end();
  return breaks_version && schema != nullptr && !undeclared(schema, content, breaks);
}

}  // namespace

Checker::Checker(std::unique_ptr<SchemaSet> schemas, std::unique_ptr<WidgetSchemas> widgets)
    : schemas_(std::move(schemas)), widgets_(std::move(widgets)) {}
Checker::~Checker() = default;

Result<std::unique_ptr<Checker>> Checker::load(const std::string& schema_folder) {
  auto schemas = SchemaSet::load(schema_folder);
  if (!schemas) return schemas.error();
  const auto beside = std::filesystem::path(schema_folder).parent_path() / "widget";
  auto widgets = WidgetSchemas::load(beside.string());
  if (!widgets) return widgets.error();
  return std::unique_ptr<Checker>(new Checker(std::move(*schemas), std::move(*widgets)));
}

std::optional<std::string> Checker::own_event(std::string_view type, const Value& content,
                                              const std::vector<std::string>& breaks) const {
  const auto fault = undeclared(schemas_->for_event(type, content), content, breaks);
  if (!fault || fits_version_1(*schemas_, type, content, breaks)) return std::nullopt;
  return fmt::format(
      "our own {} has at {} {} where its schema wants {}; is it sent on purpose? then declare it in "
      "breaks",
      type, fault->pointer.empty() ? "its root" : fault->pointer, fault->came, fault->wanted);
}

std::optional<std::string> Checker::own_message(trace::Side side, const Value& message,
                                                const std::vector<std::string>& breaks) const {
  const Value json = trace::as_json(message);
  const Value* response = json.find("response");
  const Part part = response == nullptr ? Part::request : Part::response;
  auto fault = undeclared(&widgets_->envelope(part), json, breaks);
  const WidgetAction* action = widgets_->action(json.string_at("action"));
  const std::string_view key = response == nullptr ? "data" : "response";
  const Value* content = json.find(key);
  if (!fault && content != nullptr && action != nullptr) {
    const bool is_error = response != nullptr && response->find("error") != nullptr;
    const trace::Side asker = response == nullptr ? side : trace::other(side);
    fault = undeclared(is_error ? &widgets_->error() : widgets_->shape(*action, asker, part), *content,
                       below(breaks, key));
    if (fault) fault->pointer = fmt::format("/{}{}", key, fault->pointer);
  }
  if (!fault) return std::nullopt;
  return fmt::format(
      "our own message {} has at {} {} where its schema wants {}; is it sent on purpose? then "
      "declare it in breaks",
      json.string_at("action"), fault->pointer.empty() ? "its root" : fault->pointer, fault->came,
      fault->wanted);
}

TraceJudge Checker::judge(std::string subject, JudgeOptions options) const {
  return {*schemas_, *widgets_, std::move(subject), options};
}

TraceReport Checker::check_trace(const std::deque<trace::Entry>& entries, std::string_view subject) const {
  TraceJudge judge_of_all = judge(std::string(subject));
  for (const trace::Entry& entry : entries) judge_of_all.take(entry);
  return judge_of_all.finish();
}

}  // namespace ringcheck::check
