#include "check/call_ledger.hpp"

namespace ringcheck::check {

Call& CallLedger::call_of(const CallEvent& event) {
  const auto [place, is_new] =
      calls_.try_emplace(Key(event.room_id(), event.call_id()), Line{{}, by_age_.end()});
  Line& line = place->second;
  if (is_new) {
    line.age = by_age_.insert(by_age_.end(), &place->first);
  } else {
    by_age_.splice(by_age_.end(), by_age_, line.age);
  }
  if (calls_.size() > most_calls) {
    const Key oldest = *by_age_.front();
    by_age_.pop_front();
    calls_.erase(oldest);
  }
  return line.call;
}

}  // namespace ringcheck::check
