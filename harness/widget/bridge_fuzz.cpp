// Any bytes as what a page or the harness says over the bridge: a fault in words, or a frame that reads the
// same when it is written again.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "widget/bridge_frame.hpp"

namespace {

using namespace ringcheck::widget;  // NOLINT: a program of its own

void try_as_page(std::string_view text) {
  const auto read = read_from_page(text);
  if (!read) {
    if (read.error().text.empty()) std::abort();
    return;
  }
  const std::string written = to_text(read->frame);
  const auto again = read_from_page(written);
  if (!again || to_text(again->frame) != written) std::abort();
}

void try_as_order(std::string_view text) {
  const auto read = read_order(text);
  if (!read) {
    if (read.error().text.empty()) std::abort();
    return;
  }
  const std::string written = to_text(*read);
  const auto again = read_order(written);
  if (!again || to_text(*again) != written) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  try_as_page(text);
  try_as_order(text);
  // Most bytes are no frame: the value in one is what a page may fill as it likes.
  try_as_page(R"({"message":{"data":)" + text + R"(,"origin":"o","from":"parent"}})");
  try_as_order(R"({"post":{"data":)" + text + R"(,"to":"parent","target_origin":"*"}})");
  return 0;
}
