#pragma once
// What the harness's peers do wrong on purpose, by name (suites/faults/): one sentence for people, what it
// changes in an event, and which places of the schema it breaks.

#include <map>
#include <string>

#include "value/yaml.hpp"

namespace ringcheck::scenario {

struct PeerFault {
  std::string says;  ///< "leaves party_id out": what the peer does
  Value content;     ///< laid over the form, under what the step says itself; null when nothing is changed
  Value breaks;      ///< a list of JSON pointers; null when the event is sound in itself
};

using PeerFaults = std::map<std::string, PeerFault, std::less<>>;

/// Reads the rows of a file into `faults`; what is wrong with them is added to the document's own faults.
void read_peer_faults(YamlDocument& document, PeerFaults& faults);

}  // namespace ringcheck::scenario
