#include "widget/clone_codec.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "trace/clone_form.hpp"
#include "value/pointer.hpp"

namespace ringcheck::widget {
namespace {

namespace form = trace::form;

std::string to_base64(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int length =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

/// Strict: whole groups of four, padding at the end only, as btoa writes it.
std::optional<std::string> from_base64(std::string_view text) {
  constexpr std::size_t most = std::numeric_limits<int>::max();
  if (text.size() % 4 != 0 || text.size() > most) return std::nullopt;
  const std::size_t end = std::min(text.find('='), text.size());
  const std::size_t padding = text.size() - end;
  if (padding > 2 || text.substr(end).find_first_not_of('=') != text.npos) return std::nullopt;
  std::string bytes(text.size() / 4 * 3, '\0');
  const int length =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                      reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  // OpenSSL passes over white space around the text.
  if (length != static_cast<int>(bytes.size())) return std::nullopt;
  bytes.resize(bytes.size() - padding);
  return bytes;
}

std::string fault_of_form(const Value& value, std::string_view name) {
  const Value& argument = value.members.front().value;
  if (name == form::undefined) {
    const bool sound = value.members.size() == 1 && argument.as_bool();
    return sound ? std::string() : R"(undefined is {"$undefined": true} and nothing beside)";
  }
  if (name == form::unclonable) {
    return argument.is_string() ? std::string() : "$unclonable wants the name of a type";
  }
  const auto bytes = bytes_of(value);
  if (!bytes) return fmt::format("{} wants its bytes in base64", name);
  if (name == form::array_buffer) return {};
  const Value* size = value.find("size");
  const bool fits = size != nullptr && size->as_int() == static_cast<std::int64_t>(bytes->size());
  if (!fits) return "size of $blob wants the number of its bytes";
  const Value* type = value.find("type");
  return type != nullptr && type->is_string() ? std::string() : "type of $blob wants a string";
}

Result<Done> check_at(const Value& value, const std::string& at) {
  const std::string_view name = trace::form_of(value);
  const std::string fault = name.empty() ? std::string() : fault_of_form(value, name);
  if (!fault.empty()) return Error{fmt::format("at {}: {}", at.empty() ? "the root" : at, fault)};
  if (!name.empty()) return Done{};
  for (std::size_t i = 0; i < value.items.size(); ++i) {
    if (auto done = check_at(value.items[i], pointer_join(at, i)); !done) return done;
  }
  for (const Member& member : value.members) {
    if (member.key.starts_with('$') && !member.key.starts_with("$$")) {
      return Error{fmt::format("at {}: no form is called {}; a key of the message is written with one more $",
                               at.empty() ? "the root" : at, member.key)};
    }
    if (auto done = check_at(member.value, pointer_join(at, member.key)); !done) return done;
  }
  return Done{};
}

}  // namespace

Value make_undefined() {
  return make_object({{form::undefined, true}});
}

Value make_blob(std::string_view bytes, std::string_view type) {
  return make_object(
      {{form::blob, to_base64(bytes)}, {"type", type}, {"size", static_cast<std::int64_t>(bytes.size())}});
}

Value make_array_buffer(std::string_view bytes) {
  return make_object({{form::array_buffer, to_base64(bytes)}});
}

std::optional<std::string> bytes_of(const Value& value) {
  const std::string_view name = trace::form_of(value);
  const Value* text = name == form::blob || name == form::array_buffer ? value.find(name) : nullptr;
  return text != nullptr && text->is_string() ? from_base64(text->text) : std::nullopt;
}

Value escaped(const Value& json) {
  Value value = json;
  for (Value& item : value.items) item = escaped(item);
  for (Member& member : value.members) {
    if (member.key.starts_with('$')) member.key.insert(0, 1, '$');
    member.value = escaped(member.value);
  }
  return value;
}

Result<Done> check_form(const Value& value) {
  return check_at(value, {});
}

}  // namespace ringcheck::widget
