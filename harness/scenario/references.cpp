#include "scenario/references.hpp"

#include <set>

#include <fmt/format.h>

#include "scenario/names.hpp"
#include "value/nearest.hpp"

namespace ringcheck::scenario {
namespace {

class ReferenceCheck {
 public:
  ReferenceCheck(const Test& test, std::vector<Fault>& faults) : test_(test), faults_(faults) {
    known_ = {"call", "turn.uri"};
    const bool of_server = test.subject_is() == SubjectIs::homeserver;
    if (test.subject_is() != SubjectIs::client) known_.insert("homeserver.url");
    if (of_server) known_.insert("homeserver.name");
    for (const Actor& actor : test.actors) {
      for (const char* field : {"user_id", "device_id", "party_id", "authorization"}) {
        if (test.has_account(actor)) known_.insert(fmt::format("{}.{}", actor.name, field));
      }
      for (const char* field : {"access_token", "password"}) {
        if (of_server && test.has_account(actor)) known_.insert(fmt::format("{}.{}", actor.name, field));
      }
      if (actor.media == "stun") known_.insert(actor.name + ".candidate");
      if (actor.has_page()) {
        for (const char* field : {"widget_id", "url", "wait_for_iframe_load"})
          known_.insert(fmt::format("{}.{}", actor.name, field));
      }
    }
    for (const Room& room : test.rooms) known_.insert(room.name + ".room_id");
    each_step(test.steps, [&](const Step& step) {
      if (!step.id.empty()) all_ids_.insert(step.id);
    });
  }

  void run() {
    for (const Step& step : test_.steps) check_step(step);
  }

 private:
  void check_step(const Step& step) {
    if (!step.id.empty() && !ids_.insert(step.id).second) {
      fault(step, step.keys.find("id")->place, fmt::format("two steps have the id {}", step.id));
    }
    check_window(step);
    check_earlier(step, "after_limit", "the answer of an earlier request says how long to wait");
    check_earlier(step, "repeats", "an event is repeated by the id of the step that sent it");
    check_again(step);
    check_transaction(step);
    check_answered(step);
    check_hold(step);
    // A `let` takes its names one after the other, so that a later one may use an earlier one.
    if (step.verb == Verb::let) {
      for (const Member& member : step.payload.members) {
        check_value(step, member.value);
        known_.insert(member.key);
      }
    } else {
      check_value(step, step.payload);
    }
    for (const Wanted& wanted : step.wanted) check_value(step, wanted.pattern);
    for (const char* key :
         {"reply", "unsigned", "headers", "query", "file", "is", "times", "state_key", "elapsed", "message",
          "answer", "path", "token", "status", "response", "answer_headers", "either", "event"}) {
      if (const Value* value = step.key(key)) check_value(step, *value);
    }
    for (const Step& child : step.children) check_step(child);
    // From the step as it is written, so that a step with a fault of its own does not make others.
    add_saved(step.keys);
    if (!step.id.empty()) {
      known_.insert(step.id + ".event_id");
      known_.insert(step.id + ".request_id");
      if (step.verb == Verb::request) known_.insert(step.id + ".transaction");
    }
  }

  void check_hold(const Step& step) {
    const Value* hold = step.verb == Verb::serve ? step.key("hold") : nullptr;
    if (hold != nullptr) holds_.insert(hold->text);
    const bool silences = step.verb == Verb::silence && step.word == turn_word;
    turn_is_silenced_ = turn_is_silenced_ || silences;
    if ((hold != nullptr || silences) && turn_is_silenced_ && holds_.contains(turn_word)) {
      fault(step, step.where.place, "turn is the TURN port that is silent, and a request that is held",
            "give the held request another name");
    }
    if (silences && !turn_is_named_) {
      fault(step, step.where.place, "no step before names $turn.uri, so nobody asks the TURN port",
            "serve: GET /voip/turnServer with uris: [$turn.uri]");
    }
    if (step.verb != Verb::release || test_.subject_is() == SubjectIs::homeserver) return check_offline(step);
    if (!holds_.contains(step.word) && !(turn_is_silenced_ && step.word == turn_word))
      fault(step, step.keys.find("release")->place, fmt::format("no serve before has hold: {}", step.word));
  }

  void check_offline(const Step& step) {
    if (step.verb != Verb::release) return;
    const Actor* actor = test_.actor(step.word);
    if (actor != nullptr && !actor->syncs) return;
    fault(step, step.keys.find("release")->place, fmt::format("{} is no device that is offline", step.word),
          "an actor with syncs: false is, until release says its name");
  }

  void check_window(const Step& step) {
    if (const Value* since = step.key("since");
        since != nullptr && since->text != "start" && !ids_.contains(since->text)) {
      fault(step, since->place,
            all_ids_.contains(since->text)
                ? fmt::format("since names {}, a later step", since->text)
                : fmt::format("since names {}, and no step has that id", since->text),
            "a window begins at an earlier step, which has that word as its id");
    }
    const Value* elapsed = step.key("elapsed");
    if (const Value* since = step.key("since");
        elapsed != nullptr && (since == nullptr || since->text == "start")) {
      fault(step, elapsed->place, "elapsed counts from the moment of since, and this step names none",
            "since: and the id of an earlier step");
    }
    if (const Value* until = step.key("until"); until != nullptr && !all_ids_.contains(until->text)) {
      fault(step, until->place, fmt::format("until names {}, and no step has that id", until->text),
            "a window ends at a step that has that word as its id");
    }
  }

  void check_earlier(const Step& step, std::string_view key, const char* help) {
    const Value* named = step.key(key);
    if (named == nullptr || ids_.contains(named->text)) return;
    fault(step, named->place, fmt::format("{} names {}, and no earlier step has that id", key, named->text),
          help);
  }

  void check_again(const Step& step) {
    const Value* first = nullptr;
    for (const char* key : {"up_to", "asks_again", "in_all"}) {
      const Value* again = step.key(key);
      if (again != nullptr && first != nullptr)
        fault(step, again->place, "up_to, asks_again and in_all are three ways to ask more than once",
              "up_to runs into a limit, asks_again waits until what was done can be seen, in_all makes many");
      if (again != nullptr) first = again;
    }
  }

  /// Rooms are made for each test, and a transaction ID is taken with its path. A device may be lent: it has
  /// been there before the test, and the homeserver remembers what it sent.
  void check_transaction(const Step& step) {
    if (step.verb != Verb::request || !step.word.starts_with("PUT /sendToDevice/")) return;
    const Value* path = step.key("path");
    const std::string last = step.word.substr(step.word.rfind('/') + 1);
    const bool is_named = last.starts_with('{') && last.ends_with('}');
    const Value* id = is_named && path != nullptr ? path->find(last.substr(1, last.size() - 2)) : nullptr;
    if (is_named && (id == nullptr || !id->is_string() || reference_name(*id))) return;
    fault(step, id == nullptr ? step.where.place : id->place,
          fmt::format("the transaction ID {} may have been used by this device before",
                      id == nullptr ? last : id->text),
          "{$fresh: opaque_id}; when it is used twice, let: {txn: {$fresh: opaque_id}} and $txn");
  }

  void check_answered(const Step& step) {
    for (const Wanted& wanted : step.wanted) {
      if (wanted.channel != Wanted::Channel::reply || asks_.contains(wanted.type)) continue;
      fault(step, step.keys.find(verb_name(step.verb))->place,
            fmt::format("reply names {}, and no earlier ask has that id", wanted.type),
            "a reply is looked for by the id of the step that asked");
    }
    if (step.verb == Verb::ask && !step.id.empty()) asks_.insert(step.id);
  }

  void check_value(const Step& step, const Value& value) {
    if (auto name = reference_name(value)) {
      turn_is_named_ = turn_is_named_ || name == "turn.uri";
      if (!known_.contains(std::string(*name))) unknown(step, value, *name);
      return;
    }
    for (const Value& item : value.items) check_value(step, item);
    for (const Member& member : value.members) check_value(step, member.value);
  }

  void unknown(const Step& step, const Value& value, std::string_view name) {
    std::vector<std::string_view> known(known_.begin(), known_.end());
    fault(step, value.place, fmt::format("${} names nothing here{}", name, did_you_mean(name, known)),
          name.find('.') == std::string_view::npos ? "quote it if it is text, such as an event id"
          : name.ends_with(".candidate")
              ? "an actor with media: stun has a candidate"
              : "actors have user_id, device_id, party_id, authorization; widgets and hosts widget_id, url; "
                "rooms room_id; steps event_id, request_id");
  }

  void add_saved(const Value& pattern) {
    for (const Member& member : pattern.members) {
      if (member.key == "$save") known_.insert(std::string(member.value.as_string()));
      add_saved(member.value);
    }
    for (const Value& item : pattern.items) add_saved(item);
  }

  void fault(const Step& step, Place place, std::string text, std::string help = "") {
    faults_.push_back({step.where.file, place, std::move(text), used_by(step.where), std::move(help)});
  }

  const Test& test_;
  std::vector<Fault>& faults_;
  std::set<std::string> known_;
  std::set<std::string> ids_;
  std::set<std::string> all_ids_;
  std::set<std::string, std::less<>> holds_;
  bool turn_is_named_ = false;
  bool turn_is_silenced_ = false;
  std::set<std::string> asks_;
};

}  // namespace

void check_references(const Test& test, std::vector<Fault>& faults) {
  ReferenceCheck(test, faults).run();
}

}  // namespace ringcheck::scenario
