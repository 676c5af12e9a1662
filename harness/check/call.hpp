#pragma once
// What is known of one call before the event at hand: the memory of the checks.

#include <string>

#include "check/call_event.hpp"

namespace ringcheck::check {

/// Who the subject said to be in the first event of the call that told a party_id.
struct FirstParty {
  std::string sender;
  Value party_id;       ///< null until it is known
  std::string on_type;  ///< the type of that event
};

/// The offers of others that the subject has not answered yet. Only a single one is answered without a guess.
struct OpenOffers {
  int count = 0;
  std::string text;     ///< of the first one
  bool faulty = false;  ///< the first one was sent with a fault on purpose
};

struct Call {
  bool named_by_others = false;  ///< somebody but the subject has used its call_id
  FirstParty party;
  OpenOffers open_offers;
};

/// Takes an event in: what the call is after it.
void advance(Call& call, const CallEvent& event);

}  // namespace ringcheck::check
