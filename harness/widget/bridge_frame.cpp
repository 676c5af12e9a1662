#include "widget/bridge_frame.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "value/json.hpp"
#include "value/utf8.hpp"
#include "widget/clone_codec.hpp"

namespace ringcheck::widget {
namespace {

constexpr std::array<std::string_view, 3> page_names = {"widget", "host", "hostile"};

std::string shown(std::string_view text) {
  constexpr std::size_t most_bytes = 200;
  return clip(text, most_bytes);
}

/// The members of one frame, taken one by one: what is missing, of another type or left over is its fault.
class Fields {
 public:
  Fields(std::string_view name, const Value& object) : name_(name), object_(object) {}

  std::string text(std::string_view key, std::optional<std::string_view> otherwise = std::nullopt) {
    taken_.push_back(key);
    const Value* found = object_.find(key);
    if (found != nullptr && found->is_string()) return found->text;
    if (found == nullptr && otherwise) return std::string(*otherwise);
    fail(fmt::format("{} as a string", key));
    return {};
  }

  std::optional<std::vector<std::string>> texts_if_any(std::string_view key) {
    taken_.push_back(key);
    const Value* found = object_.find(key);
    if (found == nullptr) return std::nullopt;
    std::vector<std::string> texts;
    for (const Value& each : found->items) texts.emplace_back(each.as_string());
    const bool sound = found->is_array() && std::all_of(found->items.begin(), found->items.end(),
                                                        [](const Value& each) { return each.is_string(); });
    if (!sound) fail(fmt::format("{} as a list of strings", key));
    return texts;
  }

  std::string one_of(std::string_view key, std::initializer_list<std::string_view> words) {
    std::string word = text(key);
    if (std::find(words.begin(), words.end(), word) == words.end()) {
      fail(fmt::format("{} as one of {}", key, fmt::join(words, ", ")));
    }
    return word;
  }

  Value data() {
    taken_.push_back("data");
    const Value* found = object_.find("data");
    if (found == nullptr) {
      fail("data");
      return {};
    }
    if (const auto sound = check_form(*found); !sound) fault_ = fmt::format("data {}", sound.error().text);
    return *found;
  }

  /// The fault, or nothing.
  std::string fault() {
    for (const Member& member : object_.members) {
      const bool known = std::find(taken_.begin(), taken_.end(), member.key) != taken_.end();
      if (!known) fail(fmt::format("no member {}", member.key));
    }
    return fault_.empty() ? std::string() : fmt::format("{}: {}", name_, fault_);
  }

 private:
  void fail(const std::string& wanted) {
    if (fault_.empty()) fault_ = "wanted " + wanted;
  }

  std::string_view name_;
  const Value& object_;
  std::vector<std::string_view> taken_;
  std::string fault_;
};

/// The one member of a frame, with what a lenient reader would let pass.
struct Named {
  std::string name;
  Value object;
  std::string doubt;
};

Result<Named> read_named(std::string_view text) {
  auto parsed = parse_json(text);
  if (!parsed)
    return Error{fmt::format("wanted one JSON object, came {}: {}", shown(text), parsed.error().text)};
  auto& members = parsed->value.members;
  if (!parsed->value.is_object() || members.size() != 1 || !members.front().value.is_object()) {
    return Error{fmt::format("wanted one object in one member that names it, came {}", shown(text))};
  }
  std::string doubt;
  if (!parsed->findings.empty()) {
    doubt = fmt::format("at {}: {}", parsed->findings.front().pointer, parsed->findings.front().text);
  }
  return Named{members.front().key, std::move(members.front().value), std::move(doubt)};
}

Page page_from_name(const std::string& name) {
  const auto* found = std::find(page_names.begin(), page_names.end(), name);
  return static_cast<Page>(found == page_names.end() ? 0 : found - page_names.begin());
}

std::optional<FromPage> from_page(std::string_view name, Fields& fields) {
  if (name == "hello") {
    const Page page = page_from_name(fields.one_of("page", {"widget", "host", "hostile"}));
    return Hello{page, fields.text("href"), fields.text("origin"), fields.texts_if_any("allowed")};
  }
  if (name == "message") {
    return Received{fields.data(), fields.text("origin"), fields.one_of("from", {"parent", "frame", "other"}),
                    fields.text("frame", "")};
  }
  if (name == "loaded") return Loaded{fields.text("frame")};
  if (name == "unloaded") return Unloaded{};
  if (name == "trouble") return Trouble{fields.text("what")};
  return std::nullopt;
}

std::optional<Order> order_of(std::string_view name, Fields& fields) {
  if (name == "post") {
    return Post{fields.data(),
                {fields.one_of("to", {"parent", "grandparent", "top", "frame", "sibling"}),
                 fields.text("frame", ""), fields.text("target_origin")}};
  }
  if (name == "frame") return MakeFrame{fields.text("url"), fields.text("name")};
  if (name == "unframe") return DropFrame{fields.text("name")};
  if (name == "reload") return Reload{};
  if (name == "leave") return Leave{fields.text("url")};
  if (name == "finish_load") return FinishLoad{};
  return std::nullopt;
}

std::string named(std::string_view name, Value object) {
  return to_json(make_object({{name, std::move(object)}}));
}

void set_if_any(Value& object, std::string_view key, const std::string& text) {
  if (!text.empty()) object.set(key, text);
}

struct Writer {
  std::string operator()(const Hello& hello) const {
    Value object =
        make_object({{"page", page_name(hello.page)}, {"href", hello.href}, {"origin", hello.origin}});
    if (hello.allowed) object.set("allowed", make_array({hello.allowed->begin(), hello.allowed->end()}));
    return named("hello", std::move(object));
  }
  std::string operator()(const Received& message) const {
    Value object = make_object({{"data", message.data}, {"origin", message.origin}, {"from", message.from}});
    set_if_any(object, "frame", message.frame);
    return named("message", std::move(object));
  }
  std::string operator()(const Loaded& loaded) const {
    return named("loaded", make_object({{"frame", loaded.frame}}));
  }
  std::string operator()(const Unloaded& /*unloaded*/) const { return named("unloaded", make_object()); }
  std::string operator()(const Trouble& trouble) const {
    return named("trouble", make_object({{"what", trouble.what}}));
  }
  std::string operator()(const Post& post) const {
    Value object = make_object({{"data", post.data}, {"to", post.target.to}});
    set_if_any(object, "frame", post.target.frame);
    object.set("target_origin", post.target.target_origin);
    return named("post", std::move(object));
  }
  std::string operator()(const MakeFrame& frame) const {
    return named("frame", make_object({{"url", frame.url}, {"name", frame.name}}));
  }
  std::string operator()(const DropFrame& frame) const {
    return named("unframe", make_object({{"name", frame.name}}));
  }
  std::string operator()(const Reload& /*reload*/) const { return named("reload", make_object()); }
  std::string operator()(const Leave& leave) const {
    return named("leave", make_object({{"url", leave.url}}));
  }
  std::string operator()(const FinishLoad& /*finish*/) const { return named("finish_load", make_object()); }
};

}  // namespace

std::string_view page_name(Page page) {
  return page_names.at(static_cast<std::size_t>(page));
}

Result<ReadFromPage> read_from_page(std::string_view text) {
  auto named_object = read_named(text);
  if (!named_object) return named_object.error();
  Fields fields(named_object->name, named_object->object);
  auto frame = from_page(named_object->name, fields);
  if (!frame) {
    return Error{fmt::format("wanted hello, message, loaded, unloaded or trouble, came {}", shown(text))};
  }
  if (const std::string fault = fields.fault(); !fault.empty()) {
    return Error{fmt::format("{}, came {}", fault, shown(text))};
  }
  return ReadFromPage{std::move(*frame), std::move(named_object->doubt)};
}

Result<Order> read_order(std::string_view text) {
  auto named_object = read_named(text);
  if (!named_object) return named_object.error();
  Fields fields(named_object->name, named_object->object);
  auto order = order_of(named_object->name, fields);
  if (!order)
    return Error{
        fmt::format("wanted post, frame, unframe, reload, leave or finish_load, came {}", shown(text))};
  if (const std::string fault = fields.fault(); !fault.empty()) {
    return Error{fmt::format("{}, came {}", fault, shown(text))};
  }
  return std::move(*order);
}

std::string to_text(const FromPage& frame) {
  return std::visit(Writer{}, frame);
}

std::string to_text(const Order& order) {
  return std::visit(Writer{}, order);
}

}  // namespace ringcheck::widget
