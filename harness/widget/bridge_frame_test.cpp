#include "widget/bridge_frame.hpp"

#include <gtest/gtest.h>

#include "widget/clone_codec.hpp"

namespace ringcheck::widget {
namespace {

std::string fault_of_page(std::string_view text) {
  const auto read = read_from_page(text);
  return read ? "taken" : read.error().text;
}

std::string fault_of_order(std::string_view text) {
  const auto read = read_order(text);
  return read ? "taken" : read.error().text;
}

TEST(BridgeFrame, ReadsWhatAPageSays) {
  for (const std::string text : {
           R"({"hello":{"page":"hostile","href":"http://h/x?a=1#b","origin":"null"}})",
           R"({"hello":{"page":"widget","href":"h","origin":"o","allowed":["camera","autoplay"]}})",
           R"({"message":{"data":{"a":[null,{"$undefined":true}]},"origin":"o","from":"parent"}})",
           R"({"message":{"data":1,"origin":"o","from":"frame","frame":"widget"}})",
           R"({"loaded":{"frame":"widget"}})",
           R"({"unloaded":{}})",
           R"({"trouble":{"what":"there is none"}})",
       }) {
    const auto read = read_from_page(text);
    ASSERT_TRUE(read) << read.error().text;
    EXPECT_EQ(to_text(read->frame), text);
    EXPECT_EQ(read->doubt, "");
  }
}

TEST(BridgeFrame, ReadsOrders) {
  for (const std::string text : {
           R"({"post":{"data":{"$blob":"YWJj","type":"","size":3},"to":"parent","target_origin":"*"}})",
           R"({"post":{"data":null,"to":"sibling","frame":"widget","target_origin":"http://o"}})",
           R"({"frame":{"url":"http://x/","name":"widget"}})",
           R"({"unframe":{"name":"widget"}})",
           R"({"reload":{}})",
           R"({"leave":{"url":"http://y/"}})",
           R"({"finish_load":{}})",
       }) {
    const auto read = read_order(text);
    ASSERT_TRUE(read) << read.error().text;
    EXPECT_EQ(to_text(*read), text);
  }
}

TEST(BridgeFrame, SaysWhatWasWantedAndWhatCame) {
  EXPECT_EQ(fault_of_page("[]"), "wanted one object in one member that names it, came []");
  EXPECT_EQ(fault_of_page(R"({"hello":1})"),
            R"(wanted one object in one member that names it, came {"hello":1})");
  EXPECT_EQ(fault_of_page(R"({"loaded":{},"unloaded":{}})"),
            R"(wanted one object in one member that names it, came {"loaded":{},"unloaded":{}})");
  EXPECT_EQ(fault_of_page(R"({"bye":{}})"),
            R"(wanted hello, message, loaded, unloaded or trouble, came {"bye":{}})");
  EXPECT_EQ(fault_of_page(R"({"loaded":{}})"), R"(loaded: wanted frame as a string, came {"loaded":{}})");
  EXPECT_EQ(fault_of_page(R"({"loaded":{"frame":1}})"),
            R"(loaded: wanted frame as a string, came {"loaded":{"frame":1}})");
  EXPECT_EQ(fault_of_page(R"({"unloaded":{"x":1}})"),
            R"(unloaded: wanted no member x, came {"unloaded":{"x":1}})");
  EXPECT_EQ(fault_of_page(R"({"hello":{"page":"top","href":"","origin":""}})"),
            "hello: wanted page as one of widget, host, hostile, came "
            R"({"hello":{"page":"top","href":"","origin":""}})");
  EXPECT_EQ(fault_of_page(R"({"hello":{"page":"host","href":"","origin":"","allowed":[1]}})"),
            "hello: wanted allowed as a list of strings, came "
            R"({"hello":{"page":"host","href":"","origin":"","allowed":[1]}})");
  EXPECT_EQ(fault_of_page(R"({"message":{"origin":"","from":"parent"}})"),
            R"(message: wanted data, came {"message":{"origin":"","from":"parent"}})");
  EXPECT_EQ(fault_of_page(R"({"message":{"data":1,"origin":"","from":"child"}})"),
            R"(message: wanted from as one of parent, frame, other, came )"
            R"({"message":{"data":1,"origin":"","from":"child"}})");
  EXPECT_EQ(fault_of_order(R"({"hello":{}})"),
            R"(wanted post, frame, unframe, reload, leave or finish_load, came {"hello":{}})");
  EXPECT_EQ(fault_of_order(R"({"post":{"data":1,"to":"me","target_origin":"*"}})"),
            "post: wanted to as one of parent, grandparent, top, frame, sibling, came "
            R"({"post":{"data":1,"to":"me","target_origin":"*"}})");
}

TEST(BridgeFrame, HoldsValuesToTheirForm) {
  EXPECT_EQ(
      fault_of_page(R"({"message":{"data":{"a":{"$date":1}},"origin":"","from":"other"}})"),
      "message: data at /a: no form is called $date; a key of the message is written with one more $, came "
      R"({"message":{"data":{"a":{"$date":1}},"origin":"","from":"other"}})");
  EXPECT_NE(fault_of_order(R"({"post":{"data":{"$blob":"?"},"to":"parent","target_origin":"*"}})"), "taken");
}

TEST(BridgeFrame, LosesNothingOverADoubt) {
  const auto read = read_from_page(R"({"message":{"data":"\ud800","origin":"o","from":"parent"}})");
  ASSERT_TRUE(read);
  EXPECT_TRUE(std::holds_alternative<Received>(read->frame));
  EXPECT_NE(read->doubt, "");
}

}  // namespace
}  // namespace ringcheck::widget
