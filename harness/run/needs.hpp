#pragma once
// What scenarios and the driver protocol have to do with each other: the claims that a test needs, and the
// words that it may use.

#include <string>
#include <vector>

#include "driver/subject_file.hpp"
#include "driver/vocabulary.hpp"
#include "scenario/library.hpp"

namespace ringcheck::run {

/// The claims that follow from what the test uses, by the table of the driver protocol, then those that it
/// requires by name, then that of its pack.
std::vector<std::string> claims_needed_by(const scenario::Test& test, const driver::Vocabulary& vocabulary);

/// The actions that the test orders and that are not among the `offered`. A clock that the subject does not
/// claim to move needs none: the harness waits instead.
std::vector<std::string> missing_actions(const scenario::Test& test, const std::vector<std::string>& offered,
                                         const std::vector<std::string>& claims,
                                         const driver::Vocabulary& vocabulary);

/// Whether the test is for such a subject at all. A client that says it shows widgets is tested as their
/// host too, and a host that says it makes calls as a client.
bool fits(const scenario::Test& test, const driver::Subject& subject);

/// The claim by which a subject says that it follows an MSC which no release has: `msc.3086` for MSC3086.
std::string pack_claim(const std::string& pack);

/// The words of the driver protocol to which scenarios are held when they are loaded.
scenario::AdapterWords words_of(const driver::Vocabulary& vocabulary);

}  // namespace ringcheck::run
