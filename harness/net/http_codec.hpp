#pragma once
// HTTP/1.1 as bytes (RFC 9112), both ends: a server reads requests and writes answers, a client the other way
// round. Knows no socket. Beast stays behind http_codec.cpp.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "net/http_message.hpp"

namespace ringcheck::net {

/// Why a request is not taken: the status that answers it, Matrix's code, and a sentence without a full stop.
struct HttpRefusal {
  int status;
  std::string errcode;
  std::string text;
};

/// The answer that tells a refusal: the standard error object of the client-server API.
HttpResponse refusal_response(const HttpRefusal& refusal);

/// Reads one request. Memory is bounded by the limits, whatever arrives.
class RequestParser {
 public:
  enum class State { in_header, in_body, complete, refused };

  explicit RequestParser(const HttpLimits& limits);
  ~RequestParser();

  /// Takes bytes from the front of `input` and returns how many. The rest is shown again together with what
  /// comes next; once complete, the rest belongs to the next request.
  size_t feed(std::string_view input);
  State state() const;
  /// Only when refused.
  const HttpRefusal& refusal() const { return *refusal_; }
  /// In the body of a request that said `Expect: 100-continue`.
  bool expects_continue() const;
  /// Only when complete.
  bool keep_alive() const;
  HttpRequest take();

 private:
  void refuse(HttpRefusal refusal) { refusal_ = std::move(refusal); }

  struct Impl;
  std::unique_ptr<Impl> impl_;
  HttpLimits limits_;
  std::optional<HttpRefusal> refusal_;
};

struct WireOptions {
  bool keep_alive = true;
  bool to_head = false;  // answers a HEAD request: the length is told, the body is not sent
};

/// The bytes of an answer. Control characters in headers become spaces, so that no value can forge a line.
std::string to_wire(const HttpResponse& response, WireOptions options);

/// The bytes of a request to `host` (name and port, as the header says it), with the length of its body.
std::string to_wire(const HttpRequest& request, std::string_view host);

/// Reads one answer, past those that only announce it (1xx). Memory is bounded by the limits.
class ResponseParser {
 public:
  enum class State { incomplete, complete, broken };

  /// An answer to HEAD tells the length of a body that does not come.
  ResponseParser(const HttpLimits& limits, bool to_head);
  ~ResponseParser();

  /// As that of RequestParser.
  size_t feed(std::string_view input);
  /// The server has closed: the end of a body whose length nobody told.
  void end_of_stream();
  State state() const;
  /// Only when broken: a sentence without a full stop.
  const std::string& trouble() const { return trouble_; }
  /// Only when complete.
  bool keep_alive() const;
  HttpResponse take();

 private:
  void restart();

  struct Impl;
  std::unique_ptr<Impl> impl_;
  HttpLimits limits_;
  bool to_head_;
  std::string trouble_;
};

}  // namespace ringcheck::net
