#include "run/person_slot.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "driver/shape.hpp"
#include "value/json.hpp"

namespace ringcheck::run {
namespace {

constexpr const char* how_to_answer =
    "What you are asked to do, do in the app, and say here how it went:\n"
    "  Enter       it is done\n"
    "  no          the app has no such thing\n"
    "  ring        it rings (at any time, also when you were asked for something else)\n"
    "  other words what went wrong\n";

constexpr const char* nobody_there = "nobody answers any more: the input has ended";

std::string in_words(const Value& value) {
  if (value.is_string()) return value.text;
  if (value.is_bool()) return value.as_bool() ? "yes" : "no";
  if (!value.is_array()) return to_json(value);
  std::vector<std::string> items;
  for (const Value& item : value.items) items.push_back(in_words(item));
  return fmt::format("{}", fmt::join(items, " and "));
}

// What the caller offers, by the sections of the description.
Value media_of(const Value& invite) {
  const Value* offer = invite.find("offer");
  const std::string sdp = offer == nullptr ? "" : "\n" + std::string(offer->string_at("sdp"));
  Value media = make_array({});
  for (const char* kind : {"audio", "video"}) {
    if (sdp.find(fmt::format("\nm={} ", kind)) != std::string::npos) media.items.emplace_back(kind);
  }
  return media;
}

}  // namespace

std::string order_by_hand(const driver::Action& action, const Value& params) {
  std::string sentence;
  std::string_view left = action.by_hand;
  for (std::size_t open = left.find('{'); open != std::string_view::npos; open = left.find('{')) {
    const std::size_t close = left.find('}', open);
    if (close == std::string_view::npos) break;
    const Value* value = params.find(left.substr(open + 1, close - open - 1));
    sentence += left.substr(0, open);
    sentence += value == nullptr ? "…" : in_words(*value);
    left.remove_prefix(close + 1);
  }
  return sentence + std::string(left);
}

driver::Outcome outcome_by_hand(const std::string& line) {
  using Kind = driver::Outcome::Kind;
  driver::Outcome outcome;
  if (line.empty()) return outcome;
  outcome.kind = line == "no" ? Kind::unsupported : Kind::refused;
  outcome.message = line == "no" ? "the app has no such thing" : line;
  return outcome;
}

PersonSlot::PersonSlot(net::Loop& loop, const driver::Vocabulary& vocabulary, Person& person,
                       std::string name, Events events, OtherLines other_lines)
    : loop_(loop),
      vocabulary_(vocabulary),
      person_(person),
      name_(std::move(name)),
      events_(std::move(events)),
      other_lines_(std::move(other_lines)) {}

PersonSlot::~PersonSlot() {
  if (!over_) person_.listen({});
}

Result<Done> PersonSlot::start() {
  person_.listen({[this](const std::string& line) { on_line(line); },
                  [this] {
                    if (!other_lines_) over(nobody_there);
                  }});
  loop_.post([this, alive = std::weak_ptr<bool>(alive_)] {
    if (alive.expired() || over_) return;
    // Who left during an earlier test is not waited for in the next.
    if (person_.is_gone() && !other_lines_) return over(nobody_there);
    ready_ = true;
    if (!other_lines_) person_.tell(how_to_answer);
    driver::Ready ready;
    ready.implementation = name_;
    for (const std::string& action : vocabulary_.action_names()) {
      if (offers(action)) ready.actions.push_back(action);
    }
    ready.notes = {"incoming_call"};
    events_.on_ready(ready);
  });
  return Done{};
}

bool PersonSlot::offers(std::string_view action) const {
  const driver::Action* known = vocabulary_.action(action);
  return known != nullptr && !known->by_hand.empty();
}

Result<Done> PersonSlot::request(std::string_view method, Value params, std::int64_t, Answer answer) {
  const driver::Action* action = vocabulary_.method(method);
  if (action == nullptr) return Error{fmt::format("there is no {}", method)};
  if (method == "session.start") session_ = params.string_at("session");
  // The homeserver goes with its test; there is nothing to do at the app but to log in at the next.
  if (method == "session.stop") {
    answer_soon(std::move(answer));
    return Done{};
  }
  if (action->by_hand.empty()) return Error{fmt::format("{} is nothing that a person is told", method)};
  if (other_lines_) {
    person_.tell(fmt::format("\n> {}\n", order_by_hand(*action, params)));
    answer_soon(std::move(answer));
    return Done{};
  }
  orders_.push_back({order_by_hand(*action, params), std::move(answer)});
  if (orders_.size() == 1) put();
  return Done{};
}

void PersonSlot::put() {
  person_.tell(fmt::format("\n> {}\n", orders_.front().sentence));
}

void PersonSlot::answer_soon(Answer answer) {
  loop_.post([alive = std::weak_ptr<bool>(alive_), call = std::move(answer)] {
    if (!alive.expired()) call(driver::Outcome{});
  });
}

void PersonSlot::on_line(const std::string& line) {
  if (over_) return;
  if (line == "ring") return note_ring();
  if (other_lines_) return other_lines_(line);
  if (orders_.empty()) return person_.tell("you were not asked for anything; say ring when it rings\n");
  const Order order = std::move(orders_.front());
  orders_.pop_front();
  const std::weak_ptr<bool> alive = alive_;
  order.answer(outcome_by_hand(line));
  if (!alive.expired() && !orders_.empty()) put();
}

void PersonSlot::note_ring() {
  const auto listener = listeners_.find(session_);
  if (call_.is_null() || listener == listeners_.end())
    return person_.tell("nobody has called it: if it rings all the same, say so where you are asked\n");
  driver::Note note;
  note.session = session_;
  note.seq = ++notes_;
  note.t_ms = loop_.now_us() / 1000;
  note.kind = "incoming_call";
  note.data = call_;
  const NoteListener tell = listener->second;
  tell(note);
}

void PersonSlot::look_at(const trace::Entry& entry) {
  if (entry.kind == trace::Kind::start) {
    call_ = {};
    notes_ = 0;
    subject_ = entry.head.string_at("subject");
  }
  if (entry.kind != trace::Kind::event || entry.type != "m.call.invite" || entry.from == subject_) return;
  call_ = make_object({{"call_id", entry.body.string_at("call_id")},
                       {"room_id", entry.head.string_at("room_id")},
                       {"from", entry.head.string_at("sender")},
                       {"media", media_of(entry.body)}});
}

void PersonSlot::on_note(const std::string& session, NoteListener listener) {
  listeners_[session] = std::move(listener);
}

void PersonSlot::forget_session(const std::string& session) {
  listeners_.erase(session);
}

void PersonSlot::over(const std::string& sentence) {
  if (std::exchange(over_, true)) return;
  person_.listen({});
  events_.on_over(sentence);
}

}  // namespace ringcheck::run
