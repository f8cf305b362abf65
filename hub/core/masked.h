#pragma once

#include <ostream>
#include <string>

#include "hub/core/sensitive.h"

namespace hub::core {

/// What people, lists and logs get to see of a Sensitive<T>. Made by maskedText(const T&); the value itself is not in it.
template <class T>
class Masked {
  public:
    explicit Masked(const Sensitive<T>& value) : text_(maskedText(value.reveal())) {}

    const std::string& text() const { return text_; }
    friend std::ostream& operator<<(std::ostream& out, const Masked& masked) { return out << masked.text_; }

  private:
    std::string text_;
};

}  // namespace hub::core
