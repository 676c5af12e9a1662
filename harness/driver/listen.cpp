#include "driver/listen.hpp"

#include <charconv>

#include <fmt/format.h>

#include "driver/text.hpp"

namespace ringcheck::driver {
namespace {

/// The number at the beginning of `rest`, which then begins with what came after it.
template <typename Number>
bool take_number(std::string_view& rest, Number& number) {
  const auto [end, failed] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  if (failed != std::errc()) return false;
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  return true;
}

bool take_sign(std::string_view& rest, char sign) {
  if (!rest.starts_with(sign)) return false;
  rest.remove_prefix(1);
  return true;
}

}  // namespace

Result<Listen> read_listen(std::string_view text) {
  Listen listen;
  std::string_view rest = text;
  bool sound = true;
  for (std::size_t i = 0; i < listen.address.size(); ++i)
    sound = sound && (i == 0 || take_sign(rest, '.')) && take_number(rest, listen.address.at(i));
  sound = sound && take_sign(rest, ':') && take_number(rest, listen.port) && rest.empty();
  if (!sound)
    return Error{fmt::format("wanted an address and a port, as 127.0.0.1:8765, came {}", shown(text, 60))};
  if (listen.address == std::array<std::uint8_t, 4>{})
    return Error{
        "0.0.0.0 is no address that an adapter could go to: name the one by which it reaches this machine"};
  return listen;
}

}  // namespace ringcheck::driver
