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

/// The step waits until what was done can be seen, and asks for it as long.
bool asks_again(const scenario::Step& step);
/// How many answers must be as described before the step is met (`in_all`); the first that is not decides.
std::int64_t wanted_in_all(const scenario::Step& step);
/// How often the request of a step is asked at most when no answer is as described.
std::int64_t tries_of(const scenario::Step& step);

/// How long an answer 429 asks to wait, by its Retry-After in seconds or by retry_after_ms; a minute at most.
std::int64_t retry_after_ms(const trace::Entry& response);

Value answer_of(const trace::Entry& response);
/// The other way round; without a body where the value has none.
trace::Entry with_answer(trace::Entry response, const Value& answer);

}  // namespace ringcheck::run
