#include "trace/extent.hpp"

#include <fmt/format.h>

namespace ringcheck::trace {

void Blind::take(const Entry& entry) {
  if (entry.kind == Kind::event && entry.type == "m.room.encrypted") ++encrypted_;
}

void Blind::write_into(Extent& extent) const {
  if (encrypted_ == 0) return;
  extent.untold.push_back(
      fmt::format("{} event{} encrypted (m.room.encrypted): a call in {} is not seen and not judged",
                  encrypted_, encrypted_ == 1 ? " is" : "s are", encrypted_ == 1 ? "it" : "them"));
}

}  // namespace ringcheck::trace
