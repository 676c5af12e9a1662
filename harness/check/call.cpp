#include "check/call.hpp"

#include "check/described.hpp"

namespace ringcheck::check {
namespace {

void note_party(FirstParty& party, const CallEvent& event) {
  if (!party.party_id.is_null() || event.party_id().empty() || event.call_id().empty()) return;
  party = {std::string(event.sender()), *event.content().find("party_id"), std::string(event.type())};
}

void note_description(OpenOffers& open, const CallEvent& event, const Described& described) {
  if (event.by_subject) {
    open = {};
  } else if (described.role == sdp::Role::offer && ++open.count == 1) {
    open.text = described.text;
    open.faulty = !event.entry->declared.empty();
  }
}

}  // namespace

void advance(Call& call, const CallEvent& event) {
  if (event.by_subject) {
    note_party(call.party, event);
  } else {
    call.named_by_others = true;
  }
  if (const auto described = description_of(event)) note_description(call.open_offers, event, *described);
}

}  // namespace ringcheck::check
