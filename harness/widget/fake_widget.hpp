#pragma once
// The widget's end of one session of the widget API: of one load of its page. Pure: what happened goes in,
// what is to be done comes out. It answers versions and capabilities, keeps what it was told, and asks its
// host what it is ordered to. It can be a call too, with a lobby and buttons. Faults are mistakes that it
// shall make. Times in milliseconds of any clock.
//
//   orders  ask_host {action, data}, by the stable name: sent when versions and capabilities are known, if
//           they allow it; what came of it is a note `host_answered` {action, response | error}, where error
//           is a text
//           press_join, press_hang_up, press_mute {kind}: the buttons of a call, as far as they are there

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "check/widget_schemas.hpp"
#include "value/result.hpp"
#include "widget/effect.hpp"
#include "widget/widget_fault.hpp"

namespace ringcheck::widget {

/// Who is in a call, and where.
struct CallSetup {
  std::string user_id;
  std::string device_id;
  std::string room_id;
  bool preload = false;  ///< it has no lobby, and joins when its host tells it to
};

struct WidgetSetup {
  std::string widget_id;
  std::vector<std::string> capabilities;  ///< that it asks for
  /// For supported_api_versions; empty: all that the table of actions has.
  std::vector<std::string> versions;
  bool starts = false;            ///< it asks for versions and sends content_loaded by itself
  std::string id_prefix;          ///< begins its requestIds; different for each session
  std::optional<CallSetup> call;  ///< it is the widget of this call, and asks for what that needs
};

/// What the host has told it so far.
struct Told {
  using StateKey = std::tuple<std::string, std::string, std::string>;  ///< room, type, state key

  std::vector<std::string> approved;
  std::vector<Value> events;
  std::map<StateKey, Value> state;
  std::vector<Value> to_device;
  Value turn_servers;
  Value theme;
  std::string language;
  Value config;  ///< of a modal
  bool visible = true;
  bool audio_enabled = true;
  bool video_enabled = true;
};

class FakeWidget {
 public:
  /// `schemas` must outlive the widget.
  FakeWidget(WidgetSetup setup, const check::WidgetSchemas& schemas, const WidgetFaults& faults = {});
  FakeWidget(const FakeWidget&) = delete;
  FakeWidget& operator=(const FakeWidget&) = delete;
  ~FakeWidget();

  /// Its page has been loaded.
  Effects on_load(std::int64_t now_ms);
  Effects on_message(const Arrival& arrival, std::int64_t now_ms);
  /// Of the homeserver, or of the service that was asked.
  Effects on_answer(std::string_view id, const Answer& answer, std::int64_t now_ms);
  Effects on_time(std::int64_t now_ms);
  /// When `on_time` has something to do.
  std::optional<std::int64_t> next_ms() const;
  /// The error says why the order makes no sense.
  Result<Effects> order(std::string_view action, const Value& params, std::int64_t now_ms);

  const Told& told() const;
  bool is_negotiated() const;
  /// It has asked its host and waits for an answer.
  bool waits_for_host() const;

 private:
  std::unique_ptr<struct WidgetCore> core_;
};

}  // namespace ringcheck::widget
