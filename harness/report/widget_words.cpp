#include "report/widget_words.hpp"

#include <fmt/format.h>

#include "trace/widget_message.hpp"
#include "value/json.hpp"
#include "value/utf8.hpp"

namespace ringcheck::report {

using trace::Entry;
using trace::Kind;

std::string widget_words(const Entry& entry) {
  if (entry.channel != trace::channel::widget) return {};
  if (entry.kind == Kind::opened) return "loads the page";
  if (entry.kind == Kind::closed) return "leaves the page";
  const auto message = trace::as_widget_message(entry);
  if (!message) return {};
  const std::string action = entry.type.empty() ? "something without a name" : entry.type;
  if (!message->is_reply) return "asks " + action;
  return (message->is_error() ? "refuses " : "answers ") + action;
}

std::string widget_details(const Entry& entry) {
  constexpr std::size_t longest = 100;
  if (entry.kind == Kind::opened) return std::string(entry.body.string_at("href"));
  const auto message = trace::as_widget_message(entry);
  if (!message) return {};
  if (message->is_error()) return std::string(message->response()->find("error")->string_at("message"));
  const Value* shown = message->is_reply ? message->response() : message->data();
  std::string text = to_json(shown == nullptr ? entry.body : *shown);
  return text == "{}" ? "" : clip(std::move(text), longest);
}

}  // namespace ringcheck::report
