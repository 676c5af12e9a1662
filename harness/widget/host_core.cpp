#include "widget/host_core.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "widget/clone_codec.hpp"
#include "widget/envelope.hpp"

namespace ringcheck::widget {
namespace {

Value error_of(const HostCore& core, std::string_view text, Value matrix_error) {
  if (core.wrong(HostFault::error_as_text)) return make_object({{"error", text}});
  Value error = make_object({{"message", text}});
  if (!matrix_error.is_null()) error.set("matrix_api_error", std::move(matrix_error));
  return make_object({{"error", std::move(error)}});
}

/// As MSC2762 has it in its words on errors: what came, and from where.
Value matrix_error_of(const HostCore& core, const Request& request, const Answer& answer) {
  if (core.wrong(HostFault::hides_matrix_error) || answer.body.string_at("errcode").empty()) return {};
  return make_object({{"http_status", answer.status},
                      {"http_headers", make_object()},
                      {"url", core.client->homeserver_url + request.path},
                      {"response", escaped(answer.body)}});
}

}  // namespace

std::string_view phase_name(HostPhase phase) {
  switch (phase) {
    case HostPhase::waiting:
    case HostPhase::preparing:
      return "preparing";
    case HostPhase::ready:
      return "ready";
    case HostPhase::failed:
      return "failed";
    case HostPhase::closed:
      return "closed";
  }
  return "failed";
}

bool is_open(const HostCore& core) {
  return core.phase != HostPhase::closed || core.wrong(HostFault::speaks_to_the_closed);
}

void reply(HostCore& core, const Ask& ask, Value response) {
  if (!is_open(core)) return;
  Value message = ask.message;
  if (core.wrong(HostFault::undefined_in_answers)) response.set("detail", make_undefined());
  message.set("response", std::move(response));
  if (core.wrong(HostFault::drops_request_id)) message.erase("requestId");
  if (core.wrong(HostFault::turns_api_around)) message.set("api", trace::api_of(trace::Side::host));
  if (core.wrong(HostFault::answers_twice)) core.out.emplace_back(Say{message});
  core.out.emplace_back(Say{std::move(message)});
}

void refuse(HostCore& core, const Ask& ask, std::string_view text) {
  reply(core, ask, error_of(core, text, {}));
}

void refuse(HostCore& core, const Ask& ask, const Request& request, const Answer& answer) {
  const std::string text = answer.status == 0 ? std::string("the homeserver cannot be reached")
                                              : fmt::format("the homeserver answered {} {}", answer.status,
                                                            answer.body.string_at("errcode"));
  reply(core, ask, error_of(core, text, matrix_error_of(core, request, answer)));
}

void ask_widget(HostCore& core, std::string_view action, Value data, HostCore::OnReply done) {
  if (core.phase == HostPhase::closed) return;
  ++core.requests;
  const int number = core.wrong(HostFault::reuses_request_ids) ? 1 : core.requests;
  const std::string id = fmt::format("{}{}", core.setup.id_prefix, number);
  core.pending[id] = {std::string(action), core.now_ms + widget_timeout_ms, std::move(done)};
  core.out.emplace_back(
      Say{request_message(trace::Side::host, core.setup.widget_id, id, action, std::move(data))});
}

void ask_homeserver(HostCore& core, Request request, HostCore::OnAnswer done) {
  request.id = fmt::format("{}h{}", core.setup.id_prefix, ++core.requests);
  core.asked[request.id] = {request, std::move(done)};
  core.out.emplace_back(std::move(request));
}

void note(HostCore& core, std::string_view kind, Value data) {
  data.set("widget_id", core.setup.widget_id);
  core.out.emplace_back(Note{std::string(kind), std::move(data)});
}

void change_phase(HostCore& core, HostPhase phase) {
  if (core.phase == phase || core.phase == HostPhase::closed) return;
  core.phase = phase;
  note(core, "widget_state_changed", make_object({{"state", phase_name(phase)}}));
}

void start_timer(HostCore& core, std::int64_t due_ms, std::function<void(HostCore&)> run) {
  core.timers.push_back({due_ms, std::move(run)});
}

std::string new_transaction(HostCore& core) {
  return fmt::format("{}t{}", core.setup.id_prefix, ++core.transactions);
}

bool is_allowed(const HostCore& core, std::string_view name, trace::Side asker, const Value& data) {
  const check::WidgetAction* action = core.schemas->action(name);
  if (action == nullptr) return false;
  return check::is_covered(*action, asker, data, core.approved_stable).value_or(true);
}

bool is_in_scope(const HostCore& core, std::string_view room_id) {
  if (room_id == core.room()) return true;
  const auto& approved = core.approved_stable;
  return approved.contains("m.timeline:*") || approved.contains(fmt::format("m.timeline:{}", room_id));
}

}  // namespace ringcheck::widget
