#pragma once
// The widgets and hosts that the harness plays in one test: their pages, what passes over them as entries,
// what steps make them say, and what they do of themselves where no step says otherwise.
//
//   a request of the subject  is answered by the `expect` that takes it and has an `answer`; while such a
//   step
//                             may still come it waits, else the fake end answers it as it thinks right
//   a request that a step     takes the place of the one that the fake host would have made by itself, so
//   that makes                     the host goes on from its answer

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "check/widget_schemas.hpp"
#include "net/loop.hpp"
#include "run/bridge.hpp"
#include "run/cast.hpp"
#include "run/homeserver.hpp"
#include "run/random.hpp"
#include "run/recorder.hpp"
#include "scenario/model.hpp"
#include "widget/fake_host.hpp"
#include "widget/fake_widget.hpp"

namespace ringcheck::run {

/// What of the stage the pages need; all of it outlives them.
struct WidgetSetting {
  net::Loop& loop;
  const scenario::Test& test;
  Recorder& recorder;
  const StagedCast& cast;
  Homeserver& homeserver;
  Random& random;
  const check::WidgetSchemas& schemas;
  std::string pages;           ///< folder harness/widget/pages
  std::string homeserver_url;  ///< base of the client-server API
  double time_scale = 1.0;
  /// Works out what a step says.
  std::function<Result<Value>(const scenario::Step& step, const Value& source)> make;
  /// The step cannot be done, through no fault of the subject.
  std::function<void(const scenario::Step& step, const std::string& why)> fail;
  /// Judges a message of our own before it leaves: a sentence when it is wrong and not declared to be.
  std::function<std::optional<std::string>(trace::Side side, const Value& message,
                                           const std::vector<std::string>& breaks)>
      check_own_message;
};

class WidgetStage {
 public:
  /// Opens the pages. The error is one of the harness.
  static Result<std::unique_ptr<WidgetStage>> open(WidgetSetting setting);
  ~WidgetStage();
  WidgetStage(const WidgetStage&) = delete;
  WidgetStage& operator=(const WidgetStage&) = delete;

  /// `board.widget_id`, `board.url`, `board.wait_for_iframe_load`.
  scenario::Names names() const;
  /// Of a widget as subject: what its host loads, with the variables of the template.
  void set_widget_url(std::string url) { widget_url_ = std::move(url); }

  void ask(const scenario::Step& step);
  void page(const scenario::Step& step);
  /// The script has moved on: answers what steps have taken meanwhile, and what none will take any more.
  void answer_what_waits();
  /// The homeserver may have news for the users of hosts.
  void sync_hosts();

  /// Asks each page's other side for its versions, which must be answered at any time: who has answered has
  /// taken in what was said before.
  void probe();
  /// All that was probed has answered, or will not; and no host of ours waits for the homeserver.
  bool at_rest() const;
  void close();

 private:
  struct Played;
  struct Held;
  using Step = scenario::Step;

  explicit WidgetStage(WidgetSetting setting);
  Result<Done> open_bridge();
  void know_rooms(Played& played);
  void take_news(Played& played, const Value& news);

  void on_open(const std::string& actor, const std::string& session, const widget::Hello& hello);
  void on_loaded(const std::string& actor);
  void on_unload(const std::string& actor, const std::string& session);
  void on_message(const std::string& actor, const std::string& session, const widget::Received& received);
  void on_fault(const std::string& actor, const std::string& session, const std::string& what);

  /// Null for an actor's own page.
  Played* framed_by(const std::string& page);
  void on_hostile_open(Played& played, const std::string& session);
  void make_frame(Played& played);
  void drop_frame(Played& played);
  void become_ready(Played& played);
  void end_session(Played& played);

  bool can_ask(const Played& played, const Step& step) const;
  void ask_what_waits(Played& played);
  void post_ask(Played& played, const Step& step);
  void leave(Played& played);
  void post_through_hostile(Played& played, const Step& step);
  Result<Value> message_of(Played& played, const Step& step);
  void answer(Played& played, const Held& held, const Step& step);
  std::int64_t post(Played& played, const Value& message, int step, std::int64_t cause);
  std::int64_t post(Played& played, const Value& message, int step, std::int64_t cause,
                    const widget::PostTo& to);
  const Step* taker_of(const Held& held) const;
  bool may_be_taken(const Played& played, const std::string& action) const;
  bool asked_by_step(const Played& played, std::string_view action) const;

  void react(Played& played, const widget::Arrival& arrival);
  void carry_out(Played& played, const widget::Effects& effects);
  void say(Played& played, const widget::Say& say);
  void request(Played& played, const widget::Request& request);
  void arm(Played& played);
  std::int64_t now_ms() const { return setting_.loop.now_us() / 1000; }
  void log(const std::string& actor, const std::string& type, Value head);

  WidgetSetting setting_;
  std::unique_ptr<Bridge> bridge_;
  std::map<std::string, std::unique_ptr<Played>> played_;  ///< by actor
  std::string widget_url_;
  std::int64_t probed_ms_ = 0;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace ringcheck::run
