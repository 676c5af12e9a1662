#pragma once
// The session description that an event of a call carries, wherever its type keeps it.

#include <optional>
#include <string_view>

#include "check/call_event.hpp"
#include "sdp/check.hpp"

namespace ringcheck::check {

/// It looks into the entry of its event.
struct Described {
  sdp::Role role = sdp::Role::offer;
  std::string_view text;
  std::string_view pointer;  ///< to the text, in the content
};

/// Nothing unless it is sound enough to be read; the schema tells what is not.
std::optional<Described> description_of(const CallEvent& event);

}  // namespace ringcheck::check
