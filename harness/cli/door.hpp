#pragma once
// `--listen`: where an adapter comes to by itself, and what the console says of it.

#include <optional>
#include <string>

#include "driver/listen.hpp"
#include "run/adapter_door.hpp"
#include "value/result.hpp"

namespace ringcheck::cli {

/// Nothing where the option was not given.
Result<std::optional<driver::Listen>> listen_option(const std::string& text);

run::DoorEvents console_door();

}  // namespace ringcheck::cli
