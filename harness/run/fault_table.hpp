#pragma once
// The judge is judged: each fault switch of our own subjects is played against the scenarios that could catch
// it. One logic for `ringcheck faults`, which prints the table, and for the test that asserts it.

#include <map>
#include <string>
#include <vector>

#include "report/model.hpp"
#include "run/embedded.hpp"
#include "run/session.hpp"
#include "scenario/library.hpp"
#include "value/result.hpp"

namespace ringcheck::run {

struct FaultSwitch {
  std::string name;
  std::string sentence;             ///< what the subject does wrong
  std::vector<std::string> breaks;  ///< ids of the requirements
  Embedded subject;                 ///< whose it is
};

/// The switches of a subject, which it lists itself: `<program> --list-faults`, one JSON object a line. The
/// error is a program that cannot be run or lists nothing.
Result<std::vector<FaultSwitch>> list_faults(const std::string& program_dir, const Embedded& subject);

/// Those of all our subjects.
Result<std::vector<FaultSwitch>> list_all_faults(const std::string& program_dir);

/// The scenarios for its kind of subject that could catch it, the likeliest first. Where none proves what it
/// breaks the checks that read every trace must, and all scenarios of that kind are given.
std::vector<scenario::Test> tests_for(const scenario::Library& library, const FaultSwitch& fault);

/// The options of a run with this fault; home, program_dir and out are the caller's.
SessionOptions fault_session(SessionOptions options, const FaultSwitch& fault);

/// Requirements that the fault breaks and that the run of these tests says are broken. Of what is only
/// observed no run says so: when nothing else is caught, the tests are played without the fault, and it is
/// caught where something else is told.
Result<std::vector<std::string>> caught_in(SessionOptions options, const FaultSwitch& fault,
                                           const report::RunResult& run,
                                           const std::vector<scenario::Test>& tests,
                                           const scenario::Library& library);

/// What came of a fault: the requirements under which it was caught first.
struct FaultPlay {
  std::vector<std::string> caught;  ///< empty only when all tests were played
  std::size_t played = 0;
  std::size_t of = 0;  ///< the tests that could catch it
  bool interrupted = false;
};

/// Plays the tests that could catch the fault in growing batches, the likeliest first, until one catches it.
/// `options` are those of fault_session.
Result<FaultPlay> play_fault(const SessionOptions& options, const FaultSwitch& fault,
                             const scenario::Library& library);

/// The subject.yaml of one of our own subjects.
std::string subject_file(const std::string& home, std::string_view name);

/// The faults of a subject that nothing catches yet, each with its written reason: `survivors.yaml` beside
/// its subject.yaml, a map of strings.
Result<std::map<std::string, std::string>> load_survivors(const std::string& home, const Embedded& subject);

}  // namespace ringcheck::run
