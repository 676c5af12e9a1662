#include "trace/tap_lines.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "trace/json_lines.hpp"
#include "trace/widget_message.hpp"

namespace ringcheck::trace {
namespace {

constexpr std::size_t most_windows = 10'000;
// How far a line may stand behind its place: a Blob is read first, and its window's other lines wait for it.
constexpr std::int64_t reorder_us = 5'000'000;
constexpr std::size_t most_waiting = 10'000;

struct TapLine {
  std::string window;
  std::int64_t n = 0;
  std::int64_t t_us = 0;
  std::string kind;  ///< framed, message, gone
  Value what;
  std::string session;  ///< empty: of a message, not known
};

constexpr LineForm tap_form = {"a line of the tap, with tap, window, n, t_us and framed, message or gone",
                               "Take it anew"};

bool is_from_known_place(const Value& message) {
  const std::string_view from = message.string_at("from");
  return from == "parent" || from == "frame" || from == "other";
}

/// Who ends what is said, by the window that says it.
std::string session_of(const TapLine& line) {
  if (line.kind == "message" && line.what.string_at("from") == "parent") return line.window;
  return std::string(line.what.string_at("session"));
}

std::optional<TapLine> tap_line_of(Value& object) {
  const Value* version = object.find("tap");
  const Value* n = object.find("n");
  const Value* t_us = object.find("t_us");
  if (version == nullptr || version->as_int() != 1 || n == nullptr || t_us == nullptr) return std::nullopt;
  TapLine line{std::string(object.string_at("window")),
               n->as_int().value_or(0),
               t_us->as_int().value_or(0),
               {},
               {},
               {}};
  // A time that no clock shows would only overflow.
  constexpr std::int64_t latest_us = 253'402'300'799'000'000;
  if (line.window.empty() || line.n < 1 || line.t_us < 1 || line.t_us > latest_us) return std::nullopt;
  for (const std::string_view kind : {"framed", "message", "gone"}) {
    Value* what = object.find(kind);
    if (what == nullptr) continue;
    if (!line.kind.empty() || !what->is_object()) return std::nullopt;
    line.kind = kind;
    line.what = std::move(*what);
  }
  line.session = session_of(line);
  const bool is_message = line.kind == "message";
  if (is_message && (line.what.find("data") == nullptr || !is_from_known_place(line.what)))
    return std::nullopt;
  if (line.kind.empty() || (!is_message && line.session.empty())) return std::nullopt;
  return line;
}

/// Hands each line over with its number. True at the end when the last one was cut short.
template <typename Take>
Result<bool> for_each_line(std::istream& file, std::string_view name, Take take) {
  return for_each_json_line(file, name, tap_form, [&](Value& object, std::int64_t number) {
    auto line = tap_line_of(object);
    if (line) take(*line, number);
    return line.has_value();
  });
}

/// Puts the entries in the order of their time and numbers them.
class InOrder {
 public:
  explicit InOrder(const Sink& sink) : sink_(sink) {}

  void take(std::int64_t t_us, Entry entry, std::int64_t place) {
    newest_us_ = std::max(newest_us_, t_us);
    waiting_.emplace(t_us, std::pair(std::move(entry), place));
    while (waiting_.size() > most_waiting || waiting_.begin()->first < newest_us_ - reorder_us) hand_over();
  }

  void finish(Extent& extent) {
    while (!waiting_.empty()) hand_over();
    extent.begin_ms = begin_us_ / 1000;
    extent.span_us = last_us_;
    if (late_ > 0) {
      extent.untold.push_back(fmt::format("{} line{} stood far from their time: taken as they stand", late_,
                                          late_ == 1 ? "" : "s"));
    }
  }

 private:
  void hand_over() {
    auto first = waiting_.extract(waiting_.begin());
    if (seq_ == 0) begin_us_ = first.key();
    const std::int64_t since_begin_us = first.key() - begin_us_;
    if (since_begin_us < last_us_) ++late_;
    last_us_ = std::max(last_us_, since_begin_us);
    auto& [entry, place] = first.mapped();
    entry.seq = ++seq_;
    entry.t_us = last_us_;
    sink_(entry, place);
  }

  const Sink& sink_;
  std::multimap<std::int64_t, std::pair<Entry, std::int64_t>> waiting_;
  std::int64_t begin_us_ = 0;
  std::int64_t newest_us_ = 0;
  std::int64_t last_us_ = 0;
  std::int64_t seq_ = 0;
  std::int64_t late_ = 0;
};

/// A message of which nobody knows whether it belongs to a session: shown to people, and not judged.
Entry entry_of_stranger(TapLine& line) {
  Entry entry = entry_of_message(Side::widget, "", "stranger", "", std::move(*line.what.find("data")));
  entry.head = make_object();
  return entry;
}

Entry entry_of(TapLine& line) {
  const std::string host(tap_host);
  const std::string widget(tap_widget);
  const std::string origin(line.what.string_at("origin"));
  if (line.kind == "framed") return entry_of_load(line.session, host, widget, origin);
  if (line.kind == "gone") return entry_of_unload(line.session, host);
  const std::string_view from = line.what.string_at("from");
  Entry entry;
  if (from == "parent") {
    entry = entry_of_message(Side::host, line.session, host, widget, std::move(*line.what.find("data")));
  } else if (from == "frame") {
    entry = entry_of_message(Side::widget, line.session, widget, host, std::move(*line.what.find("data")));
  } else {
    entry = entry_of_stranger(line);
  }
  if (!origin.empty()) entry.head.set("origin", origin);
  return entry;
}

}  // namespace

Result<TapPlan> plan_tap_lines(std::istream& file, std::string_view name) {
  TapPlan plan;
  std::map<std::string, std::int64_t> next;  // n of each window
  auto done = for_each_line(file, name, [&](const TapLine& line, std::int64_t) {
    if (next.size() >= most_windows && !next.contains(line.window)) {
      plan.whole = false;
      return;
    }
    std::int64_t& wanted = next.try_emplace(line.window, 1).first->second;
    plan.whole = plan.whole && line.n == wanted;
    wanted = line.n + 1;
    if (line.kind == "framed" && plan.sessions.size() < most_windows) plan.sessions.insert(line.session);
  });
  if (!done) return done.error();
  plan.whole = plan.whole && !*done;
  return plan;
}

Result<Extent> read_tap_lines(std::istream& file, std::string_view name, const TapPlan& plan,
                              const Sink& sink) {
  Extent extent;
  InOrder in_order(sink);
  std::set<std::string> halves;
  std::set<std::string> gone;
  auto done = for_each_line(file, name, [&](TapLine& line, std::int64_t number) {
    ++extent.count;
    const bool is_known = plan.sessions.contains(line.session);
    if (!is_known && line.kind != "message") return;
    // Both the document that goes and the one that framed it say so.
    if (line.kind == "gone" && !gone.insert(line.session).second) return;
    const bool is_half = !is_known && line.what.string_at("from") != "other";
    if (is_half) halves.insert(line.session);
    const std::int64_t t_us = line.t_us;
    in_order.take(t_us, is_half ? entry_of_stranger(line) : entry_of(line), number);
  });
  if (!done) return done.error();
  in_order.finish(extent);
  if (*done) extent.untold.emplace_back("the last line was cut short and is left out");
  if (!plan.whole) {
    extent.untold.emplace_back("lines are missing: what was not seen is not judged");
  }
  if (!halves.empty()) {
    extent.untold.push_back(fmt::format(
        "{} frame{} tapped at one end only: what passed there is not judged; the tap must run in every "
        "frame of the page",
        halves.size(), halves.size() == 1 ? " was" : "s were"));
  }
  return extent;
}

}  // namespace ringcheck::trace
