#pragma once
// What the relaying pages and the harness exchange of a postMessage: a value of JavaScript as JSON, in the
// form of trace/clone_form.hpp. The pages write and read the same form.

#include <optional>
#include <string>
#include <string_view>

#include "value/result.hpp"
#include "value/value.hpp"

namespace ringcheck::widget {

Value make_undefined();
/// A Blob with these bytes; `type` is its media type, empty where it has none.
Value make_blob(std::string_view bytes, std::string_view type);
Value make_array_buffer(std::string_view bytes);

/// The bytes of a Blob or an ArrayBuffer; nothing for any other value, and for a form that is not sound.
std::optional<std::string> bytes_of(const Value& value);

/// Plain JSON as the pages may take it: a key that begins with `$` gets one more.
Value escaped(const Value& json);

/// Whether a page may be sent this, and what a page sent is well formed. The error names the place and what
/// is wrong there.
Result<Done> check_form(const Value& value);

}  // namespace ringcheck::widget
