#pragma once
// What a page of ours and the harness say to each other over the WebSocket of run/bridge.hpp: one JSON object
// in one text message, with one member that names what it is. Both ends are here, since a program may stand
// in for a page. Values of postMessage are in the form of trace/clone_form.hpp; pages/bridge.js is the same
// protocol in JavaScript.
//
//   page to harness   {"hello": {"page": "widget", "href": "http://…", "origin": "http://…"}}, first and
//   once; with
//                     "allowed": ["camera", …] where the browser says which of `call_features` it may use
//                     {"message": {"data": …, "origin": "http://…", "from": "frame", "frame": "widget"}}
//                     {"loaded": {"frame": "widget"}}       a frame that the page made has loaded
//                     {"unloaded": {}}                      the page goes away
//                     {"trouble": {"what": "…"}}            an order that it cannot carry out, in words
//   harness to page   {"post": {"data": …, "to": "parent", "target_origin": "*"}}, with "frame" as PostTo
//   says
//                     {"frame": {"url": "http://…", "name": "widget"}}, {"unframe": {"name": "widget"}}
//                     {"reload": {}}, {"leave": {"url": "http://…"}}: its frame goes to that address
//                     {"finish_load": {}}                   of a page whose load event is held back
//
// The load event of a page whose path ends with `held_path` does not come before it is ordered.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "value/result.hpp"
#include "value/value.hpp"

namespace ringcheck::widget {

enum class Page : std::uint8_t { widget, host, hostile };
std::string_view page_name(Page page);

inline constexpr std::string_view held_path = "/held";

struct Hello {
  Page page = Page::widget;
  std::string href;    ///< location.href, query and fragment included
  std::string origin;  ///< as the browser has it; `null` in a sandboxed frame
  /// Of what calls need, what the frame may use; nothing where the browser does not say.
  std::optional<std::vector<std::string>> allowed = std::nullopt;
};

/// A message event that reached the page's window.
struct Received {
  Value data;
  std::string origin;  ///< of the event: what the browser vouches for
  std::string from;    ///< whose window sent it: `parent`, `frame` (one that the page made) or `other`
  std::string frame;   ///< the name of that frame, when it is one
};

struct Loaded {
  std::string frame;
};
struct Unloaded {};
struct Trouble {
  std::string what;
};
using FromPage = std::variant<Hello, Received, Loaded, Unloaded, Trouble>;

/// Which window a page posts to.
struct PostTo {
  std::string to = "parent";  ///< `parent`, `grandparent`, `top`, `frame` (its own), `sibling` (its parent's)
  std::string frame;          ///< the name of a `frame` or `sibling`
  std::string target_origin = "*";
};

struct Post {
  Value data;
  PostTo target;
};
/// Makes an iframe; one of that name that is there goes first.
struct MakeFrame {
  std::string url;
  std::string name = "widget";
};
struct DropFrame {
  std::string name = "widget";
};
struct Reload {};
struct Leave {
  std::string url;
};
struct FinishLoad {};
using Order = std::variant<Post, MakeFrame, DropFrame, Reload, Leave, FinishLoad>;

/// `doubt` is what a lenient reader would have let pass, as half of a surrogate pair, which no UTF-8 can
/// hold; empty when there is nothing.
struct ReadFromPage {
  FromPage frame;
  std::string doubt;
};

/// The error says what was wanted and what came.
Result<ReadFromPage> read_from_page(std::string_view text);
Result<Order> read_order(std::string_view text);

std::string to_text(const FromPage& frame);
std::string to_text(const Order& order);

}  // namespace ringcheck::widget
