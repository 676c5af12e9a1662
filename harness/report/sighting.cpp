#include "report/sighting.hpp"

namespace ringcheck::report {

std::string_view call_kind_name(CallKind kind) {
  static constexpr std::array<std::string_view, 7> names = {
      "none", "v0", "v1", "jitsi", "element_call", "other_widget", "matrixrtc"};
  return names[static_cast<std::size_t>(kind)];
}

std::string_view call_kind_words(CallKind kind) {
  static constexpr std::array<std::string_view, 7> words = {"nothing",
                                                            "version 0",
                                                            "version 1",
                                                            "a Jitsi widget",
                                                            "an Element Call widget",
                                                            "a widget of another kind",
                                                            "MatrixRTC"};
  return words[static_cast<std::size_t>(kind)];
}

std::string_view seen_name(Seen seen) {
  static constexpr std::array<std::string_view, 8> names = {
      "pressed", "placed", "heard", "offered", "rang", "answered", "pressed_in_vain", "offered_in_vain"};
  return names[static_cast<std::size_t>(seen)];
}

}  // namespace ringcheck::report
