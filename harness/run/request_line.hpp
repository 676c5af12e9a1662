#pragma once
// Request lines as scenarios write them: `GET /voip/turnServer`, matched after `/_matrix/client/<version>`.

#include <string>
#include <string_view>

namespace ringcheck::run {

/// Whether the request `GET /user/@a:hs.test/filter` fits `GET /user/*/filter`; `*` is one segment.
bool request_line_fits(std::string_view pattern, std::string_view line);

/// The line for a request: the method and the decoded path without `/_matrix/client/<version>`, no query.
std::string request_line(std::string_view method, std::string_view path);

}  // namespace ringcheck::run
