// The envelope of each message of the widget API, what an error must say, and that nothing but JSON is sent
// where no action asks for more (MSC2764, "Communication", "Error responses"; stance S40).

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "check/trace_checks.hpp"
#include "trace/clone_form.hpp"
#include "value/pointer.hpp"
#include "value/utf8.hpp"

namespace ringcheck::check {
namespace {

using trace::WidgetMessage;

std::string described(const WidgetMessage& message) {
  const std::string_view what = message.is_reply ? "response to" : "request";
  return message.action().empty() ? fmt::format("a {} without an action", what)
                                  : fmt::format("the {} {}", what, message.action());
}

void tell(const WidgetMoment& moment, std::string_view requirement, const SchemaFault& fault,
          std::string_view below, Tally& tally) {
  Finding finding;
  finding.requirement = requirement;
  finding.pointer = std::string(below) + fault.pointer;
  finding.wanted = fault.wanted;
  finding.came = fault.came;
  finding.text =
      fmt::format("{} has at {} {} where {} is wanted", described(*moment.message),
                  finding.pointer.empty() ? "its root" : finding.pointer, fault.came, fault.wanted);
  tally.fault(moment.entry, std::move(finding));
}

void tell_field(const WidgetMoment& moment, std::string_view requirement, std::string_view field,
                std::string_view wanted, std::string_view came, Tally& tally) {
  Finding finding;
  finding.requirement = requirement;
  finding.pointer = pointer_join("", field);
  finding.wanted = wanted;
  finding.came = came;
  finding.text = fmt::format("{} has \"{}\" as {} where \"{}\" is wanted", described(*moment.message),
                             clip(came), field, clip(wanted));
  tally.fault(moment.entry, std::move(finding));
}

/// A response says again what its request said, wrong as that may have been.
bool repeats_its_request(const WidgetMoment& moment, std::string_view pointer) {
  const WidgetAsk* ask = moment.ask();
  if (ask == nullptr) return false;
  const WidgetMessage& reply = *moment.message;
  if (pointer == "/api") return ask->api.empty() && reply.api().empty();
  if (pointer == "/action") return ask->action.empty() && reply.action().empty();
  if (pointer == "/widgetId") return ask->widget_id.empty() && reply.widget_id().empty();
  return pointer == "/data" && ask->digest == digest_of(reply.data());
}

/// What the request said of itself, the response says again.
void check_echo(const WidgetMoment& moment, const WidgetAsk& ask, Tally& tally) {
  const WidgetMessage& reply = *moment.message;
  // Of what the request did not have as a string, nothing can be said again.
  const auto same = [&](std::string_view field, std::string_view wanted, std::string_view came) {
    if (!wanted.empty() && !came.empty() && wanted != came) {
      tell_field(moment, "WIDGET-065", field, wanted, came, tally);
    }
  };
  same("api", ask.api, reply.api());
  same("action", ask.action, reply.action());
  same("widgetId", ask.widget_id, reply.widget_id());
  if (reply.data() == nullptr || digest_of(reply.data()) == ask.digest) return;
  Finding finding;
  finding.error = false;
  finding.note = true;
  finding.pointer = "/data";
  finding.text =
      fmt::format("{} does not repeat the data of its request, entry {}", described(reply), ask.seq);
  tally.fault(moment.entry, std::move(finding));
}

void note_member(const WidgetMoment& moment, std::string pointer, std::string_view what, Tally& tally) {
  Finding finding;
  finding.error = false;
  finding.note = true;
  finding.text = fmt::format("{} has at {} {}", described(*moment.message), pointer, what);
  finding.pointer = std::move(pointer);
  tally.fault(moment.entry, std::move(finding));
}

/// A place where an action asks for bytes.
struct BytesPlace {
  std::string_view action;
  std::string_view pointer;
};

constexpr BytesPlace bytes_places[] = {{"screenshot", "/response/screenshot"},
                                       {"upload_file", "/data/file"},
                                       {"download_file", "/response/file"}};

/// Bytes may stand there; and in the request that a response repeats.
bool may_have_bytes(const WidgetMoment& moment, std::string_view pointer) {
  const WidgetAction* action = moment.action();
  return action != nullptr &&
         std::any_of(std::begin(bytes_places), std::end(bytes_places), [&](const BytesPlace& each) {
           return each.action == action->name && each.pointer == pointer;
         });
}

void check_foreign(const WidgetMoment& moment, Tally& tally) {
  constexpr std::size_t most = 20;
  for (const trace::Foreign& each : trace::foreign_places(moment.entry.body, most)) {
    if (each.form == trace::form::undefined) {
      note_member(moment, each.pointer, "undefined, which counts as absent", tally);
      continue;
    }
    if (each.form != trace::form::unclonable && may_have_bytes(moment, each.pointer)) continue;
    Finding finding;
    finding.requirement = "WIDGET-079";
    finding.pointer = each.pointer;
    finding.wanted = "a JSON value";
    finding.came = each.form;
    finding.text = fmt::format("{} has at {} what is no JSON value ({})", described(*moment.message),
                               each.pointer.empty() ? "its root" : each.pointer, each.form);
    tally.fault(moment.entry, std::move(finding));
  }
}

/// Members right below `holder` that neither the schema nor the table knows.
void note_unknown(const WidgetMoment& moment, const Value* holder, std::string_view at,
                  const JsonSchema* schema, bool is_empty, Tally& tally) {
  if (holder == nullptr || (schema == nullptr && !is_empty)) return;
  for (const Member& member : holder->members) {
    if (schema != nullptr && schema->knows_member(member.key)) continue;
    note_member(moment, pointer_join(at, member.key), "a member that no text knows", tally);
  }
}

}  // namespace

void check_widget_envelope(const WidgetMoment& moment, Tally& tally) {
  if (moment.message == nullptr) return;
  const WidgetMessage& message = *moment.message;
  const Part part = message.is_reply ? Part::response : Part::request;
  const std::string_view requirement = message.is_reply ? "WIDGET-065" : "WIDGET-064";
  tally.looked_at(requirement);
  const Value body = trace::as_json(message.body());
  for (const SchemaFault& fault : moment.schemas.envelope(part).validate(body)) {
    const bool excused = message.is_reply && repeats_its_request(moment, fault.pointer);
    if (!excused) tell(moment, requirement, fault, {}, tally);
  }
  const bool says_other_side = message.api() == trace::api_of(trace::other(message.side));
  if (!message.is_reply && says_other_side) {
    tell_field(moment, requirement, "api", trace::api_of(message.side), message.api(), tally);
  }
  if (const WidgetAsk* ask = moment.ask()) check_echo(moment, *ask, tally);
  const Value* response = body.find("response");
  if (!message.is_error() || response == nullptr) return;
  tally.looked_at("WIDGET-071");
  for (const SchemaFault& fault : moment.schemas.error().validate(*response)) {
    tell(moment, "WIDGET-071", fault, "/response", tally);
  }
}

void check_widget_members(const WidgetMoment& moment, Tally& tally) {
  if (moment.message == nullptr) return;
  const WidgetMessage& message = *moment.message;
  tally.looked_at("WIDGET-079");
  check_foreign(moment, tally);
  const Value body = trace::as_json(message.body());
  const Part part = message.is_reply ? Part::response : Part::request;
  note_unknown(moment, &body, "", &moment.schemas.envelope(part), false, tally);
  const WidgetAction* action = moment.action();
  if (action == nullptr || message.is_error()) return;
  const JsonSchema* shape = moment.schemas.shape(*action, message.asker(), part);
  const bool is_empty = message.is_reply ? action->empty_response : action->empty_request;
  const std::string_view key = message.is_reply ? "response" : "data";
  note_unknown(moment, body.find(key), pointer_join("", key), shape, is_empty, tally);
}

}  // namespace ringcheck::check
