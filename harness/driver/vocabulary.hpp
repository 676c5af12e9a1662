#pragma once
// The one vocabulary of the driver protocol, read from schemas/driver/protocol.yaml: session methods,
// actions, notes, errors and claims with the JSON types of their fields. Everything that names an action asks
// here.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "value/result.hpp"
#include "value/value.hpp"
#include "value/yaml.hpp"

namespace ringcheck::driver {

enum class FieldType : std::uint8_t { string, integer, boolean, word, list, object, any };

/// A member of params, of a result or of a note's data; or the unnamed item of a list.
struct Field {
  std::string name;
  std::string means;
  FieldType type = FieldType::any;
  bool optional = false;
  std::vector<std::string> words;  ///< word: the ones allowed
  std::vector<Field> inner;        ///< list: exactly one, its item; object: its members
};

/// An action or a session method.
struct Action {
  std::string name;
  std::string order;  ///< the word for it in a scenario's `do`: the name itself but for session methods
  std::string means;  ///< what is true when the answer is sent
  std::vector<Field> params;
  std::vector<Field> result;
  std::string wrong_order;  ///< the error kind for an order that does not fit ("no_such"), or empty
  std::string claim;        ///< the claim that it belongs to, or empty: any subject may offer it
  std::string by_hand;      ///< the order as a person is given it, with {params}; empty: nothing for a person
};

struct NoteKind {
  std::string name;
  std::string means;
  std::vector<Field> data;
};

struct ErrorKind {
  std::string name;
  std::int64_t code = 0;  ///< of JSON-RPC
  std::string blame;      ///< nobody, subject or adapter
  std::string means;
};

/// A capability that subject.yaml may claim, and what must be there for it.
struct Claim {
  std::string name;
  std::string means;
  std::vector<std::string> claims;  ///< other claims that it stands on
  std::vector<std::string> actions;
  std::vector<std::string> notes;
};

/// These claims, when a scenario needs them all, make it need one more.
struct Together {
  std::vector<std::string> claims;
  std::string add;
};

/// A name in a scenario (an event that a peer sends, a form, a kind of actor, an action of the widget API)
/// and the claim that follows from it.
struct Derived {
  std::string name;
  std::string claim;
};

struct Vocabulary {
  std::int64_t protocol = 0;
  std::vector<Field> common;  ///< params of every session method and action
  Action initialize;
  std::vector<Action> sessions;  ///< session.start, session.stop, …
  std::vector<Action> actions;
  std::vector<NoteKind> notes;
  std::vector<ErrorKind> errors;
  std::vector<Claim> claims;
  std::vector<std::string> call_states;
  std::vector<std::string> end_causes;
  std::vector<Derived> sent_by_peer;
  std::vector<Derived> forms;
  std::vector<Derived> cast;
  std::vector<Derived> asked;
  std::vector<Together> together;

  /// Each of these is null when there is no such name.
  const Action* session(std::string_view name) const;
  const Action* action(std::string_view name) const;
  /// A session method or an action.
  const Action* method(std::string_view name) const;
  const NoteKind* note(std::string_view name) const;
  const Claim* claim(std::string_view name) const;

  std::vector<std::string> action_names() const;
  std::vector<std::string> note_names() const;
  std::vector<std::string> claim_names() const;
};

struct LoadedVocabulary {
  Vocabulary vocabulary;
  std::string source;
  std::vector<Fault> faults;  ///< empty exactly when the file is sound
};

LoadedVocabulary read_vocabulary(YamlDocument document);
/// Reads schemas/driver/protocol.yaml. The error holds every fault of the file, rendered.
Result<Vocabulary> load_vocabulary(const std::string& path);

}  // namespace ringcheck::driver
