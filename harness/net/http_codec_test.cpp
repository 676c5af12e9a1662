#include "net/http_codec.hpp"

#include <gtest/gtest.h>

namespace ringcheck::net {
namespace {

using State = RequestParser::State;

/// Feeds byte by byte, keeping what is not taken, as a connection does.
State feed_slowly(RequestParser& parser, std::string_view text) {
  std::string kept;
  for (const char byte : text) {
    kept += byte;
    kept.erase(0, parser.feed(kept));
  }
  return parser.state();
}

TEST(RequestParser, ReadsARequestHoweverItIsCut) {
  constexpr std::string_view text =
      "PUT /_matrix/client/v3/x?a=%20b HTTP/1.1\r\nHost: h\r\nX-Two: 1\r\nx-two: 2\r\nContent-Length: "
      "4\r\n\r\n{\"\"}";
  RequestParser whole{HttpLimits{}};
  EXPECT_EQ(whole.feed(text), text.size());
  RequestParser slow{HttpLimits{}};
  feed_slowly(slow, text);
  for (auto* parser : {&whole, &slow}) {
    ASSERT_EQ(parser->state(), State::complete);
    EXPECT_TRUE(parser->keep_alive());
    const HttpRequest request = parser->take();
    EXPECT_EQ(request.method, "PUT");
    EXPECT_EQ(request.target, "/_matrix/client/v3/x?a=%20b");
    EXPECT_EQ(request.body, "{\"\"}");
    ASSERT_NE(request.header("HOST"), nullptr);
    EXPECT_EQ(*request.header("X-TWO"), "1");
    EXPECT_EQ(request.headers.size(), 4U);
    EXPECT_EQ(request.header("X-Tw"), nullptr);
  }
}

TEST(RequestParser, LeavesThePipelinedRequestAlone) {
  constexpr std::string_view first = "GET /1 HTTP/1.1\r\n\r\n";
  RequestParser parser{HttpLimits{}};
  EXPECT_EQ(parser.feed(std::string(first) + "GET /2 HTTP/1.1\r\n\r\n"), first.size());
  EXPECT_EQ(parser.take().target, "/1");
}

TEST(RequestParser, ReadsChunks) {
  constexpr std::string_view text =
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nTrailer: "
      "t\r\n\r\n";
  RequestParser whole{HttpLimits{}};
  whole.feed(text);
  ASSERT_EQ(whole.state(), State::complete);
  EXPECT_EQ(whole.take().body, "abcdefg");
  RequestParser slow{HttpLimits{}};
  ASSERT_EQ(feed_slowly(slow, text), State::complete);
  EXPECT_EQ(slow.take().body, "abcdefg");
}

struct Refused {
  std::string name, text;
  int status;
};

void PrintTo(const Refused& each, std::ostream* out) {
  *out << each.name;
}

class RequestParserRefuses : public ::testing::TestWithParam<Refused> {};

TEST_P(RequestParserRefuses, WithTheRightStatus) {
  HttpLimits limits;
  limits.header_bytes = 1000;
  limits.body_bytes = 100;
  RequestParser parser{limits};
  parser.feed(GetParam().text);
  ASSERT_EQ(parser.state(), State::refused);
  EXPECT_EQ(parser.refusal().status, GetParam().status) << parser.refusal().text;
  RequestParser slow{limits};
  EXPECT_EQ(feed_slowly(slow, GetParam().text), State::refused);
}

INSTANTIATE_TEST_SUITE_P(
    Faults, RequestParserRefuses,
    ::testing::Values(
        Refused{"NotHttp", "hello\r\n\r\n", 400}, Refused{"Version2", "GET / HTTP/2.0\r\n\r\n", 400},
        Refused{"NoTarget", "GET HTTP/1.1\r\n\r\n", 400},
        Refused{"NoColon", "GET / HTTP/1.1\r\nbroken\r\n\r\n", 400},
        Refused{"SpaceInName", "GET / HTTP/1.1\r\nbro ken: x\r\n\r\n", 400},
        Refused{"NegativeLength", "PUT / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400},
        Refused{"TwoLengths", "PUT / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400},
        Refused{
            "LengthAndChunks",
            "PUT / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
            400},
        Refused{"BadChunk", "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400},
        Refused{"HugeChunk", "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffff\r\n", 413},
        Refused{"EndlessChunkLine",
                "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1;" + std::string(5000, 'x'), 431},
        Refused{"HugeBody", "PUT / HTTP/1.1\r\nContent-Length: 1000000000\r\n\r\n", 413},
        Refused{"HugeHeader", "GET / HTTP/1.1\r\nX: " + std::string(2000, 'x'), 431},
        Refused{"HugeTarget", "GET /" + std::string(2000, 'x'), 431}, Refused{"Tls", "\x16\x03\x01", 400}),
    [](const auto& instance) { return instance.param.name; });

TEST(RequestParser, KnowsWhoWaitsForContinue) {
  RequestParser waits{HttpLimits{}};
  waits.feed("PUT / HTTP/1.1\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n\r\n");
  EXPECT_TRUE(waits.expects_continue());
  RequestParser has_body{HttpLimits{}};
  has_body.feed("PUT / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx");
  EXPECT_FALSE(has_body.expects_continue());
}

TEST(RequestParser, KnowsWhoStays) {
  const auto stays = [](std::string_view text) {
    RequestParser parser{HttpLimits{}};
    parser.feed(text);
    return parser.keep_alive();
  };
  EXPECT_TRUE(stays("GET / HTTP/1.1\r\n\r\n"));
  EXPECT_FALSE(stays("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"));
  EXPECT_FALSE(stays("GET / HTTP/1.0\r\n\r\n"));
  EXPECT_TRUE(stays("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
}

TEST(ToWire, WritesAnAnswer) {
  const HttpResponse response{200, {{"Content-Type", "application/json"}}, "{}"};
  EXPECT_EQ(to_wire(response, {}),
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: "
            "keep-alive\r\n\r\n{}");
  EXPECT_EQ(
      to_wire(response, {.keep_alive = false, .to_head = true}),
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n");
}

TEST(ToWire, GivesNoBodyWhereNoneIsAllowed) {
  EXPECT_EQ(to_wire({204, {}, "x"}, {}), "HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\n\r\n");
}

TEST(ToWire, LetsNoValueForgeALine) {
  EXPECT_EQ(to_wire({204, {{"X", "a\r\nSet-Cookie: b"}}, ""}, {}),
            "HTTP/1.1 204 No Content\r\nX: a  Set-Cookie: b\r\nConnection: keep-alive\r\n\r\n");
}

}  // namespace
}  // namespace ringcheck::net
