#include "check/described.hpp"

#include <algorithm>
#include <iterator>

namespace ringcheck::check {

std::optional<Described> description_of(const CallEvent& event) {
  struct Place {
    std::string_view type;
    std::string_view key;
    std::string_view pointer;
  };
  constexpr Place places[] = {{"m.call.invite", "offer", "/offer/sdp"},
                              {"m.call.answer", "answer", "/answer/sdp"},
                              {"m.call.negotiate", "description", "/description/sdp"}};
  const auto* place = std::find_if(std::begin(places), std::end(places),
                                   [&](const Place& each) { return each.type == event.type(); });
  if (place == std::end(places)) return std::nullopt;
  const Value* holder = event.content().find(place->key);
  const Value* text = holder == nullptr ? nullptr : holder->find("sdp");
  if (text == nullptr || !text->is_string()) return std::nullopt;
  const std::string_view type = holder->string_at("type");
  if (type != "offer" && type != "answer") return std::nullopt;
  return Described{type == "offer" ? sdp::Role::offer : sdp::Role::answer, text->text, place->pointer};
}

}  // namespace ringcheck::check
