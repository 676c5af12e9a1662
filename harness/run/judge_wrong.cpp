// Values that a pattern must refuse.

#include <algorithm>
#include <cstdlib>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "run/judge_values.hpp"
#include "scenario/match.hpp"
#include "value/grammar.hpp"
#include "value/json.hpp"
#include "value/pointer.hpp"

namespace ringcheck::run {
namespace {

using Ways = std::vector<MadeValue>;

std::string place(const std::string& at) {
  return at.empty() ? "the whole" : at;
}

bool is_plain(const Value& value) {
  return !value.is_object() && !value.is_array() && !scenario::reference_name(value);
}

class WrongValues {
 public:
  explicit WrongValues(const Known& known) : known_(known) {}

  Ways of(const Value& pattern, const Value* actual, const std::string& at) {
    if (scenario::is_operator_map(pattern)) return of_operators(pattern, actual, at);
    if (auto name = scenario::reference_name(pattern)) {
      if (known_.open.contains(*name)) return {removed(at)};
      auto found = known_.names.find(*name);
      return found == known_.names.end() ? Ways{} : of_literal(found->second, at);
    }
    if (pattern.is_object()) return of_map(pattern, actual, at);
    if (pattern.is_array()) return of_list(pattern, actual, at);
    return of_literal(pattern, at);
  }

 private:
  using Operator = Ways (WrongValues::*)(const Value& argument, const Value* actual, const std::string& at);

  static MadeValue removed(const std::string& at) {
    return {Mutation::key, fmt::format("takes {} away", place(at)), at, std::nullopt};
  }
  static MadeValue other(const std::string& at, std::string_view words, Value value) {
    return {Mutation::value, fmt::format("gives {} {}", place(at), words), at, std::move(value)};
  }
  static MadeValue retyped(const std::string& at, Value value) {
    return {Mutation::type, fmt::format("writes {} as {}", place(at), type_name(value)), at,
            std::move(value)};
  }
  static void append(Ways& ways, Ways more) { std::move(more.begin(), more.end(), std::back_inserter(ways)); }

  static Ways of_literal(const Value& value, const std::string& at) {
    Ways ways{removed(at)};
    if (!value.is_null()) ways.push_back(retyped(at, Value()));
    switch (value.type) {
      case Type::string:
        ways.push_back(other(at, "another string", value.text + "x"));
        if (!value.text.empty()) ways.push_back(other(at, "the empty string", ""));
        ways.push_back(retyped(at, is_integer_text(value.text) ? make_number(value.text) : Value(1)));
        break;
      case Type::number:
        ways.push_back(other(at, "another number", make_number(value.text.starts_with('7') ? "8" : "7")));
        ways.push_back(retyped(at, value.text));
        if (value.is_integer()) ways.push_back(retyped(at, make_number(value.text + ".0")));
        break;
      case Type::boolean:
        ways.push_back(other(at, "the other truth", !value.truth));
        ways.push_back(retyped(at, value.truth ? "true" : "false"));
        break;
      default:
        ways.push_back(retyped(at, "x"));
    }
    return ways;
  }

  static bool is_integer_text(const std::string& text) {
    return !text.empty() && (text == "0" || text[0] != '0') &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  }

  static Ways of_list_type(const std::string& at) {
    Ways ways{retyped(at, make_object())};
    if (!at.empty()) ways.push_back(removed(at));
    return ways;
  }

  Ways of_map(const Value& pattern, const Value* actual, const std::string& at) {
    if (actual == nullptr || !actual->is_object()) return {};
    Ways ways{retyped(at, make_array())};
    if (!at.empty()) ways.push_back(removed(at));
    for (const Member& member : pattern.members) {
      for (MadeValue& way : of(member.value, actual->find(member.key), pointer_join(at, member.key))) {
        Value whole = *actual;
        if (way.value) {
          whole.set(member.key, std::move(*way.value));
        } else {
          whole.erase(member.key);
        }
        way.value = std::move(whole);
        ways.push_back(std::move(way));
      }
    }
    return ways;
  }

  Ways of_list(const Value& pattern, const Value* actual, const std::string& at) {
    if (actual == nullptr || !actual->is_array()) return {};
    Ways ways = of_size(actual, at);
    append(ways, of_items(pattern, *actual, at));
    return ways;
  }

  Ways of_items(const Value& pattern, const Value& actual, const std::string& at) {
    Ways ways;
    for (std::size_t i = 0; i < std::min(pattern.items.size(), actual.items.size()); ++i) {
      for (MadeValue& way : of(pattern.items[i], &actual.items[i], pointer_join(at, i))) {
        if (!way.value) continue;  // an item cannot be absent, and a shorter list was made already
        Value whole = actual;
        whole.items[i] = std::move(*way.value);
        way.value = std::move(whole);
        ways.push_back(std::move(way));
      }
    }
    return ways;
  }

  static Ways of_size(const Value* actual, const std::string& at) {
    if (actual == nullptr || !actual->is_array()) return {};
    Ways ways = of_list_type(at);
    Value longer = *actual;
    longer.push(actual->items.empty() ? Value("x") : actual->items.back());
    ways.push_back(other(at, "one item more", std::move(longer)));
    if (!actual->items.empty()) {
      Value shorter = *actual;
      shorter.items.pop_back();
      ways.push_back(other(at, "one item less", std::move(shorter)));
    }
    return ways;
  }

  Ways of_operators(const Value& pattern, const Value* actual, const std::string& at) {
    static const std::map<std::string_view, Operator> operators = {
        {"$exactly", &WrongValues::exactly},
        {"$unordered", &WrongValues::unordered},
        {"$begins_with", &WrongValues::begins_with},
        {"$includes", &WrongValues::includes},
        {"$each", &WrongValues::each},
        {"$one_of", &WrongValues::one_of},
        {"$all_of", &WrongValues::all_of},
        {"$not", &WrongValues::not_},
        {"$absent", &WrongValues::absent},
        {"$type", &WrongValues::type},
        {"$at_least", &WrongValues::at_least},
        {"$at_most", &WrongValues::at_most},
        {"$regex", &WrongValues::regex},
        {"$matches", &WrongValues::matches},
        {"$sdp", &WrongValues::sdp},
        {"$not_empty", &WrongValues::not_empty},
        {"$save", &WrongValues::save},
        {"$blob", &WrongValues::bytes},
        {"$array_buffer", &WrongValues::bytes},
        {"$values", &WrongValues::values},
        {"$turn_credentials", &WrongValues::turn_credentials},
    };
    Ways ways;
    for (const Member& member : pattern.members) {
      auto found = operators.find(member.key);
      if (found != operators.end()) append(ways, (this->*found->second)(member.value, actual, at));
    }
    return ways;
  }

  const Value& resolved(const Value& argument) const {
    auto name = scenario::reference_name(argument);
    auto found = name ? known_.names.find(*name) : known_.names.end();
    return found == known_.names.end() ? argument : found->second;
  }

  Ways exactly(const Value& argument, const Value* actual, const std::string& at) {
    Ways ways = of(argument, actual, at);
    if (!argument.is_object() || actual == nullptr) return ways;
    Value whole = *actual;
    const std::string key = "org.example.unasked";
    whole.set(key, 1);
    ways.push_back(
        {Mutation::key, fmt::format("adds a key to {}", place(at)), pointer_join(at, key), std::move(whole)});
    return ways;
  }

  Ways unordered(const Value&, const Value* actual, const std::string& at) { return of_size(actual, at); }

  // What follows the begin may be anything, so only the begin is made wrong.
  Ways begins_with(const Value& argument, const Value* actual, const std::string& at) {
    const Value& begin = resolved(argument);
    if (actual == nullptr || !actual->is_array() || begin.items.empty()) return {};
    Ways ways = of_list_type(at);
    Value shorter = *actual;
    shorter.items.resize(begin.items.size() - 1);
    ways.push_back(other(at, "fewer items", std::move(shorter)));
    append(ways, of_items(argument, *actual, at));
    return ways;
  }

  // One item is left, the one that fits, and made wrong: where several fit, one wrong item would prove
  // nothing.
  Ways includes(const Value& argument, const Value* actual, const std::string& at) {
    if (actual == nullptr || !actual->is_array() || actual->items.empty()) return {};
    Ways ways = of_list_type(at);
    ways.push_back(other(at, "no items", make_array()));
    const auto fits = std::find_if(actual->items.begin(), actual->items.end(), [&](const Value& item) {
      return scenario::match(argument, &item, known_.names).ok();
    });
    if (fits == actual->items.end()) return ways;
    for (MadeValue& way : of(argument, &*fits, at + "/*")) {
      if (!way.value) continue;
      way.value = make_array({std::move(*way.value)});
      ways.push_back(std::move(way));
    }
    return ways;
  }

  Ways each(const Value& argument, const Value* actual, const std::string& at) {
    if (actual == nullptr || !actual->is_array()) return {};
    Ways ways = of_list_type(at);
    if (actual->items.empty()) return ways;
    for (MadeValue& way : of(argument, &actual->items.back(), at + "/*")) {
      if (!way.value) continue;
      Value whole = *actual;
      whole.items.back() = std::move(*way.value);
      way.value = std::move(whole);
      ways.push_back(std::move(way));
    }
    return ways;
  }

  // As the list of its values is made wrong, under the same keys; a value that is added gets a key of its
  // own.
  Ways values(const Value& argument, const Value* actual, const std::string& at) {
    if (actual == nullptr || !actual->is_object()) return {};
    Ways ways{retyped(at, make_array())};
    if (!at.empty()) ways.push_back(removed(at));
    const Value list = values_of(*actual);
    for (MadeValue& way : of(argument, &list, at + "/*")) {
      if (!way.value || !way.value->is_array()) continue;
      way.value = map_of(*actual, *way.value);
      ways.push_back(std::move(way));
    }
    return ways;
  }

  Ways one_of(const Value& argument, const Value* actual, const std::string& at) {
    const Value& choices = resolved(argument);
    if (actual == nullptr || !std::all_of(choices.items.begin(), choices.items.end(),
                                          [&](const Value& choice) { return is_plain(resolved(choice)); }))
      return {};
    Ways ways = of_literal(*actual, at);
    std::erase_if(ways, [&](const MadeValue& way) {
      return way.value && std::any_of(choices.items.begin(), choices.items.end(),
                                      [&](const Value& choice) { return resolved(choice) == *way.value; });
    });
    return ways;
  }

  Ways all_of(const Value& argument, const Value* actual, const std::string& at) {
    Ways ways;
    for (const Value& part : resolved(argument).items) append(ways, of(part, actual, at));
    return ways;
  }

  Ways not_(const Value& argument, const Value* actual, const std::string& at) {
    return fitting_values(argument, actual, known_, at);
  }

  Ways absent(const Value& argument, const Value*, const std::string& at) {
    if (!argument.as_bool(true)) return {removed(at)};
    return {{Mutation::key, fmt::format("puts something at {}", place(at)), at, Value("x")}};
  }

  Ways type(const Value& argument, const Value*, const std::string& at) {
    const bool text = argument.as_string() == "string";
    Ways ways{removed(at), retyped(at, text ? Value(1) : Value("x"))};
    if (argument.as_string() != "null") ways.push_back(retyped(at, Value()));
    if (argument.as_string() == "integer") ways.push_back(retyped(at, make_number("1.0")));
    return ways;
  }

  Ways at_least(const Value& argument, const Value*, const std::string& at) {
    return beyond(argument, at, -1, "a number below the least");
  }
  Ways at_most(const Value& argument, const Value*, const std::string& at) {
    return beyond(argument, at, 1, "a number above the most");
  }
  Ways beyond(const Value& argument, const std::string& at, int step, std::string_view words) const {
    const Value& limit = resolved(argument);
    if (!limit.is_number()) return {};
    const double number = std::strtod(limit.text.c_str(), nullptr) + step;
    return {removed(at), retyped(at, Value()), retyped(at, limit.text),
            other(at, words, make_number(fmt::format("{}", number)))};
  }

  Ways regex(const Value& argument, const Value*, const std::string& at) {
    Ways ways{removed(at), retyped(at, Value(1)), retyped(at, Value())};
    for (const char* text : {"", "!", "nothing of the kind"}) {
      const auto fits = matches_regex(text, argument.text);
      if (fits && !*fits) ways.push_back(other(at, "a string unlike the expression", text));
    }
    return ways;
  }

  Ways matches(const Value&, const Value*, const std::string& at) {
    return {removed(at), retyped(at, Value(1)), retyped(at, Value()),
            other(at, "a string outside the grammar", "not of this grammar"),
            other(at, "the empty string", "")};
  }

  Ways not_empty(const Value&, const Value* actual, const std::string& at) {
    Value empty;
    if (actual != nullptr) empty.type = actual->type;
    if (!empty.is_string() && !empty.is_array()) empty = make_object();
    return {removed(at), other(at, "nothing in it", std::move(empty))};
  }

  // Of what postMessage can carry and JSON cannot.
  Ways bytes(const Value&, const Value* actual, const std::string& at) {
    if (actual == nullptr || actual->members.empty()) return {};
    Value others = *actual;
    others.members.front().value = Value("b3RoZXI=");
    return {removed(at), retyped(at, Value("text")), retyped(at, Value()),
            other(at, "other bytes", std::move(others))};
  }

  Ways sdp(const Value& argument, const Value* actual, const std::string& at) {
    if (actual == nullptr || !actual->is_string()) return {};
    Ways ways{removed(at), retyped(at, Value(1)), retyped(at, Value()),
              other(at, "a text that is no description", "no description")};
    append(ways, wrong_descriptions(argument, actual->text, at));
    return ways;
  }

  // The password is of this user name and no other.
  Ways turn_credentials(const Value&, const Value* actual, const std::string& at) {
    if (actual == nullptr || !actual->is_object()) return {};
    Ways ways{retyped(at, make_array())};
    for (const char* key : {"username", "password"}) {
      Value whole = *actual;
      whole.set(key, std::string(actual->string_at(key)) + "x");
      ways.push_back(other(pointer_join(at, key), "another string", std::move(whole)));
    }
    return ways;
  }

  Ways save(const Value&, const Value*, const std::string& at) { return {removed(at)}; }

  const Known& known_;
};

}  // namespace

Value values_of(const Value& map) {
  Value list = make_array();
  for (const Member& member : map.members) list.push(member.value);
  return list;
}

Value map_of(const Value& map, const Value& list) {
  Value made = make_object();
  for (std::size_t i = 0; i < list.items.size(); ++i)
    made.set(i < map.members.size() ? map.members[i].key : fmt::format("org.example.more{}", i),
             list.items[i]);
  return made;
}

std::vector<MadeValue> wrong_values(const Value& pattern, const Value* actual, const Known& known,
                                    const std::string& at) {
  return WrongValues(known).of(pattern, actual, at);
}

}  // namespace ringcheck::run
