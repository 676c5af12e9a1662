#include "run/server_answer.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace ringcheck::run {
namespace {

using scenario::Verb;

constexpr std::int64_t ok_status = 200;
constexpr std::int64_t longest_wait_ms = 60'000;

/// `said`: a map with `status`, `response` and `answer_headers`, each if it matters.
Value pattern_of(const Value& said) {
  Value wanted = make_object();
  const Value* status = said.find("status");
  wanted.set("status", status == nullptr ? Value(ok_status) : *status);
  if (const Value* body = said.find("response")) wanted.set("body", *body);
  if (const Value* headers = said.find("answer_headers")) wanted.set("headers", *headers);
  return wanted;
}

}  // namespace

std::vector<Value> wanted_answers(const scenario::Step& step) {
  std::vector<Value> wanted;
  if (step.verb == Verb::request) {
    const Value* either = step.key("either");
    if (either == nullptr) return {pattern_of(step.keys)};
    for (const Value& each : either->items) wanted.push_back(pattern_of(each));
    return wanted;
  }
  wanted.push_back(make_object({{"status", ok_status}}));
  if (step.key("to_device") == nullptr)
    wanted.back().set("body", make_object({{"event_id", make_object({{"$matches", "event_id"}})}}));
  return wanted;
}

scenario::Match match_answer(const scenario::Step& step, const Value& answer, const scenario::Names& names) {
  const std::vector<Value> wanted = wanted_answers(step);
  if (wanted.size() == 1) return scenario::match(wanted.front(), &answer, names);
  Value choices = make_array();
  for (const Value& each : wanted) choices.push(each);
  return scenario::match(make_object({{"$one_of", std::move(choices)}}), &answer, names);
}

bool asks_again(const scenario::Step& step) {
  const Value* again = step.key("asks_again");
  return again != nullptr && again->as_bool();
}

std::int64_t wanted_in_all(const scenario::Step& step) {
  const Value* many = step.key("in_all");
  return many == nullptr ? 1 : many->as_int().value_or(1);
}

std::int64_t tries_of(const scenario::Step& step) {
  if (asks_again(step)) return std::numeric_limits<std::int64_t>::max();
  const Value* most = step.key("up_to");
  return most == nullptr ? 1 : most->as_int().value_or(1);
}

std::int64_t retry_after_ms(const trace::Entry& response) {
  const Value* headers = response.head.find("headers");
  const Value seconds = make_number(std::string(headers == nullptr ? "" : headers->string_at("retry-after")));
  const Value* ms = response.body.find("retry_after_ms");
  std::int64_t wait_ms = ms == nullptr ? 0 : ms->as_int().value_or(0);
  if (const auto whole = seconds.as_int()) wait_ms = *whole * 1000;
  return std::clamp<std::int64_t>(wait_ms, 0, longest_wait_ms);
}

Value answer_of(const trace::Entry& response) {
  Value answer = response.head;
  if (!response.body.is_null()) answer.set("body", response.body);
  return answer;
}

trace::Entry with_answer(trace::Entry response, const Value& answer) {
  response.head = answer;
  response.head.erase("body");
  const Value* body = answer.find("body");
  response.body = body == nullptr ? Value() : *body;
  return response;
}

}  // namespace ringcheck::run
