#include "hub/flows/payment_checks.h"

#include <algorithm>

#include "hub/contract/operations.h"
#include "hub/flows/steps.h"

namespace hub::flows {

using payment::payment_event::ChargesFound;

ChargesFound chargesFound(const payment::Payment& payment, const CallAnswer& answer) {
    if (answer.ending != contract::Ending::Done) return ChargesFound::NotReadable;
    const core::Result<contract::ChargeList::Result> read = resultOf<contract::ChargeList>(answer.answer);
    if (!read.ok()) return ChargesFound::NotReadable;
    for (const payment::PaidItem& item : payment.items) {
        const bool stands = std::ranges::any_of(read->charges, [&](const contract::Charge& listed) {
            const bool same_key = listed.key.empty() ? item.key.starts_with("hub:") : listed.key == item.key;
            return same_key && listed.version == item.expected_version && listed.total == item.total;
        });
        if (!stands) return ChargesFound::Changed;
    }
    return ChargesFound::AsExpected;
}

ChargesFound quoteFound(const payment::Payment& payment, const CallAnswer& answer) {
    if (answer.ending != contract::Ending::Done) return ChargesFound::NotReadable;
    const core::Result<contract::BookingQuote::Result> quote = resultOf<contract::BookingQuote>(answer.answer);
    if (!quote.ok()) return ChargesFound::NotReadable;
    return quote->total == payment.total && quote->cash == payment.leg().amount ? ChargesFound::AsExpected : ChargesFound::Changed;
}

bool isAsExpected(const payment::PaidItem& item, const payment::Charge& charge) {
    return charge.state == payment::ChargeState::InPayment && !charge.gone && !charge.later && charge.content.key == item.key &&
           charge.content.version == item.expected_version && charge.content.total == item.total;
}

bool hasEarlierPart(const core::Attempt& attempt) {
    const core::Result<Call> call = core::fromJson<Call>(attempt.body.reveal());
    return call.ok() && !call->meta.steps_done.empty();
}

}  // namespace hub::flows
