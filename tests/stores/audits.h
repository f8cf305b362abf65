#pragma once

#include <array>
#include <string>
#include <utility>

#include "hub/audit/chain.h"
#include "hub/audit/sealer.h"
#include "hub/audit/witness.h"
#include "hub/storage/sql/audit_store.h"
#include "tests/stores/people.h"

namespace tests {

/// Units of work that have ended when run() comes back; on_done is called on the test's own executor.
class WaitingUnits final : public hub::core::UnitOfWork {
  public:
    WaitingUnits(hub::core::UnitOfWork& inner, hub::core::Executor& executor) : inner_(inner), executor_(executor) {}

    void run(hub::core::WorkOrder order, Work work, OnDone on_done) override {
        const hub::core::WorkOutcome outcome = hub::core::runAndWait(inner_, std::move(order), std::move(work));
        executor_.post([outcome, on_done = std::move(on_done)] { on_done(outcome); });
    }

  private:
    hub::core::UnitOfWork& inner_;
    hub::core::Executor& executor_;
};

inline hub::audit::PersonId personNumber(std::uint8_t number) {
    hub::audit::PersonId id;
    id.bits.bytes[0] = 1;
    id.bits.bytes[15] = number;
    return id;
}

/// The audit on a migrated database.
template <class Engine>
struct Audits : People<Engine> {
    /// A doctor of h01 reads something about a person.
    static hub::audit::AuditEntry entry(std::uint8_t person = 1, const std::string& doctor = "D0001") {
        hub::audit::AuditEntry made;
        made.actor_kind = hub::audit::ActorKind::Staff;
        made.actor = doctor;
        made.role = "doctor";
        made.department = "内科";
        made.client = "his-h01";
        made.hospital = "h01";
        made.action = "record.read";
        made.about = personNumber(person);
        made.subject = "report/1";
        made.purpose = hub::audit::Purpose::Treatment;
        made.trace = "t-1";
        return made;
    }

    hub::core::Result<hub::audit::AuditId> note(const hub::audit::AuditEntry& what) {
        return this->template inUnit<hub::audit::AuditId>(
            [&](hub::core::Transaction& transaction) { return witness.note(transaction, what); });
    }
    void noteMany(int count) {
        for (int i = 0; i < count; ++i) {
            BOOST_REQUIRE(note(entry()).ok());
            this->clock.advance(hub::core::Duration(1));
        }
    }
    /// Behind the store's back, in the entry at this place of the chain.
    void set(const std::string& column, hub::storage::sql::Value value, std::int64_t number) {
        this->stores.meddle("UPDATE audit_entry SET " + column + " = ? WHERE chain_number = ?",
                            std::array<hub::storage::sql::Value, 2>{std::move(value), number});
    }
    std::size_t seal() {
        const auto sealed =
            this->template inUnit<std::size_t>([&](hub::core::Transaction& transaction) { return sealer.seal(transaction); });
        BOOST_REQUIRE(sealed.ok());
        return *sealed;
    }
    hub::audit::ChainReport verify() {
        const auto report = this->template inRead<hub::audit::ChainReport>(
            [&](hub::core::ReadTransaction& transaction) { return hub::audit::verifyChain(transaction, audits, *this->signer); });
        BOOST_REQUIRE(report.ok());
        return *report;
    }

    hub::storage::sql::SqlAuditStore audits;
    hub::audit::Witness witness{audits, this->ids, this->clock};
    WaitingUnits units{*this->stores.lanes, this->clock};
    hub::audit::Sealer sealer{units,       this->stores.reads,
                              audits,      *this->signer,
                              this->ids,   this->clock,
                              this->clock, {.look_every = hub::core::Duration(500), .sign_every = hub::core::Duration(60'000), .batch = 3}};
};

}  // namespace tests
