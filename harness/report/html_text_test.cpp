#include "report/html_text.hpp"

#include <gtest/gtest.h>

#include "value/json.hpp"

namespace ringcheck::report {
namespace {

TEST(HtmlText, ShowsWhatCannotBeSeen) {
  EXPECT_EQ(visible("plain\n\ttext é 漢 😀"), "plain\n\ttext é 漢 😀");
  EXPECT_EQ(visible("a\x1b[31m\r"), "a⟨U+001B⟩[31m⟨U+000D⟩");
  EXPECT_EQ(visible(std::string_view("\0", 1)), "⟨U+0000⟩");
  EXPECT_EQ(visible("\u202Egnp.exe"), "⟨U+202E⟩gnp.exe");
  EXPECT_EQ(visible("\u2066x\u2069\u200B\uFEFF\u0085"), "⟨U+2066⟩x⟨U+2069⟩⟨U+200B⟩⟨U+FEFF⟩⟨U+0085⟩");
  EXPECT_EQ(visible("\U000E0041"), "⟨U+E0041⟩");
}

TEST(HtmlText, ShowsBytesThatAreNoUtf8) {
  EXPECT_EQ(visible("\xff|\xc3"), "⟨0xFF⟩|⟨0xC3⟩");
  EXPECT_EQ(visible("\xed\xa0\x80"), "⟨0xED⟩⟨0xA0⟩⟨0x80⟩");
  EXPECT_EQ(visible("\xc0\xaf"), "⟨0xC0⟩⟨0xAF⟩");
}

TEST(HtmlText, EscapesMarkup) {
  EXPECT_EQ(escape_html("<a b='c' d=\"e\">&amp;"), "&lt;a b=&#39;c&#39; d=&#34;e&#34;&gt;&amp;amp;");
  EXPECT_EQ(escape_inner_text("{\"a\": \"</pre>&\"}"), "{\"a\": \"&lt;/pre&gt;&amp;\"}");
}

TEST(HtmlText, ShortensByCharacters) {
  EXPECT_EQ(shortened("éééé", 4), "éééé");
  EXPECT_EQ(shortened("ééééé", 4), "ééé…");
  EXPECT_EQ(shortened("a\u202Ebcdefghijk", 6), "a⟨U+2…");
}

TEST(HtmlText, MakesAnchors) {
  EXPECT_EQ(anchor_of("voip.v1.glare[to_user]#2"), "voip.v1.glare-to_user--2");
  EXPECT_EQ(anchor_of("\"><script>"), "---script-");
}

std::string readable(const char* json, const JsonTextLimits& limits = {}) {
  auto parsed = parse_json(json);
  return parsed ? readable_json(parsed->value, limits) : parsed.error().text;
}

TEST(ReadableJson, KeepsOnOneLineWhatFits) {
  EXPECT_EQ(readable(R"({"a":1,"b":[1.0,"x",null]})"), R"({"a":1,"b":[1.0,"x",null]})");
  EXPECT_EQ(readable("[]"), "[]");
  EXPECT_EQ(readable(R"("word")"), R"("word")");
}

TEST(ReadableJson, BreaksWhatDoesNotFitAndLetsShortMembersShareALine) {
  const std::string long_word(90, 'x');
  const std::string json = R"({"seq":1,"kind":"event","body":{"a":")" + long_word + R"(","b":2}})";
  EXPECT_EQ(readable(json.c_str()), "{\n  \"seq\": 1, \"kind\": \"event\",\n  \"body\": {\n    \"a\": \"" +
                                        long_word + "\",\n    \"b\": 2\n  }\n}");
}

TEST(ReadableJson, BreaksADescriptionAtItsLines) {
  EXPECT_EQ(readable(R"({"sdp":"v=0\r\nm=audio\r\n"})"), "{\n  \"sdp\": \"v=0\\r\\n\n    m=audio\\r\\n\"\n}");
}

TEST(ReadableJson, CutsWithAWord) {
  const JsonTextLimits limits{.string_bytes = 5, .total_bytes = 60};
  EXPECT_EQ(readable(R"("aaaaé")", limits), "\"aaaa\" … cut here: 2 more bytes are in the trace");
  std::string many = "[";
  for (int i = 0; i < 100; ++i) many += "12345,";
  const std::string cut = readable((many + "1]").c_str(), limits);
  EXPECT_NE(cut.find("12345,\n… cut here: "), std::string::npos) << cut;
  EXPECT_LT(cut.size(), 120U);
}

}  // namespace
}  // namespace ringcheck::report
