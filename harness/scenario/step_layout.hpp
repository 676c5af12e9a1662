#pragma once
// Lays out the steps of one row of a scenario: columns put in, fragments opened, forms laid under, the actors
// and rooms that are meant looked up.

#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "scenario/layout.hpp"
#include "scenario/library.hpp"
#include "scenario/model.hpp"

namespace ringcheck::scenario {

/// The largest cell of a row or input of a fragment, as weight() measures.
inline constexpr std::size_t heaviest_cell = 16'384;

/// How much one scenario file may become, all its rows together. A real one stays a thousand times below.
struct LayoutBudget {
  int steps = 20'000;
  std::size_t weight = 64'000'000;
};

class StepLayout {
 public:
  StepLayout(const Test& test, const Pieces& pieces, const std::set<std::string>& case_names,
             LayoutBudget& budget, std::vector<Fault>& faults)
      : test_(test), pieces_(pieces), case_names_(case_names), budget_(budget), faults_(faults) {}

  /// The steps of a list, with what is wrong in them appended to the faults. A step that is wrong in itself
  /// is kept as a `let` of nothing, so that its id and what it saves are known to later steps.
  std::vector<Step> steps(const Value& list, const std::string& file, const Columns& columns);
  /// The files of all fragments that were opened for them.
  std::set<std::string> take_fragments() { return std::move(fragments_); }

 private:
  void one(const Value& source, const std::string& file, const Columns& columns, std::vector<Step>& result);
  bool within_budget(const Value& put, const std::string& file);
  bool belongs_to_row(const Value& step, const std::string& file);
  void use(const Value& name, const Value& step_value, const std::string& file, std::vector<Step>& result);
  Columns fragment_inputs(const Value& fragment, const Value& step_value, const std::string& file);
  void check_input(const Member& given, const Value& input, const std::string& file);

  Step step(const Value& source, const std::string& file);
  void details(Step& step, const Value& source, const Value& verb_value);
  void act(Step& step, const Value& source);
  void send(Step& step, const Value& source);
  void no_event(const Step& step, const Value& source, std::string_view goes);
  void ask(Step& step, const Value& source, Place place);
  void page_order(const Step& step, Place place);
  void of_page(Step& step, const Value& source, Place place);
  void known_widget_action(const std::string& file, const std::string& action, Place place);
  Value lay_fault(Step& step, const Value& name, const Value& form);
  void look(Step& step, const Value& source, const Value& verb_value);
  void of_server(const Step& step, Place place);
  void seen_by(Step& step, const Value& source, Wanted::Channel channel);
  void check_sides(const Step& step);

  Value form_value(const Step& step, const Actor& actor, std::string_view section_name,
                   std::string_view word);
  std::string who(const Step& step, const Value& source, std::string_view key,
                  const std::vector<Actor::Is>& kinds);
  std::string where(const Step& step, const Value& source);
  void known_actor(const Step& step, const std::string& name, Place place);
  void has_media_port(const Step& step, Place place);
  void known_word(const Step& step, const std::vector<std::string>& known, std::string_view kind,
                  Place place);
  void fault(const std::string& file, Place place, std::string text, std::string help = "");

  const Test& test_;
  const Pieces& pieces_;
  const std::set<std::string>& case_names_;
  LayoutBudget& budget_;
  std::vector<Fault>& faults_;
  std::set<std::string> fragments_;
  int next_index_ = 0;
  int depth_ = 0;
};

}  // namespace ringcheck::scenario
