#include <gtest/gtest.h>

#include "world/test_world.hpp"

namespace ringcheck::world {
namespace {

struct MediaWorld : TestWorld {
  Reply upload(std::string method, std::string_view target, std::string_view bytes, std::string content_type,
               const std::string& token = "bob-token") {
    Result<Request> request =
        parse_target(std::move(method), target,
                     {{"Authorization", "Bearer " + token}, {"Content-Type", std::move(content_type)}});
    read_body(*request, bytes);
    return std::get<Reply>(handle(world, *request, now_ms).answer);
  }

  /// Path of the authenticated download, without its last part.
  static std::string download(const Reply& uploaded) {
    const std::string uri(uploaded.body.string_at("content_uri"));
    EXPECT_TRUE(uri.starts_with("mxc://hs.test/")) << uri;
    return "/_matrix/client/v1/media/download/" + uri.substr(6);
  }

  static std::string header(const Reply& reply, std::string_view name) {
    for (const auto& [each, value] : reply.headers) {
      if (each == name) return value;
    }
    return {};
  }
};

constexpr std::string_view upload_path = "/_matrix/media/v3/upload";

TEST(Media, ComesBackAsItWent) {
  MediaWorld t;
  const std::string bytes("\x89PNG\0\xff", 6);
  const Reply uploaded = t.upload("POST", "/_matrix/media/v3/upload?filename=a.png", bytes, "image/png");
  ASSERT_EQ(uploaded.status, 200);
  const Reply got = t.ask("GET", MediaWorld::download(uploaded), {}, "alice-token");
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.bytes, bytes);
  EXPECT_TRUE(got.body.is_null());
  EXPECT_EQ(MediaWorld::header(got, "Content-Type"), "image/png");
  EXPECT_EQ(MediaWorld::header(got, "Content-Disposition"), "inline; filename=a.png");
  EXPECT_EQ(MediaWorld::header(got, "Access-Control-Allow-Origin"), "*");
}

TEST(Media, JsonIsAFileToo) {
  MediaWorld t;
  const Reply uploaded = t.upload("POST", upload_path, R"({"a":  1})", "application/json");
  EXPECT_EQ(t.ask("GET", MediaWorld::download(uploaded)).bytes, R"({"a":  1})");
}

TEST(Media, WhatCouldBeAPageIsNotShownInline) {
  MediaWorld t;
  const Reply uploaded = t.upload("POST", upload_path, "<script>", "text/html");
  const std::string path = MediaWorld::download(uploaded);
  EXPECT_EQ(MediaWorld::header(t.ask("GET", path), "Content-Disposition"), "attachment");
  EXPECT_EQ(MediaWorld::header(t.ask("GET", path + "/a%0D%0Ab%20%C3%A4.png"), "Content-Disposition"),
            "attachment; filename*=utf-8''a%0D%0Ab%20%C3%A4.png");
}

TEST(Media, WhatIsRefused) {
  MediaWorld t;
  const std::string path = MediaWorld::download(t.upload("POST", upload_path, "x", "text/plain"));
  std::string unauthenticated = path;
  unauthenticated.replace(0, std::string_view("/_matrix/client/v1/media").size(), "/_matrix/media/v3");
  std::string thumbnail = path;
  thumbnail.replace(thumbnail.find("download"), 8, "thumbnail");
  struct Row {
    std::string path;
    std::string_view token;
    int status;
    std::string_view errcode;
  };
  const Row rows[] = {
      {path, "", 401, "M_MISSING_TOKEN"},
      {unauthenticated, "", 404, "M_NOT_FOUND"},
      {"/_matrix/client/v1/media/download/hs.test/none", "bob-token", 404, "M_NOT_FOUND"},
      {"/_matrix/client/v1/media/download/other.test/none", "bob-token", 404, "M_NOT_FOUND"},
      {thumbnail, "bob-token", 400, "M_MISSING_PARAM"},
      {thumbnail + "?width=0&height=5", "bob-token", 400, "M_INVALID_PARAM"},
      {thumbnail + "?width=9&height=5", "bob-token", 400, "M_UNKNOWN"},
  };
  for (const Row& row : rows) {
    const Reply reply = t.ask("GET", row.path, {}, row.token);
    EXPECT_EQ(reply.status, row.status) << row.path;
    EXPECT_EQ(errcode_of(reply), row.errcode) << row.path;
  }
}

TEST(Media, AnImageIsItsOwnThumbnail) {
  MediaWorld t;
  std::string path = MediaWorld::download(t.upload("POST", upload_path, "png", "image/png"));
  path.replace(path.find("download"), 8, "thumbnail");
  EXPECT_EQ(t.ask("GET", path + "?width=32&height=32&method=crop").bytes, "png");
}

TEST(Media, TheLimitIsTheOneThatIsTold) {
  MediaWorld t;
  t.world.features.upload_limit_bytes = 4;
  for (const std::string_view path : {"/_matrix/client/v1/media/config", "/_matrix/media/v3/config"}) {
    EXPECT_EQ(*t.ask("GET", path).body.find("m.upload.size"), Value(4)) << path;
  }
  EXPECT_EQ(t.upload("POST", upload_path, "1234", "text/plain").status, 200);
  const Reply large = t.upload("POST", upload_path, "12345", "text/plain");
  EXPECT_EQ(large.status, 413);
  EXPECT_EQ(errcode_of(large), "M_TOO_LARGE");
  EXPECT_EQ(t.world.media.size(), 1U);
}

TEST(Media, AUriMayBeMadeFirst) {
  MediaWorld t;
  const Reply made = t.ask("POST", "/_matrix/media/v1/create", "{}");
  EXPECT_EQ(*made.body.find("unused_expires_at"), Value(t.now_ms + 86'400'000));
  const std::string download = MediaWorld::download(made);
  const std::string path = std::string(upload_path) + download.substr(download.find("/hs.test"));
  const Reply early = t.ask("GET", download);
  EXPECT_EQ(early.status, 504);
  EXPECT_EQ(errcode_of(early), "M_NOT_YET_UPLOADED");
  EXPECT_EQ(errcode_of(t.upload("PUT", path, "x", "text/plain", "alice-token")), "M_FORBIDDEN");
  EXPECT_EQ(errcode_of(t.upload("PUT", path + "x", "x", "text/plain")), "M_NOT_FOUND");
  EXPECT_EQ(t.upload("PUT", path, "x", "text/plain").status, 200);
  EXPECT_EQ(errcode_of(t.upload("PUT", path, "y", "text/plain")), "M_CANNOT_OVERWRITE_MEDIA");
  EXPECT_EQ(t.ask("GET", download).bytes, "x");
}

}  // namespace
}  // namespace ringcheck::world
