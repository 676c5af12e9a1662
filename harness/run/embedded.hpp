#pragma once
// The subjects that are built with ringcheck and conform: one for each kind of scenario. Their fault switches
// judge the judge.

#include <array>
#include <string_view>

#include "scenario/model.hpp"

namespace ringcheck::run {

struct Embedded {
  std::string_view name;  ///< of its folder and its program
  scenario::SubjectIs kind = scenario::SubjectIs::client;
};

inline constexpr std::array<Embedded, 4> embedded_subjects = {
    Embedded{"reference-client", scenario::SubjectIs::client},
    Embedded{"reference-host", scenario::SubjectIs::widget_host},
    Embedded{"reference-widget", scenario::SubjectIs::widget},
    Embedded{"reference-homeserver", scenario::SubjectIs::homeserver}};

}  // namespace ringcheck::run
