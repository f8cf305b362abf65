#include "hub/payment/charge_list.h"

#include <algorithm>

namespace hub::payment {

namespace {

bool isListed(const contract::Charge& listed, const contract::Charge& known) {
    return listed.key.empty() ? sameContent(listed, known) : listed.key == known.key;
}

}  // namespace

bool sameList(const std::vector<contract::Charge>& first, const std::vector<contract::Charge>& second) {
    return std::ranges::is_permutation(first, second, [](const contract::Charge& one, const contract::Charge& other) {
        return one.key == other.key && sameContent(one, other);
    });
}

ListDifferences differences(const std::vector<Charge>& known, const std::vector<contract::Charge>& list) {
    ListDifferences found;
    std::vector<bool> listed(known.size(), false);
    for (const contract::Charge& charge : list) {
        std::size_t at = 0;
        while (at < known.size() && (listed[at] || !isListed(charge, known[at].content))) ++at;
        if (at == known.size()) {
            found.unknown.push_back(charge);
            continue;
        }
        listed[at] = true;
        const bool as_known = sameContent(charge, known[at].content) && !known[at].later && !known[at].gone;
        const bool ended = known[at].state == ChargeState::Cancelled || known[at].state == ChargeState::Refunded;
        if (!as_known || ended) found.told.emplace_back(known[at].id, charge);
    }
    for (std::size_t at = 0; at < known.size(); ++at) {
        const ChargeState state = known[at].state;
        const bool counted =
            state == ChargeState::Open || state == ChargeState::Unclear || (state == ChargeState::InPayment && !known[at].gone);
        if (!listed[at] && counted) found.absent.push_back(known[at].id);
    }
    return found;
}

}  // namespace hub::payment
