#include "report/html_template.hpp"

#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <kainjow/mustache.hpp>

#include "report/html_text.hpp"

namespace ringcheck::report {
namespace {

namespace mustache = kainjow::mustache;
using Data = mustache::data;

// To the library an empty string is something; to a section of ours it is not.
Data to_data(const Value& value) {
  switch (value.type) {
    case Type::string:
    case Type::number:
      return value.text.empty() ? Data(Data::type::bool_false) : Data(value.text);
    case Type::boolean:
      return Data(value.truth ? Data::type::bool_true : Data::type::bool_false);
    case Type::array: {
      Data list(Data::type::list);
      for (const Value& item : value.items) list.push_back(to_data(item));
      return list;
    }
    case Type::object: {
      Data object(Data::type::object);
      for (const Member& member : value.members) object.set(member.key, to_data(member.value));
      return object;
    }
    case Type::null:
      break;
  }
  return Data(Data::type::bool_false);
}

// Looks names up from the innermost section outwards, and remembers those that nothing had.
class StrictContext : public mustache::basic_context<std::string> {
 public:
  StrictContext(const Data& data, const Data& partials) : stack_{&data}, partials_(partials) {}

  void push(const Data* data) override { stack_.push_back(data); }
  void pop() override { stack_.pop_back(); }

  const Data* get(const std::string& name) const override {
    if (name == ".") return stack_.back();
    for (auto each = stack_.rbegin(); each != stack_.rend(); ++each) {
      if (const Data* found = (*each)->get(name)) return found;
    }
    missing_.insert(name);
    return nullptr;
  }

  const Data* get_partial(const std::string& name) const override {
    const Data* found = partials_.get(name);
    if (found == nullptr) missing_.insert("> " + name);
    return found;
  }

  const std::set<std::string>& missing() const { return missing_; }

 private:
  std::vector<const Data*> stack_;
  const Data& partials_;
  mutable std::set<std::string> missing_;
};

}  // namespace

Result<std::string> read_page_file(const std::string& folder, const std::string& name) {
  const std::string path = folder + "/" + name;
  std::ifstream file(path, std::ios::binary);
  if (!file)
    return Error{fmt::format("cannot read {}; the page is made of the files in reports/templates", path)};
  return std::string{std::istreambuf_iterator<char>(file), {}};
}

Result<Templates> read_templates(const std::string& folder, const std::vector<std::string>& names) {
  Templates templates;
  for (const std::string& name : names) {
    auto text = read_page_file(folder, name + ".html");
    if (!text) return text.error();
    templates.emplace(name, std::move(*text));
  }
  return templates;
}

Result<std::string> fill_template(const Templates& templates, const std::string& name, const Value& data) {
  Data partials(Data::type::object);
  std::optional<mustache::mustache> page;
  for (const auto& [each, text] : templates) {
    mustache::mustache parsed(text);
    if (!parsed.is_valid()) return Error{fmt::format("template {}: {}", each, parsed.error_message())};
    partials.set(each, Data(text));
    if (each == name) page.emplace(std::move(parsed));
  }
  if (!page) return Error{fmt::format("there is no template {}", name)};
  page->set_custom_escape([](const std::string& text) { return escape_html(text); });
  const Data tree = to_data(data);
  StrictContext context(tree, partials);
  std::ostringstream text;
  page->render(context, text);
  if (!context.missing().empty()) {
    return Error{
        fmt::format("template {} asks for what nothing has: {}", name, fmt::join(context.missing(), ", "))};
  }
  return text.str();
}

}  // namespace ringcheck::report
