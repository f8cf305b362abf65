#pragma once

#include <compare>
#include <utility>

namespace hub::core {

/// A value about a person: a name, a number, a message body. It cannot be printed; `storage` seals it with the vault.
/// Reading it out is one word that review looks for.
template <class T>
class Sensitive {
  public:
    Sensitive() = default;
    explicit Sensitive(T value) : value_(std::move(value)) {}

    const T& reveal() const& { return value_; }
    T&& reveal() && { return std::move(value_); }

    friend auto operator<=>(const Sensitive&, const Sensitive&) = default;

  private:
    T value_{};
};

}  // namespace hub::core
