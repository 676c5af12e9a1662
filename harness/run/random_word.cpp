#include "run/random_word.hpp"

#include <random>
#include <string_view>

namespace ringcheck::run {

std::string random_word(std::size_t length) {
  static constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::random_device device;
  std::uniform_int_distribution<std::size_t> any(0, letters.size() - 1);
  std::string word;
  while (word.size() < length) word += letters[any(device)];
  return word;
}

}  // namespace ringcheck::run
