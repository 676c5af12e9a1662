#include "run/serve.hpp"

#include <memory>

#include <fmt/format.h>

#include "net/loop.hpp"
#include "run/person_slot.hpp"
#include "run/world_stage.hpp"

namespace ringcheck::run {
namespace {

std::string free_play_begins(bool stopped) {
  return fmt::format(
      "\n{}Call as you like: who is called answers after two seconds. Or type what they shall do, after a "
      "name\n"
      "where there are several:\n{}  end         ends it, as Ctrl-C does, and what the app sent is "
      "judged\n\n",
      stopped ? "The scenario stops here: what it waits for came otherwise, or what it forbids came.\n" : "",
      peer::Partner::words());
}

StageOptions stage_options(const ServeOptions& options, const check::Checker& checker) {
  StageOptions stage;
  stage.seed = options.seed;
  stage.debug = true;
  stage.virtual_clock = false;
  stage.trace_path = options.trace_path;
  stage.session = "s1";
  stage.fixtures = options.fixtures;
  stage.by_password = true;
  stage.reach = options.reach;
  stage.check_own_event = [&checker](std::string_view type, const Value& content,
                                     const std::vector<std::string>& breaks) {
    return checker.own_event(type, content, breaks);
  };
  return stage;
}

}  // namespace

Result<std::set<std::string>> serve(const ServeOptions& options, const scenario::Test& test,
                                    const driver::Vocabulary& vocabulary, const check::Checker& checker,
                                    const ServeEvents& events) {
  if (test.subject_is() != scenario::SubjectIs::client)
    return Error{
        fmt::format("{} is for no client: serve plays the homeserver and the peers of one", test.name)};
  net::Loop loop;
  Person person(loop, {options.input, events.tell_person});
  std::unique_ptr<PersonSlot> slot;
  StageOptions staged = stage_options(options, checker);
  staged.on_entry = [&](const trace::Entry& entry) {
    if (slot != nullptr) slot->look_at(entry);
    events.on_entry(entry);
  };
  staged.on_free_play = [&](bool stopped) { events.tell_person(free_play_begins(stopped)); };
  WorldStage stage(loop, test, vocabulary, std::move(staged));
  const auto end = [&] {
    stage.interrupt();
    loop.stop();
  };
  Slot::Events told;
  told.on_ready = [&](const driver::Ready&) {
    stage.warm_up(*slot);
    stage.play([&] { loop.stop(); });
  };
  slot = std::make_unique<PersonSlot>(loop, vocabulary, person, "app", std::move(told),
                                      [&](const std::string& line) {
                                        if (line == "end") return end();
                                        events.tell_person(stage.tell_peers(line));
                                      });
  loop.on_signal([&](int) { end(); });
  if (auto opened = stage.open(); !opened) return opened.error();
  if (auto started = slot->start(); !started) return started.error();
  loop.run();
  return stage.unknown_endpoints();
}

}  // namespace ringcheck::run
