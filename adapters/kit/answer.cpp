#include "adapters/kit/answer.h"

#include <fmt/format.h>

namespace adapters::kit {

NoAnswer notWritable(const hub::core::Failure& why) {
    return {hub::core::Failure(hub::core::Error::RequestNotWritable, fmt::format("{} {}", why.code(), why.detail())), true};
}

}  // namespace adapters::kit
