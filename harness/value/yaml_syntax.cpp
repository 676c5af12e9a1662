#include "value/yaml_syntax.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <yaml-cpp/exceptions.h>

#include "value/utf8.hpp"
#include "value/yaml_scalar.hpp"

namespace ringcheck {
namespace {

Fault fault_at(const Lines& lines, Spot spot, std::string text, std::string note = {},
               std::string help = {}) {
  return {{}, lines.place(spot), std::move(text), std::move(note), std::move(help)};
}

bool at_end(const Lines& lines, Spot spot) {
  if (!lines.rest(spot).empty()) return false;
  for (std::size_t line = spot.line + 1; line < lines.count(); ++line) {
    if (!lines.line(line).empty()) return false;
  }
  return true;
}

/// The nearest such character on the line, at the spot or before it.
Spot back_to(const Lines& lines, Spot spot, char c) {
  std::size_t found = lines.line(spot.line).rfind(c, spot.column);
  return {spot.line, found == std::string_view::npos ? spot.column : found};
}

std::string_view before(const Lines& lines, Spot spot) {
  std::string_view text = lines.line(spot.line).substr(0, spot.column);
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

Fault sigil(const Lines& lines, Spot spot, std::string_view meaning) {
  std::string_view word = word_at(lines, spot);
  std::string_view name = word.starts_with('`') ? "backtick" : word.substr(0, 1);
  return fault_at(lines, spot, fmt::format("a plain {} {}", name, meaning), {},
                  fmt::format("write {} for the text", in_quotes(word)));
}

/// The quote that was opened last and never closed, sought from the last node that was read whole.
std::optional<Spot> find_open_quote(const Lines& lines, Spot from) {
  for (Spot spot = from; spot.line < lines.count(); spot = {spot.line + 1, 0}) {
    std::string_view line = lines.line(spot.line);
    for (std::size_t at = spot.column; at < line.size(); ++at) {
      bool starts = at == 0 || std::string_view(" :,[{-").find(line[at - 1]) != std::string_view::npos;
      if (line[at] == '#' && starts) break;
      if (!starts || (line[at] != '"' && line[at] != '\'')) continue;
      std::size_t end = closing_quote(line, at);
      if (end == std::string_view::npos) return Spot{spot.line, at};
      at = end - 1;
    }
  }
  return std::nullopt;
}

Fault explain_open_quote(const SyntaxError& error, const Lines& lines) {
  Spot spot = find_open_quote(lines, error.last_event).value_or(error.last_event);
  return fault_at(lines, spot, "a quote is opened and not closed", "opened here",
                  "close it on the same line");
}

Fault explain_unknown_token(const SyntaxError& error, const Lines& lines) {
  char c = lines.at(error.spot);
  if (c == '|' || c == '>') {
    return fault_at(lines, error.spot, fmt::format("a block of text (`{}`) cannot stand inside brackets", c),
                    {}, "write a quoted text");
  }
  return sigil(lines, error.spot, "cannot begin a value");
}

Fault explain_flow(const SyntaxError& error, const Lines& lines) {
  if (at_end(lines, error.spot) && error.open_flow) {
    return fault_at(lines, *error.open_flow,
                    fmt::format("this `{}` is never closed", lines.at(*error.open_flow)));
  }
  if (lines.at(error.spot) == '{' && before(lines, error.spot).ends_with('$')) {
    return fault_at(lines, error.spot, "a reference has no braces", {}, "write $name");
  }
  std::string note;
  if (error.open_flow && error.open_flow->line != error.spot.line) {
    note = fmt::format("the `{}` of line {} is still open", lines.at(*error.open_flow),
                       error.open_flow->line + 1);
  }
  return fault_at(lines, error.spot, "a comma or a closing bracket is missing before this", std::move(note));
}

/// Where the content of a line begins, after its indentation and the dashes of list items.
std::size_t content_column(std::string_view line) {
  std::size_t at = std::min(line.find_first_not_of(' '), line.size());
  while (line.substr(at).starts_with("- ")) at = std::min(line.find_first_not_of(' ', at + 1), line.size());
  return at;
}

/// The start of the content above the line, blank lines and comments left out.
std::optional<Spot> content_above(const Lines& lines, std::size_t line) {
  while (line-- > 0) {
    Spot spot{line, content_column(lines.line(line))};
    if (lines.at(spot) != '\0' && lines.at(spot) != '#') return spot;
  }
  return std::nullopt;
}

/// A line where `key: value` was meant.
Fault explain_key_without_value(Spot spot, const Lines& lines) {
  std::string_view word = word_at(lines, spot);
  std::size_t colon = word.find(':');
  if (colon == std::string_view::npos) {
    return fault_at(lines, spot, "this line has neither a colon nor a value", {},
                    "write a map as key: value");
  }
  return fault_at(lines, spot, "a space is missing after the colon", {},
                  fmt::format("write {}: {}", clip(word.substr(0, colon)), clip(word.substr(colon + 1))));
}

/// A node that fits into no open map or list.
Fault explain_misfit(const SyntaxError& error, const Lines& lines) {
  std::string_view left = before(lines, error.spot);
  if (left.ends_with('"') || left.ends_with('\'')) {
    if (error.last_event.line < error.spot.line && lines.at(error.last_event) == left.back()) {
      return fault_at(lines, error.last_event, "a quote is opened and not closed in its line",
                      fmt::format("the next one stands in line {}", error.spot.line + 1));
    }
    return fault_at(lines, error.spot, "something follows a closing quote", {},
                    "put all of the text in the quotes");
  }
  if (lines.at(error.spot) == '%' || lines.at(error.spot) == '@' || lines.at(error.spot) == '`') {
    return sigil(lines, error.spot, "cannot begin a value");
  }
  if (!left.empty() && left.find_first_not_of("- ") != std::string_view::npos) {
    return fault_at(lines, error.spot, "this does not belong here", {}, "quote the text if it is part of it");
  }
  std::string_view word = word_at(lines, error.spot);
  std::size_t colon = word.find(':');
  if (colon != std::string_view::npos && colon + 1 < word.size())
    return explain_key_without_value(error.spot, lines);
  std::string text = lines.at(error.spot) == '-' && (word.size() == 1)
                         ? "a list item cannot stand among the keys of a map"
                         : "this line belongs to no map or list above it";
  return fault_at(lines, error.spot, std::move(text),
                  fmt::format("indented by {}", lines.line(error.spot.line).find_first_not_of(' ')),
                  "indent it as its siblings are, and give a key its colon");
}

Fault explain_colon(const SyntaxError& error, const Lines& lines) {
  std::string note;
  std::size_t column = content_column(lines.line(error.spot.line));
  if (std::optional<Spot> above = content_above(lines, error.spot.line)) {
    std::string_view text = lines.rest(*above);
    bool lacks_colon = text.find(": ") == std::string_view::npos && !text.ends_with(':');
    if (above->column == column && lacks_colon) return explain_key_without_value(*above, lines);
    if (above->column < column) note = fmt::format("the text of line {} goes on until here", above->line + 1);
  }
  return fault_at(lines, error.spot, "a colon where no map can begin", std::move(note),
                  "quote the text if the colon is part of it, or begin the inner map on a line of its own");
}

Fault explain_escape(const SyntaxError& error, const Lines& lines) {
  Spot spot = back_to(lines, error.spot, '\\');
  if (error.message.starts_with(YAML::ErrorMsg::INVALID_UNICODE)) {
    return fault_at(lines, spot, "this escape is no character", {},
                    "write the character itself, or \\U and eight digits");
  }
  return fault_at(lines, spot, "this escape is not one of YAML's", {},
                  "write \\\\ for a backslash, or use single quotes");
}

}  // namespace

std::size_t closing_quote(std::string_view text, std::size_t at) {
  char quote = text[at];
  for (++at; at < text.size(); ++at) {
    if (quote == '"' && text[at] == '\\') {
      ++at;
    } else if (text[at] == quote) {
      if (quote == '"' || at + 1 == text.size() || text[at + 1] != quote) return at + 1;
      ++at;
    }
  }
  return std::string_view::npos;
}

std::string_view word_at(const Lines& lines, Spot spot) {
  std::string_view rest = lines.rest(spot);
  return rest.substr(0, std::min(rest.find_first_of(" ,[]{}", 1), rest.size()));
}

Fault explain_syntax_error(const SyntaxError& error, const Lines& lines) {
  namespace msg = YAML::ErrorMsg;
  const std::string& text = error.message;
  auto is_one_of = [&](auto... known) { return ((text == known) || ...); };

  if (text == msg::UNKNOWN_TOKEN) return explain_unknown_token(error, lines);
  if (is_one_of(msg::UNKNOWN_ANCHOR, msg::CHAR_IN_ALIAS, msg::ALIAS_NOT_FOUND)) {
    return sigil(lines, back_to(lines, error.spot, '*'), "makes an alias, which this language does not have");
  }
  if (is_one_of(msg::CHAR_IN_ANCHOR, msg::ANCHOR_NOT_FOUND, msg::MULTIPLE_ANCHORS)) {
    return sigil(lines, back_to(lines, error.spot, '&'),
                 "makes an anchor, which this language does not have");
  }
  if (is_one_of(msg::CHAR_IN_TAG_HANDLE, msg::TAG_WITH_NO_SUFFIX, msg::END_OF_VERBATIM_TAG,
                msg::MULTIPLE_TAGS)) {
    return sigil(lines, back_to(lines, error.spot, '!'), "makes a tag, which this language does not have");
  }
  if (is_one_of(msg::EOF_IN_SCALAR, msg::DOC_IN_SCALAR)) return explain_open_quote(error, lines);
  if (is_one_of(msg::END_OF_MAP_FLOW, msg::END_OF_SEQ_FLOW)) return explain_flow(error, lines);
  if (is_one_of(msg::END_OF_MAP, msg::END_OF_SEQ)) return explain_misfit(error, lines);
  if (text == msg::FLOW_END) return fault_at(lines, error.spot, "this bracket closes nothing that is open");
  if (text == msg::MAP_VALUE) return explain_colon(error, lines);
  if (text == msg::BLOCK_ENTRY) {
    return fault_at(lines, error.spot, "a list cannot begin here", {},
                    "begin it on a line of its own, or write [a, b]");
  }
  if (text == msg::CHAR_IN_BLOCK) {
    return fault_at(lines, error.spot, "text beside the mark of a block", {},
                    "begin the text on the next line");
  }
  if (text.starts_with(msg::INVALID_ESCAPE) || text.starts_with(msg::INVALID_UNICODE) ||
      text == msg::INVALID_HEX) {
    return explain_escape(error, lines);
  }
  if (text == msg::BAD_FILE) return fault_at(lines, error.spot, "nested too deeply");
  return fault_at(lines, error.spot, "not YAML: " + text);
}

}  // namespace ringcheck
