#include "check/trace_judge.hpp"

#include <utility>

#include "check/described.hpp"

namespace ringcheck::check {
namespace {

/// Client and homeserver write at once; what was on its way for less than this may have been overtaken.
constexpr std::int64_t under_way_us = 100'000;

struct UnderWay {
  std::string_view type;
  bool RoomView::*flag;
};

constexpr UnderWay under_way[] = {{"m.call.invite", &RoomView::invite_under_way},
                                  {"m.call.answer", &RoomView::answer_under_way},
                                  {"m.call.negotiate", &RoomView::negotiate_under_way}};

/// The room of `PUT /rooms/<room>/send/<type>/<transaction>`; empty for any other request.
std::string room_of_send(const Request& request, std::string_view type) {
  constexpr std::string_view rooms = "/rooms/";
  const std::string_view endpoint = request.endpoint;
  const std::string tail = "/send/" + std::string(type);
  if (request.transaction.empty() || !endpoint.starts_with(rooms) || !endpoint.ends_with(tail)) return {};
  return std::string(endpoint.substr(rooms.size(), endpoint.size() - rooms.size() - tail.size()));
}

std::vector<Tally> make_tallies() {
  std::vector<Tally> tallies;
  for (const TraceCheck& check : trace_checks()) tallies.emplace_back(check.name);
  return tallies;
}

}  // namespace

bool CallMoment::sent_after(std::int64_t t_us) const {
  return !sent_us || *sent_us > t_us + under_way_us;
}

const WidgetAsk* WidgetMoment::ask() const {
  return message != nullptr && message->is_reply ? session.ask_of(*message) : nullptr;
}

const WidgetAction* WidgetMoment::action() const {
  if (message == nullptr) return nullptr;
  const WidgetAsk* asked = ask();
  return schemas.action(asked != nullptr ? asked->action : message->action());
}

bool WidgetMoment::sent_after(std::int64_t t_us) const {
  return entry.t_us > t_us + under_way_us;
}

TraceJudge::TraceJudge(const SchemaSet& schemas, const WidgetSchemas& widgets, std::string subject,
                       JudgeOptions options)
    : schemas_(schemas),
      widgets_(widgets),
      subject_(std::move(subject)),
      options_(options),
      tallies_(make_tallies()) {}

Call& TraceJudge::call_of(const CallKey& key) {
  const bool is_new = calls_.find(key) == nullptr;
  const bool whole = options_.from_the_start && !calls_.has_forgotten();
  Call& call = calls_.at(key);
  if (is_new) call.whole = whole;
  return call;
}

void TraceJudge::take_call_event(const CallEvent& event) {
  // What goes to devices belongs to no call of a room.
  Call none;
  const CallKey key(event.room_id(), event.call_id());
  Call& call = event.to_device ? none : call_of(key);
  const auto described = event.by_subject && !event.to_device ? description_of(event) : std::nullopt;
  const auto parsed = described ? std::optional(sdp::parse(described->text)) : std::nullopt;
  if (event.by_subject) {
    const Request* request = traffic_.open(event.entry->cause);
    const CallMoment moment{event,
                            call,
                            rooms_.at(std::string(event.room_id())),
                            described,
                            parsed ? &*parsed : nullptr,
                            request == nullptr ? std::nullopt : std::optional(request->t_us),
                            schemas_};
    for (std::size_t i = 0; i < tallies_.size(); ++i) {
      const TraceCheck& check = trace_checks()[i];
      if (check.of_call != nullptr) check.of_call(moment, tallies_[i]);
    }
  } else if (auto end = ends_call(call, event)) {
    endings_.at(std::string(event.entry->head.string_at("event_id"))) = {key, std::move(*end)};
  }
  advance(call, event, parsed ? &*parsed : nullptr);
}

void TraceJudge::judge_widget(const WidgetMoment& moment) {
  for (std::size_t i = 0; i < tallies_.size(); ++i) {
    const TraceCheck& check = trace_checks()[i];
    if (check.of_widget != nullptr) check.of_widget(moment, tallies_[i]);
  }
}

void TraceJudge::take_widget_message(const trace::WidgetMessage& message) {
  const std::string name(message.session());
  const bool is_new = sessions_.find(name) == nullptr;
  const bool whole = options_.from_the_start && !sessions_.has_forgotten();
  WidgetSession& session = sessions_.at(name);
  if (is_new) session.whole = whole;
  if (message.entry->from == subject_) {
    judge_widget({*message.entry, &message, session, sessions_, widgets_});
  }
  advance(session, message, subject_, widgets_);
}

/// The end of the session `only`, or at the end of the trace of all that are open.
void TraceJudge::close_sessions(const trace::Entry& entry, std::string_view only) {
  std::vector<std::string> names;
  sessions_.for_each([&](const std::string& name, const WidgetSession& session) {
    if (!session.closed_us && (only.empty() || only == name)) names.push_back(name);
  });
  for (const std::string& name : names) {
    WidgetSession& session = sessions_.at(name);
    judge_widget({entry, nullptr, session, sessions_, widgets_});
    session.closed_us = entry.t_us;
  }
}

void TraceJudge::note_taken(const trace::Entry& entry) {
  const Value* events = entry.head.find("events");
  if (events == nullptr) return;
  for (const Value& id : events->items) {
    const std::string event_id(id.as_string());
    Ending* ending = endings_.find(event_id);
    if (ending == nullptr) continue;
    Call* call = calls_.find(ending->call);
    ending->end.t_us = entry.t_us;
    if (call != nullptr && !call->end) check::finish(*call, ending->end);
    endings_.erase(event_id);
  }
}

void TraceJudge::note_room(const trace::Entry& entry) {
  if (const auto request = as_request(entry, subject_)) {
    for (const UnderWay& each : under_way) {
      const std::string room = room_of_send(*request, each.type);
      if (!room.empty()) rooms_.at(room).*each.flag = true;
    }
    return;
  }
  if (entry.kind != trace::Kind::event) return;
  const std::string room(entry.head.string_at("room_id"));
  const bool nameless = entry.type.starts_with("m.call.") && entry.body.string_at("call_id").empty();
  if (entry.type == "m.room.encrypted" || (nameless && entry.from != subject_))
    rooms_.at(room).unclear = true;
  if (entry.from != subject_) return;
  for (const UnderWay& each : under_way) {
    if (entry.type == each.type) rooms_.at(room).*each.flag = false;
  }
}

void TraceJudge::take(const trace::Entry& entry) {
  if (entry.from == subject_ && (entry.kind == trace::Kind::event || entry.kind == trace::Kind::request)) {
    const EntryMoment moment{entry, traffic_, schemas_};
    for (std::size_t i = 0; i < tallies_.size(); ++i) {
      const TraceCheck& check = trace_checks()[i];
      if (check.of_entry != nullptr) check.of_entry(moment, tallies_[i]);
    }
  }
  if (entry.from == subject_ && entry.kind == trace::Kind::response) {
    const EntryMoment moment{entry, traffic_, schemas_};
    for (std::size_t i = 0; i < tallies_.size(); ++i) {
      const TraceCheck& check = trace_checks()[i];
      if (check.of_answer != nullptr) check.of_answer(moment, tallies_[i]);
    }
  }
  if (const auto event = as_call_event(entry, subject_)) take_call_event(*event);
  if (const auto message = trace::as_widget_message(entry)) take_widget_message(*message);
  const std::string_view closed = trace::closed_session(entry);
  if (!closed.empty() || entry.kind == trace::Kind::end) close_sessions(entry, closed);
  if (entry.kind == trace::Kind::taken && entry.to == subject_) note_taken(entry);
  note_room(entry);
  traffic_.take(entry, subject_);
}

TraceReport TraceJudge::finish() {
  TraceReport report;
  for (Tally& tally : tallies_) tally.write_into(report);
  tallies_.clear();
  return report;
}

}  // namespace ringcheck::check
