#pragma once
// What a page may do: only its own style and script, by their SHA-256. Should foreign text ever get through
// as markup, it still cannot run, load or send anything.

#include <string>
#include <string_view>

namespace ringcheck::report {

/// The content security policy of a page with this one style and this one script, as they stand between their
/// tags (W3C, Content Security Policy Level 3, hash sources).
std::string content_policy(std::string_view style, std::string_view script);

}  // namespace ringcheck::report
