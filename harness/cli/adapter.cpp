// `ringcheck adapter check`.

#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/door.hpp"
#include "cli/home.hpp"
#include "cli/say.hpp"
#include "driver/subject_file.hpp"
#include "run/adapter_check.hpp"

namespace ringcheck::cli {
namespace {

namespace fs = std::filesystem;

constexpr int adapter_broke = 4;

// A client that is told nothing of but its command, or not even that: what it claims is asked of no command
// line.
driver::Subject subject_of(const std::vector<std::string>& adapter) {
  driver::Subject subject;
  subject.name = adapter.empty() ? "adapter" : fs::path(adapter.front()).filename().string();
  subject.adapter = adapter;
  subject.environment = {"PATH", "HOME"};
  subject.folder = fs::current_path().string();
  return subject;
}

Result<driver::Subject> subject_named(const std::string& path, const driver::Vocabulary& vocabulary) {
  driver::SubjectFile file = driver::load_subject(path, vocabulary);
  if (file.faults.empty()) return std::move(file.subject);
  std::string text = "the subject cannot be used\n";
  for (const Fault& fault : file.faults) text += render(fault, file.source);
  return Error{text};
}

}  // namespace

int check_adapter(const AdapterCommand& command) {
  const bool listens = !command.listen.empty();
  if (command.adapter.empty() && command.subject.empty() && !listens)
    return wrong(
        "say which adapter: ringcheck adapter check -- python3 adapter.py, or --subject ./subject.yaml, or "
        "--listen 127.0.0.1:8765");
  if (!command.adapter.empty() && (!command.subject.empty() || listens))
    return wrong(fmt::format("say one of both: the adapter is started by the command {}, or {}",
                             fmt::join(command.adapter, " "),
                             listens ? "comes to --listen" : "as --subject says"));
  auto listen = listen_option(command.listen);
  if (!listen) return wrong(listen.error().text);
  auto home = find_home();
  if (!home) return wrong(home.error().text);
  auto vocabulary = driver::load_vocabulary(home->folder + "/schemas/driver/protocol.yaml");
  if (!vocabulary) return wrong(vocabulary.error().text);
  auto library = load_suites(*home, {home->folder + "/schemas/driver/check"});
  if (!library) return wrong(library.error().text);
  Result<driver::Subject> subject = subject_of(command.adapter);
  if (!command.subject.empty()) subject = subject_named(subject_path(*home, command.subject), *vocabulary);
  if (!subject) return wrong(subject.error().text);
  if (*listen) subject->listen = *listen;
  if (subject->adapter.empty() && !subject->listen)
    return wrong(
        fmt::format("{} has no adapter: {}", subject->name,
                    subject->by_hand ? "a person moves it" : "it is a homeserver that runs already"));

  std::string temporary = (fs::temp_directory_path() / "ringcheck-adapter-XXXXXX").string();
  if (mkdtemp(temporary.data()) == nullptr) return wrong("cannot make a folder in " + temporary);
  auto report = run::check_adapter(*vocabulary, *subject, *library,
                                   {home->program_dir, temporary, command.seed, command.time_scale,
                                    console_door(), command.tls, tell_authority()});
  std::error_code ignored;
  fs::remove_all(temporary, ignored);
  if (!report) return wrong(report.error().text);
  say("{}", run::adapter_report_text(*report, {wants_colour()}));
  return report->all_hold() ? 0 : adapter_broke;
}

}  // namespace ringcheck::cli
