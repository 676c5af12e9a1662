// The content repository: upload, download by the authenticated endpoints, and how much may be uploaded. The
// endpoints without authentication are frozen since Matrix 1.12, and know nothing that was uploaded since.

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "world/route.hpp"

namespace ringcheck::world {

namespace {

constexpr std::int64_t unused_lifetime_ms = std::int64_t{24} * 60 * 60 * 1000;

std::string content_uri(const World& world, std::string_view media_id) {
  return fmt::format("mxc://{}/{}", world.server_name, media_id);
}

std::optional<Reply> check_size(const Call& call) {
  const auto size = static_cast<std::int64_t>(call.request.bytes.size());
  if (size <= call.world.features.upload_limit_bytes) return std::nullopt;
  return error_reply(413, "M_TOO_LARGE", "the file is larger than m.upload.size");
}

void keep(Call& call, Media& media) {
  const std::string* filename = query_find(call.request, "filename");
  media.owner = call.session.user_id;
  media.content_type =
      call.request.content_type.empty() ? "application/octet-stream" : call.request.content_type;
  if (filename != nullptr) media.filename = *filename;
  media.bytes = call.request.bytes;
  media.is_uploaded = true;
}

Answer post_upload(Call& call) {
  if (auto fault = check_size(call)) return *fault;
  const std::string media_id = make_id(call.world, 24);
  keep(call, call.world.media[media_id]);
  return ok(make_object({{"content_uri", content_uri(call.world, media_id)}}));
}

Answer post_create(Call& call) {
  const std::string media_id = make_id(call.world, 24);
  call.world.media[media_id].owner = call.session.user_id;
  return ok(make_object({{"content_uri", content_uri(call.world, media_id)},
                         {"unused_expires_at", call.now_ms + unused_lifetime_ms}}));
}

/// What the path names by server and id, or null: nothing is fetched from other servers.
Media* find_media(Call& call) {
  const auto found = call.world.media.find(call.args[1]);
  const bool is_known = call.args[0] == call.world.server_name && found != call.world.media.end();
  return is_known ? &found->second : nullptr;
}

Reply no_such_media() {
  return error_reply(404, "M_NOT_FOUND", "no such media");
}

Answer put_upload(Call& call) {
  Media* media = find_media(call);
  if (media == nullptr) return no_such_media();
  if (media->owner != call.session.user_id) {
    return error_reply(403, "M_FORBIDDEN", "another user made this URI");
  }
  if (media->is_uploaded) return error_reply(409, "M_CANNOT_OVERWRITE_MEDIA", "uploaded already");
  if (auto fault = check_size(call)) return *fault;
  keep(call, *media);
  return ok();
}

/// "Serving inline content": what no browser takes for a page.
bool is_shown_inline(std::string_view content_type) {
  static constexpr std::array<std::string_view, 26> harmless = {
      "text/css",     "text/plain", "text/csv",    "application/json", "application/ld+json",
      "image/jpeg",   "image/gif",  "image/png",   "image/apng",       "image/webp",
      "image/avif",   "video/mp4",  "video/webm",  "video/ogg",        "video/quicktime",
      "audio/mp4",    "audio/webm", "audio/aac",   "audio/mpeg",       "audio/ogg",
      "audio/wave",   "audio/wav",  "audio/x-wav", "audio/x-pn-wav",   "audio/flac",
      "audio/x-flac",
  };
  const std::string_view type = content_type.substr(0, content_type.find(';'));
  return std::find(harmless.begin(), harmless.end(), type) != harmless.end();
}

/// A file name as a header's parameter (RFC 6266, RFC 8187): whatever is no plain character is escaped, so it
/// cannot end the header.
std::string filename_parameter(std::string_view filename) {
  if (filename.empty()) return {};
  std::string escaped;
  for (const char each : filename) {
    const auto byte = static_cast<unsigned char>(each);
    const bool is_plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                          (byte >= 'a' && byte <= 'z') || byte == '.' || byte == '-' || byte == '_';
    escaped += is_plain ? std::string(1, each) : fmt::format("%{:02X}", byte);
  }
  const bool is_plain = escaped == filename;
  return is_plain ? "; filename=" + escaped : "; filename*=utf-8''" + escaped;
}

Reply file_reply(const Media& media, std::string_view filename) {
  Reply reply;
  reply.bytes = media.bytes;
  const std::string_view disposition = is_shown_inline(media.content_type) ? "inline" : "attachment";
  reply.headers = {{"Content-Type", media.content_type},
                   {"Content-Disposition", std::string(disposition) + filename_parameter(filename)},
                   {"Content-Security-Policy", "sandbox; default-src 'none'"},
                   {"Cross-Origin-Resource-Policy", "cross-origin"}};
  return reply;
}

/// Nobody is kept waiting for an upload (`timeout_ms`): a server may answer at once.
std::optional<Reply> need_uploaded(const Media* media) {
  if (media == nullptr) return no_such_media();
  if (!media->is_uploaded) return error_reply(504, "M_NOT_YET_UPLOADED", "nothing is uploaded yet");
  return std::nullopt;
}

Answer get_download(Call& call) {
  const Media* media = find_media(call);
  if (auto fault = need_uploaded(media)) return *fault;
  return file_reply(*media, call.args.size() > 2 ? call.args[2] : media->filename);
}

/// The image itself stands for its thumbnail: no size is promised, only that it is no smaller than asked or
/// than the image.
Answer get_thumbnail(Call& call) {
  for (const std::string_view side : {"width", "height"}) {
    const std::string* text = query_find(call.request, side);
    if (text == nullptr) return error_reply(400, "M_MISSING_PARAM", "width and height are needed");
    if (whole_number(*text).value_or(0) == 0) {
      return error_reply(400, "M_INVALID_PARAM", "width and height are numbers above 0");
    }
  }
  const Media* media = find_media(call);
  if (auto fault = need_uploaded(media)) return *fault;
  static constexpr std::array<std::string_view, 5> images = {"image/jpeg", "image/png", "image/apng",
                                                             "image/gif", "image/webp"};
  const bool is_image = std::find(images.begin(), images.end(), media->content_type) != images.end();
  if (!is_image) return error_reply(400, "M_UNKNOWN", "there are thumbnails of images alone");
  return file_reply(*media, {});
}

Answer get_unauthenticated(Call&) {
  return no_such_media();
}

Answer get_config(Call& call) {
  return ok(make_object({{"m.upload.size", call.world.features.upload_limit_bytes}}));
}

constexpr std::array routes = {
    Route{"POST", "/_matrix/media/v3/upload", true, post_upload},
    Route{"POST", "/_matrix/media/v1/create", true, post_create},
    Route{"PUT", "/_matrix/media/v3/upload/*/*", true, put_upload},
    Route{"GET", "v1/media/config", true, get_config},
    Route{"GET", "/_matrix/media/v3/config", true, get_config},
    Route{"GET", "v1/media/download/*/*", true, get_download},
    Route{"GET", "v1/media/download/*/*/*", true, get_download},
    Route{"GET", "v1/media/thumbnail/*/*", true, get_thumbnail},
    Route{"GET", "/_matrix/media/v3/download/*/*", false, get_unauthenticated},
    Route{"GET", "/_matrix/media/v3/download/*/*/*", false, get_unauthenticated},
    Route{"GET", "/_matrix/media/v3/thumbnail/*/*", false, get_unauthenticated},
};

}  // namespace

std::span<const Route> media_routes() {
  return routes;
}

}  // namespace ringcheck::world
