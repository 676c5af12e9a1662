#pragma once
// What a widget may do: what it asks for, what its user says to it, what it is told of that (MSC2764,
// "Capabilities"; MSC2871; MSC2974).

#include <string_view>

#include "widget/host_core.hpp"

namespace ringcheck::widget {

/// The widget asks for these. What the user must decide is asked; what follows of itself is decided.
void request_capabilities(HostCore& core, const Value& list);
/// The user has decided, before or after the question.
void decide_capabilities(HostCore& core, const Value& approve, const Value& deny);
/// Tells the widget what was approved, once all is decided and its versions are known.
void tell_decisions(HostCore& core);

}  // namespace ringcheck::widget
