#pragma once

#include <string_view>

#include "hub/access/access_store.h"
#include "hub/access/caller.h"
#include "hub/core/ids.h"
#include "hub/identity/person.h"

namespace hub::access {

/// Makes tokens and tells who comes with one. Any thread.
class Tokens {
  public:
    static constexpr core::Duration kPersonTokenFor = std::chrono::minutes(30);
    static constexpr core::Duration kSystemTokenFor = std::chrono::hours(24 * 365);

    /// All outlive this.
    Tokens(AccessStore& store, core::IdSource& ids, const core::Clock& clock) : store_(store), ids_(ids), clock_(clock) {}

    /// A system token (`onecard token create --client C --role R`). It is good for a year; how many a client has is not limited, so that
    /// one can be replaced without a gap. Also: ClientNotFound, ClientDisabled, RoleNotAllowed.
    core::Result<IssuedToken> createToken(core::Transaction& transaction, std::string_view client, Role role);

    /// A token for a person whom this client has just logged in by real name: the scopes of Role::Person, of which `wanted` are left,
    /// and for an unverified person no record.read: whoever types a certificate number is not shown a record for it.
    /// `caller` has a system token with person.exchange. Also: ScopeMissing, PersonNotActive.
    core::Result<IssuedToken> exchange(core::Transaction& transaction, const Caller& caller, const identity::Person& person, Scopes wanted);

    /// Who comes with this token. Also: TokenNotValid (whatever is wrong with it: the answer does not tell a guesser what), TokenExpired,
    /// ClientDisabled (its client's, also for persons' tokens).
    core::Result<Caller> authenticate(core::ReadTransaction& transaction, std::string_view text);

  private:
    core::Result<IssuedToken> issue(core::Transaction& transaction, Token token, core::Duration good_for);

    AccessStore& store_;
    core::IdSource& ids_;
    const core::Clock& clock_;
};

}  // namespace hub::access
