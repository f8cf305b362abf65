#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "hub/core/json.h"

namespace adapters::sim::ehealth_card {

/// Texts of an object of a request; remembers the first member that is missing, or is nothing the wire allows there. The document
/// outlives it.
class Members {
  public:
    using Test = std::function<bool(std::string_view)>;

    explicit Members(hub::core::JsonValue object) : object_(object) {}

    /// Not empty, and passes the test.
    std::string text(std::string_view name, const Test& test = {});
    /// There, but may be empty.
    std::string textOrEmpty(std::string_view name);
    /// Need not be there.
    std::string textIfAny(std::string_view name) const;

    /// Empty when all were there.
    const std::string& missing() const { return missing_; }

  private:
    hub::core::JsonValue object_;
    std::string missing_;
};

}  // namespace adapters::sim::ehealth_card
