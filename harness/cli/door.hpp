#pragma once
// `--listen` and `--tls`: where an adapter comes to by itself, whom it has to trust, and what the console
// says of both.

#include <optional>
#include <string>

#include "driver/listen.hpp"
#include "run/adapter_door.hpp"
#include "run/reach.hpp"
#include "value/result.hpp"

namespace ringcheck::cli {

/// Nothing where the option was not given.
Result<std::optional<driver::Listen>> listen_option(const std::string& text);

run::DoorEvents console_door();
run::OnAuthority tell_authority();

}  // namespace ringcheck::cli
