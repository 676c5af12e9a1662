#pragma once
// The door to all checks that need no scenario: judges what a subject sent in any trace, live or recorded,
// and what the harness itself is about to send.

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "check/finding.hpp"
#include "check/trace_judge.hpp"
#include "trace/entry.hpp"
#include "value/result.hpp"

namespace ringcheck::check {

class Checker {
 public:
  /// Loads schemas/matrix, which is named, and schemas/widget beside it. The error lists every fault of every
  /// schema.
  static Result<std::unique_ptr<Checker>> load(const std::string& schema_folder);
  ~Checker();

  /// A sentence when this content of our own breaks its schema at a place that is not declared; `breaks` are
  /// JSON pointers into the content.
  std::optional<std::string> own_event(std::string_view type, const Value& content,
                                       const std::vector<std::string>& breaks) const;

  /// The same of a message of the widget API that `side` posts; pointers into the whole message.
  std::optional<std::string> own_message(trace::Side side, const Value& message,
                                         const std::vector<std::string>& breaks) const;
  const WidgetSchemas& widgets() const { return *widgets_; }

  /// A judge of what `subject` sends, to be fed with entries as they come. Entries of others are context
  /// only.
  TraceJudge judge(std::string subject, JudgeOptions options = {}) const;
  /// The same for a trace that is there already.
  TraceReport check_trace(const std::deque<trace::Entry>& entries, std::string_view subject) const;

 private:
  Checker(std::unique_ptr<SchemaSet> schemas, std::unique_ptr<WidgetSchemas> widgets);
  std::unique_ptr<SchemaSet> schemas_;
  std::unique_ptr<WidgetSchemas> widgets_;
};

}  // namespace ringcheck::check
