// The page for authors of adapters must not drift from what it shows and from what the sentences point at.

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "driver/test_vocabulary.hpp"
#include "testing/source_dir.hpp"

namespace ringcheck::driver {
namespace {

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

}  // namespace
}  // namespace ringcheck::driver
