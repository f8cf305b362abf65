#pragma once

#include <optional>
#include <string>

#include "hub/access/scope.h"
#include "hub/core/clock.h"
#include "hub/core/digest.h"
#include "hub/core/ids.h"
#include "hub/core/sensitive.h"
#include "hub/identity/ids.h"

namespace hub::access {

using TokenId = core::Id<struct TokenTag>;

/// What is kept of a token: never the token itself.
struct Token {
    TokenId id;
    core::Digest secret_hash;  ///< SHA-256 of its 64 digits
    std::string client;
    Role role = Role::Entrance;
    Scopes scopes;
    identity::PersonId person;  ///< none for a system token
    core::UtcTime issued_at;
    core::UtcTime expires_at;  ///< not valid at this moment any more
    std::optional<core::UtcTime> revoked_at;
};

/// A token as its bearer holds it, handed out once. "oct" + '_' + id (26 characters) + '_' + 64 hexadecimal digits
/// from the operating system's random generator.
struct IssuedToken {
    core::Sensitive<std::string> text;
    Token token;
};

}  // namespace hub::access
