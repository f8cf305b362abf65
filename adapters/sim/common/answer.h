#pragma once

#include <string>
#include <utility>
#include <variant>

namespace adapters::sim::common {

/// A "no" as it stands on the wire.
struct Refusal {
    std::string code;
    std::string message;
};

/// What a caller's call comes to.
template <class T>
class Answer {
  public:
    Answer(T value) : content_(std::move(value)) {}            // NOLINT(google-explicit-constructor): `return value;`
    Answer(Refusal refusal) : content_(std::move(refusal)) {}  // NOLINT(google-explicit-constructor)

    bool ok() const { return content_.index() == 0; }
    const T& operator*() const { return std::get<0>(content_); }      ///< REQUIRES: ok().
    const T* operator->() const { return &std::get<0>(content_); }    ///< REQUIRES: ok().
    const Refusal& refusal() const { return std::get<1>(content_); }  ///< REQUIRES: !ok().

  private:
    std::variant<T, Refusal> content_;
};

}  // namespace adapters::sim::common
