#include "run/server_answer.hpp"

namespace ringcheck::run {
namespace {

using scenario::Verb;

constexpr std::int64_t ok_status = 200;

}  // namespace

Value wanted_answer(const scenario::Step& step) {
  Value wanted = make_object();
  const Value* status = step.verb == Verb::request ? step.key("status") : nullptr;
  wanted.set("status", status == nullptr ? Value(ok_status) : *status);
  if (step.verb == Verb::send && step.key("to_device") == nullptr)
    wanted.set("body", make_object({{"event_id", make_object({{"$matches", "event_id"}})}}));
  if (step.verb != Verb::request) return wanted;
  if (const Value* body = step.key("response")) wanted.set("body", *body);
  if (const Value* headers = step.key("answer_headers")) wanted.set("headers", *headers);
  return wanted;
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
