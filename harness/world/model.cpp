#include "world/model.hpp"

#include <charconv>

namespace ringcheck::world {

namespace {

/// SplitMix64: small, well spread, and the same on every machine.
std::uint64_t mix(std::uint64_t number) {
  number += 0x9e3779b97f4a7c15U;
  number = (number ^ (number >> 30U)) * 0xbf58476d1ce4e5b9U;
  number = (number ^ (number >> 27U)) * 0x94d049bb133111ebU;
  return number ^ (number >> 31U);
}

template <typename Map>
auto find_in(Map& map, std::string_view key) -> decltype(&map.begin()->second) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

}  // namespace

std::string make_id(World& world, std::size_t length) {
  static constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  std::string id;
  // The count of ids made, written into the first characters, keeps two ids apart whatever the rest says.
  std::uint64_t serial = ++world.ids_made;
  const std::uint64_t start = mix(world.seed);
  std::uint64_t state = mix(start + serial);
  for (int digit = 0; digit < 5 && id.size() < length; ++digit, serial /= alphabet.size()) {
    id += alphabet[(serial + (start >> (8U * static_cast<unsigned>(digit)))) % alphabet.size()];
  }
  while (id.size() < length) {
    state = mix(state);
    id += alphabet[state % alphabet.size()];
  }
  return id;
}

std::int64_t next_position(World& world) {
  ++world.head;
  if (world.open_batches == 0) world.released = world.head;
  return world.head;
}

std::string make_sync_token(const World& world, std::int64_t position) {
  return "s" + std::to_string(position) + "_" + world.tag;
}

std::optional<std::int64_t> parse_sync_token(const World& world, std::string_view token) {
  if (!token.starts_with('s')) return std::nullopt;
  token.remove_prefix(1);
  std::int64_t position = 0;
  const auto [end, fault] = std::from_chars(token.data(), token.data() + token.size(), position);
  if (fault != std::errc() || position < 0 || position > world.head) return std::nullopt;
  const std::string_view rest(end, static_cast<std::size_t>(token.data() + token.size() - end));
  if (!rest.starts_with('_') || rest.substr(1) != world.tag) return std::nullopt;
  return position;
}

User* find_user(World& world, std::string_view user_id) {
  return find_in(world.users, user_id);
}
const User* find_user(const World& world, std::string_view user_id) {
  return find_in(world.users, user_id);
}

Device* find_device(World& world, std::string_view user_id, std::string_view device_id) {
  User* user = find_user(world, user_id);
  return user == nullptr ? nullptr : find_in(user->devices, device_id);
}

const Device* find_device(const World& world, std::string_view user_id, std::string_view device_id) {
  const User* user = find_user(world, user_id);
  return user == nullptr ? nullptr : find_in(user->devices, device_id);
}

Room* find_room(World& world, std::string_view room_id) {
  return find_in(world.rooms, room_id);
}
const Room* find_room(const World& world, std::string_view room_id) {
  return find_in(world.rooms, room_id);
}

}  // namespace ringcheck::world
