// The page for authors of adapters must not drift from what it shows and from what the sentences point at.

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "driver/shape.hpp"
#include "driver/test_vocabulary.hpp"
#include "testing/source_dir.hpp"
#include "value/json.hpp"

namespace ringcheck::driver {
namespace {

using Sentences = std::vector<std::string>;

std::string read_text(const std::string& name) {
  std::ifstream file(source_dir() + "/schemas/driver/" + name);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(Readme, ShowsTheMinimalAdapterAsItIs) {
  const std::string adapter = read_text("minimal_adapter.py");
  ASSERT_FALSE(adapter.empty());
  EXPECT_NE(read_text("README.md").find("```python\n" + adapter + "```"), std::string::npos);
}

TEST(Readme, HasTheSectionsThatSentencesPointAt) {
  const std::string page = read_text("README.md");
  for (const char* heading : {"\n## stdout\n", "\n## Messages\n", "\n## Processes\n", "\n## Versions\n"}) {
    EXPECT_NE(page.find(heading), std::string::npos) << heading;
  }
}

TEST(Readme, NamesEverySessionMethodAndErrorKind) {
  const std::string page = read_text("README.md");
  const Vocabulary vocabulary = real_vocabulary();
  for (const Action& one : vocabulary.sessions) EXPECT_NE(page.find("`" + one.name + "`"), std::string::npos);
  for (const ErrorKind& one : vocabulary.errors) {
    if (one.name != "unsupported") EXPECT_NE(page.find("\"kind\":\"" + one.name + "\""), std::string::npos);
  }
}

// Each example of a message with params, and the homeserver's answer, are what the vocabulary says.
TEST(Readme, ShowsMessagesAsTheyAre) {
  const Vocabulary vocabulary = real_vocabulary();
  std::istringstream lines(read_text("README.md"));
  int seen = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(R"({"jsonrpc")")) continue;
    const auto message = parse_json(line);
    ASSERT_TRUE(message) << line;
    const Action* method = vocabulary.session(message->value.string_at("method"));
    const Value* result = message->value.find("result");
    if (result != nullptr && result->find("homeserver") != nullptr) {
      EXPECT_EQ(check_shape(*result, vocabulary.session("session.start")->result), Sentences{}) << line;
      ++seen;
    }
    if (method == nullptr) continue;
    std::vector<Field> params = vocabulary.common;
    params.insert(params.end(), method->params.begin(), method->params.end());
    EXPECT_EQ(check_shape(*message->value.find("params"), params), Sentences{}) << line;
    ++seen;
  }
  EXPECT_EQ(seen, 2);
}

}  // namespace
}  // namespace ringcheck::driver
