#include "widget/url_template.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "value/json.hpp"
#include "value/web_text.hpp"

namespace ringcheck::widget {
namespace {

constexpr std::string_view schemes[] = {"http://", "https://"};

std::string text_of(const Value& value) {
  if (value.is_string() || value.is_number()) return value.text;
  if (value.is_null()) return {};
  return to_json(value);
}

/// The download endpoint of the media API, as MSC2764 has it.
std::string http_url_of(const Client& client, std::string_view mxc) {
  constexpr std::string_view scheme = "mxc://";
  if (!mxc.starts_with(scheme)) return {};
  return fmt::format("{}/_matrix/media/v3/download/{}", client.homeserver_url, mxc.substr(scheme.size()));
}

Variables variables_of_client(const Client& client, std::string_view widget_id, std::string_view room_id) {
  const std::string id(widget_id);
  return {
      {"matrix_user_id", client.user_id},
      {"matrix_room_id", std::string(room_id)},
      {"matrix_display_name", client.display_name.empty() ? client.user_id : client.display_name},
      {"matrix_avatar_url", http_url_of(client, client.avatar_url)},
      {"matrix_widget_id", id},
      {"org.matrix.msc2774_widget_id", id},
      {"matrix_client_id", client.client_id},
      {"org.matrix.msc2873.client_id", client.client_id},
      {"matrix_client_theme", client.theme},
      {"org.matrix.msc2873.client_theme", client.theme},
      {"matrix_client_language", client.language},
      {"org.matrix.msc2873.client_language", client.language},
      {"matrix_device_id", client.device_id},
      {"org.matrix.msc3819.matrix_device_id", client.device_id},
      {"org.matrix.msc4039.matrix_base_url", client.homeserver_url},
  };
}

/// The variable with which the text begins.
const Variables::value_type* variable_at(std::string_view text, const Variables& variables, bool shortest) {
  const Variables::value_type* found = nullptr;
  for (const auto& each : variables) {
    if (!text.starts_with(each.first)) continue;
    const bool better = found == nullptr || (each.first.size() > found->first.size()) != shortest;
    if (better) found = &each;
  }
  return found;
}

bool is_of_url(char character) {
  return static_cast<unsigned char>(character) > ' ' && character != '\x7f' &&
         std::string_view("\"<>\\^`{|}").find(character) == std::string_view::npos;
}

std::string_view host_of(std::string_view url) {
  for (const std::string_view scheme : schemes) {
    if (!url.starts_with(scheme)) continue;
    url.remove_prefix(scheme.size());
    return url.substr(0, url.find_first_of("/?#"));
  }
  return {};
}

}  // namespace

Variables variables_of(const Client& client, std::string_view widget_id, std::string_view room_id,
                       const Value& data, const HostFaults& faults) {
  Variables variables = variables_of_client(client, widget_id, room_id);
  for (const Member& member : data.members) {
    if (faults.on(HostFault::data_hides_variables)) variables[member.key] = text_of(member.value);
    variables.try_emplace(member.key, text_of(member.value));
  }
  variables.erase("");
  return variables;
}

std::string fill_in(std::string_view url, const Variables& variables, const HostFaults& faults) {
  std::string filled;
  for (std::size_t at = 0; at < url.size();) {
    const auto* variable = url[at] != '$' ? nullptr
                                          : variable_at(url.substr(at + 1), variables,
                                                        faults.on(HostFault::shortest_variable_wins));
    if (variable == nullptr) {
      filled += url[at++];
      continue;
    }
    const bool plain = faults.on(HostFault::variables_unescaped);
    filled += plain ? variable->second : percent_encoded(variable->second);
    at += 1 + variable->first.size();
  }
  if (faults.on(HostFault::fills_in_twice)) {
    const auto decoded = percent_decoded(filled, false);
    if (decoded && decoded->find('$') != std::string::npos) return fill_in(*decoded, variables);
  }
  return filled;
}

std::string with_host_query(std::string_view url, std::string_view widget_id, std::string_view parent_url,
                            const HostFaults& faults) {
  if (faults.on(HostFault::parent_of_another_origin)) parent_url = "https://app.example.org";
  const std::size_t hash = std::min(url.find('#'), url.size());
  const std::string_view fragment = url.substr(hash);
  std::string_view rest = url.substr(0, hash);
  std::string made(take_until(rest, '?'));
  char separator = '?';
  while (!rest.empty()) {
    const std::string_view pair = take_until(rest, '&');
    const std::string_view name = pair.substr(0, pair.find('='));
    if (name == "widgetId" || name == "parentUrl") continue;
    made += fmt::format("{}{}", std::exchange(separator, '&'), pair);
  }
  return fmt::format("{}{}widgetId={}&parentUrl={}{}", made, separator, percent_encoded(widget_id),
                     percent_encoded(parent_url), fragment);
}

bool may_be_shown(std::string_view url, const HostFaults& faults) {
  if (faults.on(HostFault::shows_any_scheme) && !url.empty()) return true;
  const std::string_view host = host_of(url);
  const bool sound = !host.empty() && host.find('%') == std::string_view::npos;
  return sound && std::all_of(url.begin(), url.end(), is_of_url);
}

std::string origin_of(std::string_view url) {
  const std::string_view host = host_of(url);
  if (host.empty()) return {};
  return fmt::format("{}{}", url.substr(0, url.find("://") + 3), host.substr(host.rfind('@') + 1));
}

}  // namespace ringcheck::widget
