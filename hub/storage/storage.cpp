#include "hub/storage/storage.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>
#include <utility>

#include "hub/storage/ledger/store.h"
#include "hub/storage/open_database.h"
#include "hub/storage/sql/access_store.h"
#include "hub/storage/sql/attempts.h"
#include "hub/storage/sql/audit_store.h"
#include "hub/storage/sql/booking_store.h"
#include "hub/storage/sql/case_store.h"
#include "hub/storage/sql/charge_store.h"
#include "hub/storage/sql/consent_store.h"
#include "hub/storage/sql/credential_store.h"
#include "hub/storage/sql/decision_store.h"
#include "hub/storage/sql/e_account_store.h"
#include "hub/storage/sql/event_store.h"
#include "hub/storage/sql/file_case_store.h"
#include "hub/storage/sql/identity_store.h"
#include "hub/storage/sql/inbox.h"
#include "hub/storage/sql/lanes.h"
#include "hub/storage/sql/match_store.h"
#include "hub/storage/sql/match_walk_store.h"
#include "hub/storage/sql/merge_store.h"
#include "hub/storage/sql/outbox.h"
#include "hub/storage/sql/payment_search_store.h"
#include "hub/storage/sql/payment_store.h"
#include "hub/storage/sql/reads.h"
#include "hub/storage/sql/refund_store.h"
#include "hub/storage/sql/reindex.h"
#include "hub/storage/sql/relation_store.h"
#include "hub/storage/sql/report_store.h"
#include "hub/storage/sql/request_store.h"
#include "hub/storage/sql/reseal.h"
#include "hub/storage/sql/review_store.h"
#include "hub/storage/sql/seat_store.h"
#include "hub/storage/sql/settlement_store.h"
#include "hub/storage/sql/weights_store.h"
#include "hub/storage/sql/withdrawal_store.h"
#include "hub/storage/sql/work_keys.h"

namespace hub::storage {

using core::Failure;
using core::Result;

namespace {

Result<void> bringUpToDate(sql::Database& database, bool migrate) {
    sql::Migrations migrations(database, sql::releasedMigrations());
    if (migrate) {
        const Result<std::vector<std::string>> done = migrations.migrate();
        if (!done.ok()) return done.failure();
        return {};
    }
    const Result<sql::MigrationStatus> status = migrations.status();
    if (!status.ok()) return status.failure();
    if (!status->pending.empty()) return Failure(core::Error::SchemaBehind, fmt::format("{}", fmt::join(status->pending, ", ")));
    return {};
}

/// The ledger's writer has one connection: only the lease row keeps its batches in order across processes, within this one the lane does.
sql::Limits ledgerLimits(sql::Limits limits) {
    limits.lanes = 1;
    return limits;
}

StorageFigures figuresOf(const sql::LaneCounters& lanes) {
    return {.units_done = lanes.done,
            .units_repeated = lanes.repeated,
            .units_not_done = lanes.not_done,
            .units_unknown = lanes.unknown,
            .units_waiting = lanes.waiting,
            .commits = lanes.commits,
            .groups_one_by_one = lanes.one_by_one,
            .conflicts = lanes.conflicts,
            .connection_losses = lanes.connection_losses,
            .commits_in_doubt = lanes.commits_in_doubt,
            .commit_p50_ns = lanes.commit.quantile(0.5).count(),
            .commit_p99_ns = lanes.commit.quantile(0.99).count(),
            .group_p50_ns = lanes.group.quantile(0.5).count(),
            .group_p99_ns = lanes.group.quantile(0.99).count()};
}

class OpenStorage final : public Storage {
  public:
    OpenStorage(std::unique_ptr<sql::Database> database, const sql::Limits& limits, const vault::Vault& vault, core::Executor& executor,
                const core::Clock& clock)
        : database_(std::move(database)),
          attempts_(database_->dialect(), vault, clock),
          inbox_(vault),
          outbox_(database_->dialect(), vault),
          identity_(vault),
          matches_(vault),
          weights_(vault),
          reviews_(vault),
          withdrawals_(vault),
          relations_(vault),
          credentials_(vault),
          bookings_(vault),
          charges_(vault),
          payments_(vault),
          refunds_(vault),
          settlements_(vault),
          e_accounts_(vault),
          account_transfers_(vault),
          cases_(vault),
          decisions_(vault),
          reports_(vault),
          consents_(vault),
          reseal_(vault),
          reindex_(vault),
          ledger_(database_->dialect(), outbox_),
          reads_(*database_, limits),
          lanes_(*database_, executor, clock, limits) {
        if (database_->dialect().writersMax() != 1) ledger_lanes_.emplace(*database_, executor, clock, ledgerLimits(limits));
    }

    ~OpenStorage() override { stop(); }

    core::UnitOfWork& units() override { return lanes_; }
    core::Reads& reads() override { return reads_; }
    core::Attempts& attempts() override { return attempts_; }
    core::Inbox& inbox() override { return inbox_; }
    core::Outbox& outbox() override { return outbox_; }
    flows::EventStore& events() override { return events_; }
    flows::RequestStore& requests() override { return requests_; }
    identity::IdentityStore& identity() override { return identity_; }
    identity::FileCaseStore& fileCases() override { return file_cases_; }
    identity::MatchStore& matches() override { return matches_; }
    identity::WeightsStore& weights() override { return weights_; }
    identity::MergeStore& merges() override { return merges_; }
    identity::ReviewStore& reviews() override { return reviews_; }
    identity::WithdrawalStore& withdrawals() override { return withdrawals_; }
    identity::RelationStore& relations() override { return relations_; }
    identity::CredentialStore& credentials() override { return credentials_; }
    booking::BookingStore& bookings() override { return bookings_; }
    booking::SeatStore& seats() override { return seats_; }
    payment::ChargeStore& charges() override { return charges_; }
    payment::PaymentStore& payments() override { return payments_; }
    payment::RefundStore& refunds() override { return refunds_; }
    payment::SettlementStore& settlements() override { return settlements_; }
    payment::EAccountStore& eAccounts() override { return e_accounts_; }
    payment::AccountTransferStore& accountTransfers() override { return account_transfers_; }
    payment::CaseStore& cases() override { return cases_; }
    payment::DecisionStore& decisions() override { return decisions_; }
    payment::PaymentSearchStore& paymentSearch() override { return payment_search_; }
    records::ReportStore& reports() override { return reports_; }
    records::ConsentStore& consents() override { return consents_; }
    access::AccessStore& access() override { return access_; }
    audit::AuditStore& audit() override { return audit_; }
    jobs::RewriteStore& reseal() override { return reseal_; }
    jobs::ReindexStore& reindex() override { return reindex_; }
    jobs::MatchWalkStore& matchWalk() override { return match_walk_; }

    hub::ledger::LedgerStore& ledger() override { return ledger_; }
    core::UnitOfWork& ledgerUnits() override { return ledgerLanes(); }

    StorageFigures figures() const override { return figuresOf(lanes_.counters()); }
    StorageFigures ledgerFigures() const override { return figuresOf(ledger_lanes_ ? ledger_lanes_->counters() : lanes_.counters()); }

    Result<std::int64_t> forgetWorkKeys(core::Transaction& transaction, core::UtcTime before, std::size_t limit) override {
        return sql::WorkKeys::removeBefore(transaction, before, limit);
    }

    void close() override { stop(); }

  private:
    sql::WriteLanes& ledgerLanes() { return ledger_lanes_ ? *ledger_lanes_ : lanes_; }

    void stop() {
        ledgerLanes().stop();
        lanes_.stop();
        reads_.stop();
    }

    std::unique_ptr<sql::Database> database_;  // first: it outlives all below
    sql::SqlAttempts attempts_;
    sql::SqlInbox inbox_;
    sql::SqlOutbox outbox_;
    sql::SqlEventStore events_;
    sql::SqlRequestStore requests_;
    sql::SqlIdentityStore identity_;
    sql::SqlFileCaseStore file_cases_;
    sql::SqlMatchStore matches_;
    sql::SqlWeightsStore weights_;
    sql::SqlMergeStore merges_;
    sql::SqlReviewStore reviews_;
    sql::SqlWithdrawalStore withdrawals_;
    sql::SqlRelationStore relations_;
    sql::SqlCredentialStore credentials_;
    sql::SqlBookingStore bookings_;
    sql::SqlSeatStore seats_;
    sql::SqlChargeStore charges_;
    sql::SqlPaymentStore payments_;
    sql::SqlRefundStore refunds_;
    sql::SqlSettlementStore settlements_;
    sql::SqlEAccountStore e_accounts_;
    sql::SqlAccountTransferStore account_transfers_;
    sql::SqlCaseStore cases_;
    sql::SqlDecisionStore decisions_;
    sql::SqlPaymentSearchStore payment_search_;
    sql::SqlReportStore reports_;
    sql::SqlConsentStore consents_;
    sql::SqlAccessStore access_;
    sql::SqlAuditStore audit_;
    sql::SqlReseal reseal_;
    sql::SqlReindex reindex_;
    sql::SqlMatchWalkStore match_walk_;
    ledger::SqlLedgerStore ledger_;
    sql::ReadPool reads_;
    sql::WriteLanes lanes_;
    std::optional<sql::WriteLanes> ledger_lanes_;  // where the database takes several writers
};

}  // namespace

Result<std::unique_ptr<Storage>> openStorage(const StorageConfig& config, const vault::Vault& vault, core::Executor& executor,
                                             const core::Clock& clock) {
    Result<std::unique_ptr<sql::Database>> database = openDatabase(config);
    if (!database.ok()) return database.failure();
    const Result<void> ready = bringUpToDate(**database, config.migrate);
    if (!ready.ok()) return ready.failure();
    const Result<void> packed_with = sql::makeMatchSecret(**database, vault);
    if (!packed_with.ok()) return packed_with.failure();
    return std::unique_ptr<Storage>(std::make_unique<OpenStorage>(*std::move(database), config.limits, vault, executor, clock));
}

Result<sql::MigrationStatus> migrationStatus(const StorageConfig& config) {
    const Result<std::unique_ptr<sql::Database>> database = openDatabase(config);
    if (!database.ok()) return database.failure();
    return sql::Migrations(**database, sql::releasedMigrations()).status();
}

}  // namespace hub::storage
