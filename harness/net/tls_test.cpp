// HTTPS with certificates of a throwaway authority: good ones are taken, all others refused with a sentence.

#include <filesystem>

#include <fcntl.h>
#include <gtest/gtest.h>

#include "net/http_client.hpp"
#include "net/test_support.hpp"
#include "net/test_tls_server.hpp"

namespace ringcheck::net {
namespace {

using testing::Identity;
using testing::make_identity;
using testing::TlsServer;

class TlsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ca_file =
        (std::filesystem::temp_directory_path() / ("ringcheck-ca-" + std::to_string(getpid()))).string();
    write_certificate(authority, ca_file);
  }
  void TearDown() override { std::filesystem::remove(ca_file); }

  Result<HttpResponse> ask(HttpClient& client) {
    std::optional<Result<HttpResponse>> got;
    client.ask({"GET", "/", {}, {}}, 5000, [&](Result<HttpResponse> answer) {
      got = std::move(answer);
      loop.stop();
    });
    EXPECT_TRUE(testing::run_until(loop, [&] { return got.has_value(); }));
    return got ? *got : Result<HttpResponse>(Error{"nothing"});
  }

  std::string refusal(const TlsServer& server, const std::string& host, const std::string& trusted) {
    auto client =
        HttpClient::open(loop, "https://" + host + ':' + std::to_string(server.port()), {}, trusted);
    if (!client) return client.error().text;
    auto answer = ask(**client);
    return answer ? "it was taken" : answer.error().text;
  }

  Loop loop;
  const Identity authority = make_identity("", nullptr);
  std::string ca_file;
};

TEST_F(TlsTest, AGoodCertificateIsTakenAndItsConnectionUsedAgain) {
  const Identity good = make_identity("DNS:localhost,IP:127.0.0.1", &authority);
  TlsServer server(good);
  for (const std::string host : {"127.0.0.1", "localhost"}) {
    auto client =
        HttpClient::open(loop, "https://" + host + ':' + std::to_string(server.port()), {}, ca_file);
    ASSERT_TRUE(client) << client.error().text;
    const int before = server.connections();
    for (int i = 0; i < 3; ++i) {
      auto answer = ask(**client);
      ASSERT_TRUE(answer) << answer.error().text;
      EXPECT_EQ(answer->body.size(), 100'000U);
    }
    EXPECT_EQ(server.connections() - before, 1) << host;
  }
}

TEST_F(TlsTest, ACertificateForAnotherNameIsRefused) {
  const Identity other = make_identity("DNS:example.org,IP:127.0.0.2", &authority);
  TlsServer server(other);
  EXPECT_EQ(refusal(server, "localhost", ca_file),
            "the certificate of localhost is made out to another name");
  EXPECT_EQ(refusal(server, "127.0.0.1", ca_file),
            "the certificate of 127.0.0.1 is made out to another name");
}

TEST_F(TlsTest, AnAuthorityThatNobodyKnowsIsRefused) {
  const Identity good = make_identity("IP:127.0.0.1", &authority);
  TlsServer server(good);
  const std::string told = refusal(server, "127.0.0.1", "");
  EXPECT_TRUE(told.starts_with("the certificate of 127.0.0.1 is not trusted: ")) << told;
  EXPECT_TRUE(told.ends_with("ca_file in subject.yaml names the certificate of an authority of your own"))
      << told;
}

TEST_F(TlsTest, ACertificateThatIsOverIsRefused) {
  const Identity old = make_identity("IP:127.0.0.1", &authority, -1);
  TlsServer server(old);
  EXPECT_EQ(refusal(server, "127.0.0.1", ca_file),
            "the certificate of 127.0.0.1 is not trusted: certificate has expired");
}

TEST_F(TlsTest, AFileWithoutCertificatesIsRefused) {
  auto client = HttpClient::open(loop, "https://127.0.0.1:1", {}, "/dev/null");
  ASSERT_FALSE(client);
  EXPECT_TRUE(client.error().text.starts_with("/dev/null holds no certificate in PEM"))
      << client.error().text;
}

TEST_F(TlsTest, WhoSpeaksNoTlsIsTold) {
  auto bound = bind_socket(SOCK_STREAM);
  ASSERT_TRUE(bound);
  listen(bound->socket.get(), 1);
  fcntl(bound->socket.get(), F_SETFL, 0);  // accept() waits
  std::thread server([&] {
    const Descriptor connection(accept(bound->socket.get(), nullptr, nullptr));
    const std::string text = "HTTP/1.1 400 Bad Request\r\n\r\n";
    ::send(connection.get(), text.data(), text.size(), MSG_NOSIGNAL);
  });
  auto client = HttpClient::open(loop, "https://127.0.0.1:" + std::to_string(bound->port), {}, ca_file);
  ASSERT_TRUE(client);
  auto answer = ask(**client);
  server.join();
  ASSERT_FALSE(answer);
  EXPECT_TRUE(answer.error().text.starts_with("the TLS handshake with 127.0.0.1 failed: "))
      << answer.error().text;
}

}  // namespace
}  // namespace ringcheck::net
