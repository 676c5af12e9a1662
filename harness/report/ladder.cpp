#include "report/ladder.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "report/console.hpp"
#include "report/server_trace.hpp"
#include "report/widget_words.hpp"
#include "value/json.hpp"

namespace ringcheck::report {
namespace {

using trace::Entry;
using trace::Kind;

constexpr std::size_t column_width = 34;

// The parties in order: subject's adapter side first, then the homeserver, then the peers.
class Columns {
 public:
  Columns(std::string subject, bool of_homeserver) : subject_(std::move(subject)) {
    names_ = {"harness", subject_};
    if (!of_homeserver) names_.emplace_back("homeserver");
  }

  // True when a party of the entry had no column yet.
  bool make_room_for(const Entry& entry) {
    const std::size_t before = names_.size();
    if (entry.kind == Kind::request && entry.to == subject_) add(entry.from);
    if (entry.kind == Kind::seen) add(entry.to);
    if (entry.kind == Kind::event || entry.kind == Kind::deliver) add(entry.from);
    if (!widget_words(entry).empty()) {
      add(entry.from);
      add(entry.to);
    }
    if (entry.kind == Kind::media) add(entry.to);  // whose port it is
    return names_.size() > before;
  }

  const std::string& subject() const { return subject_; }

  std::size_t of(const std::string& name) const {
    auto found = std::find(names_.begin(), names_.end(), name);
    return found == names_.end() ? 0 : static_cast<std::size_t>(found - names_.begin());
  }

  std::string header() const {
    std::string line(12, ' ');
    for (const std::string& name : names_) line += fmt::format("{:<{}}", name, column_width);
    return line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }

  std::string arrow(const std::string& from, const std::string& to, const std::string& label) const {
    const std::size_t a = std::min(of(from), of(to));
    const std::size_t b = std::max(of(from), of(to));
    const std::size_t width = (b == a ? 1 : b - a) * column_width;
    std::string text = label.size() + 4 > width ? label.substr(0, width > 5 ? width - 5 : 0) + "…" : label;
    std::string line = " " + text + " ";
    // The ellipsis is one column wide and three bytes long.
    const std::size_t shown = line.size() - (text.ends_with("…") ? 2 : 0);
    const std::size_t dashes = width > shown + 2 ? width - shown - 2 : 0;
    std::string body = line + std::string(dashes, '-');
    const bool rightwards = of(from) < of(to);
    body = rightwards ? "|" + body + ">" : "<" + body + "|";
    return std::string(a * column_width, ' ') + body;
  }

 private:
  void add(const std::string& name) {
    if (!name.empty() && std::find(names_.begin(), names_.end(), name) == names_.end())
      names_.push_back(name);
  }

  std::string subject_;
  std::vector<std::string> names_;
};

std::string short_body(const Entry& entry) {
  if (!widget_words(entry).empty()) {
    const std::string details = widget_details(entry);
    return details.empty() ? "" : " " + details;
  }
  std::string text;
  for (const char* key :
       {"call_id", "party_id", "selected_party_id", "version", "reason", "state", "end_cause"}) {
    if (const Value* value = entry.body.find(key)) {
      std::string shown = value->is_string() ? value->text : to_json(*value);
      if (shown.size() > 6 && std::string_view(key).ends_with("_id")) shown = shown.substr(0, 6) + "…";
      text += fmt::format(" {}={}", key, shown);
    }
  }
  return text;
}

bool is_left_out(const Entry& entry) {
  const bool answer_of_ours = entry.kind == Kind::response && entry.from == "homeserver";
  return answer_of_ours || entry.kind == Kind::taken || entry.kind == Kind::start || is_background(entry);
}

/// What the peer of a step does wrong because the scenario wants it so.
std::string on_purpose(const Entry& entry) {
  const std::string_view fault = entry.head.string_at("peer_fault");
  return fault.empty() ? "" : fmt::format("  on purpose: {}", fault);
}

std::string body_line(const Columns& columns, const Entry& entry) {
  switch (entry.kind) {
    case Kind::step:
      return fmt::format("== step {}: {}  ({}:{}){}", entry.step, entry.type, entry.head.string_at("file"),
                         entry.head.find("line") == nullptr ? "" : entry.head.find("line")->text,
                         on_purpose(entry));
    case Kind::event:
    case Kind::request:
      return columns.arrow(entry.from, entry.to.empty() ? "homeserver" : entry.to, entry.type);
    case Kind::response:
      return columns.arrow(entry.from, entry.to, "answer " + entry.head.find("status")->text);
    case Kind::seen:
      return columns.arrow(entry.from, entry.to, "sync: " + entry.type);
    case Kind::deliver:
      return columns.arrow(
          "homeserver", entry.to,
          fmt::format("sync: {} events",
                      entry.head.find("events") == nullptr ? 0 : entry.head.find("events")->items.size()));
    case Kind::action:
      return columns.arrow("harness", entry.to, "do " + entry.type);
    case Kind::done:
      return columns.arrow(entry.from, "harness",
                           fmt::format("{} {}", entry.head.string_at("outcome"), entry.type));
    case Kind::note:
      return columns.arrow(entry.from, "harness", "note " + entry.type);
    case Kind::media:
      return columns.arrow(entry.from, entry.to, "media " + entry.type);
    case Kind::deadline:
      return fmt::format("!! deadline of step {}", entry.step);
    case Kind::ask:
    case Kind::reply:
    case Kind::opened:
    case Kind::closed:
      if (widget_words(entry).empty()) break;
      return columns.arrow(entry.from, entry.to, widget_words(entry));
    case Kind::late:
      return "!! the harness ran late";
    case Kind::end:
      return "== end " + entry.type;
    default:
      break;
  }
  return fmt::format("   {} {}", kind_name(entry.kind), entry.type);
}

std::optional<Tone> tone_of(const Entry& entry, const std::string& subject) {
  if (entry.kind == Kind::deadline || entry.kind == Kind::late) return Tone::doubt;
  if (entry.kind == Kind::step || entry.kind == Kind::end || entry.kind == Kind::deliver) return Tone::faint;
  if (entry.kind == Kind::done || entry.from != subject) return std::nullopt;
  return Tone::strong;
}

// The line of an entry; empty for what is left out.
std::string line_of(const Columns& columns, const Entry& entry, const ConsoleStyle& style) {
  if (is_left_out(entry)) return "";
  const std::string line =
      printable(fmt::format("{:>9.3f}  {}{}", static_cast<double>(entry.t_us) / 1000.0,
                            body_line(columns, entry), entry.kind == Kind::step ? "" : short_body(entry)));
  const auto tone = tone_of(entry, columns.subject());
  return (tone ? toned(line, *tone, style) : line) + "\n";
}

}  // namespace

std::string ladder(const std::deque<Entry>& entries, const ConsoleStyle& style) {
  const std::string_view subject = entries.empty() ? "" : entries.front().head.string_at("subject");
  Columns columns(std::string(subject), is_of_homeserver(entries));
  for (const Entry& entry : entries) columns.make_room_for(entry);
  std::string text = printable(columns.header());
  for (const Entry& entry : entries) text += line_of(columns, entry, style);
  return text;
}

std::function<std::string(const Entry&)> live_ladder(bool of_homeserver, const ConsoleStyle& style) {
  return
      [of_homeserver, style, columns = std::optional<Columns>(), is_new = true](const Entry& entry) mutable {
        if (!columns) columns.emplace(std::string(entry.head.string_at("subject")), of_homeserver);
        is_new = columns->make_room_for(entry) || is_new;
        const std::string line = line_of(*columns, entry, style);
        if (line.empty()) return std::string();
        return (std::exchange(is_new, false) ? printable(columns->header()) : "") + line;
      };
}

}  // namespace ringcheck::report
