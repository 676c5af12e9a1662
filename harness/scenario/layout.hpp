#pragma once
// Small steps of laying out a scenario, each on values alone: columns put in, forms laid under, words of a
// form
// (`$self`, `$subject`, `$room`) made to mean an actor.

#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "value/value.hpp"

namespace ringcheck::scenario {

/// Columns of a row, or inputs of a fragment; a column that this row lacks has no value.
using Columns = std::map<std::string, std::optional<Value>, std::less<>>;

/// The value with its columns put in. Keys whose value names a lacking column are left out; `nullopt` when
/// the value itself does. `$by.user_id` becomes `$alice.user_id` when the column `by` holds the word alice.
std::optional<Value> put_in(const Value& value, const Columns& columns);

/// `over` laid on `under`: maps merge key by key, all else replaces. Matchers and makers are never merged
/// into.
Value lay_on(const Value& under, const Value& over);

/// What a form says for an event type or action: the wildcards that fit, then the exact name, laid on each
/// other.
Value form_for(const Value& section, std::string_view word);

/// What the words of a form mean in a step: names of actors and of a room.
struct FormWords {
  std::string self;
  std::string subject;
  std::string room;
  std::string page;  ///< the widget or host that the harness plays
};
/// `$self.x`, `$subject.x`, `$room.x`, `$page.x` replaced by what they mean.
Value bind_form_words(const Value& value, const FormWords& words);

/// Whether the value is `{$absent: true}`.
bool takes_away(const Value& value);

/// The value without the keys that `{$absent: true}` takes away: for what is sent.
Value without_absent(const Value& value);

/// The value as an input of a fragment: it takes the place of the reference for which it is put in.
Value without_place(Value value);

/// The size of a value, in characters and parts: the measure of the bounds of laying out.
std::size_t weight(const Value& value);

/// Whether `m.call.*` or `m.call.invite` covers the word.
bool covers(std::string_view pattern, std::string_view word);

}  // namespace ringcheck::scenario
