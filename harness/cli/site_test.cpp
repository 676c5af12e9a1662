// `ringcheck site` as its user meets it: all pages, and nothing of anybody else touched.

#include <algorithm>
#include <fstream>

#include "cli/test_program.hpp"
#include "testing/golden.hpp"

namespace ringcheck {
namespace {

TEST_F(Cli, SiteIsOfTheWholeRegisterAndShowsWhoPasses) {
  ASSERT_EQ(ringcheck("run voip.v1.callee.reject").status, 0);
  fs::create_directories(folder_ + "/pages/msc");
  std::ofstream(folder_ + "/pages/msc/mine.html") << "mine";
  const Said said = ringcheck("site pages last");
  ASSERT_EQ(said.status, 0) << said.text;
  EXPECT_SAYS(said, "pages: pages/index.html");
  EXPECT_EQ(text_of(folder_ + "/pages/msc/mine.html"), "mine");
  const std::string page = text_of(folder_ + "/pages/requirement/VOIP-104.html");
  for (const char* word :
       {"How it looks when it is right", "The usual mistake", "Who passes", "suites/voip/"})
    EXPECT_NE(page.find(word), std::string::npos) << word;
  EXPECT_EQ(page.find(source_dir()), std::string::npos) << "a reader elsewhere has no such folder";
  EXPECT_NE(text_of(folder_ + "/pages/msc/MSC2746.html").find("VOIP-104"), std::string::npos);
}

TEST_F(Cli, SiteLeavesForeignPagesAlone) {
  fs::create_directories(folder_ + "/pages");
  std::ofstream(folder_ + "/pages/index.html") << "<html>mine</html>";
  const Said said = ringcheck("site pages");
  EXPECT_EQ(said.status, 3);
  EXPECT_SAYS(said, "pages/index.html is no page of ringcheck");
  EXPECT_EQ(text_of(folder_ + "/pages/index.html"), "<html>mine</html>");
  EXPECT_FALSE(fs::exists(folder_ + "/pages/requirement"));
}

TEST_F(Cli, SiteSaysWhereItCannotWrite) {
  std::ofstream(folder_ + "/file") << "no folder";
  const Said said = ringcheck("site file");
  EXPECT_EQ(said.status, 3);
  EXPECT_SAYS(said, "cannot make file/requirement");
}

}  // namespace
}  // namespace ringcheck
