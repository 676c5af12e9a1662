#pragma once
// What is known of the actions of the widget API: the table schemas/widget/actions.yaml and the schemas
// beside it, found by the name on the wire, stable or not.

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "check/schema_set.hpp"
#include "trace/widget_message.hpp"
#include "value/result.hpp"

namespace ringcheck::check {

enum class Part : std::uint8_t { request, response };

std::string_view part_name(Part part);

struct WidgetAction {
  std::string name;      ///< the stable one
  std::string unstable;  ///< empty where the stable one is in use
  std::string msc;       ///< empty for what a vendor made
  bool by_widget = false;
  bool by_host = false;
  std::vector<std::string> versions;  ///< any of these tells of it; empty: none does
  std::string needs;                  ///< a capability, stable; empty: none, or it depends on the request
  bool empty_request = false;         ///< no member of data is known
  bool empty_response = false;
};

/// The table of actions alone: `actions.yaml` of schemas/widget.
Result<std::vector<WidgetAction>> load_widget_actions(const std::string& folder);

class WidgetSchemas {
 public:
  /// Reads actions.yaml and `*/*.json` of schemas/widget. The error lists every fault of every file.
  static Result<std::unique_ptr<WidgetSchemas>> load(const std::string& folder);

  /// By its name on the wire; null for an action that the table does not have.
  const WidgetAction* action(std::string_view wire_name) const;
  const std::vector<WidgetAction>& actions() const { return actions_; }
  /// Stable name -> unstable one.
  const std::map<std::string, std::string, std::less<>>& capability_names() const { return capabilities_; }

  /// What the envelope of a request or a response must be.
  const JsonSchema& envelope(Part part) const;
  /// What a response that reports a failure must be.
  const JsonSchema& error() const;
  /// The schema of data, or of the response, to an action that this side asked; null when any object will do.
  const JsonSchema* shape(const WidgetAction& action, trace::Side asker, Part part) const;
  /// A capability with its name made stable: `m.send.event:m.room.message#m.text`.
  std::string stable_capability(std::string_view text) const;

 private:
  std::unique_ptr<SchemaSet> set_;
  std::vector<WidgetAction> actions_;
  std::map<std::string, std::size_t, std::less<>> by_wire_name_;
  std::map<std::string, std::string, std::less<>> capabilities_;
};

}  // namespace ringcheck::check
