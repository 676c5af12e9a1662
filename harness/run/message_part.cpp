#include "run/message_part.hpp"

#include <utility>

#include "trace/clone_form.hpp"

namespace ringcheck::run {

using scenario::Wanted;

std::string_view part_laid_over(Wanted::Channel channel) {
  if (channel == Wanted::Channel::ask) return "data";
  return channel == Wanted::Channel::reply ? "response" : "";
}

std::optional<Value> part_of_body(const Value& body, std::string_view part) {
  const Value* found = part.empty() ? &body : body.find(part);
  return found == nullptr ? std::nullopt : std::optional<Value>(trace::as_json(*found));
}

Value with_part(Value body, std::string_view part, std::optional<Value> value) {
  if (part.empty()) return std::move(value).value_or(Value());
  if (!body.is_object()) body = make_object();
  if (value) {
    body.set(part, std::move(*value));
  } else {
    body.erase(part);
  }
  return body;
}

}  // namespace ringcheck::run
