#include "run/person.hpp"

#include <array>
#include <cerrno>

#include <boost/algorithm/string/trim.hpp>
#include <unistd.h>

namespace ringcheck::run {

Person::Person(net::Loop& loop, Terminal terminal)
    : terminal_(std::move(terminal)), watch_(loop.watch(terminal_.input)) {
  watch_.on_readable([this] { read(); });
}

// One read for each time that there is something: so it never waits, and the terminal, which others may
// share, stays as it is.
void Person::read() {
  std::array<char, 4096> bytes{};
  const ssize_t got = ::read(terminal_.input, bytes.data(), bytes.size());
  const bool again = got < 0 && (errno == EINTR || errno == EAGAIN);
  if (got <= 0 && !again) {
    const auto gone = listener_.on_gone;
    if (gone) gone();
    return;
  }
  if (got > 0) lines_.feed({bytes.data(), static_cast<std::size_t>(got)});
  while (const auto line = lines_.next()) {
    if (const auto* text = std::get_if<std::string>(&*line)) take(*text);
  }
  watch_.on_readable([this] { read(); });
}

void Person::take(const std::string& line) {
  const auto listener = listener_.on_line;
  if (listener) listener(boost::algorithm::trim_copy(line));
}

}  // namespace ringcheck::run
