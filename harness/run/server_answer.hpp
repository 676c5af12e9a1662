#pragma once
// The answer to a request as one value, `{status, headers, body}`, and the pattern that a step lays over it.

#include <vector>

#include "scenario/match.hpp"
#include "scenario/model.hpp"
#include "trace/entry.hpp"
#include "value/value.hpp"

namespace ringcheck::run {

/// What a homeserver under test may answer to a `request` or a `send`, one pattern for each of `either`; 200
/// where the step names no status.
std::vector<Value> wanted_answers(const scenario::Step& step);
/// Whether the answer is one of them.
scenario::Match match_answer(const scenario::Step& step, const Value& answer, const scenario::Names& names);

Value answer_of(const trace::Entry& response);
/// The other way round; without a body where the value has none.
trace::Entry with_answer(trace::Entry response, const Value& answer);

}  // namespace ringcheck::run
