#include "scenario/grammar.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "scenario/names.hpp"
#include "value/grammar.hpp"

namespace ringcheck::scenario {
namespace {

enum class Shape {
  string,
  word,
  boolean,
  natural,
  map,
  list,
  words,
  value,
  steps,
  sends,
  seen,
  pointers,
  ids,
  status
};

struct Key {
  std::string_view name;
  Shape shape;
};

struct VerbRule {
  std::string_view name;
  std::optional<Verb> verb;
  Shape shape;  ///< of the verb's own value
  std::vector<Key> keys;
};

const std::vector<Key>& common_keys() {
  static const std::vector<Key> keys = {
      {"id", Shape::word}, {"proves", Shape::ids}, {"case", Shape::words}, {"optional", Shape::boolean}};
  return keys;
}

const std::vector<Key>& look_keys() {
  static const std::vector<Key> keys = {
      {"from", Shape::string},   {"to", Shape::string},  {"in", Shape::string},
      {"content", Shape::value}, {"data", Shape::value}, {"body", Shape::value},
      {"headers", Shape::map},   {"since", Shape::word}, {"until", Shape::word}};
  return keys;
}

std::vector<Key> with_look_keys(std::vector<Key> more) {
  more.insert(more.end(), look_keys().begin(), look_keys().end());
  return more;
}

const std::vector<VerbRule>& verb_rules() {
  static const std::vector<VerbRule> rules = {
      {"do",
       Verb::act,
       Shape::word,
       {{"with", Shape::map}, {"reply", Shape::value}, {"of", Shape::string}, {"within", Shape::word}}},
      {"send",
       Verb::send,
       Shape::string,
       {{"as", Shape::string},
        {"in", Shape::string},
        {"content", Shape::value},
        {"unsigned", Shape::map},
        {"state_key", Shape::string},
        {"breaks", Shape::pointers},
        {"to", Shape::string}}},
      {"ask",
       Verb::ask,
       Shape::word,
       {{"as", Shape::string},
        {"to", Shape::string},
        {"data", Shape::value},
        {"reply", Shape::value},
        {"breaks", Shape::pointers},
        {"within", Shape::word}}},
      {"serve",
       Verb::serve,
       Shape::string,
       {{"status", Shape::status},
        {"body", Shape::value},
        {"headers", Shape::map},
        {"delay_ms", Shape::natural},
        {"times", Shape::natural},
        {"hold", Shape::word}}},
      {"release", Verb::release, Shape::word, {}},
      {"request",
       Verb::request,
       Shape::string,
       {{"as", Shape::string},
        {"status", Shape::value},
        {"body", Shape::value},
        {"headers", Shape::map},
        {"content", Shape::value},
        {"one_of", Shape::list}}},
      {"expect", Verb::expect, Shape::seen,
       with_look_keys({{"within", Shape::word},
                       {"times", Shape::value},
                       {"elapsed", Shape::map},
                       {"control", Shape::boolean},
                       {"answer", Shape::value}})},
      {"none", Verb::none, Shape::seen, with_look_keys({})},
      {"count", Verb::count, Shape::seen, with_look_keys({{"is", Shape::value}})},
      {"any_order", Verb::any_order, Shape::steps, {{"within", Shape::word}}},
      {"batch", Verb::batch, Shape::sends, {}},
      {"at_once", Verb::at_once, Shape::steps, {{"within", Shape::word}}},
      {"settle", Verb::settle, Shape::string, {}},
      {"let", Verb::let, Shape::map, {}},
      {"use", std::nullopt, Shape::word, {{"with", Shape::map}}},
  };
  return rules;
}

const VerbRule* find_rule(std::string_view name) {
  for (const VerbRule& rule : verb_rules()) {
    if (rule.name == name) return &rule;
  }
  return nullptr;
}

bool is_word(std::string_view text) {
  auto matched = matches_regex(text, "[a-z][a-z0-9_]*");
  return matched && *matched;
}

bool is_column(const Value& value) {
  return reference_name(value).has_value();
}

class ShapeCheck {
 public:
  ShapeCheck(const std::string& file, std::vector<Fault>& faults) : file_(file), faults_(faults) {}

  void step(const Value& step) {
    if (!step.is_object())
      return fault(step.place, fmt::format("a step is a map, this is a {}", type_name(step)), "");
    const VerbRule* rule = the_one_verb(step);
    if (rule == nullptr) return;
    for (const Member& member : step.members) {
      if (member.key == rule->name) {
        shape(member, rule->shape);
      } else if (const Key* key = find_key(*rule, member.key)) {
        shape(member, key->shape);
      } else {
        unknown_key(*rule, member);
      }
    }
    if (rule->name == "count" && step.find("is") == nullptr)
      fault(step.place, "count needs is: how many", "");
  }

  void operators(const Value& value) {
    const bool any = std::any_of(value.members.begin(), value.members.end(),
                                 [](const Member& m) { return m.key.starts_with('$'); });
    if (any && !is_operator_map(value)) {
      fault(value.place, "a matcher or maker stands in one map with ordinary keys",
            "a map has either keys that start with $ or ordinary ones");
    }
    for (const Member& member : value.members) {
      if (member.key.starts_with('$')) one_operator(member);
      operators(member.value);
    }
    for (const Value& item : value.items) operators(item);
  }

 private:
  void fault(Place place, std::string text, std::string help) {
    faults_.push_back({file_, place, std::move(text), "", std::move(help)});
  }

  const VerbRule* the_one_verb(const Value& step) {
    const VerbRule* found = nullptr;
    for (const Member& member : step.members) {
      const VerbRule* rule = find_rule(member.key);
      if (rule == nullptr) continue;
      // Two verbs in one step are a slip of indentation or a forgotten dash.
      if (found != nullptr) {
        fault(member.place,
              fmt::format("a step has one verb, this one has {} and {}", found->name, rule->name),
              "begin a new step with a dash");
        return nullptr;
      }
      found = rule;
    }
    if (found == nullptr) {
      std::vector<std::string_view> known;
      for (const VerbRule& rule : verb_rules()) known.push_back(rule.name);
      const std::string near = step.members.empty() ? "" : did_you_mean(step.members.front().key, known);
      fault(step.place, "a step without a verb" + near, fmt::format("one of {}", fmt::join(known, ", ")));
    }
    return found;
  }

  static const Key* find_key(const VerbRule& rule, std::string_view name) {
    for (const std::vector<Key>* keys : {&rule.keys, &common_keys()}) {
      for (const Key& key : *keys) {
        if (key.name == name) return &key;
      }
    }
    return nullptr;
  }

  void unknown_key(const VerbRule& rule, const Member& member) {
    std::vector<std::string_view> known;
    for (const Key& key : rule.keys) known.push_back(key.name);
    for (const Key& key : common_keys()) known.push_back(key.name);
    fault(member.place,
          fmt::format("{} takes no key {}{}", rule.name, member.key, did_you_mean(member.key, known)),
          fmt::format("its keys are {}", fmt::join(known, ", ")));
  }

  void want(const Member& member, bool good, std::string_view words) {
    if (!good) {
      fault(member.value.place,
            fmt::format("{} should be {}, this is {}", member.key, words, type_name(member.value)), "");
    }
  }

  void shape(const Member& member, Shape shape_) {
    const Value& value = member.value;
    if (is_column(value) && shape_ != Shape::value)
      return;  // a column of cases: its rows are checked when laid out
    switch (shape_) {
      case Shape::string:
        return want(member, value.is_string() && !value.text.empty(), "text");
      case Shape::word:
        return want(member, value.is_string() && is_word(value.text), "a word of a-z, 0-9 and _");
      case Shape::boolean:
        return want(member, value.is_bool(), "true or false");
      case Shape::natural:
        return want(member, value.as_int().value_or(-1) >= 0, "a whole number of 0 or more");
      case Shape::status:
        return want(member, value.as_int().value_or(0) >= 200 && *value.as_int() <= 599,
                    "an HTTP status of 200 to 599");
      case Shape::map:
        want(member, value.is_object(), "a map");
        return operators(value);
      case Shape::list:
        return want(member, value.is_array() && !value.items.empty(), "a list");
      case Shape::words:
        return words(member);
      case Shape::ids:
        return ids(member);
      case Shape::pointers:
        return pointers(member);
      case Shape::value:
        return operators(value);
      case Shape::steps:
        return steps(member, false);
      case Shape::sends:
        return steps(member, true);
      case Shape::seen:
        return seen(member);
    }
  }

  void words(const Member& member) {
    const Value& value = member.value;
    const bool list =
        value.is_array() && !value.items.empty() &&
        std::all_of(value.items.begin(), value.items.end(), [](const Value& v) { return v.is_string(); });
    want(member, (value.is_string() && is_word(value.text)) || list, "a word or a list of words");
  }

  void ids(const Member& member) {
    want(member, member.value.is_array() && !member.value.items.empty(), "a list of requirement ids");
    for (const Value& id : member.value.items) {
      auto good = matches_regex(id.as_string(), "(VOIP|WIDGET|SRV|RTC)-[0-9]{3}");
      if (!good || !*good) {
        fault(id.place,
              fmt::format("{} is no requirement id", id.is_string() ? id.text : std::string(type_name(id))),
              "ids look like VOIP-072");
      }
    }
  }

  void pointers(const Member& member) {
    const Value& value = member.value;
    want(member, value.is_array(), "a list of JSON pointers");
    for (const Value& pointer : value.items) {
      if (!pointer.as_string().starts_with('/'))
        fault(pointer.place, "a JSON pointer starts with /", "/content/version");
    }
  }

  void steps(const Member& member, bool only_sends) {
    want(member, member.value.is_array() && !member.value.items.empty(), "a list of steps");
    for (const Value& child : member.value.items) {
      if (only_sends && child.is_object() && child.find("send") == nullptr) {
        fault(child.place, "a batch holds sends only",
              "what is delivered in one sync response is sent, not awaited");
      }
      step(child);
    }
  }

  void seen(const Member& member) {
    const Value& value = member.value;
    static constexpr std::array<std::string_view, 4> kinds = {"note", "ask", "request", "to_device"};
    if (value.is_string()) return want(member, !value.text.empty(), "an event type");
    if (value.is_array()) {
      return want(member,
                  !value.items.empty() && std::all_of(value.items.begin(), value.items.end(),
                                                      [](const Value& v) { return v.is_string(); }),
                  "an event type or a list of them");
    }
    const bool one = value.is_object() && value.members.size() == 1 &&
                     std::find(kinds.begin(), kinds.end(), value.members[0].key) != kinds.end() &&
                     value.members[0].value.is_string();
    if (!one) {
      fault(
          value.place,
          fmt::format("{} looks for an event type, or for one of note, ask, request, to_device", member.key),
          fmt::format("write {}: m.call.answer, or {}: {{note: incoming_call}}", member.key, member.key));
    }
  }

  void one_operator(const Member& member);

  const std::string& file_;
  std::vector<Fault>& faults_;
};

// Each operator with the type of its argument, in words; empty for any.
const std::map<std::string_view, std::string_view>& operator_arguments() {
  static const std::map<std::string_view, std::string_view> table = {{"$exactly", ""},
                                                                     {"$unordered", "list"},
                                                                     {"$includes", ""},
                                                                     {"$each", ""},
                                                                     {"$one_of", "list"},
                                                                     {"$prefer", ""},
                                                                     {"$all_of", "list"},
                                                                     {"$not", ""},
                                                                     {"$absent", "boolean"},
                                                                     {"$type", "string"},
                                                                     {"$at_least", "number"},
                                                                     {"$at_most", "number"},
                                                                     {"$regex", "string"},
                                                                     {"$matches", "string"},
                                                                     {"$sdp", "map"},
                                                                     {"$not_empty", "boolean"},
                                                                     {"$save", "string"},
                                                                     {"$fresh", "string"},
                                                                     {"$less_than", ""},
                                                                     {"$greater_than", ""},
                                                                     {"$file", "string"},
                                                                     {"$concat", "list"},
                                                                     {"$now_plus_ms", "number"},
                                                                     {"$offer", "map"},
                                                                     {"$answer", "map"},
                                                                     {"$raw", "string"}};
  return table;
}

void ShapeCheck::one_operator(const Member& member) {
  const auto& table = operator_arguments();
  auto found = table.find(member.key);
  if (found == table.end()) {
    std::vector<std::string_view> known;
    for (const auto& [name, argument] : table) known.push_back(name);
    return fault(member.place,
                 fmt::format("unknown matcher or maker {}{}", member.key, did_you_mean(member.key, known)),
                 "");
  }
  const std::string_view have = type_name(member.value);
  const std::string_view wanted = found->second;
  const bool number = wanted == "number" && member.value.is_number();
  if (wanted.empty() || have == wanted || number || is_column(member.value)) {
    if (member.key == "$regex" && member.value.is_string() && !is_column(member.value)) {
      auto compiled = matches_regex("", member.value.text);
      if (!compiled) fault(member.value.place, compiled.error().text, "RE2's syntax");
    }
    return;
  }
  fault(member.value.place, fmt::format("{} wants a {}, this is a {}", member.key, wanted, have), "");
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0U);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

void check_step_shape(const Value& step, const std::string& file, std::vector<Fault>& faults) {
  ShapeCheck(file, faults).step(step);
}

void check_operators(const Value& value, const std::string& file, std::vector<Fault>& faults) {
  ShapeCheck(file, faults).operators(value);
}

std::optional<Verb> step_verb(const Value& step) {
  for (const Member& member : step.members) {
    if (const VerbRule* rule = find_rule(member.key)) return rule->verb;
  }
  return std::nullopt;
}

std::string did_you_mean(std::string_view wrong, const std::vector<std::string_view>& known) {
  const std::string_view* best = nullptr;
  std::size_t least = wrong.size() / 3 + 2;
  for (const std::string_view& word : known) {
    const std::size_t distance = edit_distance(wrong, word);
    if (distance < least) {
      least = distance;
      best = &word;
    }
  }
  return best == nullptr ? "" : fmt::format("; did you mean {}?", *best);
}

}  // namespace ringcheck::scenario
