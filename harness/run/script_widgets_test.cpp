// The fold on messages of the widget API: what an ask waits for, whose answer it is, what stands in a window.

#include <deque>

#include <gtest/gtest.h>

#include "run/script.hpp"
#include "run/test_run.hpp"
#include "run/verdict.hpp"
#include "trace/widget_message.hpp"
#include "value/json.hpp"
#include "value/yaml.hpp"

namespace ringcheck::run {
namespace {

using trace::Entry;
using trace::Kind;
using trace::Side;

/// Bob, the subject, is the host of board.
class Talk {
 public:
  explicit Talk(const std::string& steps) : test_(laid_out(steps)), script_(test_) {
    Entry start;
    start.kind = Kind::start;
    start.body = make_object({{"names", make_object({{"board.widget_id", "w1"}})}});
    feed(start);
  }

  int begin() {
    const scenario::Step* step = script_.next();
    if (step == nullptr) {
      ADD_FAILURE() << "no step is next";
      return -1;
    }
    Entry entry;
    entry.kind = Kind::step;
    entry.step = step->index;
    feed(entry);
    return step->index;
  }
  void deadline(int step) {
    Entry entry;
    entry.kind = Kind::deadline;
    entry.step = step;
    feed(entry);
  }
  static Value message(const std::string& json) {
    auto parsed = parse_json(json);
    EXPECT_TRUE(parsed) << json;
    return parsed ? parsed->value : Value();
  }
  /// Board posts this, by a step or of itself.
  void posts(const std::string& json, int step = -1, const std::string& session = "board") {
    Entry entry = trace::entry_of_message(Side::widget, session, "board", "bob", message(json));
    entry.step = step;
    feed(entry);
  }
  std::int64_t came(const std::string& json, const std::string& session = "board",
                    const std::string& to = "board") {
    feed(trace::entry_of_message(Side::host, session, "bob", to, message(json)));
    return entries_.back().seq;
  }
  void opened(const std::string& href) { feed(trace::entry_of_load("board", "bob", "board", href)); }
  void unloaded() {
    Entry entry = trace::entry_of_unload("board", "bob");
    entry.to = "board";
    feed(entry);
  }
  void close() {
    Entry settled;
    settled.kind = Kind::done;
    settled.type = "settle";
    settled.head = make_object({{"outcome", "done"}});
    feed(settled);
    Entry end;
    end.kind = Kind::end;
    end.type = "complete";
    feed(end);
  }

  StepState state(int index) const { return script_.record(index).state; }
  const Script& script() const { return script_; }
  report::TestResult judged() const { return judge(script_, library().requirements); }

 private:
  static const scenario::Library& library() {
    static const scenario::Library loaded = testing::load_suites();
    return loaded;
  }
  static scenario::Test laid_out(const std::string& steps) {
    std::vector<Fault> faults;
    const YamlDocument document = parse_yaml("talk.yaml", "title: A talk\nstage: widget\nsteps:\n" + steps);
    auto tests = scenario::lay_out(document, "talk", library().pieces, &library().requirements, faults);
    for (const Fault& fault : faults) ADD_FAILURE() << render(fault, document.source);
    return tests.empty() ? scenario::Test{} : std::move(tests.front());
  }
  void feed(Entry entry) {
    entry.seq = static_cast<std::int64_t>(entries_.size()) + 1;
    entries_.push_back(std::move(entry));
    script_.on(entries_.back());
  }

  scenario::Test test_;
  Script script_;
  std::deque<Entry> entries_;
};

constexpr const char* asks_openid =
    R"({"api":"fromWidget","requestId":"r1","action":"get_openid","widgetId":"w1","data":{}})";
std::string openid_answer(const std::string& id, const std::string& response) {
  return R"({"api":"fromWidget","requestId":")" + id +
         R"(","action":"get_openid","widgetId":"w1","data":{},"response":)" + response + "}";
}

TEST(ScriptWidgets, AnAskIsMetByTheAnswerToItsRequest) {
  Talk talk(R"(
  - ask: get_openid
    id: asked
    reply: {state: request}
    proves: [WIDGET-129]
)");
  const int asked = talk.begin();
  talk.came(openid_answer("r1", R"({"state":"request"})"));
  EXPECT_EQ(talk.state(asked), StepState::begun) << "an answer before the request is none";
  talk.posts(asks_openid, asked);
  EXPECT_EQ(talk.script().names().at("asked.request_id").text, "r1");
  talk.came(openid_answer("r2", R"({"state":"request"})"));
  talk.came(openid_answer("r1", R"({"state":"request"})"), "board.2");
  EXPECT_EQ(talk.state(asked), StepState::begun) << "that of another request, or another session";
  talk.came(openid_answer("r1", R"({"state":"request","x":{"$undefined":true}})"));
  EXPECT_EQ(talk.state(asked), StepState::met);
  talk.close();
  EXPECT_EQ(talk.judged().outcome, report::Outcome::passed);
}

TEST(ScriptWidgets, AWrongAnswerIsToldAtOnce) {
  Talk talk("  - ask: get_openid\n    reply: {state: request}\n    proves: [WIDGET-129]\n");
  const int asked = talk.begin();
  talk.posts(asks_openid, asked);
  talk.came(openid_answer("r1", R"({"state":"blocked"})"));
  EXPECT_EQ(talk.state(asked), StepState::missed);
  talk.close();
  const report::TestResult result = talk.judged();
  EXPECT_EQ(result.outcome, report::Outcome::failed);
  ASSERT_EQ(result.differences.size(), 1U);
  EXPECT_EQ(result.differences[0].pointer, "/state");
}

TEST(ScriptWidgets, WithoutAPageNothingIsAsked) {
  Talk talk("  - ask: get_openid\n    reply: {}\n    proves: [WIDGET-129]\n");
  const int asked = talk.begin();
  talk.deadline(asked);
  talk.close();
  EXPECT_EQ(talk.judged().outcome, report::Outcome::inconclusive);
  EXPECT_EQ(talk.judged().message, "the page of board had nobody to ask");
}

TEST(ScriptWidgets, WithoutAReplyAnAskDoesNotWait) {
  Talk talk(R"(
  - ask: get_openid
    id: asked
  - ask: com.example.noise
    message: noise
  - expect: {reply: asked}
    response: {state: blocked}
    message: {requestId: $asked.request_id}
    times: 1
    proves: [WIDGET-129]
)");
  talk.posts(asks_openid, talk.begin());
  talk.posts(R"("noise")", talk.begin());
  const int expected = talk.begin();
  talk.came(openid_answer("r1", R"({"state":"blocked"})"));
  EXPECT_EQ(talk.state(expected), StepState::met);
  talk.came(openid_answer("r1", R"({"state":"blocked"})"));
  talk.close();
  EXPECT_EQ(talk.judged().outcome, report::Outcome::failed) << "it came twice";
}

TEST(ScriptWidgets, AnExpectedAskIsMatchedByDataAndMessageUnderBothItsNames) {
  Talk talk(R"(
  - expect: {ask: visibility}
    data: {visible: true}
    message: {widgetId: $board.widget_id}
  - expect: {ask: navigate}
    id: gone
)");
  const int visible = talk.begin();
  const auto ask = [](const char* action, const char* data, const char* id = "w1") {
    return std::string(R"({"api":"toWidget","requestId":"h1","action":")") + action + R"(","widgetId":")" +
           id + R"(","data":)" + data + "}";
  };
  talk.came(ask("visibility", R"({"visible":false})"));
  talk.came(ask("visibility", R"({"visible":true})", "w2"));
  talk.came(ask("visibility", R"({"visible":true})"), "other", "other");
  EXPECT_EQ(talk.state(visible), StepState::begun);
  talk.came(ask("visibility", R"({"visible":true})"));
  EXPECT_EQ(talk.state(visible), StepState::met);
  const int gone = talk.begin();
  talk.came(ask("org.matrix.msc2931.navigate", "{}"));
  EXPECT_EQ(talk.state(gone), StepState::met);
  EXPECT_EQ(talk.script().names().at("gone.request_id").text, "h1");
}

TEST(ScriptWidgets, PagesAreSeenComingAndGoing) {
  Talk talk(R"(
  - expect: {page: opened}
    data: {query: {widgetId: $board.widget_id}}
  - expect: {page: closed}
    id: shut
  - none: {ask: visibility}
    since: shut
    proves: [WIDGET-081]
)");
  const int opened = talk.begin();
  talk.opened("http://127.0.0.1/widget/t?widgetId=other");
  EXPECT_EQ(talk.state(opened), StepState::begun);
  talk.opened("http://127.0.0.1/widget/t?widgetId=w1");
  const int closed = talk.begin();
  talk.unloaded();
  EXPECT_EQ(talk.state(closed), StepState::met);
  talk.begin();
  talk.came(R"({"api":"toWidget","requestId":"h1","action":"visibility","widgetId":"w1","data":{}})");
  talk.close();
  EXPECT_EQ(talk.judged().outcome, report::Outcome::failed);
}

}  // namespace
}  // namespace ringcheck::run
