#pragma once
// The nearest known name to a wrong one, for the "did you mean" of an error text.

#include <string>
#include <string_view>
#include <vector>

namespace ringcheck {

/// The known name with the smallest edit distance, if that is at most a third of the wrong name's length
/// (at least 2) and less than the known name's own; else empty. The first of several that are equally near.
std::string nearest_name(std::string_view wrong, const std::vector<std::string_view>& known);
std::string nearest_name(std::string_view wrong, const std::vector<std::string>& known);

/// `; did you mean place_call?`, or empty when nothing is near.
std::string did_you_mean(std::string_view wrong, const std::vector<std::string_view>& known);
std::string did_you_mean(std::string_view wrong, const std::vector<std::string>& known);

}  // namespace ringcheck
