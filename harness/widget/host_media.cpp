// Files: the limits, what a widget stores and what it fetches (MSC4039). This client has no encryption of
// files: what needs it is refused.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "trace/clone_form.hpp"
#include "value/web_text.hpp"
#include "widget/clone_codec.hpp"
#include "widget/host_actions.hpp"

namespace ringcheck::widget {
namespace {

constexpr std::string_view mxc = "mxc://";

/// The bytes and the media type of what the widget gave. Nothing for a form that is not sound.
std::optional<std::pair<std::string, std::string>> bytes_and_type(const Value& file) {
  if (file.is_string()) return std::pair{file.text, std::string("text/plain")};
  const auto bytes = bytes_of(file);
  if (!bytes) return std::nullopt;
  const std::string_view type = file.string_at("type");
  return std::pair{*bytes, type.empty() ? std::string("application/octet-stream") : std::string(type)};
}

/// `mxc://server/id` as two segments of a path; empty when it is none.
std::string path_of(std::string_view uri) {
  if (!uri.starts_with(mxc)) return {};
  uri.remove_prefix(mxc.size());
  const std::size_t slash = uri.find('/');
  if (slash == 0 || slash == std::string_view::npos || slash + 1 == uri.size()) return {};
  return percent_encoded(uri.substr(0, slash)) + "/" + percent_encoded(uri.substr(slash + 1));
}

Request download_of(const HostCore& core, const Value& data) {
  Request request;
  request.method = "GET";
  request.path = fmt::format("/_matrix/client/v1/media/download/{}", path_of(data.string_at("content_uri")));
  const Value* timeout = data.find("timeout_ms");
  if (timeout != nullptr && !core.wrong(HostFault::forgets_timeouts)) {
    request.path += fmt::format("?timeout_ms={}", timeout->text);
  }
  return request;
}

}  // namespace

void give_media_config(HostCore& core, const Ask& ask) {
  Request request;
  request.method = "GET";
  request.path = "/_matrix/client/v1/media/config";
  ask_homeserver(core, std::move(request), [ask](HostCore& late, const Request& sent, const Answer& answer) {
    if (answer.status != 200) return refuse(late, ask, sent, answer);
    reply(late, ask, escaped(answer.body));
  });
}

void upload_file(HostCore& core, const Ask& ask) {
  if (is_encrypted(*core.client, core.room())) {
    return refuse(core, ask, "the room is encrypted, and this client cannot encrypt files");
  }
  auto file = bytes_and_type(*ask.data.find("file"));
  if (!file) return refuse(core, ask, "data/file must be a Blob, a buffer or a string");
  Request request;
  request.method = "POST";
  request.path = "/_matrix/media/v3/upload";
  request.bytes =
      core.wrong(HostFault::uploads_form) ? ask.data.find("file")->string_at("$blob") : file->first;
  request.content_type = file->second;
  ask_homeserver(core, std::move(request), [ask](HostCore& late, const Request& sent, const Answer& answer) {
    if (answer.status != 200) return refuse(late, ask, sent, answer);
    reply(late, ask, make_object({{"content_uri", answer.body.string_at("content_uri")}}));
  });
}

void download_file(HostCore& core, const Ask& ask) {
  if (path_of(ask.data.string_at("content_uri")).empty()) {
    return refuse(core, ask, "data/content_uri must be an mxc URI");
  }
  if (ask.data.find("encryption") != nullptr && !core.wrong(HostFault::gives_ciphertext)) {
    return refuse(core, ask, "this client cannot decrypt files");
  }
  ask_homeserver(core, download_of(core, ask.data),
                 [ask](HostCore& late, const Request& sent, const Answer& answer) {
                   if (answer.status != 200) return refuse(late, ask, sent, answer);
                   reply(late, ask, make_object({{"file", make_blob(answer.bytes, answer.content_type)}}));
                 });
}

}  // namespace ringcheck::widget
