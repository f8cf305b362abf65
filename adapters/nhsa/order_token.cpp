#include "adapters/nhsa/order_token.h"

namespace adapters::nhsa {

namespace core = hub::core;

core::Sensitive<std::string> OrderToken::text() const {
    return core::Sensitive<std::string>(core::toJson(*this, core::Exposure::Revealed));
}

OrderToken OrderToken::of(const core::Sensitive<std::string>& text) {
    core::Result<OrderToken> token = core::fromJson<OrderToken>(text.reveal());
    if (token.ok()) return std::move(*token);
    return OrderToken{text.reveal(), {}, {}, {}};
}

}  // namespace adapters::nhsa
