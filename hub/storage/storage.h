#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "hub/access/access_store.h"
#include "hub/audit/audit_store.h"
#include "hub/booking/booking_store.h"
#include "hub/booking/seat_store.h"
#include "hub/core/attempts.h"
#include "hub/core/executor.h"
#include "hub/core/inbox.h"
#include "hub/core/outbox.h"
#include "hub/core/sensitive.h"
#include "hub/core/work.h"
#include "hub/flows/event_store.h"
#include "hub/flows/request_store.h"
#include "hub/identity/credential_store.h"
#include "hub/identity/file_case_store.h"
#include "hub/identity/identity_store.h"
#include "hub/identity/match_store.h"
#include "hub/identity/merge_store.h"
#include "hub/identity/relation_store.h"
#include "hub/identity/review_store.h"
#include "hub/identity/weights_store.h"
#include "hub/identity/withdrawal_store.h"
#include "hub/jobs/match_walk_store.h"
#include "hub/jobs/rewrite_store.h"
#include "hub/ledger/ledger_store.h"
#include "hub/payment/case_store.h"
#include "hub/payment/charge_store.h"
#include "hub/payment/decision_store.h"
#include "hub/payment/e_account_store.h"
#include "hub/payment/payment_search_store.h"
#include "hub/payment/payment_store.h"
#include "hub/payment/refund_store.h"
#include "hub/payment/settlement_store.h"
#include "hub/records/consent_store.h"
#include "hub/records/report_store.h"
#include "hub/storage/sql/limits.h"
#include "hub/storage/sql/migrations.h"
#include "hub/vault/vault.h"

namespace hub::storage {

struct StorageConfig {
    std::filesystem::path folder;           ///< of the embedded database; used when `url` is empty
    std::string url;                        ///< mysql://user@host:port/database or …@localhost/database?socket=/path
    core::Sensitive<std::string> password;  ///< of the user in `url`
    sql::Limits limits;
    std::size_t write_cache_mib = 64;  ///< of the embedded database's writer; what loads many rows wants more
    bool migrate = true;               ///< bring the tables up to date first; else SchemaBehind where they are not
};

/// Since the start. Times are nanoseconds.
struct StorageFigures {
    std::uint64_t units_done = 0;  ///< with those repeated
    std::uint64_t units_repeated = 0;
    std::uint64_t units_not_done = 0;
    std::uint64_t units_unknown = 0;
    std::uint64_t units_waiting = 0;  ///< now
    std::uint64_t commits = 0;
    std::uint64_t groups_one_by_one = 0;
    std::uint64_t conflicts = 0;
    std::uint64_t connection_losses = 0;
    std::uint64_t commits_in_doubt = 0;
    std::int64_t commit_p50_ns = 0;
    std::int64_t commit_p99_ns = 0;
    std::int64_t group_p50_ns = 0;  ///< from BEGIN to the end of COMMIT
    std::int64_t group_p99_ns = 0;
};

/// The open database: everything the hub keeps goes through what this hands out. Any thread.
class Storage {
  public:
    /// As close().
    virtual ~Storage() = default;

    virtual core::UnitOfWork& units() = 0;
    virtual core::Reads& reads() = 0;
    virtual core::Attempts& attempts() = 0;
    virtual core::Inbox& inbox() = 0;
    virtual core::Outbox& outbox() = 0;
    virtual flows::EventStore& events() = 0;
    virtual flows::RequestStore& requests() = 0;
    virtual identity::IdentityStore& identity() = 0;
    virtual identity::FileCaseStore& fileCases() = 0;
    virtual identity::MatchStore& matches() = 0;
    virtual identity::WeightsStore& weights() = 0;
    virtual identity::MergeStore& merges() = 0;
    virtual identity::ReviewStore& reviews() = 0;
    virtual identity::WithdrawalStore& withdrawals() = 0;
    virtual identity::RelationStore& relations() = 0;
    virtual identity::CredentialStore& credentials() = 0;
    virtual booking::BookingStore& bookings() = 0;
    virtual booking::SeatStore& seats() = 0;
    virtual payment::ChargeStore& charges() = 0;
    virtual payment::PaymentStore& payments() = 0;
    virtual payment::RefundStore& refunds() = 0;
    virtual payment::SettlementStore& settlements() = 0;
    virtual payment::EAccountStore& eAccounts() = 0;
    virtual payment::AccountTransferStore& accountTransfers() = 0;
    virtual payment::CaseStore& cases() = 0;
    virtual payment::DecisionStore& decisions() = 0;
    virtual payment::PaymentSearchStore& paymentSearch() = 0;
    virtual records::ReportStore& reports() = 0;
    virtual records::ConsentStore& consents() = 0;
    virtual access::AccessStore& access() = 0;
    virtual audit::AuditStore& audit() = 0;
    virtual jobs::RewriteStore& reseal() = 0;
    virtual jobs::ReindexStore& reindex() = 0;
    virtual jobs::MatchWalkStore& matchWalk() = 0;

    virtual hub::ledger::LedgerStore& ledger() = 0;
    /// Where the ledger's writer runs its batches: the one lane on SQLite, a connection of its own elsewhere.
    virtual core::UnitOfWork& ledgerUnits() = 0;

    virtual StorageFigures figures() const = 0;
    /// Of ledgerUnits().
    virtual StorageFigures ledgerFigures() const = 0;

    /// For a job, inside a unit: forgets up to about `limit` work keys older than `before`, and says how many.
    virtual core::Result<std::int64_t> forgetWorkKeys(core::Transaction& transaction, core::UtcTime before, std::size_t limit) = 0;

    /// Brings the units that wait to their end; those that come later are NotDone, and reads get StorageDown.
    /// Not from a task of the executor, which runs on until this has returned. The second call does nothing.
    virtual void close() = 0;
};

/// `vault`, `executor` (on which on_done is called) and `clock` outlive the storage.
/// Also: DatabaseUrlNotValid, DatabaseInUse, DatabaseNotUsable, StorageDown, SchemaNewer, SchemaChanged, SchemaBehind, KeyMissing.
core::Result<std::unique_ptr<Storage>> openStorage(const StorageConfig& config, const vault::Vault& vault, core::Executor& executor,
                                                   const core::Clock& clock);

/// What `onecard db status` shows; works on a database that openStorage refuses as behind. Opens it for the time of the call.
core::Result<sql::MigrationStatus> migrationStatus(const StorageConfig& config);

}  // namespace hub::storage
