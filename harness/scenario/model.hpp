#pragma once
// A scenario as the harness plays it: after forms, stages, fragments and cases have been laid out. One `Test`
// is one scenario with one row of its cases; its steps are flat but for the groups (any_order, batch,
// at_once).

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "value/value.hpp"

namespace ringcheck::scenario {

enum class Verb : std::uint8_t {
  act,  ///< `do`
  send,
  ask,
  serve,
  release,
  request,
  expect,
  none,
  count,
  any_order,
  batch,
  at_once,
  settle,
  silence,
  page,  ///< of a widget or host that the harness plays: loads it again, frames the widget, takes the frame
         ///< away
  let,
};

/// What `silence` and `release` call the TURN port of the harness, whose URI is `$turn.uri`.
inline constexpr std::string_view turn_word = "turn";

/// The word of the language for a verb.
std::string_view verb_name(Verb verb);

/// Where a step is written, and the outermost `use` that brought it in when it comes from a fragment.
struct Where {
  std::string file;
  Place place;
  std::string used_in_file;
  Place used_at;
};

/// "used by suites/voip/x.yaml:7:5" for a step of a fragment, the note of a fault in it; else empty.
std::string used_by(const Where& where);

/// One thing that a step looks for: an event type (`*` at the end is a wildcard), a kind of note, a request
/// line, what a media port saw, a message of the widget API, what became of a page of the harness.
struct Wanted {
  enum class Channel : std::uint8_t { event, note, request, to_device, media, ask, reply, page };
  Channel channel = Channel::event;
  std::string type;  ///< reply: the id of the step whose request is answered; page: opened, closed
  std::string also;  ///< ask: the name of the action while its MSC is not merged; else empty
  Value pattern;     ///< content, data, response or body with the form laid under; null when anything will do
};

struct Step {
  int index = 0;  ///< counted through groups too, in the order of the file
  Verb verb = Verb::act;
  std::string word;  ///< action, event type, "GET /path", name of a hold, actor to settle or silence
  std::string wire;  ///< ask: the name of the action as it goes out
  Where where;
  std::string id;
  std::vector<std::string> proves;  ///< or observes
  bool observes = false;            ///< the text asks for nothing: what comes is told, and nothing is missed
  bool optional = false;
  bool control = false;
  std::string actor;  ///< as, from, to, of: who does it or from whom it must come
  std::string page;   ///< whom it must reach: the widget or host of an ask, a reply, a page; the user
                      ///< whose sync must bring it, when the subject is a homeserver
  std::string room;   ///< name of the room; empty where none is meant
  std::vector<Wanted> wanted;  ///< expect, none, count
  Value payload;               ///< do: with; send: content; serve, request: body; let: names and makers
  Value keys;                  ///< the step's own map, cases and inputs already put in: for the rarer keys
  std::vector<Step> children;  ///< any_order, batch, at_once
  std::string peer_fault;      ///< send: what the peer does wrong on purpose, as a sentence

  const Value* key(std::string_view name) const { return keys.find(name); }
  /// It waits for something to come.
  bool looks() const { return verb == Verb::expect; }
  /// It waits for the answer to what it has asked.
  bool waits_for_reply() const {
    return verb == Verb::request || (verb == Verb::ask && key("reply") != nullptr);
  }
  /// What a `send` has goes into no room, and the subject hears of it when it syncs.
  bool writes_account() const {
    const Value* account = key("account_data");
    return account != nullptr && account->as_bool();
  }
  bool is_group() const { return verb == Verb::any_order || verb == Verb::batch || verb == Verb::at_once; }
};

struct Actor {
  enum class Is : std::uint8_t { subject, peer, user, widget, host, homeserver };
  std::string name;
  Is is = Is::peer;
  std::string user;      ///< localpart; another actor's name makes this a second device of that user
  std::string party_id;  ///< empty: the harness makes one
  std::optional<std::int64_t> power;
  bool syncs = true;  ///< of a user of a homeserver under test: a device that is online
  std::string media = "sdp";
  std::string forms = "call_v1";
  bool guest = false;                ///< of a homeserver under test: registers as a guest
  std::string room;                  ///< widget, host: where it is shown; empty: the only room
  bool wait_for_iframe_load = true;  ///< as MSC2764 has it when nothing is said
  Value query;  ///< host: a map of texts that it adds to the query of the widget's URL; or null
  std::vector<std::string> versions;  ///< widget, host: what it lists; empty: all that it knows

  bool has_page() const { return is == Is::widget || is == Is::host; }
  bool is_subject() const { return is == Is::subject || is == Is::homeserver; }
};

/// What a test needs for its subject.
enum class SubjectIs : std::uint8_t { client, widget_host, widget, homeserver };

struct Room {
  std::string name;
  std::vector<std::string> members;
  std::string join_rule = "invite";
  bool encrypted = false;
  std::string version = "10";
  Value power_levels;
};

/// What of a scenario lets the claims that it needs be derived; each list sorted, each word once.
struct Uses {
  std::vector<std::string> orders;        ///< the words of its `do` steps
  std::vector<std::string> sent_by_peer;  ///< types of the events that peers send
  std::vector<std::string> forms;         ///< forms of its actors
  std::vector<std::string> cast;          ///< kinds of those that stand on the other side: widget, host
  std::vector<std::string> asked;         ///< actions that pass between a widget of the harness and its host
  bool turn_port = false;                 ///< `$turn.uri` is named
  bool passwords = false;                 ///< the password of a user is named
};

struct Test {
  std::string name;  ///< voip.v1.glare.incoming_is_lesser[sent]
  std::string scenario;
  std::string case_name;
  std::string file;
  std::string title;
  std::vector<Actor> actors;
  std::vector<Room> rooms;
  Value homeserver;  ///< what that of the harness offers beyond the usual (world/features.hpp), or what the
                     ///< subject shall be like (homeserver_options of the driver protocol); or null
  std::vector<Step> steps;
  std::set<std::string> fragments;  ///< files, also of such as bring in others and no step of their own
  std::vector<std::string> claims;  ///< those that cannot be derived from `uses`: what `requires` lists
  std::string pack;       ///< MSC3086 when all that it proves rests on that MSC, which no release has
  bool slow = false;      ///< takes minutes with every subject
  bool harmless = false;  ///< may be played on a homeserver that people use
  Uses uses;

  const Actor* actor(std::string_view name_of_actor) const;
  const Actor& subject() const;
  /// Opposite a widget of the harness stands a host, opposite its host a widget; a homeserver is named.
  SubjectIs subject_is() const;
  /// Widgets have none, whoever plays them, and homeservers keep them.
  bool has_account(const Actor& actor) const;
  const Room* room(std::string_view name_of_room) const;
};

/// Calls `visit(step)` for each step and each child, in order of index.
template <typename Visit>
void each_step(const std::vector<Step>& steps, Visit&& visit) {
  for (const Step& step : steps) {
    visit(step);
    each_step(step.children, visit);
  }
}

/// The requirements that the steps prove, sorted, each once.
std::vector<std::string> proved_by(const Test& test);

}  // namespace ringcheck::scenario
