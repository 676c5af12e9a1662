#include "net/http_codec.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/string_body.hpp>

namespace ringcheck::net {

namespace http = boost::beast::http;

namespace {

std::string bytes_text(size_t count) {
  return std::to_string(count) + " bytes";
}

HttpRefusal refusal_of(boost::beast::error_code error, const HttpLimits& limits) {
  if (error == http::error::header_limit) {
    return {431, "M_TOO_LARGE",
            "the headers of a request are larger than " + bytes_text(limits.header_bytes)};
  }
  if (error == http::error::body_limit) {
    return {413, "M_TOO_LARGE", "the body of a request is larger than " + bytes_text(limits.body_bytes)};
  }
  return {400, "M_UNKNOWN", "the request is not HTTP/1.1: " + error.message()};
}

std::string without_controls(std::string text) {
  for (char& letter : text) {
    const auto code = static_cast<unsigned char>(letter);
    if (code < 0x20 || code == 0x7f) letter = ' ';
  }
  return text;
}

void add_header(std::string& wire, const std::string& name, const std::string& value) {
  wire += without_controls(name);
  wire += ": ";
  wire += without_controls(value);
  wire += "\r\n";
}

bool may_have_body(int status) {
  return status >= 200 && status != 204 && status != 304;
}

}  // namespace

struct RequestParser::Impl {
  http::request_parser<http::string_body> parser;
};

RequestParser::RequestParser(const HttpLimits& limits) : impl_(std::make_unique<Impl>()), limits_(limits) {
  constexpr size_t most = std::numeric_limits<std::uint32_t>::max();
  impl_->parser.eager(true);
  impl_->parser.header_limit(static_cast<std::uint32_t>(std::min(limits.header_bytes, most)));
  impl_->parser.body_limit(limits.body_bytes);
}

RequestParser::~RequestParser() = default;

size_t RequestParser::feed(std::string_view input) {
  constexpr char tls_handshake = 0x16;
  if (!impl_->parser.got_some() && !input.empty() && input.front() == tls_handshake) {
    refuse({400, "M_UNKNOWN", "the client speaks TLS, the harness plain HTTP: use its http:// address"});
    return input.size();
  }
  boost::beast::error_code error;
  const size_t taken = impl_->parser.put(boost::asio::const_buffer(input.data(), input.size()), error);
  if (error && error != http::error::need_more) {
    refuse(refusal_of(error, limits_));
  } else if (input.size() - taken > limits_.header_bytes && !impl_->parser.is_done()) {
    refuse(refusal_of(http::error::header_limit, limits_));  // a line between chunks that does not end
  }
  return taken;
}

RequestParser::State RequestParser::state() const {
  if (refusal_) return State::refused;
  if (impl_->parser.is_done()) return State::complete;
  return impl_->parser.is_header_done() ? State::in_body : State::in_header;
}

bool RequestParser::expects_continue() const {
  const auto& message = impl_->parser.get();
  return state() == State::in_body && boost::beast::iequals(message[http::field::expect], "100-continue");
}

bool RequestParser::keep_alive() const {
  return impl_->parser.keep_alive();
}

HttpRequest RequestParser::take() {
  auto message = impl_->parser.release();
  HttpRequest request;
  request.method = std::string(message.method_string());
  request.target = std::string(message.target());
  for (const auto& field : message) {
    request.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
  }
  request.body = std::move(message.body());
  return request;
}

HttpResponse refusal_response(const HttpRefusal& refusal) {
  std::string body = R"({"errcode":")" + refusal.errcode + R"(","error":")" + refusal.text + R"("})";
  return {refusal.status, {{"Content-Type", "application/json"}}, std::move(body)};
}

std::string to_wire(const HttpResponse& response, WireOptions options) {
  std::string wire;
  wire.reserve(256 + response.body.size());
  wire += "HTTP/1.1 " + std::to_string(response.status) + ' ';
  wire += http::obsolete_reason(http::int_to_status(static_cast<unsigned>(response.status)));
  wire += "\r\n";
  for (const auto& [name, value] : response.headers) add_header(wire, name, value);
  const bool has_body = may_have_body(response.status);
  if (has_body) add_header(wire, "Content-Length", std::to_string(response.body.size()));
  if (find_header(response.headers, "Connection") == nullptr) {
    add_header(wire, "Connection", options.keep_alive ? "keep-alive" : "close");
  }
  wire += "\r\n";
  if (has_body && !options.to_head) wire += response.body;
  return wire;
}

std::string to_wire(const HttpRequest& request, std::string_view host) {
  std::string wire;
  wire.reserve(256 + request.body.size());
  wire += without_controls(request.method + ' ' + request.target) + " HTTP/1.1\r\n";
  add_header(wire, "Host", std::string(host));
  for (const auto& [name, value] : request.headers) add_header(wire, name, value);
  const bool bodiless = request.method == "GET" || request.method == "HEAD" || request.method == "OPTIONS";
  if (!bodiless || !request.body.empty())
    add_header(wire, "Content-Length", std::to_string(request.body.size()));
  return wire + "\r\n" + request.body;
}

struct ResponseParser::Impl {
  std::optional<http::response_parser<http::string_body>> parser;
};

ResponseParser::ResponseParser(const HttpLimits& limits, bool to_head)
    : impl_(std::make_unique<Impl>()), limits_(limits), to_head_(to_head) {
  restart();
}

ResponseParser::~ResponseParser() = default;

void ResponseParser::restart() {
  constexpr size_t most = std::numeric_limits<std::uint32_t>::max();
  auto& parser = impl_->parser.emplace();
  parser.eager(true);
  parser.skip(to_head_);
  parser.header_limit(static_cast<std::uint32_t>(std::min(limits_.header_bytes, most)));
  parser.body_limit(limits_.body_bytes);
}

size_t ResponseParser::feed(std::string_view input) {
  constexpr int first_final_status = 200;
  size_t taken = 0;
  while (taken < input.size() && state() == State::incomplete) {
    boost::beast::error_code error;
    const size_t now =
        impl_->parser->put(boost::asio::const_buffer(input.data() + taken, input.size() - taken), error);
    taken += now;
    if (error && error != http::error::need_more) {
      trouble_ = error == http::error::body_limit
                     ? "the body of an answer is larger than " + bytes_text(limits_.body_bytes)
                     : "the answer is not HTTP/1.1: " + error.message();
    }
    if (impl_->parser->is_done() && impl_->parser->get().result_int() < first_final_status) {
      restart();
      continue;
    }
    if (error == http::error::need_more || now == 0) break;
  }
  return taken;
}

void ResponseParser::end_of_stream() {
  if (state() != State::incomplete) return;
  boost::beast::error_code error = http::error::end_of_stream;
  if (impl_->parser->got_some()) impl_->parser->put_eof(error);
  if (error) trouble_ = "the connection was closed before the answer was whole";
}

ResponseParser::State ResponseParser::state() const {
  if (!trouble_.empty()) return State::broken;
  return impl_->parser->is_done() ? State::complete : State::incomplete;
}

bool ResponseParser::keep_alive() const {
  return impl_->parser->keep_alive();
}

HttpResponse ResponseParser::take() {
  auto message = impl_->parser->release();
  HttpResponse response;
  response.status = static_cast<int>(message.result_int());
  for (const auto& field : message) {
    response.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
  }
  response.body = std::move(message.body());
  return response;
}

}  // namespace ringcheck::net
