#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "hub/core/assert.h"
#include "hub/core/error.h"

namespace hub::core {

/// An expected "no" with its code. `detail` names the place or value concerned and is shown to people and logged:
/// it never holds personal data. `offset` is the byte in the input, where there is one.
class Failure {
  public:
    explicit Failure(Error error, std::string detail = {}, std::optional<std::uint64_t> offset = std::nullopt)
        : error_(error), detail_(std::move(detail)), offset_(offset) {}

    Error error() const { return error_; }
    const std::string& detail() const { return detail_; }
    std::optional<std::uint64_t> offset() const { return offset_; }
    Implies implies() const { return errorInfo(error_).implies; }
    std::string_view code() const { return errorInfo(error_).code; }

    /// The sentence for a reader, with the detail in its place.
    std::string message(Language language) const;

  private:
    Error error_;
    std::string detail_;
    std::optional<std::uint64_t> offset_;
};

/// A value, or the Failure that stood in its way.
template <class T>
class [[nodiscard]] Result {
  public:
    Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(google-explicit-constructor): `return value;`
    Result(Failure failure) : content_(std::in_place_index<1>, std::move(failure)) {}  // NOLINT(google-explicit-constructor)

    bool ok() const { return content_.index() == 0; }

    /// REQUIRES: ok().
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(value()); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    /// REQUIRES: !ok().
    const Failure& failure() const {
        HUB_ASSERT(!ok());
        return *std::get_if<1>(&content_);
    }

  private:
    T& value() {
        HUB_ASSERT(ok());
        return *std::get_if<0>(&content_);
    }
    const T& value() const {
        HUB_ASSERT(ok());
        return *std::get_if<0>(&content_);
    }

    std::variant<T, Failure> content_;
};

template <>
class [[nodiscard]] Result<void> {
  public:
    Result() = default;
    Result(Failure failure) : failure_(std::move(failure)) {}  // NOLINT(google-explicit-constructor)

    bool ok() const { return !failure_; }

    /// REQUIRES: !ok().
    const Failure& failure() const {
        HUB_ASSERT(failure_.has_value());
        return *failure_;
    }

  private:
    std::optional<Failure> failure_;
};

}  // namespace hub::core
