#pragma once
// The host's end of one session of the widget API: of one widget, from the making of its frame to its end.
// Pure: what happened goes in, what is to be done comes out. It keeps to MSC2764 and the MSCs that extend it;
// faults are mistakes that it shall make. Times are of any clock that goes on, in milliseconds.
//
//   client  it shares with other sessions; whoever feeds the host gives the client each event first
//   orders  those of the driver protocol that concern a widget: decide_capabilities, decide_openid; and what
//           a person can do besides: set_visible, take_screenshot, press_modal_button, dismiss_modal,
//           change_theme, change_language, ask (any action with any data)

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "check/widget_schemas.hpp"
#include "value/result.hpp"
#include "widget/client.hpp"
#include "widget/effect.hpp"
#include "widget/host_fault.hpp"
#include "widget/host_push.hpp"
#include "widget/host_setup.hpp"

namespace ringcheck::widget {

class FakeHost {
 public:
  /// All three must outlive the host.
  FakeHost(HostSetup setup, Client& client, const check::WidgetSchemas& schemas,
           const HostFaults& faults = {});
  FakeHost(const FakeHost&) = delete;
  FakeHost& operator=(const FakeHost&) = delete;
  ~FakeHost();

  /// The frame has been made: from now on messages are heard.
  Effects on_frame(std::int64_t now_ms);
  /// The frame has fired `load`.
  Effects on_load(std::int64_t now_ms);
  Effects on_message(const Arrival& arrival, std::int64_t now_ms);
  /// Of the homeserver; an id that is not known is passed over.
  Effects on_answer(std::string_view request_id, const Answer& answer, std::int64_t now_ms);
  Effects on_event(std::string_view room_id, const Value& event, Brought brought, bool changes_state,
                   std::int64_t now_ms);
  /// A message to this device, decrypted where it was encrypted.
  Effects on_to_device(const Value& event, bool encrypted, std::int64_t now_ms);
  /// How ShowModal went: empty when the modal is shown, else why not.
  Effects on_modal(std::string_view failure, std::int64_t now_ms);
  /// The modal that this widget had opened has ended, with what its `close_modal` said.
  Effects on_modal_end(const Value& data, std::int64_t now_ms);
  Effects on_time(std::int64_t now_ms);
  /// When `on_time` has something to do.
  std::optional<std::int64_t> next_ms() const;

  /// The error says why the order makes no sense now.
  Result<Effects> order(std::string_view action, const Value& params, std::int64_t now_ms);
  /// The frame is gone: nothing is sent any more.
  Effects close(std::int64_t now_ms);

  const std::string& widget_id() const;
  /// preparing, ready, failed or closed.
  std::string_view state() const;
  /// As the widget wrote them.
  const std::vector<std::string>& approved() const;
  const std::vector<std::string>& requested() const;
  /// It has asked the homeserver and waits for the answer.
  bool waits_for_homeserver() const;

 private:
  std::unique_ptr<struct HostCore> core_;
};

}  // namespace ringcheck::widget
