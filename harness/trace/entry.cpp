#include "trace/entry.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "value/json.hpp"

namespace ringcheck::trace {
namespace {

constexpr std::array<std::string_view, 20> kind_names = {
    "start", "step",  "event", "deliver", "taken", "request", "response", "seen", "opened", "closed",
    "ask",   "reply", "do",    "done",    "note",  "media",   "deadline", "late", "log",    "end"};

/// Adds a member to the text of an object that is open yet and not empty.
void add(std::string& line, std::string_view key, std::string_view json) {
  line.append(",\"").append(key).append("\":").append(json);
}

void add_text(std::string& line, std::string_view key, const std::string& text) {
  if (!text.empty()) add(line, key, to_json(text));
}

}  // namespace

std::string_view kind_name(Kind kind) {
  return kind_names[static_cast<std::size_t>(kind)];
}

std::optional<Kind> kind_from_name(std::string_view name) {
  for (std::size_t i = 0; i < kind_names.size(); ++i) {
    if (kind_names[i] == name) return static_cast<Kind>(i);
  }
  return std::nullopt;
}

bool is_background(const Entry& entry) {
  const bool by_step = entry.step >= 0;  // of a user of the harness, who does what the scenario says
  if (by_step || (entry.kind != Kind::request && entry.kind != Kind::closed)) return false;
  return entry.type == "GET /sync" || entry.type.starts_with("OPTIONS ");
}

// By hand and not as one Value: a copy of all bodies would be half of what it costs to write a trace.
std::string to_line(const Entry& entry) {
  std::string line =
      fmt::format(R"({{"seq":{},"t_us":{},"kind":"{}")", entry.seq, entry.t_us, kind_name(entry.kind));
  add_text(line, "from", entry.from);
  add_text(line, "to", entry.to);
  add_text(line, "channel", entry.channel);
  if (entry.cause != 0) add(line, "cause", std::to_string(entry.cause));
  if (entry.step >= 0) add(line, "step", std::to_string(entry.step));
  add_text(line, "type", entry.type);
  if (!entry.head.is_null()) add(line, "head", to_json(entry.head));
  if (!entry.body.is_null()) add(line, "body", to_json(entry.body));
  add_text(line, "raw", entry.raw);
  if (!entry.declared.empty()) {
    Value declared = make_array();
    for (const std::string& pointer : entry.declared) declared.push(pointer);
    add(line, "declared", to_json(declared));
  }
  line += '}';
  return line;
}

Result<Entry> from_line(std::string_view text) {
  auto parsed = parse_json(text, {.bytes = std::size_t{16} * 1024 * 1024, .depth = 120});
  if (!parsed) return parsed.error();
  Value& line = parsed->value;
  const Value* seq = line.find("seq");
  const Value* t_us = line.find("t_us");
  auto kind = kind_from_name(line.string_at("kind"));
  if (seq == nullptr || !seq->as_int() || t_us == nullptr || !t_us->as_int() || !kind) {
    return Error{"a trace entry needs seq, t_us and a known kind"};
  }
  Entry entry;
  entry.seq = *seq->as_int();
  entry.t_us = *t_us->as_int();
  entry.kind = *kind;
  entry.from = line.string_at("from");
  entry.to = line.string_at("to");
  entry.channel = line.string_at("channel");
  if (const Value* cause = line.find("cause")) entry.cause = cause->as_int().value_or(0);
  if (const Value* step = line.find("step")) entry.step = static_cast<int>(step->as_int().value_or(-1));
  entry.type = line.string_at("type");
  if (Value* head = line.find("head")) entry.head = std::move(*head);
  if (Value* body = line.find("body")) entry.body = std::move(*body);
  entry.raw = line.string_at("raw");
  if (const Value* declared = line.find("declared")) {
    for (const Value& pointer : declared->items) entry.declared.emplace_back(pointer.as_string());
  }
  return entry;
}

}  // namespace ringcheck::trace
