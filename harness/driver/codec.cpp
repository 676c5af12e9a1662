#include "driver/codec.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "driver/text.hpp"
#include "value/json.hpp"

namespace ringcheck::driver {

namespace {

WireFault not_a_message(std::string_view line, Wire wire) {
  if (wire == Wire::texts)
    return {
        fmt::format("a text came that is not a JSON-RPC message: \"{}\". See "
                    "schemas/driver/README.md#over-a-websocket",
                    shown(line))};
  return {
      fmt::format("stdout line is not a JSON-RPC message: \"{}\". Did you mean to print to stderr? See "
                  "schemas/driver/README.md#stdout",
                  shown(line))};
}

WireFault bad(std::string_view line, std::string_view why) {
  return {fmt::format("message {}: {}. See schemas/driver/README.md#messages", why, shown(line))};
}

Message decode_note(std::string_view line, const Value& root) {
  if (root.string_at("method") != "note") {
    return bad(line, fmt::format("has the method \"{}\" where an adapter may only send note",
                                 shown(root.string_at("method"), 40)));
  }
  const Value* params = root.find("params");
  if (params == nullptr || !params->is_object()) return bad(line, "is a note without a map of params");
  const Value* seq = params->find("seq");
  const Value* t_ms = params->find("t_ms");
  const Value* data = params->find("data");
  if (params->string_at("session").empty()) return bad(line, "is a note without a session");
  if (params->string_at("kind").empty()) return bad(line, "is a note without a kind");
  if (seq == nullptr || !seq->as_int()) return bad(line, "is a note whose seq is no integer");
  if (t_ms == nullptr || !t_ms->as_int()) return bad(line, "is a note whose t_ms is no integer");
  if (data == nullptr || !data->is_object()) return bad(line, "is a note whose data is no map");
  return Note{std::string(params->string_at("session")), *seq->as_int(), *t_ms->as_int(),
              std::string(params->string_at("kind")), *data};
}

Message decode_error(std::string_view line, std::int64_t id, const Value& error) {
  const Value* code = error.find("code");
  if (code == nullptr || !code->as_int()) return bad(line, "has an error whose code is no integer");
  ErrorReply reply{*code->as_int(), std::string(error.string_at("message")), {}, {}};
  if (const Value* data = error.find("data")) {
    reply.kind = data->string_at("kind");
    reply.stderr_text = data->string_at("stderr");
  }
  return Response{id, std::move(reply)};
}

Message decode_response(std::string_view line, const Value& root) {
  const Value* id = root.find("id");
  const Value* result = root.find("result");
  const Value* error = root.find("error");
  if (id == nullptr || !id->as_int()) return bad(line, "is a response whose id is no integer");
  if ((result == nullptr) == (error == nullptr)) return bad(line, "needs either a result or an error");
  if (error != nullptr) return decode_error(line, *id->as_int(), *error);
  return Response{*id->as_int(), *result};
}

}  // namespace

void LineReader::feed(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    append(bytes.substr(0, end));
    if (end == std::string_view::npos) return;
    if (!skipping_) {
      if (!partial_.empty() && partial_.back() == '\r') partial_.pop_back();
      ready_.emplace_back(std::exchange(partial_, {}));
    }
    skipping_ = false;
    bytes.remove_prefix(end + 1);
  }
}

void LineReader::append(std::string_view bytes) {
  if (skipping_) return;
  if (partial_.size() + bytes.size() <= max_line_bytes) {
    partial_.append(bytes);
    return;
  }
  const std::size_t room = std::min<std::size_t>(200, max_line_bytes - partial_.size());
  partial_.append(bytes.substr(0, room));
  ready_.emplace_back(
      WireFault{fmt::format("stdout line is longer than {} bytes: \"{}\". See "
                            "schemas/driver/README.md#messages",
                            max_line_bytes, shown(partial_, 60))});
  std::string().swap(partial_);
  skipping_ = true;
}

std::optional<std::variant<std::string, WireFault>> LineReader::next() {
  if (taken_ == ready_.size()) {
    ready_.clear();
    taken_ = 0;
    return std::nullopt;
  }
  return std::move(ready_[taken_++]);
}

Message decode(std::string_view line, Wire wire) {
  auto parsed = parse_json(line, {max_line_bytes, 100});
  if (!parsed || !parsed->value.is_object()) return not_a_message(line, wire);
  const Value& root = parsed->value;
  if (root.find("jsonrpc") == nullptr) return not_a_message(line, wire);
  if (root.string_at("jsonrpc") != "2.0") return bad(line, "is not of jsonrpc \"2.0\"");
  if (!parsed->findings.empty()) {
    const JsonFinding& first = parsed->findings.front();
    return bad(line, fmt::format("is doubtful JSON at {} ({})", first.pointer.empty() ? "/" : first.pointer,
                                 first.text));
  }
  return root.find("method") != nullptr ? decode_note(line, root) : decode_response(line, root);
}

std::string encode_request(std::int64_t id, std::string_view method, const Value& params) {
  return to_json(make_object({{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", params}})) +
         "\n";
}

}  // namespace ringcheck::driver
