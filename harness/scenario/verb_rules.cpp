#include "scenario/verb_rules.hpp"

namespace ringcheck::scenario {
namespace {

const std::vector<Key>& look_keys() {
  static const std::vector<Key> keys = {
      {"from", Shape::string}, {"to", Shape::string},      {"in", Shape::string},  {"content", Shape::value},
      {"data", Shape::value},  {"message", Shape::value},  {"body", Shape::value}, {"response", Shape::value},
      {"headers", Shape::map}, {"query", Shape::map},      {"file", Shape::map},   {"since", Shape::word},
      {"until", Shape::word},  {"seen_by", Shape::string}, {"event", Shape::map}};
  return keys;
}

std::vector<Key> with_look_keys(std::vector<Key> more) {
  more.insert(more.end(), look_keys().begin(), look_keys().end());
  return more;
}

}  // namespace

const std::vector<Key>& common_keys() {
  static const std::vector<Key> keys = {{"id", Shape::word},
                                        {"proves", Shape::ids},
                                        {"observes", Shape::ids},
                                        {"case", Shape::words},
                                        {"optional", Shape::boolean}};
  return keys;
}

const std::vector<VerbRule>& verb_rules() {
  static const std::vector<VerbRule> rules = {
      {"do",
       Verb::act,
       Shape::word,
       {{"with", Shape::map}, {"reply", Shape::value}, {"of", Shape::string}, {"within", Shape::time}}},
      {"send",
       Verb::send,
       Shape::string,
       {{"as", Shape::string},
        {"in", Shape::string},
        {"content", Shape::value},
        {"unsigned", Shape::map},
        {"state_key", Shape::text},
        {"repeats", Shape::word},
        {"gap", Shape::boolean},
        {"fault", Shape::word},
        {"breaks", Shape::pointers},
        {"delivery", Shape::delivery},
        {"sticky_ms", Shape::natural},
        {"delay_ms", Shape::natural},
        {"to_device", Shape::string},
        {"account_data", Shape::boolean},
        {"to", Shape::string}}},
      {"ask",
       Verb::ask,
       Shape::string,
       {{"as", Shape::string},
        {"data", Shape::value},
        {"message", Shape::value},
        {"through", Shape::through},
        {"only_to", Shape::only_to},
        {"reply", Shape::value},
        {"breaks", Shape::pointers},
        {"within", Shape::time}}},
      {"serve",
       Verb::serve,
       Shape::request,
       {{"status", Shape::status},
        {"body", Shape::value},
        {"headers", Shape::map},
        {"delay_ms", Shape::natural},
        {"times", Shape::natural},
        {"hold", Shape::word},
        {"drop", Shape::drop},
        {"retry_after_s", Shape::natural}}},
      {"release", Verb::release, Shape::word, {}},
      {"request",
       Verb::request,
       Shape::request,
       {{"as", Shape::string},
        {"path", Shape::map},
        {"query", Shape::map},
        {"headers", Shape::map},
        {"token", Shape::value},
        {"body", Shape::value},
        {"status", Shape::value},
        {"response", Shape::value},
        {"answer_headers", Shape::map},
        {"either", Shape::value},
        {"control", Shape::boolean},
        {"up_to", Shape::natural},
        {"asks_again", Shape::boolean},
        {"in_all", Shape::natural},
        {"after_limit", Shape::word},
        {"since", Shape::word},
        {"elapsed", Shape::map},
        {"within", Shape::time}}},
      {"expect", Verb::expect, Shape::seen,
       with_look_keys({{"within", Shape::time},
                       {"times", Shape::value},
                       {"elapsed", Shape::map},
                       {"control", Shape::boolean},
                       {"answer", Shape::value},
                       {"breaks", Shape::pointers}})},
      {"none", Verb::none, Shape::seen, with_look_keys({})},
      {"count", Verb::count, Shape::seen, with_look_keys({{"is", Shape::value}})},
      {"any_order", Verb::any_order, Shape::steps, {{"within", Shape::time}}},
      {"batch", Verb::batch, Shape::sends, {}},
      {"at_once", Verb::at_once, Shape::steps, {{"within", Shape::time}}},
      {"settle", Verb::settle, Shape::string, {}},
      {"silence", Verb::silence, Shape::string, {}},
      {"page", Verb::page, Shape::page, {{"as", Shape::string}}},
      {"let", Verb::let, Shape::names, {}},
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

}  // namespace ringcheck::scenario
