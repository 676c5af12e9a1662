#pragma once
// What a run found, as plain data: the one model from which every printer works. Written as results.json
// (schemas/results.schema.json), so that any report can be made again later.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "report/sighting.hpp"

namespace ringcheck::report {

enum class Verdict : std::uint8_t { pass, warn, fail, inconclusive, skipped, observed };
std::string_view verdict_name(Verdict verdict);

enum class Outcome : std::uint8_t { passed, failed, inconclusive, skipped, error };
std::string_view outcome_name(Outcome outcome);

/// Something shown as evidence: a line of the trace, already worded.
struct Evidence {
  std::int64_t seq = 0;
  std::int64_t t_us = 0;
  std::string text;
};

/// One difference between what was wanted and the nearest that came.
struct Difference {
  std::string pointer;
  std::string wanted;
  std::string came;
};

/// A verdict about one requirement in one test, or a fault that a check found.
struct Finding {
  std::string requirement;
  Verdict verdict = Verdict::pass;
  std::string check;  ///< empty: a step decided it; else the name of the check that reads every trace
  int step = -1;      ///< index of the deciding step
  std::string file;   ///< of the deciding step
  int line = 0;
  std::string looked_for;  ///< "expect m.call.answer"
  std::string message;
  std::vector<Difference> differences;
  std::int64_t at_seq = 0;
};

struct TestResult {
  std::string name;
  std::string scenario;
  std::string case_name;
  std::string file;
  std::string title;
  Outcome outcome = Outcome::passed;
  std::int64_t duration_us = 0;
  std::int64_t cpu_us = 0;  ///< of the harness alone
  std::vector<Finding> findings;
  std::vector<Evidence> around;  ///< the entries around the first failure
  std::string stopped_at;        ///< "file:line: expect m.call.answer", when it did not come to its end
  std::vector<Difference> differences;   ///< at the step that stopped it, when that proves nothing by itself
  std::string message;                   ///< why it is an error, inconclusive or skipped
  std::string pack;                      ///< the MSC without a release that it plays; empty for a release
  std::string blame;                     ///< adapter, subject, permission, harness, scenario; empty
  std::vector<std::string> adapter_log;  ///< last lines of stderr, for an error
  std::vector<Sighting> sightings;       ///< what its trace shows of the calls that the subject makes
  std::vector<std::int64_t> unexplained;
  std::vector<std::string> warnings;
  std::string trace_file;
  std::string repeat_command;
};

/// The message of a test that was left out because the subject makes no calls between two users.
inline constexpr std::string_view no_calls_message = "the subject makes no calls between two users";

struct RequirementResult {
  std::string id;
  std::string section;
  std::string title;
  std::string level;
  std::string since;
  std::string msc;  ///< that it belongs to; empty for what was always there
  std::string source;
  std::string says;
  std::string basis;
  std::string stance;
  std::string pack;         ///< MSC3086 when that MSC alone asks for it: then it counts for no release
  std::string pack_title;   ///< of that MSC
  std::string stance_says;  ///< the stance's text, so that a report stands alone
  Verdict verdict = Verdict::pass;
  std::vector<std::string> tests;  ///< names of the tests that decided it
  std::string against_baseline;    ///< expected, new or stale; empty where there is nothing to say
  std::string why_expected;
};

/// A failure that the subject's maker knows of (expected.yaml).
struct ExpectedFailure {
  std::string requirement;
  std::vector<Verdict> verdicts;  ///< more than one where the subject's own timing decides
  std::vector<std::string> how;   ///< it fails, any of these; empty: not written down
  std::string why;
};

/// Which part of the tests a run played: `index` of `of`, from 1; of 0 it was all that was chosen.
struct Shard {
  int index = 0;
  int of = 0;
};

struct RunResult {
  std::string subject;              ///< name in subject.yaml
  std::string implementation;       ///< name and version that the adapter gave
  std::vector<std::string> claims;  ///< of subject.yaml
  std::string harness_version;
  std::string started_at;  ///< RFC 3339, UTC
  std::uint64_t seed = 0;
  double time_scale = 1.0;
  std::string folder;
  bool interrupted = false;
  std::vector<TestResult> tests;
  std::vector<RequirementResult> requirements;
  std::vector<std::string> unknown_endpoints;      ///< what the fake homeserver does not know and was asked
  std::vector<std::string> notices;                ///< a slot that was stopped, a scenario that did not load
  bool has_baseline = false;                       ///< the subject's maker keeps a list of expected failures
  std::vector<ExpectedFailure> expected_failures;  ///< that list, so that shards can be judged once merged
  bool whole = false;  ///< every scenario there is was chosen, by the shards together if it is one
  Shard shard;
  std::string selection;  ///< "--level must" when only some requirements were asked for and are judged
  std::string no_calls;  ///< why it was held to make no calls between two users, so that they were not played
  std::vector<std::string> counted_packs;  ///< MSCs that were asked for: what they miss is in the exit status
  bool configuration_wrong = false;        ///< a scenario did not load
  int exit_status = 0;
};

/// 0 as expected, 1 a fail, 2 inconclusive only, 3 a scenario or the configuration is wrong, 4 the adapter
/// broke, 5 the subject makes no calls between two users and nothing else failed.
int exit_status(const RunResult& run);

/// Differs from the list of expected failures in a way that makes a run fail.
bool is_unexpected(const RequirementResult& requirement);

/// Undecided, where the list does not say that it is: less than a failure, and no success.
bool is_newly_open(const RequirementResult& requirement);

/// Every scenario there is was played: only then can an expected failure be stale.
bool is_whole_suite(const RunResult& run);

/// "idle 1 makes no calls between two users: …" when it was held to make none, else empty.
std::string no_calls_line(const RunResult& run);

/// "the adapter of mine was never ready: …; 9 scenarios were not played" when that was so, or "mine could not
/// be asked: …" of a homeserver that somebody runs; else empty.
std::string never_ready_line(const RunResult& run);
/// It ended before it began, for a reason that all tests share.
bool is_spoilt(const TestResult& test);

/// How many of the tests ended so, or of the requirements came to this; those of packs are kept apart.
int count(const RunResult& run, Outcome outcome);
int count(const RunResult& run, Verdict verdict);

/// Whether it is in the exit status: all of the releases is, a pack when it was asked for.
bool counts(const RunResult& run, std::string_view pack);

/// What became of one MSC that no release has.
struct PackSum {
  std::string pack;
  std::string title;
  std::map<Verdict, int> requirements;
  std::map<Outcome, int> tests;
};

/// Each pack of which something was chosen, by its number.
std::vector<PackSum> pack_sums(const RunResult& run);

/// One thing that was seen where the text asks for nothing, and the tests that saw it.
struct Observation {
  std::string text;
  std::vector<std::string> tests;
};

/// What was observed of a requirement, each different thing once, in the order of the tests.
std::vector<Observation> observations(const RunResult& run, std::string_view requirement);

}  // namespace ringcheck::report
