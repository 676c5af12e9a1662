#include "net/spawn.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "net/pidfd.hpp"
#include "net/process_tag.hpp"

namespace ringcheck::net {

namespace {

struct Pipe {
  Descriptor reader, writer;
};

/// A descriptor above the standard three: the child must not overwrite a pipe while it sets those up, which
/// happens when the harness itself was started with one of them closed.
Descriptor above_standard(Descriptor descriptor) {
  constexpr int first_free = STDERR_FILENO + 1;
  if (descriptor.get() >= first_free) return descriptor;
  return Descriptor(fcntl(descriptor.get(), F_DUPFD_CLOEXEC, first_free));
}

Result<Pipe> open_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return Error{"cannot open a pipe: " + error_text(errno)};
  Pipe pipe{above_standard(Descriptor(ends[0])), above_standard(Descriptor(ends[1]))};
  if (!pipe.reader || !pipe.writer) return Error{"cannot open a pipe: " + error_text(errno)};
  return pipe;
}

/// What the child tells before it becomes the program, if it cannot.
struct Failure {
  enum class Step : uint8_t { standard_streams, directory, program };
  Step step;
  int error;
};

/// Everything the child needs, made before fork(): after it only async-signal-safe calls are allowed, because
/// another thread may have held the lock of malloc.
struct Plan {
  std::vector<std::string> programs;  // to try in turn
  std::vector<std::string> environment;
  std::vector<char*> argument_pointers, environment_pointers;
  const char* directory = nullptr;
  int input = -1, output = -1, errors = -1, report = -1;
  pid_t parent = -1;
};

std::vector<std::string> candidates(const ChildOptions& options) {
  const std::string& name = options.command.front();
  if (name.find('/') != std::string::npos) return {name};
  std::string path = "/usr/local/bin:/usr/bin:/bin";
  for (const auto& [variable, value] : options.environment) {
    if (variable == "PATH") path = value;
  }
  std::vector<std::string> found;
  for (size_t begin = 0; begin <= path.size();) {
    const size_t end = std::min(path.find(':', begin), path.size());
    const std::string folder = path.substr(begin, end - begin);
    found.push_back((folder.empty() ? "." : folder) + '/' + name);
    begin = end + 1;
  }
  return found;
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (const auto& text : texts) result.push_back(const_cast<char*>(text.c_str()));  // execve's signature
  result.push_back(nullptr);
  return result;
}

struct Pipes {
  Pipe input, output, errors, report;
};

/// Points into `options` and into its own vectors, which may move with it.
Plan make_plan(const ChildOptions& options, const std::string& tag, const Pipes& pipes) {
  Plan plan;
  plan.programs = candidates(options);
  plan.argument_pointers = pointers(options.command);
  for (const auto& [name, value] : options.environment)
    plan.environment.push_back(fmt::format("{}={}", name, value));
  plan.environment.push_back(fmt::format("{}={}", child_tag_variable, tag));
  plan.environment_pointers = pointers(plan.environment);
  plan.directory = options.working_directory.empty() ? nullptr : options.working_directory.c_str();
  plan.input = pipes.input.reader.get();
  plan.output = pipes.output.writer.get();
  plan.errors = pipes.errors.writer.get();
  plan.report = pipes.report.writer.get();
  plan.parent = getpid();
  return plan;
}

[[noreturn]] void fail(const Plan& plan, Failure::Step step) {
  const Failure failure{step, errno};
  const ssize_t told = write(plan.report, &failure, sizeof failure);
  _exit(told == sizeof failure ? 127 : 126);
}

/// The harness ignores and catches signals; a program expects them as they are by default.
void reset_signals() {
  struct sigaction standard {};
  standard.sa_handler = SIG_DFL;
  for (int signal = 1; signal < NSIG; ++signal) sigaction(signal, &standard, nullptr);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

[[noreturn]] void become_program(const Plan& plan) {
  setpgid(0, 0);
  // If the harness is killed, nothing is left to end the child: the kernel does it. (It does so when the
  // *thread* that forked ends, which for us is the loop's, and as long as the program is not set-user-id.)
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != plan.parent) _exit(126);  // it died before we asked
  reset_signals();
  if (dup2(plan.input, STDIN_FILENO) < 0 || dup2(plan.output, STDOUT_FILENO) < 0 ||
      dup2(plan.errors, STDERR_FILENO) < 0) {
    fail(plan, Failure::Step::standard_streams);
  }
  // Marked rather than closed: the report pipe is needed until the very execve.
  close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
  if (plan.directory != nullptr && chdir(plan.directory) != 0) fail(plan, Failure::Step::directory);
  int worst = ENOENT;
  for (const auto& program : plan.programs) {
    execve(program.c_str(), plan.argument_pointers.data(), plan.environment_pointers.data());
    // One that is there but cannot be run says more than the folders where it is missing.
    if (errno != ENOENT && errno != ENOTDIR) worst = errno;
  }
  errno = worst;
  fail(plan, Failure::Step::program);
}

/// fork() with every signal blocked, so that none of our handlers runs in the child.
pid_t fork_quietly(const Plan& plan) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  const pid_t pid = fork();
  if (pid == 0) become_program(plan);
  const int error = errno;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = error;
  return pid;
}

Error failure_text(const ChildOptions& options, const Failure& failure) {
  std::string text = "cannot start \"" + options.command.front() + '"';
  if (failure.step == Failure::Step::directory) text += " in the folder \"" + options.working_directory + '"';
  if (failure.step == Failure::Step::standard_streams) text += " with pipes";
  return Error{text + ": " + error_text(failure.error)};
}

/// Reads until the program runs (the pipe closes by itself) or the child has told why it does not.
bool read_failure(const Descriptor& report, Failure& failure) {
  ssize_t count = 0;
  do {
    count = read(report.get(), &failure, sizeof failure);
  } while (count < 0 && errno == EINTR);
  return count == static_cast<ssize_t>(sizeof failure);
}

void make_nonblocking(const Descriptor& descriptor) {
  fcntl(descriptor.get(), F_SETFL, fcntl(descriptor.get(), F_GETFL) | O_NONBLOCK);
}

}  // namespace

std::string ExitStatus::text() const {
  if (!by_signal) return "left with exit status " + std::to_string(code);
  const char* name = sigabbrev_np(code);
  const std::string known = name == nullptr ? "" : std::string(" (SIG") + name + ')';
  return "was ended by signal " + std::to_string(code) + known;
}

Result<Spawned> spawn(const ChildOptions& options) {
  if (options.command.empty()) return Error{"cannot start a program: its command is empty"};
  Pipes pipes;
  for (Pipe* pipe : {&pipes.input, &pipes.output, &pipes.errors, &pipes.report}) {
    auto opened = open_pipe();
    if (!opened) return opened.error();
    *pipe = std::move(*opened);
  }
  Spawned child;
  child.tag = new_process_tag();
  const Plan plan = make_plan(options, child.tag, pipes);
  child.pid = fork_quietly(plan);
  if (child.pid < 0) return failure_text(options, {Failure::Step::program, errno});
  pipes.report.writer.close();
  Failure failure{};
  if (read_failure(pipes.report.reader, failure)) {
    waitpid(child.pid, nullptr, 0);
    return failure_text(options, failure);
  }
  child.process = Descriptor(pidfd_open(child.pid, 0));
  if (!child.process) {
    const Failure no_handle{Failure::Step::program, errno};
    kill(-child.pid, SIGKILL);
    waitpid(child.pid, nullptr, 0);
    return failure_text(options, no_handle);
  }
  child.input = std::move(pipes.input.writer);
  child.output = std::move(pipes.output.reader);
  child.errors = std::move(pipes.errors.reader);
  for (const auto* pipe : {&child.input, &child.output, &child.errors}) make_nonblocking(*pipe);
  return child;
}

void kill_family(const Spawned& child) {
  kill(-child.pid, SIGKILL);
  kill_tagged_processes(child_tag_variable, child.tag);
}

bool reap(Spawned& child, int patience_ms, ExitStatus& status) {
  pollfd ended{child.process.get(), POLLIN, 0};
  while (poll(&ended, 1, patience_ms) < 0 && errno == EINTR) {
  }
  siginfo_t info{};
  if (waitid(P_PIDFD, static_cast<id_t>(child.process.get()), &info, WEXITED | WNOHANG) != 0) return false;
  if (info.si_pid == 0) return false;
  status = {info.si_code != CLD_EXITED, info.si_status};
  child.process.close();
  return true;
}

}  // namespace ringcheck::net
