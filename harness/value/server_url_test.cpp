// Addresses of homeservers: what is one, and that passwords go nowhere in the clear.

#include "value/server_url.hpp"

#include <gtest/gtest.h>

namespace ringcheck {
namespace {

TEST(ServerUrl, IsHttpsAnywhereAndHttpHere) {
  EXPECT_EQ(parse_server_url("https://example.org")->authority(), "example.org");
  EXPECT_EQ(parse_server_url("https://example.org:8448/")->authority(), "example.org:8448");
  EXPECT_EQ(parse_server_url("https://[::1]:8448")->host, "::1");
  EXPECT_EQ(parse_server_url("https://[::1]:8448")->authority(), "[::1]:8448");
  EXPECT_EQ(parse_server_url("https://[::1]")->port, 443);
  EXPECT_EQ(parse_server_url("http://127.0.0.1:8008/")->authority(), "127.0.0.1:8008");
}

TEST(ServerUrl, IsNothingElse) {
  for (const char* url :
       {"http://example.org:80", "http://127.0.0.1", "http://127.0.0.1:0", "http://127.0.0.1:65536",
        "http://127.0.0.1:1/x", "http://127.0.0.1:", "https://", "https://a/b", "https://me@a",
        "https://[::1", "https://[::1]a", "https://a:b", "https://a b", "https://a\t", "ftp://a", ""}) {
    const auto parsed = parse_server_url(url);
    ASSERT_FALSE(parsed) << url;
    EXPECT_EQ(parsed.error().text,
              std::string("wanted https://HOST, https://HOST:PORT or http://127.0.0.1:PORT, came ") + url);
  }
}

}  // namespace
}  // namespace ringcheck
