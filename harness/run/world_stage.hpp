#pragma once
// One test against a client, a widget or a host, live: its world on a port of its own, its session in an
// adapter, its peers, and the player that performs the steps which the script asks for.

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "net/udp.hpp"
#include "peer/ice_lite.hpp"
#include "peer/media.hpp"
#include "peer/partner.hpp"
#include "peer/turn.hpp"
#include "run/cast.hpp"
#include "run/homeserver.hpp"
#include "run/stage.hpp"
#include "run/stage_widgets.hpp"

namespace ringcheck::run {

class WorldStage : public Stage {
 public:
  WorldStage(net::Loop& loop, const scenario::Test& test, const driver::Vocabulary& vocabulary,
             StageOptions options);
  ~WorldStage() override;

  /// Opens the port and plays the steps that prepare the world.
  Result<Done> open() override;
  /// Starts the session in this adapter.
  void warm_up(Slot& slot) override;
  std::set<std::string> unknown_endpoints() const override { return homeserver_->unknown_endpoints(); }
  Kept kept() const override;
  /// A line of a person for the peers that play by themselves, with or without the name of one before it.
  /// Gives what is to be told to them; nothing when it was done.
  std::string tell_peers(std::string_view line);

 private:
  void let_in_by_password();
  void pump() override;
  bool prepares(const Step& step) const;
  void learn_from_new_entries();

  void perform(const Step& step) override;
  void act(const Step& step);
  bool let_time_pass(const Step& step, const Value& params);
  void send(const Step& step);
  void write_account(const Step& step, const CastMember& sender, Value content);
  void send_to_device(const Step& step, const CastMember& sender, const std::string& actor,
                      const Value& content);
  void repeat(const Step& step, const std::string& repeated);
  void serve(const Step& step);
  void group(const Step& step);
  /// What an `ask` may wait beyond its deadline.
  std::int64_t more_ms(const Step& step) const override;

  void order(const std::string& method, Value params, int step, std::int64_t allowed_ms);
  void start_session();
  void settle(int step);
  void check_rest(int step, std::int64_t deadline_us, std::int64_t quiet_since_us);

  void begin_free_play();
  /// What of the subject's or the homeserver's the peers hear of while they play by themselves.
  void hear(const trace::Entry& entry);
  void let_join(const trace::Entry& invitation);
  void ring(const std::string& actor, peer::Partner& partner);
  void say(const std::string& actor, const std::vector<peer::Partner::Said>& said);
  void send_as(const std::string& actor, world::SendOptions send);
  std::string room_of_both(const std::string& user_id) const;

  void finish();
  std::string why_not_at_rest() const;
  bool all_at_rest() const;
  /// True when it must be seen at rest once more, for which the pages are asked again.
  bool rests_once_more();
  void leave() override;

  std::string url() const;
  Result<Done> open_widgets();
  void session_started_with(const Value& result);
  void open_media();
  void on_datagram(const std::string& actor, std::string_view datagram, net::Endpoint from);
  void record_check(const std::string& actor, const peer::BindingAnswer& answer, bool answered);
  void open_turn();
  void on_turn_datagram(std::string_view datagram, net::Endpoint from);
  void answer_at_turn(std::string_view datagram, net::Endpoint from);
  void silence(const Step& step);
  void release_turn();
  void record_media(const std::string& to, const std::string& type, Value body);
  scenario::Makers makers(const Step& step) override;
  std::int64_t now_ms() const override { return homeserver_->now_ms(); }
  bool session_started() const;

  StagedCast cast_;
  std::unique_ptr<Homeserver> homeserver_;
  std::unique_ptr<WidgetStage> widgets_;  ///< when the cast has a widget or a host
  std::map<std::string, peer::Media> media_;
  std::map<std::string, std::unique_ptr<net::UdpSocket>> sockets_;
  std::map<std::string, peer::Partner> partners_;  ///< by actor, once they play by themselves
  std::map<std::string, net::Timer> ringing_;      ///< by actor: until it answers
  std::set<std::string> silent_;                   ///< actors whose media port answers nothing any more
  std::set<std::string> recorded_checks_;  ///< one entry for each kind of check, not one for each datagram
  std::unique_ptr<net::UdpSocket> turn_socket_;  ///< when the scenario names $turn.uri
  peer::TurnPasswords turn_passwords_;           ///< those that it has served
  bool turn_is_silent_ = false;
  std::vector<std::pair<net::Endpoint, std::string>> kept_at_turn_;  ///< what came while it was silent
  net::Timer rest_timer_;
  int rest_rounds_ = 0;  ///< how often it must still be seen at rest
  std::size_t learned_ = 0;
  enum class Session : std::uint8_t { none, asked, started } session_ = Session::none;
  bool has_start_step_ = false;
  enum class Ending : std::uint8_t { no, resting, stopping } ending_ = Ending::no;
};

}  // namespace ringcheck::run
