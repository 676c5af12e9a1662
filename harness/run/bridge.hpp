#pragma once
// The pages of one test on the network: three origins of their own (widget, host, hostile), each a loopback
// port, that serve the pages of harness/widget/pages and take the WebSocket over which a page relays
// postMessage. What a message means is for others: here it is only carried, and never waited for.
//
// A page has a token of its actor in its path, and nothing else has: /widget/TOKEN, /host/TOKEN,
// /hostile/TOKEN, and /bridge/TOKEN for the WebSocket; /held/TOKEN is never answered, so that a page can hold
// its load event back. Each WebSocket is a session, one load of the page:
// `board`, then `board.2`, …

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "net/loop.hpp"
#include "run/random.hpp"
#include "value/result.hpp"
#include "value/value.hpp"
#include "widget/bridge_frame.hpp"

namespace ringcheck::run {

struct BridgeActor {
  std::string name;
  widget::Page page = widget::Page::widget;
};

/// All come from the loop and may call the Bridge, its close() too, but not destroy it. After close() none
/// comes.
struct BridgeEvents {
  using Text = const std::string&;
  /// A page is there: its first word came. Its `href` is its address as it was loaded, with what the client
  /// filled in.
  std::function<void(Text actor, Text session, const widget::Hello& hello)> on_open =
      [](Text, Text, const widget::Hello&) {};
  std::function<void(Text actor, Text session, widget::Received message)> on_message =
      [](Text, Text, const widget::Received&) {};
  /// A frame that the page was ordered to make fired its load event.
  std::function<void(Text actor, Text session, Text frame)> on_loaded = [](Text, Text, Text) {};
  /// The page went away, or its connection did; once for a session that was open.
  std::function<void(Text actor, Text session)> on_unload = [](Text, Text) {};
  /// What no page of ours does, a page's own trouble, or what a browser asked for in vain: a sentence for the
  /// trace. `session` is empty when there is none, `actor` when the token is not known.
  std::function<void(Text actor, Text session, Text what)> on_fault = [](Text, Text, Text) {};
};

struct BridgeOptions {
  std::string pages;  ///< the folder harness/widget/pages of the home
  std::vector<BridgeActor> actors;
};

class Bridge {
 public:
  /// Opens the ports. Tokens are drawn from `random`, in the order of the actors. The error: no port, or a
  /// page that cannot be read.
  static Result<std::unique_ptr<Bridge>> open(net::Loop& loop, const BridgeOptions& options, Random& random,
                                              BridgeEvents events);
  ~Bridge();
  Bridge(const Bridge&) = delete;
  Bridge& operator=(const Bridge&) = delete;

  /// The address of an actor's page, without query; empty for who has none.
  std::string url_of(const std::string& actor) const;
  /// http://127.0.0.1:PORT, what the browser calls the origin of that page.
  std::string origin_of(const std::string& actor) const;

  /// Has the page of this session post `message` (in the form of trace/clone_form.hpp). An empty session is
  /// the newest that is open. False when it is not open.
  bool post(const std::string& actor, const std::string& session, Value message, widget::PostTo to = {});
  /// The same for any order: an iframe made or taken away, a reload.
  bool order(const std::string& actor, const std::string& session, const widget::Order& order);
  /// Has the newest page of this actor make an iframe. False when none is open.
  bool frame(const std::string& actor, const std::string& url, const std::string& name = "widget");

  /// Closes ports and sessions; pages see that the harness has gone.
  void close();

 private:
  struct Impl;
  explicit Bridge(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace ringcheck::run
