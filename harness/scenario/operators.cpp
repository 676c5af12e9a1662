#include "scenario/operators.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "scenario/names.hpp"
#include "value/grammar.hpp"
#include "value/nearest.hpp"

namespace ringcheck::scenario {
namespace {

using Words = std::vector<std::string_view>;

struct Operator {
  std::string_view name;
  std::string_view argument;  ///< its type, in words; empty: any
  std::vector<Side> sides;
  Words words;           ///< what a string may be, or the keys that a map may have; empty: any
  bool literal = false;  ///< a word of the language: no reference
};

const std::vector<Operator>& table() {
  static const std::vector<Side> match = {Side::wanted};
  static const std::vector<Side> make = {Side::made, Side::sent, Side::served, Side::posted, Side::asked};
  static const std::vector<Operator> operators = {
      {"$exactly", "", match, {}},
      {"$unordered", "list", match, {}},
      {"$begins_with", "list", match, {}},
      {"$includes", "", match, {}},
      {"$each", "", match, {}},
      {"$values", "", match, {}},
      {"$one_of", "list", match, {}},
      {"$prefer", "", match, {}},
      {"$all_of", "list", match, {}},
      {"$not", "", match, {}},
      {"$absent", "boolean", match, {}, true},
      {"$type",
       "string",
       match,
       {"string", "integer", "number", "boolean", "null", "list", "array", "map", "object"},
       true},
      {"$at_least", "number", match, {}},
      {"$at_most", "number", match, {}},
      {"$regex", "string", match, {}, true},
      {"$matches", "string", match, {"opaque_id", "user_id", "room_id", "event_id"}, true},
      {"$sdp",
       "map",
       match,
       {"media", "rejected", "direction", "directions", "mids", "setup", "ice_ufrag", "stream_ids",
        "has_candidates", "has_end_of_candidates"}},
      {"$turn_credentials", "map", match, {"secret", "user", "expiry_ms"}},
      {"$not_empty", "boolean", match, {}, true},
      {"$save", "string", match, {}, true},
      {"$fresh", "string", make, {"opaque_id"}, true},
      {"$less_than", "", make, {}},
      {"$greater_than", "", make, {}},
      {"$upper_case", "", make, {}},
      {"$lower_case", "", make, {}},
      {"$file", "string", make, {}},
      {"$concat", "list", make, {}},
      {"$repeated", "map", make, {"text", "times"}},
      {"$entries", "list", make, {}},
      {"$now_plus_ms", "number", make, {}},
      {"$offer", "map", {Side::sent}, {"direction", "video", "restart", "candidates"}},
      {"$answer", "map", {Side::sent}, {"direction", "video", "candidates"}},
      {"$stream_metadata", "map", {Side::sent}, {"purpose", "audio_muted", "video_muted"}},
      {"$raw", "string", {Side::served, Side::asked}, {}},
      {"$blob", "map", {Side::posted, Side::wanted}, {"base64", "type", "size"}},
      {"$array_buffer", "", {Side::posted, Side::wanted}, {}},
      {"$undefined", "boolean", {Side::posted}, {}, true},
  };
  return operators;
}

const Operator* find_operator(std::string_view name) {
  for (const Operator& each : table()) {
    if (each.name == name) return &each;
  }
  return nullptr;
}

class OperatorCheck {
 public:
  OperatorCheck(const std::string& file, std::vector<Fault>& faults) : file_(file), faults_(faults) {}

  void shape(const Value& value) {
    const bool any = std::any_of(value.members.begin(), value.members.end(),
                                 [](const Member& m) { return m.key.starts_with('$'); });
    if (any && !is_operator_map(value)) {
      fault(value.place, "a matcher or maker stands in one map with ordinary keys",
            "a map has either keys that start with $ or ordinary ones");
    }
    for (const Member& member : value.members) {
      if (member.key.starts_with('$')) one_shape(member);
      if (member.key == "$prefer" && value.find("$one_of") == nullptr) {
        fault(member.place, "$prefer stands beside $one_of only", "");
      }
      shape(member.value);
    }
    for (const Value& item : value.items) shape(item);
  }

  void side(const Value& value, Side side_) {
    if (is_operator_map(value)) {
      if (side_ != Side::wanted && value.members.size() > 1)
        fault(value.place, "a maker stands alone in its map", "");
      for (const Member& member : value.members) one_side(member, side_);
    }
    for (const Member& member : value.members) side(member.value, side_);
    for (const Value& item : value.items) side(item, side_);
  }

 private:
  void fault(Place place, std::string text, std::string help) {
    faults_.push_back({file_, place, std::move(text), "", std::move(help)});
  }

  void one_shape(const Member& member) {
    const Operator* found = find_operator(member.key);
    if (found == nullptr) {
      Words known;
      for (const Operator& each : table()) known.push_back(each.name);
      return fault(member.place,
                   fmt::format("unknown matcher or maker {}{}", member.key, did_you_mean(member.key, known)),
                   "section 6 of suites/README.md lists them");
    }
    const Value& argument = member.value;
    if (reference_name(argument)) return;
    const std::string_view have = type_name(argument);
    const bool number = found->argument == "number" && argument.is_number();
    if (!found->argument.empty() && have != found->argument && !number) {
      return fault(argument.place,
                   fmt::format("{} wants a {}, this is a {}", member.key, found->argument, have), "");
    }
    if (argument.is_string()) known_word(member, *found, argument.text, argument.place);
    if (argument.is_object() && !is_operator_map(argument)) {
      for (const Member& key : argument.members) known_word(member, *found, key.key, key.place);
    }
    if (member.key == "$regex") {
      auto compiled = matches_regex("", argument.text);
      if (!compiled) fault(argument.place, compiled.error().text, "RE2's syntax");
    }
  }

  void known_word(const Member& member, const Operator& found, const std::string& word, Place place) {
    if (found.words.empty() || std::find(found.words.begin(), found.words.end(), word) != found.words.end())
      return;
    fault(place, fmt::format("{} knows no {}{}", member.key, word, did_you_mean(word, found.words)),
          fmt::format("one of {}", fmt::join(found.words, ", ")));
  }

  void one_side(const Member& member, Side side_) {
    const Operator* found = find_operator(member.key);
    if (found == nullptr) return;
    if (std::find(found->sides.begin(), found->sides.end(), side_) == found->sides.end()) {
      const bool matcher = found->sides.front() == Side::wanted;
      if (side_ == Side::wanted) {
        fault(member.place, fmt::format("{} is a maker, and here a value is matched", member.key),
              "name the value with let, and write the name here");
      } else if (matcher) {
        fault(member.place, fmt::format("{} is a matcher, and here a value is made", member.key), "");
      } else {
        fault(member.place, fmt::format("{} has no place here", member.key),
              member.key == "$raw" ? "$raw is the body of a serve or of a request"
              : member.key == "$blob" || member.key == "$array_buffer" || member.key == "$undefined"
                  ? "only a message of the widget API can hold what JSON has not"
                  : "an actor describes its media in the content of a send");
      }
    }
    if (found->literal && reference_name(member.value)) {
      fault(member.value.place, fmt::format("{} takes no reference but a column of cases", member.key), "");
    }
  }

  const std::string& file_;
  std::vector<Fault>& faults_;
};

}  // namespace

void check_operators(const Value& value, const std::string& file, std::vector<Fault>& faults) {
  OperatorCheck(file, faults).shape(value);
}

void check_side(const Value& value, Side side, const std::string& file, std::vector<Fault>& faults) {
  OperatorCheck(file, faults).side(value, side);
}

}  // namespace ringcheck::scenario
