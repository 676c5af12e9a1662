#pragma once
// One whole run: subject, checks, loop, tests, saved folder. What `ringcheck run` does, without the terminal.

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "driver/conversation.hpp"
#include "driver/listen.hpp"
#include "report/model.hpp"
#include "run/adapter_door.hpp"
#include "run/reach.hpp"
#include "run/runner.hpp"
#include "scenario/library.hpp"
#include "spec/filter.hpp"
#include "value/result.hpp"

namespace ringcheck::run {

struct SessionOptions {
  std::string home;
  std::string program_dir;
  std::string subject_path;
  std::string subject;  ///< as the user named it; empty: the path
  std::vector<std::string> adapter_arguments;
  std::optional<driver::Listen> listen;  ///< the adapter comes there; nothing: as subject.yaml says
  bool by_hand = false;                  ///< a person moves the app, whatever subject.yaml says
  bool tls = false;  ///< the homeserver that is played, and the way to it, are https and wss
  std::string out = "ringcheck-runs";
  std::uint64_t seed = 1;
  double time_scale = 1.0;
  int jobs = 0;
  bool debug = false;
  bool keep = false;
  bool strict = false;
  bool slow = true;                 ///< tests that take real minutes are played too
  bool allow_intrusive = false;     ///< on a homeserver that somebody runs, play what is not harmless too
  std::set<std::string> even_slow;  ///< names of tests that are played in any case
  bool whole = true;                ///< all scenarios are chosen, before they are divided into shards
  report::Shard shard;
  bool probe = false;   ///< a subject that makes no calls between two users is told so, instead of each test
  spec::Filter filter;  ///< only requirements that fit it are judged and reported
  std::set<std::string> asked_packs;  ///< MSCs without a release that are played unclaimed, and counted
  bool accept = false;                ///< write the list of expected failures anew
};

struct SessionEvents {
  /// Before the first test: how many will be played or skipped.
  std::function<void(std::size_t tests)> on_begin;
  RunEvents told;
  DoorEvents door;
  /// What a person is told who moves the app.
  std::function<void(const std::string& text)> tell_person;
  OnAuthority on_authority;
};

/// Plays the tests and saves the run. The error is a wrong configuration: a subject.yaml with faults
/// (rendered), an adapter that is not installed, a folder that cannot be written.
Result<report::RunResult> run_session(const SessionOptions& options, const std::vector<scenario::Test>& tests,
                                      const scenario::Library& library, const SessionEvents& events);

}  // namespace ringcheck::run
