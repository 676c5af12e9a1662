#include "scenario/match.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>

#include <fmt/format.h>

#include "scenario/match_sdp.hpp"
#include "scenario/match_turn.hpp"
#include "trace/clone_form.hpp"
#include "value/grammar.hpp"
#include "value/json.hpp"
#include "value/pointer.hpp"

namespace ringcheck::scenario {
namespace {

class Matching {
 public:
  Matching(const Names& names, Match& result) : names_(names), result_(result) {}

  void match_value(const Value& pattern, const Value* actual, const std::string& at) {
    if (is_operator_map(pattern)) return match_operators(pattern, actual, at);
    if (auto name = reference_name(pattern)) return match_reference(*name, actual, at);
    if (actual == nullptr) return differ(at, show(&pattern), nullptr);
    if (pattern.is_object()) return match_map(pattern, *actual, at);
    if (pattern.is_array()) return match_list(pattern, *actual, at);
    if (!(pattern == *actual)) differ(at, show(&pattern), actual);
  }

 private:
  using Operator = void (Matching::*)(const Value& argument, const Value* actual, const std::string& at);

  void differ(const std::string& at, std::string wanted, const Value* came) {
    result_.mismatches.push_back({at, std::move(wanted), show(came)});
  }

  void match_reference(std::string_view name, const Value* actual, const std::string& at) {
    auto found = names_.find(name);
    if (found == names_.end())
      return differ(at, fmt::format("${} (nothing is known by that name yet)", name), actual);
    if (actual == nullptr || !(found->second == *actual)) {
      differ(at, fmt::format("{} = ${}", show(&found->second), name), actual);
    }
  }

  void match_map(const Value& pattern, const Value& actual, const std::string& at) {
    if (!actual.is_object()) return differ(at, "a map", &actual);
    for (const Member& member : pattern.members) {
      match_value(member.value, actual.find(member.key), pointer_join(at, member.key));
    }
  }

  void match_list(const Value& pattern, const Value& actual, const std::string& at) {
    if (!actual.is_array()) return differ(at, "a list", &actual);
    if (actual.items.size() != pattern.items.size()) {
      return differ(at, fmt::format("a list of {}: {}", pattern.items.size(), show(&pattern)), &actual);
    }
    for (std::size_t i = 0; i < pattern.items.size(); ++i) {
      match_value(pattern.items[i], &actual.items[i], pointer_join(at, i));
    }
  }

  Match alone(const Value& pattern, const Value* actual) const {
    Match trial;
    Matching(names_, trial).match_value(pattern, actual, "");
    return trial;
  }

  // Whether a pattern fits, without leaving differences behind; what it saved or warned of is kept when it
  // does.
  bool fits(const Value& pattern, const Value* actual) {
    Match trial = alone(pattern, actual);
    if (!trial.ok()) return false;
    result_.saved.merge(trial.saved);
    result_.warnings.insert(result_.warnings.end(), trial.warnings.begin(), trial.warnings.end());
    return true;
  }

  void match_operators(const Value& pattern, const Value* actual, const std::string& at) {
    static const std::map<std::string_view, Operator> operators = {
        {"$exactly", &Matching::exactly},
        {"$unordered", &Matching::unordered},
        {"$begins_with", &Matching::begins_with},
        {"$includes", &Matching::includes},
        {"$each", &Matching::each},
        {"$all_of", &Matching::all_of},
        {"$not", &Matching::not_},
        {"$absent", &Matching::absent},
        {"$type", &Matching::type},
        {"$at_least", &Matching::at_least},
        {"$at_most", &Matching::at_most},
        {"$regex", &Matching::regex},
        {"$matches", &Matching::matches},
        {"$sdp", &Matching::sdp},
        {"$not_empty", &Matching::not_empty},
        {"$save", &Matching::save},
        {"$values", &Matching::values},
        {"$blob", &Matching::blob},
        {"$array_buffer", &Matching::array_buffer},
        {"$turn_credentials", &Matching::turn_credentials},
    };
    for (const Member& member : pattern.members) {
      auto found = operators.find(member.key);
      if (member.key == "$prefer") continue;  // belongs to $one_of
      if (member.key == "$one_of") {
        one_of(member.value, pattern.find("$prefer"), actual, at);
      } else if (found != operators.end()) {
        (this->*found->second)(member.value, actual, at);
      } else {
        differ(at, fmt::format("{}, which is no matcher", member.key), actual);
      }
    }
  }

  // What an argument names, when it is a reference. That is data: `literal` says that it is compared and not
  // read as a pattern, whatever it looks like.
  struct Argument {
    const Value* value;
    bool literal;
  };
  Argument resolved(const Value& argument) const {
    auto name = reference_name(argument);
    if (!name) return {&argument, false};
    auto found = names_.find(*name);
    return {found == names_.end() ? &argument : &found->second, true};
  }

  bool item_fits(const Value& item, bool literal, const Value* actual) {
    if (literal) return actual != nullptr && item == *actual;
    return fits(item, actual);
  }

  void exactly(const Value& argument, const Value* actual, const std::string& at) {
    match_value(argument, actual, at);
    if (actual == nullptr || !argument.is_object() || !actual->is_object()) return;
    for (const Member& member : actual->members) {
      if (argument.find(member.key) == nullptr)
        differ(pointer_join(at, member.key), "no such key", &member.value);
    }
  }

  // A Blob is matched as a map of what is known of it.
  void blob(const Value& argument, const Value* actual, const std::string& at) {
    if (actual == nullptr || trace::form_of(*actual) != trace::form::blob)
      return differ(at, "a Blob", actual);
    Value described = *actual;
    described.erase(trace::form::blob);
    described.set("base64", actual->string_at(trace::form::blob));
    match_value(argument, &described, at + "$blob");
  }

  void array_buffer(const Value& argument, const Value* actual, const std::string& at) {
    if (actual == nullptr || trace::form_of(*actual) != trace::form::array_buffer)
      return differ(at, "an ArrayBuffer", actual);
    match_value(argument, actual->find(trace::form::array_buffer), at + "$array_buffer");
  }

  void unordered(const Value& argument, const Value* actual, const std::string& at) {
    const auto [wanted, literal] = resolved(argument);
    if (actual == nullptr || !actual->is_array() || !wanted->is_array() ||
        actual->items.size() != wanted->items.size()) {
      return differ(at, fmt::format("in any order {}", show(wanted)), actual);
    }
    if (!pair_up(wanted->items, literal, actual->items))
      differ(at, fmt::format("in any order {}", show(wanted)), actual);
  }

  // Whether each wanted item can have a value of its own: a greedy choice would fail where an item fits
  // several.
  bool pair_up(const std::vector<Value>& wanted, bool literal, const std::vector<Value>& actual) {
    std::vector<std::vector<bool>> fit(wanted.size(), std::vector<bool>(actual.size()));
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      for (std::size_t j = 0; j < actual.size(); ++j) {
        fit[i][j] = literal ? wanted[i] == actual[j] : alone(wanted[i], &actual[j]).ok();
      }
    }
    constexpr std::size_t nobody = static_cast<std::size_t>(-1);
    std::vector<std::size_t> taken_by(actual.size(), nobody);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      std::vector<bool> tried(actual.size());
      if (!find_partner(i, fit, tried, taken_by)) return false;
    }
    for (std::size_t j = 0; j < actual.size(); ++j) {
      if (!literal) fits(wanted[taken_by[j]], &actual[j]);  // again, for what it saves
    }
    return true;
  }

  // One step of Kuhn's algorithm: item `i` takes a free value, or one whose holder can move.
  static bool find_partner(std::size_t i, const std::vector<std::vector<bool>>& fit, std::vector<bool>& tried,
                           std::vector<std::size_t>& taken_by) {
    for (std::size_t j = 0; j < taken_by.size(); ++j) {
      if (!fit[i][j] || tried[j]) continue;
      tried[j] = true;
      if (taken_by[j] == static_cast<std::size_t>(-1) || find_partner(taken_by[j], fit, tried, taken_by)) {
        taken_by[j] = i;
        return true;
      }
    }
    return false;
  }

  void begins_with(const Value& argument, const Value* actual, const std::string& at) {
    const auto [wanted, literal] = resolved(argument);
    if (actual == nullptr || !actual->is_array() || !wanted->is_array() ||
        actual->items.size() < wanted->items.size()) {
      return differ(at, fmt::format("a list that begins with {}", show(wanted)), actual);
    }
    for (std::size_t i = 0; i < wanted->items.size(); ++i) {
      const Value& item = actual->items[i];
      if (!literal) {
        match_value(wanted->items[i], &item, pointer_join(at, i));
      } else if (!(wanted->items[i] == item)) {
        differ(pointer_join(at, i), show(&wanted->items[i]), &item);
      }
    }
  }

  void includes(const Value& argument, const Value* actual, const std::string& at) {
    if (actual != nullptr && actual->is_array()) {
      for (const Value& item : actual->items) {
        if (fits(argument, &item)) return;
      }
    }
    differ(at, fmt::format("a list that includes {}", show(&argument)), actual);
  }

  void each(const Value& argument, const Value* actual, const std::string& at) {
    if (actual == nullptr || !actual->is_array()) return differ(at, "a list", actual);
    for (std::size_t i = 0; i < actual->items.size(); ++i) {
      match_value(argument, &actual->items[i], pointer_join(at, i));
    }
  }

  // The values of a map whose keys the subject chose, as a list.
  void values(const Value& argument, const Value* actual, const std::string& at) {
    if (actual == nullptr || !actual->is_object()) return differ(at, "a map", actual);
    Value list = make_array();
    for (const Member& member : actual->members) list.push(member.value);
    match_value(argument, &list, pointer_join(at, "*"));
  }

  void one_of(const Value& argument, const Value* prefer, const Value* actual, const std::string& at) {
    const auto [choices, literal] = resolved(argument);
    const bool any =
        std::any_of(choices->items.begin(), choices->items.end(),
                    [&, plain = literal](const Value& choice) { return item_fits(choice, plain, actual); });
    if (!any) return differ(at, fmt::format("one of {}", show(choices)), actual);
    if (prefer != nullptr && !alone(*prefer, actual).ok()) {
      result_.warnings.push_back(
          fmt::format("{}: {} is allowed, {} is better", at, show(actual), show(prefer)));
    }
  }

  void all_of(const Value& argument, const Value* actual, const std::string& at) {
    const auto [parts, literal] = resolved(argument);
    if (!parts->is_array()) return differ(at, fmt::format("all of {}", show(parts)), actual);
    for (const Value& part : parts->items) {
      if (!literal) {
        match_value(part, actual, at);
      } else if (!item_fits(part, true, actual)) {
        differ(at, show(&part), actual);
      }
    }
  }

  void not_(const Value& argument, const Value* actual, const std::string& at) {
    if (alone(argument, actual).ok()) differ(at, fmt::format("anything but {}", show(&argument)), actual);
  }

  void absent(const Value& argument, const Value* actual, const std::string& at) {
    const bool want_absent = argument.as_bool(true);
    if (want_absent && actual != nullptr) differ(at, "no such key", actual);
    if (!want_absent && actual == nullptr) differ(at, "any value", actual);
  }

  void type(const Value& argument, const Value* actual, const std::string& at) {
    const std::string_view wanted = argument.as_string();
    bool same = actual != nullptr;
    if (same) {
      const std::string_view have = type_name(*actual);
      same = wanted == have || (wanted == "number" && actual->is_number()) ||
             (wanted == "array" && actual->is_array()) || (wanted == "object" && actual->is_object());
    }
    if (!same) differ(at, fmt::format("of type {}", wanted), actual);
  }

  void at_least(const Value& argument, const Value* actual, const std::string& at) {
    compare(argument, actual, at, "at least", [](double have, double limit) { return have >= limit; });
  }
  void at_most(const Value& argument, const Value* actual, const std::string& at) {
    compare(argument, actual, at, "at most", [](double have, double limit) { return have <= limit; });
  }

  template <typename Holds>
  void compare(const Value& argument, const Value* actual, const std::string& at, const char* words,
               Holds holds) {
    const Value& limit = *resolved(argument).value;
    const bool good =
        limit.is_number() && actual != nullptr && actual->is_number() &&
        holds(std::strtod(actual->text.c_str(), nullptr), std::strtod(limit.text.c_str(), nullptr));
    if (!good) differ(at, fmt::format("a number of {} {}", words, limit.text), actual);
  }

  void regex(const Value& argument, const Value* actual, const std::string& at) {
    if (actual != nullptr && actual->is_string()) {
      auto matched = matches_regex(actual->text, argument.text);
      if (matched && *matched) return;
    }
    differ(at, fmt::format("a string like /{}/", argument.text), actual);
  }

  void matches(const Value& argument, const Value* actual, const std::string& at) {
    static const std::map<std::string_view, bool (*)(std::string_view)> grammars = {
        {"opaque_id", is_opaque_id},
        {"user_id", is_user_id},
        {"room_id", is_room_id},
        {"event_id", is_event_id}};
    auto grammar = grammars.find(argument.as_string());
    const bool good = grammar != grammars.end() && actual != nullptr && actual->is_string() &&
                      grammar->second(actual->text);
    if (!good) differ(at, fmt::format("the grammar {}", argument.as_string()), actual);
  }

  void sdp(const Value& argument, const Value* actual, const std::string& at) {
    if (actual == nullptr || !actual->is_string()) return differ(at, "a session description", actual);
    auto described = describe_sdp(actual->text);
    if (!described) return differ(at, "a session description", actual);
    match_value(argument, &*described, at + "$sdp");
  }

  void turn_credentials(const Value& argument, const Value* actual, const std::string& at) {
    Value wanted = argument;
    wanted.erase("secret");
    const auto described =
        actual == nullptr ? std::nullopt : describe_turn_credentials(*actual, argument.string_at("secret"));
    if (!described) return differ(at, "TURN credentials made from the secret", actual);
    match_value(wanted, &*described, at + "$turn_credentials");
  }

  void not_empty(const Value& argument, const Value* actual, const std::string& at) {
    const bool filled =
        actual != nullptr && !(actual->text.empty() && actual->items.empty() && actual->members.empty());
    if (filled != argument.as_bool(true))
      differ(at, argument.as_bool(true) ? "something not empty" : "empty", actual);
  }

  void save(const Value& argument, const Value* actual, const std::string& at) {
    if (actual == nullptr)
      return differ(at, fmt::format("a value to keep as ${}", argument.as_string()), actual);
    result_.saved.insert_or_assign(std::string(argument.as_string()), *actual);
  }

  const Names& names_;
  Match& result_;
};

}  // namespace

Match match(const Value& pattern, const Value* actual, const Names& names) {
  Match result;
  Matching(names, result).match_value(pattern, actual, "");
  return result;
}

std::string show(const Value* value) {
  if (value == nullptr) return "nothing (absent)";
  constexpr std::size_t longest = 90;
  std::string json = to_json(*value);
  if (json.size() > longest) {
    std::size_t cut = longest;
    while (cut > 0 && (static_cast<unsigned char>(json[cut]) & 0xC0U) == 0x80U) --cut;
    json = json.substr(0, cut) + "…";
  }
  return fmt::format("{} ({})", json, type_name(*value));
}

}  // namespace ringcheck::scenario
