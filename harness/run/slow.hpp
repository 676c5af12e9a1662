#pragma once
// Which tests take real minutes with a subject, and which of them a run leaves out.

#include <string>
#include <string_view>
#include <vector>

#include "scenario/model.hpp"

namespace ringcheck::run {

/// The action that a subject without such a clock answers by time itself.
inline constexpr std::string_view advance_clock = "advance_clock";

/// Whether a subject with these claims can move its timers on.
bool has_virtual_clock(const std::vector<std::string>& claims);

/// Real minutes pass: the scenario says that it is slow, or it advances the clock of a subject that has none
/// of its own, so that the harness waits as long.
bool is_slow(const scenario::Test& test, const std::vector<std::string>& claims);

}  // namespace ringcheck::run
