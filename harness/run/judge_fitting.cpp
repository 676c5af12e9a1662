// Values that a pattern must take.

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "run/judge_values.hpp"
#include "scenario/match.hpp"
#include "value/json.hpp"
#include "value/pointer.hpp"

namespace ringcheck::run {
namespace {

using Ways = std::vector<MadeValue>;

class FittingValues {
 public:
  explicit FittingValues(const Known& known) : known_(known) {}

  Ways of(const Value& pattern, const Value* base, const std::string& at) {
    if (scenario::is_operator_map(pattern)) return of_operators(pattern, base, at);
    if (auto name = scenario::reference_name(pattern)) {
      auto found = known_.names.find(*name);
      return found == known_.names.end() ? Ways{} : Ways{made(pattern, at, found->second)};
    }
    if (pattern.is_object()) return of_map(pattern, base, at);
    if (pattern.is_array()) return of_list(pattern, at);
    return {made(pattern, at, pattern)};
  }

 private:
  using Operator = Ways (FittingValues::*)(const Value& argument, const Value* base, const std::string& at);

  static MadeValue made(const Value& pattern, const std::string& at, Value value) {
    return {Mutation::value, fmt::format("puts {} at {}", to_json(pattern), at.empty() ? "the root" : at), at,
            std::move(value)};
  }

  // All parts take their first way; then each further way of a part makes a variant of the whole.
  template <typename Place>
  static Ways combine(const Value& start, std::vector<Ways> parts, Place place) {
    Ways ways;
    Value whole = start;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (parts[i].empty()) return {};
      place(whole, i, parts[i].front().value);
    }
    std::string words;
    for (const Ways& part : parts) {
      if (!words.empty()) words += ", ";
      words += part.front().words;
    }
    const Mutation kind = parts.size() == 1 ? parts.front().front().kind : Mutation::value;
    ways.push_back({kind, words.empty() ? "puts nothing special" : words, "", whole});
    for (std::size_t i = 0; i < parts.size(); ++i) {
      for (std::size_t way = 1; way < parts[i].size(); ++way) {
        MadeValue& each = parts[i][way];
        Value variant = whole;
        place(variant, i, each.value);
        ways.push_back({each.kind, each.words, each.pointer, std::move(variant)});
      }
    }
    return ways;
  }

  Ways of_map(const Value& pattern, const Value* base, const std::string& at) {
    std::vector<Ways> parts;
    for (const Member& member : pattern.members) {
      parts.push_back(
          of(member.value, base == nullptr ? nullptr : base->find(member.key), pointer_join(at, member.key)));
    }
    const Value start = base != nullptr && base->is_object() ? *base : make_object();
    return combine(start, std::move(parts),
                   [&](Value& whole, std::size_t i, const std::optional<Value>& value) {
                     if (value) {
                       whole.set(pattern.members[i].key, *value);
                     } else {
                       whole.erase(pattern.members[i].key);
                     }
                   });
  }

  Ways of_list(const Value& pattern, const std::string& at) {
    std::vector<Ways> parts;
    for (std::size_t i = 0; i < pattern.items.size(); ++i)
      parts.push_back(of(pattern.items[i], nullptr, pointer_join(at, i)));
    const Value start = make_array(std::vector<Value>(pattern.items.size()));
    return combine(start, std::move(parts),
                   [](Value& whole, std::size_t i, const std::optional<Value>& value) {
                     whole.items[i] = value.value_or(Value());
                   });
  }

  Ways of_operators(const Value& pattern, const Value* base, const std::string& at) {
    static const std::map<std::string_view, Operator> operators = {
        {"$exactly", &FittingValues::exactly},
        {"$unordered", &FittingValues::exactly},
        {"$begins_with", &FittingValues::exactly},
        {"$includes", &FittingValues::includes},
        {"$each", &FittingValues::each},
        {"$one_of", &FittingValues::one_of},
        {"$all_of", &FittingValues::all_of},
        {"$not", &FittingValues::not_},
        {"$absent", &FittingValues::absent},
        {"$type", &FittingValues::type},
        {"$at_least", &FittingValues::limit},
        {"$at_most", &FittingValues::limit},
        {"$matches", &FittingValues::matches},
        {"$sdp", &FittingValues::sdp},
        {"$not_empty", &FittingValues::as_it_is},
        {"$save", &FittingValues::as_it_is},
        {"$values", &FittingValues::values},
        {"$blob", &FittingValues::as_it_is},
        {"$array_buffer", &FittingValues::as_it_is},
    };
    for (const Member& member : pattern.members) {
      auto found = operators.find(member.key);
      if (found != operators.end()) return (this->*found->second)(member.value, base, at);
    }
    return {};
  }

  Ways exactly(const Value& argument, const Value*, const std::string& at) {
    return of(argument, nullptr, at);
  }

  Ways includes(const Value& argument, const Value* base, const std::string& at) {
    Ways ways = of(argument, nullptr, at + "/*");
    for (MadeValue& way : ways) {
      Value list = base != nullptr && base->is_array() ? *base : make_array();
      if (way.value) list.push(std::move(*way.value));
      way.value = std::move(list);
    }
    return ways;
  }

  Ways each(const Value& argument, const Value*, const std::string& at) {
    return includes(argument, nullptr, at);
  }

  Ways values(const Value& argument, const Value* base, const std::string& at) {
    const Value map = base != nullptr && base->is_object() ? *base : make_object();
    const Value list = values_of(map);
    Ways ways = of(argument, &list, at + "/*");
    for (MadeValue& way : ways) {
      if (way.value) way.value = map_of(map, *way.value);
    }
    return ways;
  }

  Ways one_of(const Value& argument, const Value*, const std::string& at) {
    Ways ways;
    auto name = scenario::reference_name(argument);
    auto found = name ? known_.names.find(*name) : known_.names.end();
    const Value& choices = found == known_.names.end() ? argument : found->second;
    for (const Value& choice : choices.items) {
      Ways more = of(choice, nullptr, at);
      std::move(more.begin(), more.end(), std::back_inserter(ways));
    }
    return ways;
  }

  // What fits one part may break another: here alone the matcher has to say which of them fit all.
  Ways all_of(const Value& argument, const Value* base, const std::string& at) {
    Ways ways;
    if (base != nullptr) ways.push_back(made(argument, at, *base));
    for (const Value& part : argument.items) {
      Ways more = of(part, base, at);
      std::move(more.begin(), more.end(), std::back_inserter(ways));
    }
    std::erase_if(ways, [&](const MadeValue& way) {
      const Value* value = way.value ? &*way.value : nullptr;
      return std::any_of(argument.items.begin(), argument.items.end(),
                         [&](const Value& part) { return !scenario::match(part, value, known_.names).ok(); });
    });
    return ways;
  }

  // What must not fit: each way to be wrong, beginning from a value that fits.
  Ways not_(const Value& argument, const Value* base, const std::string& at) {
    const Ways right = of(argument, base, at);
    if (right.empty() || !right.front().value) return {};
    return wrong_values(argument, &*right.front().value, known_, at);
  }

  Ways absent(const Value& argument, const Value* base, const std::string& at) {
    if (argument.as_bool(true)) return {{Mutation::key, fmt::format("takes {} away", at), at, std::nullopt}};
    return {made("x", at, base == nullptr ? Value("x") : *base)};
  }

  Ways type(const Value& argument, const Value*, const std::string& at) {
    static const std::map<std::string_view, Value> samples = {
        {"string", "x"},         {"integer", 1},         {"number", make_number("1.5")},
        {"boolean", true},       {"null", Value()},      {"list", make_array()},
        {"array", make_array()}, {"map", make_object()}, {"object", make_object()}};
    auto sample = samples.find(argument.as_string());
    return sample == samples.end() ? Ways{} : Ways{made(argument, at, sample->second)};
  }

  Ways limit(const Value& argument, const Value* base, const std::string& at) {
    return of(argument, base, at);
  }

  Ways matches(const Value& argument, const Value*, const std::string& at) {
    static const std::map<std::string_view, Value> samples = {{"opaque_id", "sample"},
                                                              {"user_id", "@sample:hs.test"},
                                                              {"room_id", "!sample:hs.test"},
                                                              {"event_id", "$sample"}};
    auto sample = samples.find(argument.as_string());
    return sample == samples.end() ? Ways{} : Ways{made(argument, at, sample->second)};
  }

  // One with so many streams, where the subject wrote none.
  Ways sdp(const Value& argument, const Value* base, const std::string& at) {
    if (base != nullptr) return as_it_is(argument, base, at);
    const Value* streams = argument.find("stream_ids");
    if (streams == nullptr || !streams->is_array()) return {};
    return {made(argument, at, description_of_streams(streams->items.size()))};
  }

  // Nothing can be made up for these; what the subject wrote elsewhere will do.
  Ways as_it_is(const Value& argument, const Value* base, const std::string& at) {
    return base == nullptr ? Ways{} : Ways{made(argument, at, *base)};
  }

  const Known& known_;
};

}  // namespace

std::vector<MadeValue> fitting_values(const Value& pattern, const Value* base, const Known& known,
                                      const std::string& at) {
  return FittingValues(known).of(pattern, base, at);
}

}  // namespace ringcheck::run
