#pragma once
// Holds an adapter to the driver protocol before any scenario rests on it: promise by promise, what came and
// whether it holds. What follows a broken promise is tried with a new process.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "driver/promise.hpp"
#include "driver/subject_file.hpp"
#include "report/console.hpp"
#include "run/adapter_door.hpp"
#include "run/reach.hpp"
#include "scenario/library.hpp"
#include "value/result.hpp"

namespace ringcheck::run {

enum class Holds : std::uint8_t { yes, no, not_offered, not_reached };

struct CheckedPromise {
  Holds holds = Holds::not_reached;
  std::string came;  ///< the sentence that blames the adapter, or what was seen
};

struct AdapterReport {
  std::string implementation;  ///< name and version; empty when it was never ready
  std::map<driver::Promise, CheckedPromise> promises;
  std::vector<std::string> stderr_lines;  ///< the last of the process that broke something

  bool all_hold() const;
};

struct AdapterCheckOptions {
  std::string program_dir;
  std::string temporary;  ///< a folder of the caller's, for the adapter's temporary files and the authority
  std::uint64_t seed = 1;
  double time_scale = 1.0;
  DoorEvents door;   ///< where the subject comes by itself
  bool tls = false;  ///< as of a session
  OnAuthority on_authority;
};

/// `library` holds the small scenarios of schemas/driver/check: they order, and judge nothing. The error is
/// an adapter that cannot be started, or a port that the harness cannot open.
Result<AdapterReport> check_adapter(const driver::Vocabulary& vocabulary, const driver::Subject& subject,
                                    const scenario::Library& library, const AdapterCheckOptions& options);

/// A line for each promise; of a broken one also what was wanted, what came, and what to do next.
std::string adapter_report_text(const AdapterReport& report, const report::ConsoleStyle& style = {});

}  // namespace ringcheck::run
