#pragma once
// Which part of a message of the widget API a step's pattern is laid over.

#include <optional>
#include <string_view>

#include "scenario/model.hpp"
#include "value/value.hpp"

namespace ringcheck::run {

/// `data` of an ask, `response` of a reply; empty for what is laid over the whole body.
std::string_view part_laid_over(scenario::Wanted::Channel channel);

/// That part of the body as JSON, nothing where it is not there.
std::optional<Value> part_of_body(const Value& body, std::string_view part);
/// The body with another part, or without it.
Value with_part(Value body, std::string_view part, std::optional<Value> value);

}  // namespace ringcheck::run
