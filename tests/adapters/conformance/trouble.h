#pragma once

#include "hub/core/result.h"

namespace tests {

/// The failure that an outcome or inquiry tells of, for failsWith(); a success when it tells of none.
template <class Answer>
hub::core::Result<void> troubleOf(const Answer& answer) {
    if (!answer.trouble) return {};
    const auto error = hub::core::errorFromCode(answer.trouble->code);
    HUB_ASSERT(error.has_value());
    return hub::core::Failure(*error, answer.trouble->detail);
}

}  // namespace tests
