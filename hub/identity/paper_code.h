#pragma once

#include <optional>

#include "hub/core/clock.h"
#include "hub/core/date.h"
#include "hub/identity/ids.h"
#include "hub/vault/keys.h"

namespace hub::identity {

/// What a code on paper says.
struct PaperCode {
    PaperCodeId id;
    CardId card;
    core::Date valid_until;  ///< the last day, in Asia/Shanghai

    friend bool operator==(const PaperCode&, const PaperCode&) = default;
};

/// As the hub keeps it.
struct IssuedPaperCode {
    PaperCode code;
    core::UtcTime issued_at;
    std::optional<core::UtcTime> revoked_at;
    vault::KeyNumber signed_with = 1;
};

}  // namespace hub::identity
