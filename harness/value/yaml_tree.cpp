#include "value/yaml_tree.hpp"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "value/duplicates.hpp"
#include "value/utf8.hpp"
#include "value/yaml_scalar.hpp"
#include "value/yaml_syntax.hpp"

namespace ringcheck {
namespace {

constexpr std::size_t max_depth = 64;

/// Thrown out of yaml-cpp's parser to end it, and caught in this file.
struct StopReading {};

Spot to_spot(const YAML::Mark& mark) {
  return {static_cast<std::size_t>(std::max(mark.line, 0)),
          static_cast<std::size_t>(std::max(mark.column, 0))};
}

/// Builds the tree from yaml-cpp's events. Pointers to open containers stay good, because only the innermost
/// one grows.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(Value& root, const Lines& lines, FaultList& faults)
      : root_(root), lines_(lines), faults_(faults) {}

  Spot last_event() const { return last_event_; }
  std::optional<Spot> open_flow() const {
    for (auto open = open_.rbegin(); open != open_.rend(); ++open) {
      if (open->flow) return open->spot;
    }
    return std::nullopt;
  }

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override;
  void OnAnchor(const YAML::Mark& mark, const std::string& name) override;

 private:
  /// A container that is being filled.
  struct Open {
    Value* value = nullptr;
    Spot spot;
    bool flow = false;
    bool is_key = false;     ///< stands where a key should
    bool wants_key = false;  ///< a map that awaits a key; else it awaits that key's value
    Spot key;                ///< of the value that is awaited
  };

  bool wants_key() const { return !open_.empty() && open_.back().wants_key; }
  void add_fault(Spot spot, std::string text, std::string help = {}) {
    faults_.add(lines_.place(spot), std::move(text), std::move(help));
    if (faults_.full()) throw StopReading();
  }
  Value& place_value(Spot spot);
  void place_key(Spot spot, std::string key);
  void open(Type type, Spot spot, const std::string& tag, YAML::EmitterStyle::value style);
  void close();
  bool refuse_tag(Spot spot, const std::string& tag);
  void take_scalar(Spot spot, PlainScalar scalar);
  bool is_written_null(Spot spot) const;
  void report_empty(Spot spot);
  void report_empty_member(Spot key, const std::string& name);
  void refuse_swallowed_item(Spot spot, std::string_view text);
  Spot find_dash(Spot next) const;

  Value& root_;
  const Lines& lines_;
  FaultList& faults_;
  std::vector<Open> open_;
  Spot last_event_;
  int documents_ = 0;
};

Value& TreeBuilder::place_value(Spot spot) {
  Value* value = &root_;
  if (!open_.empty()) {
    Open& parent = open_.back();
    parent.wants_key = parent.value->is_object();
    value = parent.wants_key ? &parent.value->members.back().value : &parent.value->items.emplace_back();
  }
  *value = Value();
  value->place = lines_.place(spot);
  return *value;
}

void TreeBuilder::place_key(Spot spot, std::string key) {
  Open& map = open_.back();
  map.value->members.push_back({std::move(key), Value(), lines_.place(spot)});
  map.wants_key = false;
  map.key = spot;
}

void TreeBuilder::open(Type type, Spot spot, const std::string& tag, YAML::EmitterStyle::value style) {
  last_event_ = spot;
  refuse_tag(spot, tag);
  if (open_.size() == max_depth) {
    add_fault(spot, fmt::format("nested deeper than {} levels", max_depth));
    throw StopReading();
  }
  bool is_key = wants_key();
  if (is_key) place_key(spot, {});
  Value& value = place_value(spot);
  value.type = type;
  open_.push_back({&value, spot, style == YAML::EmitterStyle::Flow, is_key, type == Type::object, spot});
}

void TreeBuilder::close() {
  Open closed = open_.back();
  open_.pop_back();
  if (!closed.is_key) return;
  open_.back().wants_key = false;
  add_fault(closed.spot, "a key must be text, not a list or a map", "quote it if it is text");
}

bool TreeBuilder::refuse_tag(Spot spot, const std::string& tag) {
  if ((tag == "?" || tag == "!") && lines_.at(spot) != '!') return false;
  std::string_view word = word_at(lines_, spot);
  add_fault(spot, "a plain ! makes a tag, which this language does not have",
            fmt::format("write {} if it is text, such as a room id", in_quotes(word)));
  return true;
}

void TreeBuilder::take_scalar(Spot spot, PlainScalar scalar) {
  if (!scalar.fault.empty()) add_fault(spot, std::move(scalar.fault), std::move(scalar.help));
  if (wants_key()) {
    place_key(spot, std::move(scalar.value.text));
    return;
  }
  Value& value = place_value(spot);
  scalar.value.place = value.place;
  value = std::move(scalar.value);
}

/// yaml-cpp tells an empty value by the place of what comes next, which may itself be the word `null`: as a
/// key of this or an outer block map, and then it is not indented deeper than the container that lacks the
/// value.
bool TreeBuilder::is_written_null(Spot spot) const {
  std::string_view word = lines_.rest(spot);
  if (!word.starts_with("null") && !word.starts_with("Null") && !word.starts_with("NULL") &&
      !word.starts_with('~')) {
    return false;
  }
  if (open_.empty() || open_.back().flow) return open_.empty() || wants_key() || spot != open_.back().key;
  return wants_key() || (spot != open_.back().key && spot.column > open_.back().spot.column);
}

/// The dash of the list item that ends before `next`.
Spot TreeBuilder::find_dash(Spot next) const {
  std::size_t column = open_.back().spot.column;
  for (std::size_t line = std::min(next.line, lines_.count() - 1);; --line) {
    Spot spot{line, column};
    if (lines_.at(spot) == '-' && lines_.offset(spot) < lines_.offset(next)) return spot;
    if (line == 0) return next;
  }
}

void TreeBuilder::report_empty(Spot spot) {
  if (open_.empty()) {
    add_fault({}, "the document is empty");
    return;
  }
  if (!open_.back().value->is_object()) {
    add_fault(open_.back().flow ? spot : find_dash(spot), "this list item is empty", "write null or \"\"");
    return;
  }
  report_empty_member(open_.back().key, open_.back().value->members.back().key);
}

void TreeBuilder::report_empty_member(Spot key, const std::string& name) {
  std::string text = fmt::format("`{}` has no value", clip(name));
  std::string_view rest = lines_.rest(key);
  bool plain = rest.starts_with(name);
  std::string_view after = plain ? rest.substr(name.size()) : std::string_view();
  std::size_t comment = after.find(" #");
  std::size_t colon = plain ? name.find(':') : std::string::npos;
  if (colon != std::string::npos) {
    add_fault(key, std::move(text),
              fmt::format("write a space after the colon: {}: {}", clip(name.substr(0, colon)),
                          clip(name.substr(colon + 1))));
  } else if (comment != std::string_view::npos && comment + 2 < after.size() && after[comment + 2] != ' ') {
    std::string_view word = word_at(lines_, {key.line, key.column + name.size() + comment + 1});
    add_fault(key, std::move(text),
              fmt::format("write {} if it is a room alias: a plain # begins a comment", in_quotes(word)));
  } else if (plain && !after.substr(std::min(after.find_first_not_of(' '), after.size())).starts_with(':')) {
    add_fault(key, fmt::format("`{}` has neither a colon nor a value", clip(name)),
              "write a map as key: value");
  } else {
    add_fault(key, std::move(text), "write null or \"\"");
  }
}

/// A list item that is indented too far is, to YAML, the next line of the plain text above it.
void TreeBuilder::refuse_swallowed_item(Spot spot, std::string_view text) {
  std::string_view first = lines_.rest(spot);
  if (first.starts_with(text)) return;
  for (std::size_t line = spot.line + 1, read = first.size(); read < text.size() && line < lines_.count();
       ++line) {
    std::string_view whole = lines_.line(line);
    std::size_t indent = std::min(whole.find_first_not_of(' '), whole.size());
    if (whole.substr(indent).starts_with("- ")) {
      add_fault({line, indent},
                fmt::format("this item goes on with the text that began in line {}", spot.line + 1),
                "indent it as the item above, or quote the text");
      return;
    }
    read += whole.size() - indent + 1;
  }
}

void TreeBuilder::OnDocumentStart(const YAML::Mark& mark) {
  if (++documents_ == 1) return;
  Spot spot = to_spot(mark);
  if (lines_.rest(spot).starts_with("---")) {
    add_fault(spot, "a second document begins here", "one file holds one document");
  } else {
    add_fault(spot, "this stands after the end of the value", "check the indentation and the quotes above");
  }
  throw StopReading();
}

void TreeBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) {
  Spot spot = to_spot(mark);
  if (is_written_null(spot)) {
    std::string_view word = lines_.rest(spot);
    word = word.substr(0, word[0] == '~' ? 1 : 4);
    last_event_ = spot;
    take_scalar(spot, wants_key() ? read_plain_key(word) : read_plain_scalar(word));
    return;
  }
  if (wants_key()) {
    add_fault(spot, "a key is missing before the colon");
    place_key(spot, {});
    return;
  }
  report_empty(spot);
  place_value(open_.empty() ? spot : open_.back().key);
}

void TreeBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) {
  Spot spot = to_spot(mark);
  last_event_ = spot;
  add_fault(
      spot, "a plain * makes an alias, which this language does not have",
      fmt::format("write {} for the text; pieces are reused with use:", in_quotes(word_at(lines_, spot))));
  if (wants_key()) {
    place_key(spot, {});
  } else {
    place_value(spot);
  }
}

void TreeBuilder::OnAnchor(const YAML::Mark& mark, const std::string& /*name*/) {
  Spot spot = to_spot(mark);
  add_fault(
      spot, "a plain & makes an anchor, which this language does not have",
      fmt::format("write {} for the text; pieces are reused with use:", in_quotes(word_at(lines_, spot))));
}

void TreeBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t /*anchor*/,
                           const std::string& text) {
  Spot spot = to_spot(mark);
  last_event_ = spot;
  if (refuse_tag(spot, tag) || tag == "!") {
    bool quote = lines_.at(spot) == '"' || lines_.at(spot) == '\'';
    if (quote && closing_quote(lines_.text(), lines_.offset(spot)) == std::string_view::npos) {
      add_fault(spot, "a quote is opened and not closed", "close it on the same line");
      throw StopReading();  // yaml-cpp takes the rest of the file for the text
    }
    if (first_invalid_utf8(text)) {  // yaml-cpp makes a lone byte of these two escapes
      add_fault(spot, "the escapes \\N and \\_ are not JSON's", "write \\u0085 or \\u00a0");
      return take_scalar(spot, {});
    }
    take_scalar(spot, {Value(text), {}, {}});
  } else {
    refuse_swallowed_item(spot, text);
    take_scalar(spot, wants_key() ? read_plain_key(text) : read_plain_scalar(text));
  }
}

void TreeBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t /*anchor*/,
                                  YAML::EmitterStyle::value style) {
  open(Type::array, to_spot(mark), tag, style);
}

void TreeBuilder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t /*anchor*/,
                             YAML::EmitterStyle::value style) {
  open(Type::object, to_spot(mark), tag, style);
}

void TreeBuilder::OnMapEnd() {
  const std::vector<Member>& members = open_.back().value->members;
  for (const Duplicate& twice : find_duplicates(members)) {
    const Member& again = members[twice.again];
    if (again.key.empty()) continue;  // stands for a key that was refused already
    faults_.add(again.place, fmt::format("the key `{}` stands twice in one map", clip(again.key)),
                "rename or remove one of them",
                fmt::format("first in line {}", members[twice.first].place.line));
  }
  close();
}

}  // namespace

void read_yaml_tree(const std::string& text, const Lines& lines, Value& root, FaultList& faults) {
  TreeBuilder builder(root, lines, faults);
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    bool any = false;
    while (parser.HandleNextDocument(builder)) any = true;
    if (!any) faults.add({1, 1}, "the file is empty");
  } catch (const StopReading&) {
    return;  // the reason is among the faults
  } catch (const YAML::Exception& error) {
    Fault fault = explain_syntax_error(
        {error.msg, to_spot(error.mark), builder.last_event(), builder.open_flow()}, lines);
    faults.drop_from(fault.place);
    faults.add(std::move(fault));
  }
}

}  // namespace ringcheck
