#include "run/judge_entries.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "run/judge_widgets.hpp"
#include "value/pointer.hpp"

namespace ringcheck::run {
namespace {

using trace::Entry;
using trace::Kind;
using How = Change::How;

/// One more than the longest identifier that the specification allows.
constexpr std::size_t overlong = 256;
/// Longer than anything that was on its way can take to arrive: what is sent so late was sent knowingly.
constexpr std::int64_t late_by_us = 5'000'000;
/// More than a whole event may have (client-server API, "Size limits").
constexpr std::size_t oversized = 70'000;

struct Variant {
  Mutation kind;
  std::string words;
  Value value;
};

void description_lines(const std::string& text, std::vector<Variant>& variants) {
  if (!text.starts_with("v=0\r\n")) return;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find("\r\n", begin), text.size() - 2) + 2;
    const std::string line = text.substr(begin, end - begin - 2);
    variants.push_back({Mutation::value, fmt::format("drops the line {}", line.substr(0, line.find(':'))),
                        text.substr(0, begin) + text.substr(end)});
    begin = end;
  }
}

std::vector<Variant> variants_of(const Value& value) {
  std::vector<Variant> list;
  auto retyped = [&](Value other) {
    list.push_back({Mutation::type, fmt::format("becomes {}", type_name(other)), std::move(other)});
  };
  auto other = [&](std::string words, Value wrong) {
    list.push_back({Mutation::value, std::move(words), std::move(wrong)});
  };
  if (!value.is_null()) retyped(Value());
  if (value.is_string()) {
    retyped(1);
    retyped(make_object());
    other("is another string", value.text + "x");
    other("is empty", "");
    other("is outside its grammar", "not an identifier/");
    other("is over-long", std::string(overlong, 'a'));
    description_lines(value.text, list);
  } else if (value.is_number()) {
    retyped(value.text);
    retyped(make_number(value.text + (value.is_integer() ? ".5" : "0")));
    other("is another number", value.text == "1" ? 2 : 1);
    other("is nought", 0);
    other("is negative", -1);
  } else if (value.is_bool()) {
    retyped("true");
    other("is the other truth", !value.truth);
  } else if (value.is_array()) {
    retyped(make_object());
    if (value.items.empty() || value.items.front().is_string()) {
      Value another = value;
      another.push("another");
      other("holds another item", std::move(another));
    }
    if (!value.items.empty()) {
      other("is empty", make_array());
      Value longer = value;
      longer.push(value.items.front());
      other("holds an item twice", std::move(longer));
    }
  } else if (value.is_object()) {
    retyped(make_array());
    retyped("x");
  }
  return list;
}

/// Calls `visit(kind, words, changed root)` for each change of each place below `value`.
using Visit = std::function<void(Mutation kind, const std::string& words, Value root)>;

void each_change(const Value& value, const std::string& at, const Visit& visit) {
  for (Variant& variant : variants_of(value)) {
    visit(variant.kind, fmt::format("{} {}", at, variant.words), std::move(variant.value));
  }
  for (const Member& member : value.members) {
    const std::string below = pointer_join(at, member.key);
    Value without = value;
    without.erase(member.key);
    visit(Mutation::key, fmt::format("{} is not there", below), std::move(without));
    // Where either of two keys is enough, none of them must be there.
    if (value.members.size() > 2)
      visit(Mutation::key, fmt::format("{} is alone", below), make_object({{member.key, member.value}}));
    each_change(member.value, below, [&](Mutation kind, const std::string& words, Value changed) {
      Value root = value;
      root.set(member.key, std::move(changed));
      visit(kind, words, std::move(root));
    });
  }
  for (std::size_t i = 0; i < value.items.size(); ++i) {
    // Of a list of words the first two stand for all.
    if (i >= 2 && value.items[i].is_string()) continue;
    each_change(value.items[i], pointer_join(at, i),
                [&](Mutation kind, const std::string& words, Value changed) {
                  Value root = value;
                  root.items[i] = std::move(changed);
                  visit(kind, words, std::move(root));
                });
  }
}

// The content as a whole: too large, or with a name that was its draft's.
void changed_whole(const Entry& entry, const DraftNames& draft_names, const Visit& visit) {
  if (!entry.body.is_object()) return;
  Value large = entry.body;
  large.set("org.example.padding", std::string(oversized, 'a'));
  visit(Mutation::value, "is too large", std::move(large));
  for (const Member& member : entry.body.members) {
    const auto draft = draft_names.find(member.key);
    if (draft == draft_names.end()) continue;
    Value renamed = entry.body;
    renamed.erase(member.key);
    renamed.set(draft->second, member.value);
    visit(Mutation::key, fmt::format("/{} has the name of its draft", member.key), std::move(renamed));
  }
}

Entry copy_of(const Entry& entry) {
  Entry copy = entry;
  copy.cause = 0;
  for (const char* id : {"event_id", "transaction_id"}) {
    if (const Value* value = entry.head.find(id)) copy.head.set(id, value->text + "-2");
  }
  return copy;
}

const Entry& closing_entry(const std::deque<Entry>& entries) {
  const auto last = std::find_if(entries.begin(), entries.end(), [](const Entry& each) {
    return each.kind == Kind::end || (each.step < 0 && each.type == "session.stop");
  });
  return last == entries.end() ? entries.back() : *last;
}

/// Calls `visit(pointer, string)` for each string below `value`.
void each_string(Value& value, const std::string& at,
                 const std::function<void(const std::string& at, std::string& text)>& visit) {
  if (value.is_string()) visit(at, value.text);
  for (Member& member : value.members) each_string(member.value, pointer_join(at, member.key), visit);
  for (std::size_t i = 0; i < value.items.size(); ++i)
    each_string(value.items[i], pointer_join(at, i), visit);
}

// The event as another of its family, and again with another text in one place.
void disguised(const Entry& entry, const Change& late, std::vector<Mutant>& mutants) {
  if (!entry.type.starts_with("m.call.") || !entry.body.is_object()) return;
  for (const char* type : {"m.call.invite", "m.call.answer", "m.call.reject", "m.call.select_answer",
                           "m.call.candidates", "m.call.negotiate", "m.call.hangup"}) {
    if (type == entry.type) continue;
    Entry other = entry;
    other.type = type;
    mutants.push_back(
        {Mutation::value, fmt::format("is {}", type), {{How::replace, entry.seq, std::move(other)}}});
  }
  Value body = entry.body;
  each_string(body, "", [&](const std::string& at, std::string& text) {
    Change again = late;
    text += "x";
    again.entry.body = body;
    text.pop_back();
    mutants.push_back({Mutation::doubled, fmt::format("is sent again with another {}", at), {again}});
  });
}

// The event as a whole: gone, twice, early, late, on another channel.
void moved(const std::deque<Entry>& entries, const Entry& entry, std::vector<Mutant>& mutants) {
  const Change gone{How::remove, entry.seq, {}};
  const Entry& closing = closing_entry(entries);
  Change late{How::insert_before, closing.seq, copy_of(entry)};
  late.entry.t_us = closing.t_us + late_by_us;
  mutants.push_back({Mutation::deleted, "is not sent", {gone}});
  mutants.push_back(
      {Mutation::doubled, "is sent twice", {{How::insert_before, entry.seq + 1, copy_of(entry)}}});
  mutants.push_back({Mutation::doubled, "is sent again at the end", {late}});
  mutants.push_back({Mutation::elsewhere, "comes at the end", {gone, late}});
  for (const Entry& first : entries) {
    if (first.kind != Kind::event || !first.type.starts_with("m.call.")) continue;
    if (first.seq < entry.seq)
      mutants.push_back(
          {Mutation::elsewhere, "comes before all", {{How::insert_before, first.seq, copy_of(entry)}, gone}});
    break;
  }
  Entry state = entry;
  state.head.set("state_key", "");
  mutants.push_back({Mutation::elsewhere, "is a state event", {{How::replace, entry.seq, std::move(state)}}});
  Entry to_device = entry;
  to_device.channel = trace::channel::to_device;
  mutants.push_back(
      {Mutation::elsewhere, "goes to devices", {{How::replace, entry.seq, std::move(to_device)}}});
  disguised(entry, late, mutants);
}

// A request that was put off before, as soon as that was answered.
void sooner(const std::deque<Entry>& entries, const Entry& entry, std::vector<Mutant>& mutants) {
  for (const Entry& answer : entries) {
    if (answer.seq >= entry.seq) break;
    const Value* status = answer.kind == Kind::response ? answer.head.find("status") : nullptr;
    if (status == nullptr || status->as_int() != 429 || answer.cause == 0) continue;
    const Entry& put_off = entries[static_cast<std::size_t>(answer.cause - 1)];
    if (put_off.type != entry.type || put_off.from != entry.from) continue;
    Entry early = entry;
    early.t_us = answer.t_us;
    mutants.push_back(
        {Mutation::elsewhere,
         "comes as soon as it was put off",
         {{How::insert_before, answer.seq + 1, std::move(early)}, {How::remove, entry.seq, {}}}});
    return;
  }
}

}  // namespace

std::vector<Mutant> entry_mutants(const std::deque<Entry>& entries, const Entry& entry,
                                  const DraftNames& draft_names) {
  std::vector<Mutant> mutants;
  auto take = [&](Value Entry::*part) {
    return [&mutants, &entry, part](Mutation kind, const std::string& words, Value root) {
      Entry changed = entry;
      changed.*part = std::move(root);
      mutants.push_back({kind, words, {{How::replace, entry.seq, std::move(changed)}}});
    };
  };
  if (entry.kind == Kind::event) moved(entries, entry, mutants);
  if (entry.kind == Kind::request) sooner(entries, entry, mutants);
  if (entry.channel == trace::channel::widget) {
    std::vector<Mutant> more = message_mutants(entries, entry, closing_entry(entries));
    std::move(more.begin(), more.end(), std::back_inserter(mutants));
  }
  changed_whole(entry, draft_names, take(&Entry::body));
  each_change(entry.body, "", take(&Entry::body));
  each_change(entry.head, "", take(&Entry::head));
  for (Mutant& mutant : mutants) mutant.words = fmt::format("{}: {}", entry.type, mutant.words);
  return mutants;
}

}  // namespace ringcheck::run
