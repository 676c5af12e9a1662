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

TraceJudge::TraceJudge(const SchemaSet& schemas, std::string subject, JudgeOptions options)
    : schemas_(schemas), subject_(std::move(subject)), options_(options), tallies_(make_tallies()) {}

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
  if (const auto event = as_call_event(entry, subject_)) take_call_event(*event);
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
