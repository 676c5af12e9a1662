#pragma once
// What WidgetStage keeps of one actor. Known to its own files alone.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "run/stage_widgets.hpp"
#include "widget/client.hpp"

namespace ringcheck::run {

/// A request of the subject that a step may take yet.
struct WidgetStage::Held {
  std::int64_t seq = 0;
  std::string page;  ///< the session of the bridge over which it came
  widget::Arrival arrival;
};

struct WidgetStage::Played {
  const scenario::Actor* actor = nullptr;
  trace::Side side = trace::Side::widget;
  std::string widget_id;
  std::string
      called;  ///< the id by which the host spoke to this widget last; that of a modal is the host's own
  std::string room_id;
  widget::PostTo to;

  std::string page;     ///< the session of the bridge that is open; empty: none
  std::string session;  ///< as the trace calls it: of a host, one for each frame
  bool ready = false;   ///< the other side is there to be asked
  int frames = 0;
  std::unique_ptr<widget::FakeWidget> widget;
  std::unique_ptr<widget::FakeHost> host;
  widget::Client client;  ///< of a host
  std::string synced_to;
  net::Timer timer;

  std::vector<const scenario::Step*> waiting;     ///< asks for which no page is open yet
  std::vector<Held> held;                         ///< in the order in which they came
  std::map<std::string, std::int64_t> asked;      ///< our requests of this session: requestId -> entry
  std::map<std::string, std::int64_t> came;       ///< the same of the subject's
  std::map<std::string, std::string> own_wishes;  ///< action -> requestId that the fake host gave it
  std::string hostile;                            ///< the session of its hostile frame; empty: none is open
  bool hostile_framed = false;
  bool left = false;                               ///< its frame has gone to the hostile page
  std::string parent_url;                          ///< in the query of its page, as its host wrote it
  std::vector<const scenario::Step*> for_hostile;  ///< asks that wait for that frame
  std::string probe;                               ///< requestId that has no answer yet
};

}  // namespace ringcheck::run
