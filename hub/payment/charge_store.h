#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "hub/core/page.h"
#include "hub/core/work.h"
#include "hub/payment/charge.h"

namespace hub::payment {

enum class WhichCharges {
    All,
    Standing,  ///< Open, InPayment and Unclear: what the complete open set of a hospital is compared with
};

/// The rows of charges. Implemented by storage. Any thread. Every read also: RowNotReadable (the row was changed by other hands),
/// SealBroken, KeyMissing.
class ChargeStore {
  public:
    virtual ~ChargeStore() = default;

    /// Version 1, whatever stands in the charge. Also: ChargeKeyTaken (another unit was faster: read again), FieldTooLong.
    virtual core::Result<void> add(core::Transaction& transaction, const Charge& charge) = 0;

    /// Stores a decision over exactly the version it was made on; answers with the new one. Also: VersionConflict (somebody was faster,
    /// or there is no such charge: read again), FieldTooLong.
    virtual core::Result<std::int64_t> change(core::Transaction& transaction, const Charge& charge) = 0;

    /// Also: ChargeNotFound.
    virtual core::Result<Charge> find(core::ReadTransaction& transaction, ChargeId id) = 0;

    virtual core::Result<std::optional<Charge>> findByKey(core::ReadTransaction& transaction, std::string_view hospital,
                                                          std::string_view key) = 0;

    /// Of one file at one hospital, changed last first; their place is by changed_at. A charge that changes between two pages comes
    /// to the front, so whoever needs all of them reads in one transaction.
    virtual core::Result<std::vector<Charge>> ofFile(core::ReadTransaction& transaction, std::string_view hospital,
                                                     const core::Sensitive<core::CardNumber>& local_patient, WhichCharges which,
                                                     const core::Page& page) = 0;

    /// Of a person at every hospital, in the same order.
    virtual core::Result<std::vector<Charge>> ofPerson(core::ReadTransaction& transaction, PersonId person, WhichCharges which,
                                                       const core::Page& page) = 0;
};

}  // namespace hub::payment
