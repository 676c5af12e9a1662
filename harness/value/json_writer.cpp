#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "value/json.hpp"
#include "value/number.hpp"

namespace ringcheck {
namespace {

enum class Form { compact, pretty, canonical };

/// The letter of JSON's short escape for a character, or 0.
char short_escape(char c) {
  switch (c) {
    case '"':
    case '\\':
      return c;
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return 0;
  }
}

/// Escapes only what must be escaped, as canonical JSON's grammar does (Appendices, "Canonical JSON").
void write_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
    out.append(text.substr(plain, i - plain));
    plain = i + 1;
    if (char letter = short_escape(text[i])) {
      out += '\\';
      out += letter;
    } else {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", byte);
    }
  }
  out.append(text.substr(plain));
  out += '"';
}

/// The members in code point order, which is UTF-8's byte order; of a key twice the first.
std::vector<const Member*> canonical_order(const Value& object) {
  std::vector<const Member*> sorted;
  sorted.reserve(object.members.size());
  for (const Member& member : object.members) sorted.push_back(&member);
  std::stable_sort(sorted.begin(), sorted.end(), [](auto* a, auto* b) { return a->key < b->key; });
  auto same_key = [](auto* a, auto* b) { return a->key == b->key; };
  sorted.erase(std::unique(sorted.begin(), sorted.end(), same_key), sorted.end());
  return sorted;
}

class Writer {
 public:
  explicit Writer(Form form) : form_(form) {}

  void write(const Value& value) {
    switch (value.type) {
      case Type::null:
        out_ += "null";
        return;
      case Type::boolean:
        out_ += value.truth ? "true" : "false";
        return;
      case Type::number:
        out_ += form_ == Form::canonical ? canonical_number(value.text) : value.text;
        return;
      case Type::string:
        write_string(out_, value.text);
        return;
      case Type::array:
        write_items(value);
        return;
      case Type::object:
        write_members(value);
        return;
    }
  }

  std::string take() { return std::move(out_); }

 private:
  void write_items(const Value& array) {
    out_ += '[';
    ++depth_;
    for (const Value& item : array.items) {
      begin_element(&item == array.items.data());
      write(item);
    }
    end_container(array.items.empty(), ']');
  }

  void write_members(const Value& object) {
    out_ += '{';
    ++depth_;
    bool first = true;
    auto member = [&](const Member& m) {
      begin_element(std::exchange(first, false));
      write_string(out_, m.key);
      out_ += form_ == Form::pretty ? ": " : ":";
      write(m.value);
    };
    if (form_ == Form::canonical) {
      for (const Member* m : canonical_order(object)) member(*m);
    } else {
      for (const Member& m : object.members) member(m);
    }
    end_container(first, '}');
  }

  void begin_element(bool first) {
    if (!first) out_ += ',';
    break_line();
  }

  void end_container(bool empty, char bracket) {
    --depth_;
    if (!empty) break_line();
    out_ += bracket;
  }

  void break_line() {
    if (form_ != Form::pretty) return;
    out_ += '\n';
    out_.append(2 * depth_, ' ');
  }

  Form form_;
  std::size_t depth_ = 0;
  std::string out_;
};

std::string write(const Value& value, Form form) {
  Writer writer(form);
  writer.write(value);
  return writer.take();
}

}  // namespace

std::string to_json(const Value& value) {
  return write(value, Form::compact);
}
std::string to_pretty_json(const Value& value) {
  return write(value, Form::pretty);
}
std::string to_canonical_json(const Value& value) {
  return write(value, Form::canonical);
}

}  // namespace ringcheck
