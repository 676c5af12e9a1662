#include "world/push_rules.hpp"

#include <array>
#include <initializer_list>
#include <memory>
#include <utility>

#include "world/notify.hpp"
#include "world/room.hpp"
#include "world/route.hpp"
#include "world/world.hpp"

namespace ringcheck::world {

namespace {

using Values = std::initializer_list<Value>;

Value list(Values items) {
  return make_array(items);
}

Value matches(std::string_view key, std::string_view pattern) {
  return make_object({{"kind", "event_match"}, {"key", key}, {"pattern", pattern}});
}

Value property_is(std::string_view key, Value value) {
  return make_object({{"kind", "event_property_is"}, {"key", key}, {"value", std::move(value)}});
}

Value sender_may_notify() {
  return make_object({{"kind", "sender_notification_permission"}, {"key", "room"}});
}

Value two_members() {
  return make_object({{"kind", "room_member_count"}, {"is", "2"}});
}

Value sound(std::string_view name) {
  return make_object({{"set_tweak", "sound"}, {"value", name}});
}

Value highlight() {
  return make_object({{"set_tweak", "highlight"}});
}

Value rule(std::string_view name, Values conditions, Values actions) {
  return make_object({{"rule_id", ".m.rule." + std::string(name)},
                      {"default", true},
                      {"enabled", true},
                      {"conditions", list(conditions)},
                      {"actions", list(actions)}});
}

Value override_rules(std::string_view user_id) {
  Value master = rule("master", {}, {});
  master.set("enabled", false);
  const Value mentioned = make_object(
      {{"kind", "event_property_contains"}, {"key", "content.m\\.mentions.user_ids"}, {"value", user_id}});
  const Value named = make_object({{"kind", "contains_display_name"}});
  return list({
      master,
      rule("suppress_notices", {matches("content.msgtype", "m.notice")}, {}),
      rule("invite_for_me",
           {matches("type", "m.room.member"), matches("content.membership", "invite"),
            matches("state_key", user_id)},
           {"notify", sound("default")}),
      rule("member_event", {matches("type", "m.room.member")}, {}),
      rule("is_user_mention", {mentioned}, {"notify", sound("default"), highlight()}),
      rule("contains_display_name", {named}, {"notify", sound("default"), highlight()}),
      rule("is_room_mention", {property_is("content.m\\.mentions.room", true), sender_may_notify()},
           {"notify", highlight()}),
      rule("roomnotif", {matches("content.body", "@room"), sender_may_notify()}, {"notify", highlight()}),
      rule("tombstone", {matches("type", "m.room.tombstone"), matches("state_key", "")},
           {"notify", highlight()}),
      rule("reaction", {matches("type", "m.reaction")}, {}),
      rule("room.server_acl", {matches("type", "m.room.server_acl"), matches("state_key", "")}, {}),
      rule("suppress_edits", {property_is("content.m\\.relates_to.rel_type", "m.replace")}, {}),
  });
}

Value underride_rules() {
  return list({
      rule("call", {matches("type", "m.call.invite")}, {"notify", sound("ring")}),
      rule("encrypted_room_one_to_one", {two_members(), matches("type", "m.room.encrypted")},
           {"notify", sound("default")}),
      rule("room_one_to_one", {two_members(), matches("type", "m.room.message")},
           {"notify", sound("default")}),
      rule("message", {matches("type", "m.room.message")}, {"notify"}),
      rule("encrypted", {matches("type", "m.room.encrypted")}, {"notify"}),
  });
}

Value content_rules(std::string_view user_id) {
  const std::string_view localpart = user_id.substr(1, user_id.find(':') - 1);
  Value named = rule("contains_user_name", {}, {"notify", sound("default"), highlight()});
  named.erase("conditions");
  named.set("pattern", localpart);
  return list({named});
}

const Value& rules_of(Call& call) {
  return *caller(call).account_data.find("m.push_rules")->second.content;
}

Answer get_push_rules(Call& call) {
  return ok(rules_of(call));
}

Answer get_global_push_rules(Call& call) {
  return ok(*rules_of(call).find("global"));
}

/// Of the path `…/global/{kind}/{rule id}`; null when there is none.
Value* find_rule(Value& rules, const std::string& kind, const std::string& id) {
  Value* list = rules.find("global")->find(kind);
  if (list == nullptr) return nullptr;
  for (Value& rule : list->items) {
    if (rule.string_at("rule_id") == id) return &rule;
  }
  return nullptr;
}

Reply no_such_rule() {
  return error_reply(404, "M_NOT_FOUND", "there is no such push rule");
}

Answer get_rule(Call& call) {
  Value rules = rules_of(call);
  const Value* rule = find_rule(rules, call.args[0], call.args[1]);
  return rule == nullptr ? no_such_rule() : ok(*rule);
}

Answer get_of_rule(Call& call, std::string_view member) {
  Value rules = rules_of(call);
  const Value* rule = find_rule(rules, call.args[0], call.args[1]);
  if (rule == nullptr) return no_such_rule();
  return ok(make_object({{member, *rule->find(member)}}));
}

/// The rules are account data, so every device is told.
Answer put_of_rule(Call& call, std::string_view member) {
  if (auto fault = need_object(call)) return *fault;
  Value rules = rules_of(call);
  Value* rule = find_rule(rules, call.args[0], call.args[1]);
  if (rule == nullptr) return no_such_rule();
  const Value* given = call.request.body.find(member);
  if (given == nullptr) return error_reply(400, "M_MISSING_PARAM", std::string(member) + " is missing");
  if (given->type != rule->find(member)->type)
    return error_reply(400, "M_BAD_JSON", std::string(member) + " has the wrong type");
  rule->set(member, *given);
  call.facts.push_back(
      set_account_data(call.world, call.session.user_id, "", "m.push_rules", std::move(rules)));
  return ok();
}

Answer get_rule_enabled(Call& call) {
  return get_of_rule(call, "enabled");
}

Answer put_rule_enabled(Call& call) {
  return put_of_rule(call, "enabled");
}

Answer get_rule_actions(Call& call) {
  return get_of_rule(call, "actions");
}

Answer put_rule_actions(Call& call) {
  return put_of_rule(call, "actions");
}

/// What would have been pushed to the caller, the newest first; one page holds all.
Answer get_notifications(Call& call) {
  const User& user = caller(call);
  const std::string* only = query_find(call.request, "only");
  Value list = make_array();
  for (const auto& [room_id, notices] : user.notices) {
    const Room& room = *find_room(std::as_const(call.world), room_id);
    if (membership_now(room, user.user_id) != "join") continue;
    for (auto notice = notices.rbegin(); notice != notices.rend(); ++notice) {
      if (only != nullptr && *only == "highlight" && !notice->is_highlighted) continue;
      const Event& event = room.timeline[notice->index];
      Value told = make_object(
          {{"room_id", room_id}, {"actions", notice->actions}, {"ts", event.origin_server_ts_ms}});
      told.set("read", notice->index < read_until(room, user));
      told.set("event", client_event(room, event, room_id, call.session, call.now_ms));
      list.push(std::move(told));
    }
  }
  return ok(make_object({{"notifications", list}}));
}

/// Nothing is pushed from here, so nobody has a pusher.
Answer get_pushers(Call&) {
  return ok(make_object({{"pushers", make_array()}}));
}

constexpr std::array routes = {
    Route{"GET", "v3/notifications", true, get_notifications},
    Route{"GET", "v3/pushers", true, get_pushers},
    Route{"GET", "v3/pushrules", true, get_push_rules},
    Route{"GET", "v3/pushrules/global", true, get_global_push_rules},
    Route{"GET", "v3/pushrules/global/*/*", true, get_rule},
    Route{"GET", "v3/pushrules/global/*/*/enabled", true, get_rule_enabled},
    Route{"PUT", "v3/pushrules/global/*/*/enabled", true, put_rule_enabled},
    Route{"GET", "v3/pushrules/global/*/*/actions", true, get_rule_actions},
    Route{"PUT", "v3/pushrules/global/*/*/actions", true, put_rule_actions},
};

}  // namespace

std::shared_ptr<const Value> default_push_rules(std::string_view user_id) {
  // Each test has its own world, but the users of them all have a few names. To make the rules anew for each
  // was a tenth of a test's processor time.
  constexpr std::size_t most = 100;
  thread_local ByName<std::shared_ptr<const Value>> made;
  if (const auto known = made.find(user_id); known != made.end()) return known->second;
  if (made.size() == most) made.clear();
  const Value rules = make_object({{"override", override_rules(user_id)},
                                   {"content", content_rules(user_id)},
                                   {"room", make_array()},
                                   {"sender", make_array()},
                                   {"underride", underride_rules()}});
  return made[std::string(user_id)] = std::make_shared<const Value>(make_object({{"global", rules}}));
}

std::span<const Route> push_rules_routes() {
  return routes;
}

}  // namespace ringcheck::world
