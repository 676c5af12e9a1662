#pragma once
// The answer to a request as one value, `{status, headers, body}`, and the pattern that a step lays over it.

#include "scenario/model.hpp"
#include "trace/entry.hpp"
#include "value/value.hpp"

namespace ringcheck::run {

/// What a homeserver under test must answer to a `request` or a `send`; 200 where the step names no status.
Value wanted_answer(const scenario::Step& step);

Value answer_of(const trace::Entry& response);
/// The other way round; without a body where the value has none.
trace::Entry with_answer(trace::Entry response, const Value& answer);

}  // namespace ringcheck::run
