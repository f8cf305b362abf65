#pragma once

#include <string>

#include "hub/payment/charge_store.h"
#include "hub/storage/sql/blind_index.h"
#include "hub/storage/sql/versioned_table.h"
#include "hub/vault/vault.h"

namespace hub::storage::sql {

/// The table charge. The file number and the content are sealed; a file is found by its blind index. Any thread.
class SqlChargeStore final : public payment::ChargeStore {
  public:
    /// `vault` outlives the store.
    explicit SqlChargeStore(const vault::Vault& vault);

    core::Result<void> add(core::Transaction& transaction, const payment::Charge& charge) override;
    core::Result<std::int64_t> change(core::Transaction& transaction, const payment::Charge& charge) override;
    core::Result<payment::Charge> find(core::ReadTransaction& transaction, payment::ChargeId id) override;
    core::Result<std::optional<payment::Charge>> findByKey(core::ReadTransaction& transaction, std::string_view hospital,
                                                           std::string_view key) override;
    core::Result<std::vector<payment::Charge>> ofFile(core::ReadTransaction& transaction, std::string_view hospital,
                                                      const core::Sensitive<core::CardNumber>& local_patient, payment::WhichCharges which,
                                                      const core::Page& page) override;
    core::Result<std::vector<payment::Charge>> ofPerson(core::ReadTransaction& transaction, payment::PersonId person,
                                                        payment::WhichCharges which, const core::Page& page) override;

  private:
    /// All charges of something, and the standing ones alone.
    struct Lists {
        std::string all;
        std::string standing;
    };
    Lists listsBy(std::string_view column) const;
    core::Result<std::vector<payment::Charge>> read(core::ReadTransaction& transaction, const Lists& lists, Value of,
                                                    payment::WhichCharges which, const core::Page& page) const;

    const vault::Vault& vault_;
    const VersionedTable table_;
    const std::string find_;
    const std::string by_key_;
    const Lists of_file_;
    const Lists of_person_;
};

IndexedColumn chargeFileIndex();

}  // namespace hub::storage::sql
