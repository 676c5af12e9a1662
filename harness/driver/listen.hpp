#pragma once
// Where an adapter that is not started comes to: one address of this machine and a port.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "value/result.hpp"

namespace ringcheck::driver {

struct Listen {
  std::array<std::uint8_t, 4> address{127, 0, 0, 1};
  std::uint16_t port = 0;  ///< 0: any that is free

  bool operator==(const Listen&) const = default;
};

/// Of `127.0.0.1:8765`. Not 0.0.0.0: the adapter is told this address, and has to reach it.
Result<Listen> read_listen(std::string_view text);

}  // namespace ringcheck::driver
