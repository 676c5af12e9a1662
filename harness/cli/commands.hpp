#pragma once
// The commands, each in a file of its own. Each gives the exit status of the program.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "spec/filter.hpp"

namespace ringcheck::cli {

struct RunCommand {
  std::string subject = "self";
  std::string adapter;  ///< manual: a person; empty: as subject.yaml says
  std::vector<std::string>
      adapter_arguments;  ///< added to the adapter's command: fault switches of our own subjects
  std::string listen;     ///< the adapter is not started but comes there
  bool tls = false;       ///< what the subject speaks with is https
  std::vector<std::string> words;
  spec::Filter filter;
  std::string shard;  ///< 2/4
  std::string out = "ringcheck-runs";
  std::uint64_t seed = 0;  ///< 0: one is drawn and printed
  double time_scale = 1.0;
  int jobs = 0;
  int repeat = 1;
  bool debug = false;
  bool keep = false;
  bool failed = false;
  bool strict = false;
  bool slow = false;             ///< also the tests that take real minutes
  bool allow_intrusive = false;  ///< on a homeserver that somebody runs, also what is not harmless
  bool quiet = false;
  bool watch = false;   ///< again whenever a file changes
  bool follow = false;  ///< the ladder of each test while it is played, one at a time
  bool accept = false;
  bool no_probe = false;  ///< play everything, also where no call is ever seen
};
int run_tests(const RunCommand& command);

struct ServeCommand {
  std::string scenario;  ///< empty: two users in a room, and nothing that must happen
  std::string listen;    ///< address and port of the homeserver; empty: a free port of the loopback
  bool tls = false;
  std::string out = "ringcheck-runs/serve";  ///< what is there of an earlier time is written over
  std::uint64_t seed = 1;
};
/// Plays the world of a scenario for an app that somebody moves as they like, and judges what it sent.
int serve(const ServeCommand& command);

int lint(const std::vector<std::string>& paths);

struct ListCommand {
  std::vector<std::string> words;
  spec::Filter filter;
  bool requirements = false;
  bool sections = false;  ///< the words that the filter takes
};
int list(const ListCommand& command);

int explain(const std::string& word);
int show(const std::string& run, const std::string& test);
int setup(const std::string& subject);

struct FaultsCommand {
  std::vector<std::string> only;
  std::string out = "ringcheck-runs";
};
/// Plays the suite against our own subjects with each of their fault switches and prints which requirement
/// caught it.
int faults(const FaultsCommand& command);

struct JudgeCommand {
  std::vector<std::string> words;
  std::string keep;      ///< folder for the traces; empty: they go
  std::string json;      ///< file for the table; empty: none
  bool no_live = false;  ///< mutants only
};
/// Shows what catches each requirement that the suites decide: mutants of traces, faults, idle.
int judge(const JudgeCommand& command);

enum class ReportFormat : std::uint8_t { html, junit, json, markdown, annotations, badge_svg, badge_json };

struct ReportCommand {
  std::string run;
  std::map<ReportFormat, std::string>
      formats;      ///< empty: not asked for; `true`: under its usual name; a path
  std::string out;  ///< folder, or - for the standard output; empty: the run's
};
/// The reports asked for from a saved run; the terminal's when none is.
int report(const ReportCommand& command);
/// Shards become one run; gives its exit status.
int merge_reports(const std::vector<std::string>& runs, const std::string& out);

struct CompareCommand {
  std::vector<std::string> runs;
  bool all = false;
  bool markdown = false;
  bool json = false;
  bool html = false;
};
/// 1 when the last run is worse than the first.
int compare(const CompareCommand& command);

struct CoverageCommand {
  spec::Filter filter;
  bool json = false;
  bool not_yet = false;
  std::vector<std::string> decided;
};
int coverage(const CoverageCommand& command);

struct SiteCommand {
  std::string folder;
  std::vector<std::string> runs;
};
/// The register as HTML pages in a folder, in which nothing foreign is touched.
int site(const SiteCommand& command);

struct CheckCommand {
  std::vector<std::string> files;
  std::string subject;
  std::string format;
  std::string json;
};
/// Judges recorded traffic; nothing is run.
int check_recordings(const CheckCommand& command);

struct AdapterCommand {
  std::vector<std::string> adapter;  ///< its command; or
  std::string subject;
  std::string listen;  ///< or it comes there
  bool tls = false;    ///< as for run
  std::uint64_t seed = 1;
  double time_scale = 1.0;
};
/// 4 when the adapter breaks a promise of the driver protocol.
int check_adapter(const AdapterCommand& command);

struct NewSubjectCommand {
  std::string language;
  std::string folder;
  std::string name;  ///< empty: that of the folder
};
/// An adapter that runs, its subject.yaml, and what CI needs, in their maker's repository.
int new_subject(const NewSubjectCommand& command);
/// The words that `language` may be.
std::vector<std::string> subject_languages();

struct NewScenarioCommand {
  std::string name;  ///< voip.v1.callee.reject_twice
  std::string title = "Say in one sentence what is right";
  std::vector<std::string> proves;
};
int new_scenario(const NewScenarioCommand& command);

struct NewMscCommand {
  std::string number;
  std::string title = "Its title";
  std::string area = "VOIP";  ///< of its requirements
};
/// A pack: requirements, the folder of its scenarios, its names.
int new_msc(const NewMscCommand& command);

/// Exit status for a command that was used wrongly or whose files are wrong.
inline constexpr int configuration_wrong = 3;
/// Says so on stderr, and gives that status.
int wrong(const std::string& text);
/// Whether the standard output is a terminal whose user has nothing against colour (no-color.org).
bool wants_colour();

}  // namespace ringcheck::cli
