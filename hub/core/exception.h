#pragma once

#include <stdexcept>

namespace hub::core {

/// What a healthy installation never sees: disk full, a broken key file. Caught once at each thread root.
/// A business "no", bad input and a lost answer are never exceptions: they are Result and Failure.
class Exception : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

}  // namespace hub::core
