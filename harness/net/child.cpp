#include "net/child.hpp"

#include <array>
#include <cerrno>
#include <utility>

#include <unistd.h>

#include "net/process_tag.hpp"

namespace ringcheck::net {

namespace {

constexpr int64_t escaped_reader_ms = 1000;

bool try_again(int error) {
  return error == EAGAIN || error == EINTR;
}

/// One of the pipes that we read.
struct Stream {
  Descriptor* pipe = nullptr;
  Watch watch;
  std::function<void(std::string_view)>* callback = nullptr;

  void close() {
    watch.stop();
    pipe->close();
  }
};

}  // namespace

struct Child::Impl : std::enable_shared_from_this<Child::Impl> {
  Impl(Loop& owner, Spawned spawned, ChildEvents callbacks)
      : loop(owner), process(std::move(spawned)), events(std::move(callbacks)) {
    output = {&process.output, loop.watch(process.output.get()), &events.on_stdout};
    errors = {&process.errors, loop.watch(process.errors.get()), &events.on_stderr};
    input_watch = loop.watch(process.input.get());
    end_watch = loop.watch(process.process.get());
  }

  void start() {
    wait_for(output);
    wait_for(errors);
    end_watch.on_readable([this] { take_end(); });
  }

  void wait_for(Stream& stream) {
    stream.watch.on_readable([this, &stream] { read(stream); });
  }

  void read(Stream& stream) {
    const auto self = shared_from_this();
    std::array<char, 65536> chunk;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by read
    const ssize_t count = ::read(stream.pipe->get(), chunk.data(), chunk.size());
    if (count > 0 && *stream.callback) (*stream.callback)({chunk.data(), static_cast<size_t>(count)});
    if (count == 0 || (count < 0 && !try_again(errno))) stream.close();
    if (*stream.pipe) return wait_for(stream);
    tell_end();
  }

  void write() {
    while (sent < unsent.size()) {
      const ssize_t count = ::write(process.input.get(), unsent.data() + sent, unsent.size() - sent);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0 && errno == EAGAIN) {
        input_watch.on_writable([this] { write(); });
        return;
      }
      if (count < 0) return close_input();
      sent += static_cast<size_t>(count);
    }
    unsent.clear();
    sent = 0;
    if (close_when_sent) close_input();
  }

  void close_input() {
    input_watch.stop();
    process.input.close();
    unsent.clear();
    sent = 0;
  }

  /// The process has ended. Its group is killed before it is reaped: until then its number cannot be anyone
  /// else's.
  void take_end() {
    const auto self = shared_from_this();
    if (!killed) left_behind = tagged_processes(child_tag_variable, process.tag);
    kill_family(process);
    end_watch.stop();
    reaped = reap(process, 0, status);
    close_input();
    give_up = loop.after_ms(escaped_reader_ms, [this] {
      const auto alive = shared_from_this();
      output.close();
      errors.close();
      tell_end();
    });
    tell_end();
  }

  void tell_end() {
    if (!reaped || *output.pipe || *errors.pipe) return;
    give_up.cancel();
    const auto callback = std::exchange(events.on_exit, nullptr);
    if (callback) callback(status);
  }

  void destroy() {
    if (!reaped) {
      constexpr int patience_ms = 2000;  // a process may be slow to die within a system call
      kill_family(process);
      end_watch.stop();
      reaped = reap(process, patience_ms, status);
    }
    give_up.cancel();
    close_input();
    output.close();
    errors.close();
    // Not the other two: one of them may be what destroys us.
    events.on_exit = nullptr;
  }

  Loop& loop;
  Spawned process;
  ChildEvents events;
  Stream output, errors;
  Watch input_watch, end_watch;
  Timer give_up;
  std::string unsent;
  size_t sent = 0;  // of `unsent`
  bool close_when_sent = false;
  bool reaped = false;
  bool killed = false;
  std::vector<std::string> left_behind;
  ExitStatus status;
};

Result<std::unique_ptr<Child>> Child::start(Loop& loop, const ChildOptions& options, ChildEvents events) {
  auto spawned = spawn(options);
  if (!spawned) return spawned.error();
  auto impl = std::make_shared<Impl>(loop, std::move(*spawned), std::move(events));
  impl->start();
  return std::unique_ptr<Child>(new Child(std::move(impl)));
}

Child::Child(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

Child::~Child() {
  impl_->destroy();
}

void Child::write(std::string_view bytes) {
  if (!impl_->process.input || impl_->close_when_sent) return;
  const bool waiting = !impl_->unsent.empty();
  if (impl_->sent > impl_->unsent.size() / 2) impl_->unsent.erase(0, std::exchange(impl_->sent, 0));
  impl_->unsent += bytes;
  if (!waiting) impl_->write();
}

size_t Child::unsent_bytes() const {
  return impl_->unsent.size() - impl_->sent;
}

void Child::close_stdin() {
  impl_->close_when_sent = true;
  if (impl_->unsent.empty()) impl_->close_input();
}

void Child::kill_group() {
  impl_->killed = true;
  if (!impl_->reaped) kill_family(impl_->process);
}

const std::vector<std::string>& Child::left_behind() const {
  return impl_->left_behind;
}

pid_t Child::pid() const {
  return impl_->process.pid;
}

}  // namespace ringcheck::net
