#include "value/json_elements.hpp"

#include <sstream>

#include <gtest/gtest.h>

namespace ringcheck {
namespace {

struct Cut {
  std::vector<std::string> texts;
  std::vector<std::int64_t> offsets;
  JsonElements end;
};

Cut cut(const std::string& document, std::size_t most_bytes = 1000) {
  Cut result;
  std::istringstream stream(document);
  result.end = for_each_element(stream, {"log", "entries"}, most_bytes, [&](const JsonElement& element) {
    EXPECT_EQ(element.index, static_cast<std::int64_t>(result.texts.size()));
    const auto offset = static_cast<std::size_t>(element.offset);
    if (!element.text.empty()) {
      EXPECT_EQ(document.substr(offset, static_cast<std::size_t>(element.bytes)), element.text);
    }
    result.texts.emplace_back(element.text);
    result.offsets.push_back(element.offset);
  });
  return result;
}

TEST(JsonElements, AreCutOutAsTheyStand) {
  const Cut all = cut(
      R"( {"a":[1,{"entries":[9]}],"log":{"b":"]}","entries": [ {"x":"\"]}\\"} , 17,"s", [[]]] ,"c":null}} )");
  EXPECT_EQ(all.end.fault, "");
  EXPECT_TRUE(all.end.found);
  EXPECT_EQ(all.texts, (std::vector<std::string>{R"({"x":"\"]}\\"})", "17", "\"s\"", "[[]]"}));
}

TEST(JsonElements, OfAnEmptyListAreNone) {
  const Cut none = cut(R"({"log":{"entries":[]}})");
  EXPECT_TRUE(none.end.found);
  EXPECT_TRUE(none.texts.empty());
  EXPECT_EQ(none.end.fault, "");
}

TEST(JsonElements, AreMissedWhereThereIsNoList) {
  for (const char* text : {"{}", R"({"log":{}})", R"({"entries":[1]})", R"({"x":{"entries":[1]}})"}) {
    const Cut none = cut(text);
    EXPECT_FALSE(none.end.found) << text;
    EXPECT_EQ(none.end.fault, "") << text;
  }
}

TEST(JsonElements, BeforeTheFaultAreHandedOver) {
  const Cut cut_short = cut(R"({"log":{"entries":[{"a":1},{"b":)");
  EXPECT_EQ(cut_short.texts, std::vector<std::string>{R"({"a":1})"});
  EXPECT_EQ(cut_short.end.fault, "byte 32: the document ends in the middle");
  EXPECT_EQ(cut(R"({"log":{"entries":[1]}}x)").end.fault, "byte 23: something follows the end of the value");
  EXPECT_EQ(cut("hello").end.fault, "byte 0: wanted {");
  EXPECT_EQ(cut("").end.fault, "byte 0: the document ends in the middle");
  EXPECT_EQ(cut(R"({"log":{"entries":[?]}})").end.fault, "byte 19: no JSON value begins like this");
}

TEST(JsonElements, TooLongOnesAreToldByTheirPlaceAlone) {
  const Cut long_one = cut(R"({"log":{"entries":["12345678901234567890",2]}})", 10);
  EXPECT_EQ(long_one.texts, (std::vector<std::string>{"", "2"}));
  EXPECT_EQ(long_one.end.fault, "");
}

TEST(JsonElements, ReachOverTheBuffer) {
  std::string document = R"({"pad":")" + std::string(65'530, 'x') + R"(","log":{"entries":[)";
  for (int i = 0; i < 3000; ++i)
    document += (i == 0 ? "" : ",") + std::string(R"({"text":"\\\" )") + std::to_string(i) + "\"}";
  document += "]}}";
  const Cut all = cut(document);
  EXPECT_EQ(all.texts.size(), 3000U);
  EXPECT_EQ(all.end.fault, "");
}

TEST(JsonElements, OfTenThousandLevelsCostNoStack) {
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  const Cut all = cut(R"({"log":{"entries":[)" + deep + "]}}", 1'000'000);
  EXPECT_EQ(all.texts, std::vector<std::string>{deep});
}

}  // namespace
}  // namespace ringcheck
