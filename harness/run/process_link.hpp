#pragma once
// An adapter as a process of the harness: its command, all that it sees of the environment, and its pipes.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "driver/subject_file.hpp"
#include "net/child.hpp"
#include "net/loop.hpp"
#include "run/adapter_link.hpp"

namespace ringcheck::run {

/// `{build}` in it is `program_dir`, where the embedded subjects lie.
std::vector<std::string> adapter_command(const driver::Subject& subject, const std::string& program_dir);

class ProcessLink : public AdapterLink {
 public:
  /// It gets only the variables that subject.yaml lists, `temporary` as the folder for its temporary files,
  /// and, where it is not empty, `ca_file` as RINGCHECK_CA_FILE, and by the name that Node knows: it reads
  /// whom to trust besides before its first line.
  ProcessLink(net::Loop& loop, const driver::Subject& subject, const std::string& program_dir,
              const std::string& temporary, const std::string& ca_file);

  driver::Wire wire() const override { return driver::Wire::lines; }
  Result<Done> start(Events events) override;
  void write(const std::string& message) override;
  void close_input() override;
  void kill() override;

 private:
  net::Loop& loop_;
  net::ChildOptions options_;
  Events events_;
  std::unique_ptr<net::Child> child_;
};

}  // namespace ringcheck::run
