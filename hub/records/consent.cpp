#include "hub/records/consent.h"

#include <algorithm>

#include "hub/core/describe.h"

namespace hub::records {

using core::Error;
using core::Failure;
using core::Result;

Result<void> checkConsent(const Consent& consent) {
    if (consent.until <= consent.given_at) return Failure(Error::ConsentNotValid, "until");
    if (consent.until - consent.given_at > kConsentMost) return Failure(Error::ConsentNotValid, "until");
    if (consent.source == consent.reader) return Failure(Error::ConsentNotValid, "source");
    return {};
}

bool stands(const Consent& consent, core::UtcTime at) {
    return consent.given_at <= at && at < consent.until && (!consent.revoked_at || at < *consent.revoked_at);
}

Consent revoked(Consent consent, core::UtcTime at) {
    if (!consent.revoked_at) consent.revoked_at = at;
    return consent;
}

Result<void> mayRead(const Reader& reader, audit::Purpose purpose, std::string_view source, std::span<const Consent> consents,
                     core::UtcTime at) {
    if (purpose == audit::Purpose::None) return Failure(Error::PurposeMissing, "record.read");
    const bool own = reader.kind == Reader::Kind::Themselves && purpose == audit::Purpose::Own;
    const bool treats = reader.kind == Reader::Kind::Hospital && purpose == audit::Purpose::Treatment;
    if (!own && !treats) return Failure(Error::PurposeNotAllowed, std::string(core::enumName(purpose)));
    if (own || source == reader.hospital) return {};
    const bool let = std::ranges::any_of(consents, [&](const Consent& consent) {
        return consent.reader == reader.hospital && (!consent.source || *consent.source == source) && stands(consent, at);
    });
    return let ? Result<void>() : Failure(Error::ConsentMissing, reader.hospital);
}

}  // namespace hub::records
