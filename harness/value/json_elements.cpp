#include "value/json_elements.hpp"

#include <array>
#include <optional>

#include <fmt/format.h>

namespace ringcheck {
namespace {

constexpr std::size_t longest_key_bytes = 256;

bool is_space(int byte) {
  return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}

/// Bytes of the document in order, which keeps a copy of what passes while it is asked to.
class Bytes {
 public:
  explicit Bytes(std::istream& document) : document_(document) {}

  std::int64_t offset() const { return before_ + static_cast<std::int64_t>(at_); }
  /// The next byte, or -1 at the end.
  int peek() {
    if (at_ == filled_ && !fill()) return -1;
    return static_cast<unsigned char>(buffer_[at_]);
  }
  int take() {
    const int byte = peek();
    if (byte >= 0) skip(1);
    return byte;
  }
  int peek_after_spaces() {
    while (is_space(peek())) skip(1);
    return peek();
  }
  /// Up to the next quote or backslash of a string, as far as the buffer goes.
  void skip_plain() {
    std::size_t end = at_;
    while (end < filled_ && buffer_[end] != '"' && buffer_[end] != '\\') ++end;
    skip(end - at_);
  }

  void begin_copy(std::size_t most_bytes) {
    copy_.clear();
    most_bytes_ = most_bytes;
    copying_ = true;
    copy_is_cut_ = false;
  }
  /// What passed since; empty when that was too much.
  std::string_view end_copy() {
    copying_ = false;
    return copy_is_cut_ ? std::string_view() : std::string_view(copy_);
  }

 private:
  bool fill() {
    before_ += static_cast<std::int64_t>(filled_);
    at_ = 0;
    document_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    filled_ = static_cast<std::size_t>(document_.gcount());
    return filled_ > 0;
  }
  void skip(std::size_t count) {
    if (copying_ && !copy_is_cut_) {
      copy_is_cut_ = copy_.size() + count > most_bytes_;
      if (!copy_is_cut_) copy_.append(buffer_.data() + at_, count);
    }
    at_ += count;
  }

  std::istream& document_;
  std::array<char, 65'536> buffer_{};
  std::size_t at_ = 0;
  std::size_t filled_ = 0;
  std::int64_t before_ = 0;  ///< bytes before the buffer
  std::string copy_;
  std::size_t most_bytes_ = 0;
  bool copying_ = false;
  bool copy_is_cut_ = false;
};

class Cutter {
 public:
  Cutter(std::istream& document, const std::vector<std::string_view>& path, std::size_t most_bytes,
         const std::function<void(const JsonElement&)>& take)
      : bytes_(document), path_(path), most_bytes_(most_bytes), take_(take) {}

  JsonElements cut() {
    if (bytes_.peek() == 0xEF) {  // a byte order mark
      for (int i = 0; i < 3; ++i) bytes_.take();
    }
    if (walk(0) && bytes_.peek_after_spaces() >= 0) fail("something follows the end of the value");
    return result_;
  }

 private:
  bool fail(std::string_view what) {
    if (result_.fault.empty()) {
      result_.fault = fmt::format("byte {}: {}", bytes_.offset(),
                                  bytes_.peek() < 0 ? "the document ends in the middle" : what);
    }
    return false;
  }
  bool expect(char wanted) {
    if (bytes_.peek_after_spaces() != static_cast<unsigned char>(wanted)) {
      return fail(fmt::format("wanted {}", wanted));
    }
    bytes_.take();
    return true;
  }

  /// The value that the first `depth` keys of the path have led to.
  bool walk(std::size_t depth) { return depth == path_.size() ? elements() : members(depth); }

  bool members(std::size_t depth) {
    if (!expect('{')) return false;
    if (bytes_.peek_after_spaces() == '}') return expect('}');
    while (true) {
      std::string key;
      if (!expect('"') || !string_end(&key) || !expect(':')) return false;
      if (!(key == path_[depth] ? walk(depth + 1) : skip_value())) return false;
      if (bytes_.peek_after_spaces() != ',') return expect('}');
      bytes_.take();
    }
  }

  bool elements() {
    if (!expect('[')) return false;
    result_.found = true;
    if (bytes_.peek_after_spaces() == ']') return expect(']');
    while (true) {
      bytes_.peek_after_spaces();
      JsonElement element{count_++, bytes_.offset(), 0, {}};
      bytes_.begin_copy(most_bytes_);
      if (!skip_value()) return false;
      element.text = bytes_.end_copy();
      element.bytes = bytes_.offset() - element.offset;
      take_(element);
      if (bytes_.peek_after_spaces() != ',') return expect(']');
      bytes_.take();
    }
  }

  /// The rest of a string whose first quote was taken.
  bool string_end(std::string* text) {
    while (true) {
      if (text == nullptr) bytes_.skip_plain();
      const int byte = bytes_.take();
      if (byte < 0) return fail("");
      if (byte == '"') return true;
      if (byte == '\\') bytes_.take();
      if (text != nullptr && text->size() < longest_key_bytes) *text += static_cast<char>(byte);
    }
  }

  bool skip_value() {
    std::int64_t depth = 0;
    do {
      const int byte = bytes_.peek_after_spaces();
      if (byte == '"') {
        bytes_.take();
        if (!string_end(nullptr)) return false;
      } else if (byte == '{' || byte == '[') {
        bytes_.take();
        ++depth;
      } else if (byte == '}' || byte == ']') {
        if (depth == 0) return fail("a value is missing");
        bytes_.take();
        --depth;
      } else if (byte < 0) {
        return fail("");
      } else if (depth > 0 && (byte == ',' || byte == ':')) {
        bytes_.take();
      } else if (!skip_word()) {
        return false;
      }
    } while (depth > 0);
    return true;
  }

  /// A number, true, false or null.
  bool skip_word() {
    const std::int64_t begin = bytes_.offset();
    for (int byte = bytes_.peek();
         byte == '-' || byte == '+' || byte == '.' || (byte >= '0' && byte <= '9') ||
         (byte >= 'a' && byte <= 'z') || byte == 'E';
         byte = bytes_.peek()) {
      bytes_.take();
    }
    return bytes_.offset() > begin || fail("no JSON value begins like this");
  }

  Bytes bytes_;
  const std::vector<std::string_view>& path_;
  std::size_t most_bytes_;
  const std::function<void(const JsonElement&)>& take_;
  JsonElements result_;
  std::int64_t count_ = 0;
};

}  // namespace

JsonElements for_each_element(std::istream& document, const std::vector<std::string_view>& path,
                              std::size_t most_bytes, const std::function<void(const JsonElement&)>& take) {
  return Cutter(document, path, most_bytes, take).cut();
}

}  // namespace ringcheck
