#pragma once

#include <vector>

#include "hub/core/work.h"
#include "hub/identity/withdrawal.h"

namespace hub::identity {

/// The rows of withdrawals. It keeps what it is given; the rules are in Withdrawals. What was withdrawn is sealed, and nothing leads from
/// its number to the person. Implemented by storage. Any thread.
class WithdrawalStore {
  public:
    virtual ~WithdrawalStore() = default;

    /// REQUIRES: version 1. Also: FieldTooLong.
    virtual core::Result<void> add(core::Transaction& transaction, const Withdrawal& withdrawal) = 0;
    /// Also: ReviewNotFound.
    virtual core::Result<Withdrawal> find(core::ReadTransaction& transaction, WithdrawalId id) = 0;
    /// Of this registration, oldest first.
    virtual core::Result<std::vector<Withdrawal>> ofPerson(core::ReadTransaction& transaction, PersonId person) = 0;
    /// By Withdrawal::place.
    virtual core::Result<std::vector<Withdrawal>> queue(core::ReadTransaction& transaction, WithdrawalState state,
                                                        const core::Page& page) = 0;
    /// Writes everything over exactly withdrawal.version, and answers with the next. Also: VersionConflict, FieldTooLong.
    virtual core::Result<std::int64_t> change(core::Transaction& transaction, const Withdrawal& withdrawal) = 0;

    /// The certificate that gave way leads to nobody any more, and may be anybody's. A second time changes nothing.
    virtual core::Result<void> forget(core::Transaction& transaction, FormerCertificateId former) = 0;
};

}  // namespace hub::identity
