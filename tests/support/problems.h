#pragma once

#include <string_view>

#include "hub/core/json.h"
#include "hub/core/result.h"

namespace tests {

/// The failure that a problem+json tells of, without its detail: so that failsWith() can judge an HTTP answer.
inline hub::core::Failure failureIn(std::string_view problem) {
    const auto document = hub::core::JsonDocument::parse(problem);
    HUB_ASSERT(document.ok());
    const auto error = hub::core::errorFromCode(document->root().member("code")->string().value());
    HUB_ASSERT(error.has_value());
    return hub::core::Failure(*error);
}

}  // namespace tests
