#include "trace/event_lines.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "trace/event_entry.hpp"
#include "trace/json_lines.hpp"
#include "trace/seen_ids.hpp"
#include "value/grammar.hpp"

namespace ringcheck::trace {
namespace {

constexpr std::size_t most_subjects = 100;
constexpr std::size_t most_calls = 10'000;

bool is_call_type(std::string_view type) {
  return type.starts_with("m.call.") || type.starts_with("org.matrix.call.");
}

std::string_view party_of(const Value& event) {
  if (!is_call_type(event.string_at("type"))) return {};
  return event.find("content")->string_at("party_id");
}

constexpr LineForm event_form = {"one event a line, an object with type, sender and content",
                                 "Write each event on a line of its own (jq -c .)"};

/// Hands each event over with its line. True at the end when the last line was cut short.
template <typename Take>
Result<bool> for_each_event(std::istream& file, std::string_view name, Take take) {
  return for_each_json_line(file, name, event_form, [&](Value& event, std::int64_t line) {
    if (!is_event(event) || event.string_at("sender").empty()) return false;
    take(event, line);
    return true;
  });
}

struct Sender {
  bool calls = false;
  bool split = false;
  std::vector<std::string> parties;
};

/// Finds out who sends, and who does so from several devices.
class Survey {
 public:
  void take(const Value& event) {
    const std::string user(event.string_at("sender"));
    if (!senders_.contains(user)) {
      if (senders_.size() >= 10 * most_subjects) return;
      order_.push_back(user);
    }
    Sender& sender = senders_[user];
    sender.calls = sender.calls || is_call_type(event.string_at("type"));
    const std::string party(party_of(event));
    if (party.empty()) return;
    auto& parties = sender.parties;
    if (std::find(parties.begin(), parties.end(), party) == parties.end() && parties.size() < most_subjects) {
      parties.push_back(party);
    }
    if (first_party_.size() >= most_calls) first_party_.clear();
    const std::string call = fmt::format("{} {} {}", user, event.string_at("room_id"),
                                         event.find("content")->string_at("call_id"));
    const auto [first, is_new] = first_party_.try_emplace(call, party);
    if (!is_new && first->second != party) sender.split = true;
  }

  EventLinesPlan plan() {
    std::stable_sort(order_.begin(), order_.end(), [&](const std::string& one, const std::string& other) {
      return senders_[one].calls && !senders_[other].calls;
    });
    EventLinesPlan plan;
    for (const std::string& user : order_) add(user, senders_[user], plan);
    if (plan.subjects.size() > most_subjects) {
      plan.untold.push_back(
          fmt::format("it has {} senders; the first {} are judged, --subject chooses others",
                      plan.subjects.size(), most_subjects));
      plan.subjects.resize(most_subjects);
    }
    return plan;
  }

 private:
  static void add(const std::string& user, const Sender& sender, EventLinesPlan& plan) {
    if (!sender.split) {
      plan.subjects.push_back(user);
      return;
    }
    plan.split_users.insert(user);
    for (const std::string& party : sender.parties)
      plan.subjects.push_back(fmt::format("{}/{}", user, party));
    plan.untold.push_back(fmt::format(
        "{0} has several party_ids in one call: each is taken for a device, so that it stays the same is not "
        "judged; --subject {0} takes them all for one",
        user));
  }

  std::map<std::string, Sender> senders_;
  std::vector<std::string> order_;  ///< as they first spoke
  std::map<std::string, std::string> first_party_;
};

std::string actor_of(const Value& event, const EventLinesPlan& plan) {
  std::string user(event.string_at("sender"));
  const std::string_view party = party_of(event);
  if (!party.empty() && plan.split_users.contains(user)) user += "/" + std::string(party);
  return user;
}

/// What is to be said once all lines are read.
struct Counts {
  std::int64_t again = 0;
  std::int64_t redacted = 0;
  std::int64_t timeless = 0;
  std::int64_t roomless = 0;
  std::int64_t backwards = 0;
  bool cut_short = false;
};

std::string events(std::int64_t count, std::string_view what) {
  return fmt::format("{} event{} {}", count, count == 1 ? "" : "s", what);
}

void tell(const Counts& counts, Extent& extent) {
  auto& untold = extent.untold;
  untold.emplace_back(
      "events alone have no requests, no deliveries and no notes: HTTP, what had reached a client when "
      "it sent, and what its user saw are not judged");
  if (counts.cut_short) untold.emplace_back("the last line was cut short and is left out");
  if (counts.redacted > 0)
    untold.push_back(events(counts.redacted, "redacted: their content is gone and not judged"));
  if (counts.again > 0) untold.push_back(events(counts.again, "came again (same event_id): counted once"));
  if (counts.roomless > 0) untold.push_back(events(counts.roomless, "without room_id: taken as of one room"));
  if (counts.timeless > 0) {
    untold.push_back(events(counts.timeless, "without origin_server_ts: taken as sent with the one before"));
  }
}

/// The clock of the recording: the servers' times, which never run back.
class Clock {
 public:
  void take(const Value& event, Extent& extent, Counts& counts) {
    const Value* sent = event.find("origin_server_ts");
    const auto sent_ms = sent == nullptr ? std::nullopt : sent->as_int();
    // A time that no clock shows would only overflow.
    constexpr std::int64_t latest_ms = 253'402'300'799'000;
    if (!sent_ms || *sent_ms <= 0 || *sent_ms > latest_ms) {
      ++counts.timeless;
      return;
    }
    if (extent.begin_ms == 0) extent.begin_ms = *sent_ms;
    if (previous_ms_ > *sent_ms) ++counts.backwards;
    previous_ms_ = *sent_ms;
    extent.span_us = std::max(extent.span_us, (*sent_ms - extent.begin_ms) * 1000);
  }

 private:
  std::int64_t previous_ms_ = 0;
};

}  // namespace

Result<EventLinesPlan> plan_event_lines(std::istream& file, std::string_view name, std::string_view wanted) {
  if (!wanted.empty()) {
    const std::string user(wanted.substr(0, wanted.find('/', wanted.find(':') + 1)));
    if (!is_user_id(user)) {
      return Error{fmt::format("{}: --subject {} is no user ID (@name:server, or @name:server/PARTY_ID)",
                               name, wanted)};
    }
    EventLinesPlan plan;
    plan.subjects.emplace_back(wanted);
    if (user != wanted) plan.split_users.insert(user);
    return plan;
  }
  Survey survey;
  auto done = for_each_event(file, name, [&](const Value& event, std::int64_t) { survey.take(event); });
  if (!done) return done.error();
  return survey.plan();
}

Result<Extent> read_event_lines(std::istream& file, std::string_view name, const EventLinesPlan& plan,
                                const Sink& sink) {
  Extent extent;
  Counts counts;
  Clock clock;
  Blind blind;
  SeenIds seen;
  auto done = for_each_event(file, name, [&](Value& event, std::int64_t line) {
    ++extent.count;
    clock.take(event, extent, counts);
    if (!seen.add(std::string(event.string_at("event_id")))) {
      ++counts.again;
      return;
    }
    if (is_redacted(event)) {
      ++counts.redacted;
      return;
    }
    if (event.string_at("room_id").empty()) ++counts.roomless;
    std::string from = actor_of(event, plan);
    Entry entry = entry_of_event(event, "");
    entry.seq = line;
    entry.t_us = extent.span_us;
    entry.from = std::move(from);
    blind.take(entry);
    sink(entry, line);
  });
  if (!done) return done.error();
  if (counts.backwards * 2 > extent.count && extent.count > 2) {
    return Error{
        fmt::format("{}: the events run backwards in time ({} of {} are older than the one before); checks "
                    "read what came first "
                    "first. Turn the file round (tac)",
                    name, counts.backwards, extent.count)};
  }
  counts.cut_short = *done;
  tell(counts, extent);
  blind.write_into(extent);
  for (const std::string& each : plan.untold) extent.untold.push_back(each);
  return extent;
}

}  // namespace ringcheck::trace
