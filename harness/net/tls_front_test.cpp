// A server over TLS by a certificate of its own authority: what passes is what passed without, and who does
// not trust it is told of.

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "net/http_client.hpp"
#include "net/http_server.hpp"
#include "net/test_support.hpp"

namespace ringcheck::net {
namespace {

using testing::run_until;

class TlsFrontTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto made = TlsIdentity::make({});
    ASSERT_TRUE(made) << made.error().text;
    identity = *made;
    ca_file =
        (std::filesystem::temp_directory_path() / ("ringcheck-front-" + std::to_string(getpid()))).string();
    std::ofstream(ca_file) << identity->authority_pem();
    auto listening = HttpServer::listen(
        loop, {}, [this](const ExchangePtr& exchange) { serve(exchange); },
        [this](const std::string& what) {
          troubles.push_back(what);
          loop.stop();
        },
        {}, identity);
    ASSERT_TRUE(listening) << listening.error().text;
    server = std::move(*listening);
  }
  void TearDown() override { std::filesystem::remove(ca_file); }

  void serve(const ExchangePtr& exchange) {
    const std::string& target = exchange->request().target;
    if (target == "/echo") exchange->respond({200, {}, exchange->request().body});
    if (target == "/drop") exchange->drop();
    if (target == "/close") exchange->respond({200, {{"Connection", "close"}}, "bye"});
    if (target == "/wait") {
      exchange->on_closed([this] {
        client_has_gone = true;
        loop.stop();
      });
      waiting = exchange;
      loop.stop();
    }
  }

  Result<HttpResponse> ask(HttpClient& client, const HttpRequest& request) {
    std::optional<Result<HttpResponse>> got;
    client.ask(request, 5000, [&](Result<HttpResponse> answer) {
      got = std::move(answer);
      loop.stop();
    });
    EXPECT_TRUE(run_until(loop, [&] { return got.has_value(); }));
    return got ? *got : Result<HttpResponse>(Error{"nothing"});
  }

  std::unique_ptr<HttpClient> client(const std::string& trusted, const std::string& host = "127.0.0.1") {
    auto opened =
        HttpClient::open(loop, "https://" + host + ':' + std::to_string(server->port()), {}, trusted);
    EXPECT_TRUE(opened);
    return std::move(*opened);
  }

  Loop loop;
  std::shared_ptr<TlsIdentity> identity;
  std::string ca_file;
  std::unique_ptr<HttpServer> server;
  std::vector<std::string> troubles;
  ExchangePtr waiting;
  bool client_has_gone = false;
};

TEST_F(TlsFrontTest, WhatPassesIsWhatWasSent) {
  std::string body(2'000'000, ' ');
  for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>('a' + i * i % 23);
  for (const char* host : {"127.0.0.1", "localhost"}) {
    const auto asking = client(ca_file, host);
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{1}, std::size_t{16'384}, std::size_t{16'385}, body.size()}) {
      const auto answer = ask(*asking, {"POST", "/echo", {}, body.substr(0, size)});
      ASSERT_TRUE(answer) << answer.error().text;
      EXPECT_EQ(answer->status, 200);
      EXPECT_TRUE(answer->body == body.substr(0, size)) << size;
    }
    const auto last = ask(*asking, {"GET", "/close", {}, {}});
    ASSERT_TRUE(last) << last.error().text;
    EXPECT_EQ(last->body, "bye");
  }
  EXPECT_EQ(troubles, std::vector<std::string>{});
}

TEST_F(TlsFrontTest, WhoDoesNotTrustUsIsToldOf) {
  const auto answer = ask(*client(""), {"GET", "/echo", {}, {}});
  ASSERT_FALSE(answer);
  EXPECT_NE(answer.error().text.find("is not trusted"), std::string::npos) << answer.error().text;
  ASSERT_TRUE(run_until(loop, [&] { return !troubles.empty(); }));
  EXPECT_TRUE(troubles[0].starts_with("the TLS handshake with a client failed: ")) << troubles[0];
}

TEST_F(TlsFrontTest, WhoSpeaksNoTlsIsToldOf) {
  testing::TestClient plain(loop, server->port());
  plain.send("GET /echo HTTP/1.1\r\n\r\n");
  ASSERT_TRUE(run_until(loop, [&] { return !troubles.empty() && plain.at_end; }));
  EXPECT_EQ(troubles[0], "the TLS handshake with a client failed: http request");
}

TEST_F(TlsFrontTest, ADroppedConnectionIsDropped) {
  const auto asking = client(ca_file);
  EXPECT_FALSE(ask(*asking, {"GET", "/drop", {}, {}}));
}

TEST_F(TlsFrontTest, TheServerSeesThatAClientHasGone) {
  auto asking = client(ca_file);
  asking->ask({"GET", "/wait", {}, {}}, 60'000, [](const Result<HttpResponse>&) {});
  ASSERT_TRUE(run_until(loop, [&] { return waiting != nullptr; }));
  asking.reset();
  EXPECT_TRUE(run_until(loop, [&] { return client_has_gone; }));
}

TEST_F(TlsFrontTest, ClosesWithItsServerAndLeavesNothingOpen) {
  const std::size_t before = testing::open_descriptors();
  auto asking = client(ca_file);
  asking->ask({"GET", "/wait", {}, {}}, 60'000, [](const Result<HttpResponse>&) {});
  ASSERT_TRUE(run_until(loop, [&] { return waiting != nullptr; }));
  EXPECT_GT(testing::open_descriptors(), before);
  waiting.reset();
  asking.reset();
  server.reset();
  EXPECT_EQ(testing::open_descriptors(), before - 2) << "the two ports too";
}

TEST_F(TlsFrontTest, EachIdentityHasItsOwnAuthorityAndShowsNoKey) {
  const auto other = TlsIdentity::make({});
  ASSERT_TRUE(other);
  EXPECT_NE((*other)->authority_pem(), identity->authority_pem());
  EXPECT_TRUE(identity->authority_pem().starts_with("-----BEGIN CERTIFICATE-----\n"));
  EXPECT_EQ(identity->authority_pem().find("KEY"), std::string::npos);
}

}  // namespace
}  // namespace ringcheck::net
