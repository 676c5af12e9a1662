#include "cli/door.hpp"

#include <cstdio>

#include "cli/say.hpp"

namespace ringcheck::cli {

Result<std::optional<driver::Listen>> listen_option(const std::string& text) {
  if (text.empty()) return std::optional<driver::Listen>{};
  auto listen = driver::read_listen(text);
  if (!listen) return Error{"--listen: " + listen.error().text};
  return std::optional(*listen);
}

run::DoorEvents console_door() {
  run::DoorEvents events;
  events.on_waiting = [](const std::string& url, std::int64_t left_ms) {
    constexpr std::int64_t second_ms = 1000;
    say("waiting for the adapter: {} ({} s left)\n", url, (left_ms + second_ms - 1) / second_ms);
    std::fflush(stdout);
  };
  events.on_refused = [](const std::string& why) {
    say("{}\n", why);
    std::fflush(stdout);
  };
  return events;
}

run::OnAuthority tell_authority() {
  return [](const std::string& ca_file) {
    say("over TLS: the authority is {}\n", ca_file);
    std::fflush(stdout);
  };
}

}  // namespace ringcheck::cli
