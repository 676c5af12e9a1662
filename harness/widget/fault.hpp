#pragma once
// Mistakes that an end of the widget API can be told to make, so that a judge of such ends can be judged.
// Each table is a list of rows beside the end that has them (host_fault.hpp, widget_fault.hpp).

#include <array>
#include <bitset>
#include <cstddef>
#include <span>
#include <string_view>

namespace ringcheck::widget {

struct FaultRow {
  std::string_view name;
  std::string_view sentence;  ///< what it does wrong
  std::string_view breaks;    ///< requirement ids, parted by spaces
};

/// The faults that are on. Default: none.
template <typename Fault>
class FaultSet {
 public:
  bool on(Fault fault) const { return set_[static_cast<std::size_t>(fault)]; }
  void set(Fault fault) { set_.set(static_cast<std::size_t>(fault)); }
  /// False when the table has no fault of this name.
  bool set(std::string_view name, std::span<const FaultRow> table) {
    for (std::size_t i = 0; i < table.size(); ++i) {
      if (table[i].name == name) return set_.set(i), true;
    }
    return false;
  }

 private:
  std::bitset<static_cast<std::size_t>(Fault::count)> set_;
};

}  // namespace ringcheck::widget
