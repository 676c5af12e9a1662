#include "scenario/grammar.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "scenario/names.hpp"
#include "scenario/operators.hpp"
#include "scenario/verb_rules.hpp"
#include "value/grammar.hpp"
#include "value/nearest.hpp"

namespace ringcheck::scenario {
namespace {

bool is_word(std::string_view text) {
  auto matched = matches_regex(text, "[a-z][a-z0-9_]*");
  return matched && *matched;
}

// Shapes of what is worked out or matched when the step is played; all others must be known at load.
bool may_stay_a_reference(Shape shape) {
  return shape == Shape::value || shape == Shape::map || shape == Shape::text;
}

bool is_one_of(const Value& value, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), value.as_string()) != words.end();
}

bool is_request_line(std::string_view text) {
  auto matched = matches_regex(text, "[A-Z]+ /[^ ]*");
  return matched && *matched;
}

class ShapeCheck {
 public:
  ShapeCheck(const std::string& file, std::vector<Fault>& faults, Cells cells)
      : file_(file), faults_(faults), cells_(cells) {}

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
    if (rule->name == "count" && step.find("is") == nullptr && step.find("observes") == nullptr)
      fault(step.place, "count needs is: how many", "");
    if (rule->verb == Verb::serve) one_answer(step);
    if (const Value* either = step.find("either")) alternatives(step, *either);
    if (rule->shape == Shape::seen) pattern_of_its_kind(step, *step.find(rule->name));
    if (rule->verb == Verb::expect) answered_asks(step, *step.find("expect"));
    if (const Value* proves = step.find("proves"); proves != nullptr && !decides(step, *rule)) {
      fault(proves->place, fmt::format("{} decides nothing, so it proves nothing", rule->name),
            "proves stands on expect, none, count, and on do, ask and request with their answer");
    }
    if (const Value* observes = step.find("observes")) observing(step, *rule, *observes);
  }

 private:
  void observing(const Value& step, const VerbRule& rule, const Value& observes) {
    if (!decides(step, rule) || rule.name == "none") {
      fault(observes.place, fmt::format("{} sees nothing that could be told", rule.name),
            "observes stands on expect, count, and on do, ask and request with their answer");
    }
    for (const char* judging : {"proves", "times"}) {
      if (step.find(judging) != nullptr)
        fault(observes.place,
              fmt::format("a step that observes judges nothing, this one has {} too", judging),
              "make two steps of it");
    }
  }

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
    if (reference_name(value) && shape_ != Shape::value) {
      if (!may_stay_a_reference(shape_)) known_at_load(member, value);
      return;
    }
    switch (shape_) {
      case Shape::string:
        return want(member, value.is_string() && !value.text.empty(), "text");
      case Shape::text:
        return want(member, value.is_string(), "text");
      case Shape::time:
        return time(member);
      case Shape::drop:
        return want(member, is_one_of(value, {"before", "after"}), "before (it is not carried out) or after");
      case Shape::delivery:
        return want(member, value.as_string() == "lost", "lost");
      case Shape::through:
        return want(member, value.as_string() == "hostile", "hostile: a frame of another origin posts it");
      case Shape::page:
        return want(
            member, is_one_of(value, {"reload", "frame", "unframe", "leave", "finish_load"}),
            "reload (it loads again), frame or unframe (of a host: the widget), leave (of a widget: its "
            "frame goes to a page of another origin) or finish_load (of a page at /held)");
      case Shape::only_to:
        return want(member, value.as_string() == "parent_url",
                    "parent_url: posted to the origin of the parentUrl in the URL of the page alone");
      case Shape::request:
        return want(member, value.is_string() && is_request_line(value.text), "METHOD /path");
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
        return check_operators(value, file_, faults_);
      case Shape::names:
        want(member, value.is_object() && !value.members.empty(), "a map of names");
        return check_operators(value, file_, faults_);
      case Shape::words:
        return words(member);
      case Shape::ids:
        return ids(member);
      case Shape::pointers:
        return pointers(member);
      case Shape::value:
        return check_operators(value, file_, faults_);
      case Shape::steps:
        return steps(member, false);
      case Shape::sends:
        return steps(member, true);
      case Shape::seen:
        return seen(member);
    }
  }

  void known_at_load(const Member& member, const Value& value) {
    auto name = reference_name(value);
    if (!name || cells_ == Cells::open) return;
    fault(value.place,
          fmt::format("{} must be known at load, and no case has a column {}", member.key, *name),
          "captures and names of let have no value yet");
  }

  void time(const Member& member) {
    static const std::vector<std::string_view> times = {"prompt", "network", "ice", "timer", "human"};
    const std::string_view word = member.value.as_string();
    if (std::find(times.begin(), times.end(), word) != times.end()) return;
    fault(member.value.place,
          fmt::format("{} should be one of {}{}", member.key, fmt::join(times, ", "),
                      did_you_mean(word, times)),
          "time is named: prompt 5 s, network 15 s, ice 30 s, timer 2 min, human 10 min");
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

  static bool decides(const Value& step, const VerbRule& rule) {
    return rule.shape == Shape::seen || rule.verb == Verb::any_order || rule.verb == Verb::request ||
           step.find("reply") != nullptr;
  }

  // Each of these says all of the answer; what another key adds to it would never be seen.
  void one_answer(const Value& step) {
    for (const char* whole : {"drop", "retry_after_s"}) {
      if (step.find(whole) == nullptr) continue;
      for (const Member& member : step.members) {
        const std::string_view key = member.key;
        const bool answers =
            key == "status" || key == "body" || key == "headers" || key == "drop" || key == "retry_after_s";
        if (answers && key != whole)
          return fault(member.place, fmt::format("serve has {} or {}, not both", whole, key),
                       "drop closes the connection without an answer; retry_after_s is the whole of a 429");
      }
    }
  }

  // Each says all of the answer, so the step itself says nothing of it.
  void alternatives(const Value& step, const Value& either) {
    const auto is_part = [](std::string_view key) {
      return key == "status" || key == "response" || key == "answer_headers";
    };
    const bool maps = either.is_array() && !either.items.empty() &&
                      std::all_of(either.items.begin(), either.items.end(),
                                  [](const Value& answer) { return answer.is_object(); });
    if (!maps) return fault(either.place, "either should be a list of answers, each a map", "");
    for (const Value& answer : either.items) {
      for (const Member& part : answer.members) {
        if (!is_part(part.key))
          fault(part.place, fmt::format("an answer has no {}", part.key),
                "an answer has status, response and answer_headers");
      }
    }
    for (const Member& member : step.members) {
      if (is_part(member.key))
        fault(member.place, fmt::format("a request has either or {}, not both", member.key),
              "each answer of either says all of it");
    }
  }

  // Only a request is answered.
  void answered_asks(const Value& step, const Value& seen) {
    const Value* answer = step.find("answer");
    if (answer != nullptr && seen.find("ask") == nullptr)
      fault(answer->place, "only a request of the widget API is answered", "expect: {ask: capabilities}");
    if (const Value* breaks = step.find("breaks"); breaks != nullptr && answer == nullptr)
      fault(breaks->place, "nothing is sent here that could break anything", "breaks is of an answer");
  }

  // A pattern under a key that this kind of thing does not have would never be laid over anything.
  void pattern_of_its_kind(const Value& step, const Value& seen) {
    const std::string_view kind =
        seen.is_object() && !seen.members.empty() ? std::string_view(seen.members[0].key) : "event";
    for (const Member& member : step.members) {
      const std::string_view key = member.key;
      const bool pattern = key == "content" || key == "data" || key == "message" || key == "body" ||
                           key == "response" || is_request_part(key);
      const bool fits =
          (key == "content" && (kind == "event" || kind == "to_device")) ||
          (key == "data" && (kind == "note" || kind == "ask" || kind == "media" || kind == "page")) ||
          (key == "message" && (kind == "ask" || kind == "reply")) ||
          (key == "response" && kind == "reply") ||
          ((key == "body" || is_request_part(key)) && kind == "request");
      if (pattern && !fits)
        fault(member.place,
              fmt::format("a{} {} has no {}", kind == "event" || kind == "ask" ? "n" : "", kind, key),
              "events and to_device have content; notes, media and pages data; asks data and message; "
              "replies response and message; requests body, headers, query and file");
    }
  }

  void seen(const Member& member) {
    const Value& value = member.value;
    for (const Value& type : value.items) known_at_load(member, type);
    for (const Member& kind : value.members) known_at_load(member, kind.value);
    static constexpr std::array<std::string_view, 7> kinds = {"note",      "ask",   "reply", "request",
                                                              "to_device", "media", "page"};
    if (value.is_string()) return want(member, !value.text.empty(), "an event type");
    if (value.is_array()) {
      return want(member,
                  !value.items.empty() && std::all_of(value.items.begin(), value.items.end(),
                                                      [](const Value& v) { return v.is_string(); }),
                  "an event type or a list of them");
    }
    if (const Value* line = value.find("request");
        line != nullptr && !reference_name(*line) && !is_request_line(line->as_string())) {
      return fault(line->place, "a request is looked for by METHOD /path", "GET /voip/turnServer");
    }
    static constexpr std::array<std::string_view, 4> ports = {"ice_check", "ice_nomination", "turn_binding",
                                                              "turn_allocation"};
    if (const Value* media = value.find("media");
        media != nullptr && std::find(ports.begin(), ports.end(), media->as_string()) == ports.end()) {
      return fault(media->place, fmt::format("media ports see no {}", media->as_string()),
                   fmt::format("one of {}", fmt::join(ports, ", ")));
    }
    if (const Value* page = value.find("page"); page != nullptr && !is_one_of(*page, {"opened", "closed"})) {
      return fault(page->place, fmt::format("a page is never {}", page->as_string()), "opened or closed");
    }
    const bool one = value.is_object() && value.members.size() == 1 &&
                     std::find(kinds.begin(), kinds.end(), value.members[0].key) != kinds.end() &&
                     value.members[0].value.is_string();
    if (!one) {
      fault(value.place,
            fmt::format("{} looks for an event type, or for one of note, ask, reply, request, to_device, "
                        "media, page",
                        member.key),
            fmt::format("write {}: m.call.answer, or {}: {{note: incoming_call}}", member.key, member.key));
    }
  }

  const std::string& file_;
  std::vector<Fault>& faults_;
  Cells cells_;
};

}  // namespace

void check_step_shape(const Value& step, const std::string& file, std::vector<Fault>& faults, Cells cells) {
  ShapeCheck(file, faults, cells).step(step);
}

std::optional<Verb> step_verb(const Value& step) {
  for (const Member& member : step.members) {
    if (const VerbRule* rule = find_rule(member.key)) return rule->verb;
  }
  return std::nullopt;
}

}  // namespace ringcheck::scenario
