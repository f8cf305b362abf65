#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "hub/core/clock.h"
#include "hub/core/result.h"
#include "hub/records/ids.h"

namespace hub::records {

/// A person lets a hospital read what other hospitals have about them (知情同意). It is never changed but for its end. A value.
struct Consent {
    ConsentId id;
    PersonId person;
    std::string reader;                 ///< code of the hospital that may read
    std::optional<std::string> source;  ///< whose records; none: every hospital's
    core::UtcTime given_at;
    core::UtcTime until;  ///< not included
    std::string client;   ///< the entrance it was given through
    std::optional<core::UtcTime> revoked_at;
    std::int64_t version = 0;
};

/// A consent is given for a year at most: what is forgotten ends by itself.
inline constexpr core::Duration kConsentMost = std::chrono::hours(24 * 366);

/// Also: ConsentNotValid (it ends before it begins or after kConsentMost, or reader and source are one).
core::Result<void> checkConsent(const Consent& consent);

/// True while it stands: given, not revoked, not over.
bool stands(const Consent& consent, core::UtcTime at);

/// Ends it now. The second call changes nothing.
Consent revoked(Consent consent, core::UtcTime at);

/// Who wants to read.
struct Reader {
    enum class Kind { Themselves, Hospital, Other };
    Kind kind = Kind::Other;
    std::string hospital;  ///< of Kind::Hospital
};

/// Whether `reader` may read for `purpose` what `source` has about a person who has given `consents`. A person reads their own for Own; a
/// hospital reads for Treatment, its own records without and those of others with a standing consent. Everything else is not open yet
/// (supervision, settlement, emergency). Pure.
/// Also: PurposeMissing, PurposeNotAllowed, ConsentMissing.
core::Result<void> mayRead(const Reader& reader, audit::Purpose purpose, std::string_view source, std::span<const Consent> consents,
                           core::UtcTime at);

}  // namespace hub::records
