#pragma once
// The form in which a trace holds what postMessage can carry and JSON cannot: undefined, Blobs and buffers.
//
//   undefined            {"$undefined": true}
//   Blob, File           {"$blob": "<base64>", "type": "image/png", "size": 3}
//   ArrayBuffer          {"$arraybuffer": "<base64>"}
//   no JSON value at all {"$unclonable": "<its JavaScript type>"}: a Map, a BigInt, NaN
//   a key that begins with `$` has one `$` more, so that no message can pretend to be a form
//
// How they are made of bytes is the concern of widget/clone_codec.hpp.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "value/value.hpp"

namespace ringcheck::trace {

namespace form {
inline constexpr std::string_view undefined = "$undefined";
inline constexpr std::string_view blob = "$blob";
inline constexpr std::string_view array_buffer = "$arraybuffer";
inline constexpr std::string_view unclonable = "$unclonable";
}  // namespace form

bool is_undefined(const Value& value);

/// The key of the form that the value is, or empty for plain JSON.
std::string_view form_of(const Value& value);

/// The same as JSON has it: undefined members are absent, undefined items null, keys without their extra `$`.
/// Blobs and buffers stay in their form.
Value as_json(const Value& value);

/// Where something stands that JSON does not know: JSON pointers into the form, in their order, no more than
/// `most`.
struct Foreign {
  std::string pointer;
  std::string_view form;
};
std::vector<Foreign> foreign_places(const Value& value, std::size_t most);

}  // namespace ringcheck::trace
