#include "hub/flows/consents.h"

#include <utility>

namespace hub::flows {

using core::Result;
using records::Consent;

namespace {

constexpr std::string_view kConsentId = "consent_id";

}  // namespace

Result<Next> Consents::give(core::Transaction& transaction, Consent consent) {
    consent.given_at = house_.clock.utc();
    const Result<void> valid = records::checkConsent(consent);
    if (!valid.ok()) return valid.failure();
    const Result<void> added = store_.add(transaction, consent);
    if (!added.ok()) return added.failure();
    return publish(house_, transaction, consent.person, "consent.given", kConsentId, consent.id.bits, 1, 0);
}

Result<Next> Consents::revoke(core::Transaction& transaction, records::PersonId person, records::ConsentId id) {
    const Result<Consent> standing = store_.find(transaction, person, id);
    if (!standing.ok()) return standing.failure();
    if (standing->revoked_at) return Next{};
    const Result<std::int64_t> version = store_.change(transaction, records::revoked(*standing, house_.clock.utc()));
    if (!version.ok()) return version.failure();
    return publish(house_, transaction, person, "consent.revoked", kConsentId, id.bits, *version, 0);
}

}  // namespace hub::flows
