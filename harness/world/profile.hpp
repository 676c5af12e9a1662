#pragma once
// What users show of themselves, as it stands in their member events.

#include <string_view>

#include "value/value.hpp"
#include "world/model.hpp"

namespace ringcheck::world {

/// The content of an m.room.member event with the user's profile laid into it.
Value member_content(const World& world, std::string_view user_id, std::string_view membership);

}  // namespace ringcheck::world
