#include "adapters/kit/answer.h"

#include <fmt/format.h>

namespace adapters::kit {

NoAnswer notWritable(const hub::core::Failure& why) {
    return {hub::core::Failure(hub::core::Error::RequestNotWritable, fmt::format("{} {}", why.code(), why.detail())), true};
}

NoAnswer mayHaveActed(hub::core::Failure why) { return {std::move(why), /*surely_not_written=*/false}; }

NoAnswer didNotAct(hub::core::Failure why) { return {std::move(why), /*surely_not_written=*/true}; }

hub::core::Result<void> sameAmount(hub::core::Money asked, hub::core::Money told) {
    if (asked == told) return {};
    return hub::core::Failure(hub::core::Error::ChannelAmountDiffers,
                              fmt::format("{} fen were asked, it says {}", asked.fen(), told.fen()));
}

}  // namespace adapters::kit
