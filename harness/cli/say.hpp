#pragma once
// What a command prints. A reader that goes away, as `head` does, ends the printing and nothing else: a run
// goes on and is saved.

#include <cstdio>
#include <string>

#include <fmt/format.h>

namespace ringcheck::cli {

template <typename... Args>
void say(std::FILE* file, fmt::format_string<Args...> format, Args&&... args) {
  const std::string text = fmt::format(format, std::forward<Args>(args)...);
  // What cannot be written is lost, and nobody is there to be told.
  static_cast<void>(std::fwrite(text.data(), 1, text.size(), file));
}

template <typename... Args>
void say(fmt::format_string<Args...> format, Args&&... args) {
  say(stdout, format, std::forward<Args>(args)...);
}

}  // namespace ringcheck::cli
