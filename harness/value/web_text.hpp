#pragma once
// The text of request targets, as homeservers and recordings read them (RFC 3986, section 2.1).

#include <string>
#include <string_view>

#include "value/result.hpp"

namespace ringcheck {

/// The text with its escapes undone; in a query `+` is a space. An error when an escape is broken, or when
/// what comes out is not UTF-8.
Result<std::string> percent_decoded(std::string_view text, bool plus_is_space);

/// All but unreserved characters escaped: for one segment of a path, or one value of a query.
std::string percent_encoded(std::string_view text);

/// The text before the separator, which is taken off `rest` together with it; all of it when there is none.
std::string_view take_until(std::string_view& rest, char separator);

}  // namespace ringcheck
