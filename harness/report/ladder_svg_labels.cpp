#include "report/ladder_svg_labels.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "report/html_text.hpp"
#include "report/server_trace.hpp"
#include "report/widget_words.hpp"
#include "trace/widget_message.hpp"

namespace ringcheck::report {
namespace {

using trace::Entry;
using trace::Kind;

constexpr std::size_t label_characters = 30;
constexpr std::size_t most_events = 8;

std::string note_label(const Entry& entry) {
  const std::string_view state = entry.body.string_at("state");
  return state.empty() ? "note " + entry.type : fmt::format("note state {}", state);
}

/// What the harness's end of a widget has come to, in a word.
std::string log_label(const Entry& entry) {
  const Value* data = entry.head.find("data");
  const std::string_view state = data == nullptr ? std::string_view() : data->string_at("state");
  return state.empty() ? "log " + entry.type : fmt::format("is {}", state);
}

std::string whole_label(const Entry& entry) {
  switch (entry.kind) {
    case Kind::event:
    case Kind::request:
      return entry.type;
    case Kind::action:
      return "do " + entry.type;
    case Kind::done:
      return fmt::format("{} {}", entry.head.string_at("outcome"), entry.type);
    case Kind::note:
      return note_label(entry);
    case Kind::log:
      return log_label(entry);
    case Kind::deadline:
      return fmt::format("deadline of step {}", entry.step);
    case Kind::late:
      return "the harness itself ran late";
    case Kind::end:
      return "end: " + entry.type;
    case Kind::seen:
      return "sync: " + entry.type;
    case Kind::response: {
      const Value* status = entry.head.find("status");
      return fmt::format("{} to {}", status == nullptr ? "answer" : status->text, entry.type);
    }
    case Kind::ask:
    case Kind::reply:
    case Kind::opened:
    case Kind::closed: {
      const std::string words = widget_words(entry);
      return words.empty() ? fmt::format("{} {}", kind_name(entry.kind), entry.type) : words;
    }
    default:
      return fmt::format("{} {}", kind_name(entry.kind), entry.type);
  }
}

}  // namespace

std::vector<LadderColumn> columns_of(const std::deque<Entry>& entries) {
  const std::string subject = entries.empty() ? "" : std::string(entries.front().head.string_at("subject"));
  std::vector<LadderColumn> columns = {
      {"harness", "moves the subject"}, {subject, "subject"}, {"homeserver", "played by the harness"}};
  if (is_of_homeserver(entries)) columns.pop_back();
  const auto is_known = [&](const std::string& party) {
    return party.empty() || std::any_of(columns.begin(), columns.end(),
                                        [&](const LadderColumn& column) { return column.name == party; });
  };
  for (const Entry& entry : entries) {
    auto add = [&](const std::string& party, const char* role) {
      if (!is_known(party)) columns.push_back({party, role});
    };
    // Beside the subject, so that what they say to each other crosses no other line.
    auto add_page = [&](const std::string& party, const char* role) {
      if (is_known(party)) return;
      const auto homeserver = std::find_if(columns.begin(), columns.end(), [](const LadderColumn& column) {
        return column.name == "homeserver";
      });
      columns.insert(homeserver, {party, role});
    };
    if (entry.kind == Kind::request && entry.to == subject) add(entry.from, "user");
    if (entry.kind == Kind::seen) add(entry.to, "user");
    if (entry.kind == Kind::event) add(entry.from, "peer");
    // The peer of a media port may say nothing in the room.
    if (entry.kind == Kind::deliver || entry.kind == Kind::media) add(entry.to, "peer");
    if (const auto message = trace::as_widget_message(entry)) {
      add_page(entry.from, message->side == trace::Side::widget ? "widget" : "host");
      add_page(entry.to, message->side == trace::Side::widget ? "host" : "widget");
    }
    if (entry.kind == Kind::opened) add_page(entry.to, "page of the harness");
  }
  return columns;
}

LadderLabels::LadderLabels(const std::deque<Entry>& entries, std::string file) : file_(std::move(file)) {
  for (const Entry& entry : entries) {
    if (entry.kind == Kind::event) event_by_id_.emplace(entry.head.string_at("event_id"), &entry);
  }
}

std::vector<std::string> LadderLabels::of(const Entry& entry) const {
  if (entry.kind == Kind::step) return {step_label(entry)};
  if (entry.kind == Kind::deliver) return delivery_labels(entry);
  return {shortened(whole_label(entry), label_characters)};
}

std::string LadderLabels::step_label(const Entry& entry) const {
  const Value* line = entry.head.find("line");
  const std::string_view file = entry.head.string_at("file");
  std::string place;
  if (line != nullptr) {
    place = file == file_ ? fmt::format(", line {}", line->text)
                          : fmt::format(", {}:{}", file.substr(file.rfind('/') + 1), line->text);
  }
  std::string_view name = entry.type;
  if (name.ends_with(' ')) name.remove_suffix(1);
  return shortened(fmt::format("step {}: {}{}", entry.step, name, place), 2 * label_characters);
}

std::vector<std::string> LadderLabels::delivery_labels(const Entry& entry) const {
  const Value* events = entry.head.find("events");
  const std::size_t count = events == nullptr ? 0 : events->items.size();
  if (entry.head.find("initial") != nullptr) return {fmt::format("first sync, {} events", count)};
  if (count == 0) return {"sync without events"};
  std::vector<std::string> labels;
  if (count > 1) labels.push_back(fmt::format("one sync, {} events:", count));
  for (std::size_t i = 0; i < std::min(count, most_events); ++i) {
    const std::string_view id = events->items[i].as_string();
    auto event = event_by_id_.find(id);
    std::string name = event == event_by_id_.end() ? std::string(id) : event->second->type;
    if (event != event_by_id_.end() && event->second->from == entry.to) name += " (echo)";
    labels.push_back(shortened(count > 1 ? name : "sync: " + name, label_characters));
  }
  if (count > most_events) labels.emplace_back("…");
  return labels;
}

}  // namespace ringcheck::report
