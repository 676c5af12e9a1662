#include "driver/shape.hpp"

#include <gtest/gtest.h>

#include "driver/test_vocabulary.hpp"
#include "driver/text.hpp"
#include "value/json.hpp"

namespace ringcheck::driver {
namespace {

using Sentences = std::vector<std::string>;

Value json(std::string_view text) {
  auto parsed = parse_json(text);
  EXPECT_TRUE(parsed) << text;
  return parsed ? parsed->value : Value();
}

Sentences check_note(std::string_view kind, std::string_view data) {
  const Vocabulary vocabulary = real_vocabulary();
  return check_shape(json(data), vocabulary.note(kind)->data, "/data");
}

TEST(Shape, AGoodNoteFits) {
  EXPECT_EQ(check_note("incoming_call", R"({"call_id":"c","room_id":"!r","from":"@a:b","media":["audio"]})"),
            Sentences{});
  EXPECT_EQ(check_note("call_state_changed", R"({"call_id":"c","state":"ended","end_cause":"rejected"})"),
            Sentences{});
}

TEST(Shape, EveryFaultHasItsPlace) {
  EXPECT_EQ(
      check_note("incoming_call",
                 R"({"call_id":7,"room_id":null,"media":["audio","vidio",true],"form":"x"})"),
      (Sentences{
          "/data/call_id is the number 7 where a string is wanted",
          "/data/room_id is null where a string is wanted", "/data/from is missing",
          R"(/data/media/1 is the string "vidio" where one of audio, video is wanted; did you mean video?)",
          "/data/media/2 is true where a string is wanted", "/data/form is unknown; did you mean from?"}));
  EXPECT_EQ(check_note("turn_servers_changed", R"({"uris":"turn:x","ttl":1.5})"),
            (Sentences{R"(/data/uris is the string "turn:x" where a list is wanted)",
                       "/data/ttl is the number 1.5 where an integer is wanted"}));
}

TEST(Shape, ResultsOfGetCalls) {
  const Vocabulary vocabulary = real_vocabulary();
  const auto& fields = vocabulary.action("get_calls")->result;
  EXPECT_EQ(check_shape(json(R"({"calls":[{"call_id":"c","room_id":"!r","state":"held","direction":"in"}]})"),
                        fields),
            Sentences{});
  EXPECT_EQ(check_shape(json("[]"), fields), Sentences{"it is a list where a map is wanted"});
  EXPECT_EQ(
      check_shape(json(R"({"calls":[{"call_id":"c","room_id":"!r","state":"ring","direction":"in"}]})"),
                  fields),
      (Sentences{R"(/calls/0/state is the string "ring" where one of ringing_in, ringing_out, connecting, )"
                 "connected, held, ended is wanted"}));
}

TEST(Shape, AMillionWrongItemsAreToldInFewSentences) {
  Value calls = make_array();
  for (int i = 0; i < 100'000; ++i) calls.push(i);
  const Vocabulary vocabulary = real_vocabulary();
  const auto faults = check_shape(make_object({{"calls", calls}}), vocabulary.action("get_calls")->result);
  EXPECT_EQ(faults.size(), 20U);
}

TEST(Shown, IsShortAndPrintable) {
  EXPECT_EQ(shown("plain ü €"), "plain ü €");
  EXPECT_EQ(shown("a\tb\x1b[31m\xff\n"), "a\\x09b\\x1b[31m\\xff\\x0a");
  EXPECT_EQ(shown("abcdef", 3), "abc…");
  EXPECT_EQ(shown("aü", 2), "a…");
  EXPECT_EQ(shown("\xe2\x82"), "\\xe2\\x82");
}

}  // namespace
}  // namespace ringcheck::driver
