// The table of actions, and what a capability covers.

#include "check/widget_schemas.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "check/capability.hpp"
#include "check/test_schemas.hpp"
#include "spec/register.hpp"

namespace ringcheck::check {
namespace {

namespace fs = std::filesystem;
using trace::Side;

const WidgetSchemas& schemas() {
  static const auto loaded = WidgetSchemas::load(source_dir() + "/schemas/widget");
  EXPECT_TRUE(loaded) << loaded.error().text;
  return **loaded;
}

TEST(WidgetSchemas, KnowAnActionByBothOfItsNames) {
  const WidgetAction* action = schemas().action("org.matrix.msc2876.read_events");
  ASSERT_NE(action, nullptr);
  EXPECT_EQ(action, schemas().action("read_events"));
  EXPECT_EQ(action->name, "read_events");
  EXPECT_EQ(schemas().action("read_event"), nullptr);
  EXPECT_EQ(schemas().stable_capability("org.matrix.msc2762.send.event:t#x"), "m.send.event:t#x");
  EXPECT_EQ(schemas().stable_capability("org.example"), "org.example");
}

TEST(WidgetSchemas, DifferByWhoAsks) {
  const WidgetAction& send = *schemas().action("send_event");
  const JsonSchema* from = schemas().shape(send, Side::widget, Part::request);
  const JsonSchema* to = schemas().shape(send, Side::host, Part::request);
  ASSERT_NE(from, nullptr);
  ASSERT_NE(to, nullptr);
  EXPECT_TRUE(to->knows_member("sender"));
  EXPECT_FALSE(from->knows_member("sender"));
  const WidgetAction& both = *schemas().action("supported_api_versions");
  EXPECT_EQ(schemas().shape(both, Side::widget, Part::response),
            schemas().shape(both, Side::host, Part::response));
}

TEST(WidgetSchemas, EachIsOfAnActionThatSaysNothingElseOfIt) {
  for (const char* set : {"from_widget", "to_widget", "both_ways"}) {
    for (const fs::path& file : json_files(source_dir() + "/schemas/widget/" + set)) {
      const fs::path name = file.stem();
      const WidgetAction* action = schemas().action(name.stem().string());
      ASSERT_NE(action, nullptr) << file;
      EXPECT_EQ(action->name, name.stem().string()) << file << " is called by the unstable name";
      EXPECT_TRUE(name.extension() == ".request" || name.extension() == ".response") << file;
      const bool to_widget = std::string_view(set) == "to_widget";
      EXPECT_TRUE(to_widget ? action->by_host : action->by_widget) << file;
      // send_event and send_to_device are asked by both sides, each with shapes of its own.
      const bool said_empty = name.extension() == ".request" ? action->empty_request : action->empty_response;
      EXPECT_TRUE(!said_empty || (action->by_widget && action->by_host)) << file;
    }
  }
}

// One name, one place: the register says the same where it names an action or a capability.
TEST(WidgetSchemas, NameAsTheRegisterDoes) {
  std::vector<Fault> faults;
  std::vector<YamlDocument> documents;
  const auto requirements = spec::read_register(source_dir() + "/suites/requirements", faults, documents);
  int named = 0;
  for (const spec::Requirement& each : requirements.all()) {
    if (!each.id.starts_with("WIDGET-")) continue;
    for (const auto& [stable, unstable] : each.names) {
      const WidgetAction* action = schemas().action(stable);
      const auto capability = schemas().capability_names().find(stable);
      const bool is_capability = capability != schemas().capability_names().end();
      if (action == nullptr && !is_capability) continue;
      ++named;
      EXPECT_TRUE((action != nullptr && action->unstable == unstable) ||
                  (is_capability && capability->second == unstable))
          << each.id << " names " << stable << " " << unstable;
    }
  }
  EXPECT_GT(named, 50);
  for (const WidgetAction& action : schemas().actions()) {
    if (!action.msc.empty()) EXPECT_NE(requirements.msc(action.msc), nullptr) << action.name;
  }
}

TEST(WidgetSchemas, AFaultOfTheTableIsTold) {
  const fs::path folder = fs::path(testing::TempDir()) / "ringcheck_widget_schemas_test";
  fs::create_directories(folder / "envelope");
  std::ofstream(folder / "envelope" / "request.json") << "{}";
  std::ofstream(folder / "actions.yaml")
      << "actions:\n  a: {sent_by: nobody}\n  b: {sent_by: host, sort: 5}\n";
  const auto loaded = WidgetSchemas::load(folder.string());
  fs::remove_all(folder);
  ASSERT_FALSE(loaded);
  for (const char* part : {"a wants sent_by", ":3: sort is no key", "a map called capabilities",
                           "envelope/response.json", "envelope/error.json"}) {
    EXPECT_NE(loaded.error().text.find(part), std::string::npos) << loaded.error().text;
  }
  EXPECT_FALSE(WidgetSchemas::load("/nonexistent"));
}

TEST(Capability, IsTakenApart) {
  struct Sample {
    const char* text;
    const char* name;
    const char* type;
    std::optional<std::string> key;
  };
  const Sample samples[] = {
      {"m.sticker", "m.sticker", "", std::nullopt},
      {"m.send.state_event:m.room.name", "m.send.state_event", "m.room.name", std::nullopt},
      {"m.send.state_event:m.room.name#", "m.send.state_event", "m.room.name", ""},
      {"m.send.state_event:m.room.name##test", "m.send.state_event", "m.room.name", "#test"},
      {R"(m.send.state_event:org.example.\#test#hello)", "m.send.state_event", "org.example.#test", "hello"},
      {R"(m.send.state_event:a\b\\#c#d)", "m.send.state_event", R"(a\b\#c)", "d"},
      {"m.send.event:com.x#y", "m.send.event", "com.x#y", std::nullopt},
      {"m.receive.event:m.room.message#m.text", "m.receive.event", "m.room.message", "m.text"},
      {"m.receive.event:m.room.message.x#y", "m.receive.event", "m.room.message.x#y", std::nullopt},
      {"m.send.to_device:a#b", "m.send.to_device", "a#b", std::nullopt},
  };
  for (const Sample& each : samples) {
    const Capability capability = parse_capability(each.text);
    EXPECT_EQ(capability.name, each.name) << each.text;
    EXPECT_EQ(capability.type, each.type) << each.text;
    EXPECT_EQ(capability.key, each.key) << each.text;
  }
}

std::optional<bool> covered(const char* action, Side asker, const char* data, const Capabilities& approved) {
  const auto parsed = parse_json(data);
  EXPECT_TRUE(parsed) << data;
  return is_covered(*schemas().action(action), asker, parsed->value, approved);
}

TEST(Capability, CoversWhatItSays) {
  const char* text = R"({"type":"m.room.message","content":{"msgtype":"m.text"}})";
  EXPECT_EQ(covered("send_event", Side::widget, text, {"m.send.event:m.room.message"}), true);
  EXPECT_EQ(covered("send_event", Side::widget, text, {"m.send.event:m.room.message#m.text"}), true);
  EXPECT_EQ(covered("send_event", Side::widget, text, {"m.send.event:m.room.message#m.emote"}), false);
  EXPECT_EQ(covered("send_event", Side::widget, text, {"m.receive.event:m.room.message"}), false);
  EXPECT_EQ(covered("send_event", Side::host, text, {"m.receive.event:m.room.message"}), true);
  const char* state = R"({"type":"m.room.topic","state_key":"","content":{}})";
  EXPECT_EQ(covered("send_event", Side::widget, state, {"m.send.state_event:m.room.topic#"}), true);
  EXPECT_EQ(covered("send_event", Side::widget, state, {"m.send.state_event:m.room.topic#x"}), false);
  EXPECT_EQ(covered("send_event", Side::widget, state, {"m.send.event:m.room.topic"}), false);
  const char* delayed = R"({"type":"t","content":{},"delay":5,"sticky_duration_ms":5})";
  EXPECT_EQ(covered("send_event", Side::widget, delayed, {"m.send.event:t", "m.send.delayed_event"}), false);
  EXPECT_EQ(covered("send_event", Side::widget, delayed,
                    {"m.send.event:t", "m.send.delayed_event", "m.send.sticky_event"}),
            true);
  EXPECT_EQ(covered("update_state", Side::host, R"({"state":[]})", {}), true);
  EXPECT_EQ(covered("update_state", Side::host, R"({"state":[{"type":"t","state_key":"k"}]})",
                    {"m.receive.state_event:t#l"}),
            false);
  EXPECT_EQ(
      covered("read_events", Side::widget, R"({"type":"t","state_key":true})", {"m.receive.state_event:t#l"}),
      true);
  EXPECT_EQ(
      covered("read_events", Side::widget, R"({"type":"t","state_key":"k"})", {"m.receive.state_event:t#l"}),
      false);
  EXPECT_EQ(covered("read_events", Side::widget, R"({"type":"m.room.message"})",
                    {"m.receive.event:m.room.message#m.text"}),
            true);
  EXPECT_EQ(covered("read_events", Side::widget, R"({"type":"m.room.message","msgtype":"m.emote"})",
                    {"m.receive.event:m.room.message#m.text"}),
            false);
  EXPECT_EQ(covered("send_to_device", Side::host, R"({"type":"t"})", {"m.receive.to_device:t"}), true);
  EXPECT_EQ(covered("send_to_device", Side::widget, R"({"type":"t"})", {"m.receive.to_device:t"}), false);
  EXPECT_EQ(covered("navigate", Side::widget, "{}", {"m.navigate"}), true);
  EXPECT_EQ(covered("get_openid", Side::widget, "{}", {}), std::nullopt);
}

}  // namespace
}  // namespace ringcheck::check
