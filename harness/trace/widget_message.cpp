#include "trace/widget_message.hpp"

#include <utility>

#include "value/web_text.hpp"

namespace ringcheck::trace {
namespace {

std::optional<Side> side_from_name(std::string_view name) {
  if (name == "widget") return Side::widget;
  if (name == "host") return Side::host;
  return std::nullopt;
}

void copy_if_string(const Value& message, std::string_view key, Value& head, std::string_view as) {
  const Value* found = message.find(key);
  if (found != nullptr && found->is_string()) head.set(as, found->text);
}

/// A broken escape stays as it is.
std::string decoded(std::string_view text) {
  Result<std::string> whole = percent_decoded(text, true);
  return whole ? std::move(*whole) : std::string(text);
}

}  // namespace

std::string_view side_name(Side side) {
  return side == Side::widget ? "widget" : "host";
}

std::string_view api_of(Side side) {
  return side == Side::widget ? "fromWidget" : "toWidget";
}

Side other(Side side) {
  return side == Side::widget ? Side::host : Side::widget;
}

std::optional<WidgetMessage> as_widget_message(const Entry& entry) {
  if (entry.channel != channel::widget || (entry.kind != Kind::ask && entry.kind != Kind::reply)) {
    return std::nullopt;
  }
  const auto side = side_from_name(entry.head.string_at("side"));
  if (!side || entry.head.string_at("session").empty()) return std::nullopt;
  return WidgetMessage{&entry, *side, entry.kind == Kind::reply};
}

std::string_view closed_session(const Entry& entry) {
  if (entry.channel != channel::widget || entry.kind != Kind::closed) return {};
  return entry.head.string_at("session");
}

Entry entry_of_message(Side side, std::string session, std::string from, std::string to, Value message) {
  Entry entry;
  entry.kind = message.find("response") == nullptr ? Kind::ask : Kind::reply;
  entry.from = std::move(from);
  entry.to = std::move(to);
  entry.channel = channel::widget;
  entry.type = message.string_at("action");
  entry.head = make_object({{"session", std::move(session)}, {"side", side_name(side)}});
  copy_if_string(message, "requestId", entry.head, "request_id");
  copy_if_string(message, "widgetId", entry.head, "widget_id");
  entry.body = std::move(message);
  return entry;
}

Entry entry_of_load(std::string session, std::string from, std::string to, std::string_view href) {
  Entry entry;
  entry.kind = Kind::opened;
  entry.from = std::move(from);
  entry.to = std::move(to);
  entry.channel = channel::widget;
  entry.type = "load";
  entry.head = make_object({{"session", std::move(session)}});
  Value query = make_object();
  std::string_view rest = href.substr(0, href.find('#'));
  const std::string_view address = take_until(rest, '?');
  while (!rest.empty()) {
    std::string_view value = take_until(rest, '&');
    const std::string name = decoded(take_until(value, '='));
    if (!name.empty()) query.set(name, decoded(value));
  }
  const std::size_t scheme = address.find("://");
  const std::size_t path = address.find('/', scheme == std::string_view::npos ? 0 : scheme + 3);
  entry.body =
      make_object({{"href", href}, {"origin", address.substr(0, path)}, {"query", std::move(query)}});
  return entry;
}

Entry entry_of_unload(std::string session, std::string from) {
  Entry entry;
  entry.kind = Kind::closed;
  entry.from = std::move(from);
  entry.channel = channel::widget;
  entry.type = "unload";
  entry.head = make_object({{"session", std::move(session)}});
  return entry;
}

}  // namespace ringcheck::trace
