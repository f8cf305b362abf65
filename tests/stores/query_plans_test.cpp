#include <set>

#include "hub/audit/witness.h"
#include "hub/storage/sql/audit_store.h"
#include "hub/storage/sql/consent_store.h"
#include "hub/storage/sql/credential_store.h"
#include "hub/storage/sql/file_case_store.h"
#include "hub/storage/sql/identity_store.h"
#include "hub/storage/sql/inbox.h"
#include "hub/storage/sql/match_store.h"
#include "hub/storage/sql/match_walk_store.h"
#include "hub/storage/sql/merge_store.h"
#include "hub/storage/sql/reindex.h"
#include "hub/storage/sql/relation_store.h"
#include "hub/storage/sql/report_store.h"
#include "hub/storage/sql/review_store.h"
#include "hub/storage/sql/weights_store.h"
#include "hub/storage/sql/withdrawal_store.h"
#include "tests/stores/payment_stores.h"

using namespace hub::core;
using namespace hub::payment;
using namespace hub::storage::sql;

namespace {

/// Passes everything on and keeps the questions.
class Listening final : public Connection {
  public:
    Listening(std::unique_ptr<Connection> inner, std::set<std::string>& questions)
        : Connection(inner->dialect()), inner_(std::move(inner)), questions_(questions) {}

  private:
    std::optional<Problem> problemOf(const Result<void>& result) const {
        if (result.ok()) return std::nullopt;
        return Problem{inner_->lastError(), result.failure().detail()};
    }
    Answer<std::int64_t> doExecute(std::string_view sql, Values values) override {
        const Result<std::int64_t> done = inner_->execute(sql, values);
        if (!done.ok()) return Problem{inner_->lastError(), done.failure().detail()};
        return *done;
    }
    std::optional<Problem> doQuery(std::string_view sql, Values values, const EachRow& each) override {
        questions_.emplace(sql);
        return problemOf(inner_->query(sql, values, each));
    }
    std::optional<Problem> doBegin(Access access) override { return problemOf(inner_->begin(access)); }
    std::optional<Problem> doCommit() override { return problemOf(inner_->commit()); }
    std::optional<Problem> doRollback() override {
        inner_->rollback();
        return std::nullopt;
    }
    std::optional<Problem> doSavepoint() override { return problemOf(inner_->savepoint()); }
    std::optional<Problem> doRollbackToSavepoint() override { return problemOf(inner_->rollbackToSavepoint()); }

    std::unique_ptr<Connection> inner_;
    std::set<std::string>& questions_;
};

/// What is asked while the key of the blind indexes is rotated, besides.
void rotateIn(tests::PaymentStores<tests::SqliteEngine>& stores, SqlTransaction& transaction) {
    BOOST_REQUIRE(hub::vault::FileKeySource::addIndexKey(stores.key_folder.path() / "keys").ok());
    SqlReindex reindex(stores.vault);
    BOOST_REQUIRE(reindex.switchTo(transaction, 2).ok());
    for (const std::string& column : reindex.columns()) BOOST_TEST(reindex.page(transaction, column, 1).ok());
    SqlIdentityStore people(stores.vault);
    hub::identity::Person person;
    person.id.bits = tests::idOf(90);
    person.details.certificate = hub::contract::Certificate{hub::contract::CertificateKind::Other, {}};
    BOOST_TEST(people.addPerson(transaction, person).ok());
    BOOST_TEST(people.addFormerCertificate(transaction, {{tests::idOf(90)}, person.id, {}, {}}).ok());
    hub::identity::Card card;
    card.id.bits = tests::idOf(90);
    card.person = person.id;
    card.number = tests::file("90");
    BOOST_TEST(people.addCard(transaction, card).ok());
    hub::identity::HospitalFile file;
    file.id.bits = tests::idOf(90);
    file.person = person.id;
    hub::identity::LinkChange link;
    link.person = person.id;
    BOOST_TEST(people.addFile(transaction, file, link).ok());
    hub::identity::HeldCredential credential;
    credential.id.bits = tests::idOf(90);
    credential.person = person.id;
    BOOST_TEST(SqlCredentialStore(stores.vault).addCredential(transaction, credential).ok());
}

/// Every question that the stores ask.
std::set<std::string> questionsOf(tests::PaymentStores<tests::SqliteEngine>& stores) {
    BOOST_REQUIRE(stores.add(stores.payments, tests::fullPayment()).ok());  // so that its legs are asked for
    std::set<std::string> questions;
    Listening connection(*stores.engine.database().connect(Access::Write), questions);
    BOOST_REQUIRE(connection.begin(Access::Write).ok());
    SqlTransaction transaction(connection, SqlTransaction::Inserts::AtOnce);
    const auto person = tests::fullPayment().person;
    const Page page;
    BOOST_TEST(!stores.bookings.find(transaction, {}).ok());
    BOOST_TEST(stores.bookings.findByRequest(transaction, "", "").ok());
    BOOST_TEST(stores.bookings.findByNumber(transaction, "", "").ok());
    BOOST_TEST(stores.bookings.ofPerson(transaction, person, page).ok());
    BOOST_TEST(stores.bookings.ofClinic(transaction, "", {}, page).ok());
    BOOST_TEST(stores.bookings.expectedOn(transaction, "", {}, 1).ok());
    BOOST_TEST(stores.bookings.due(transaction, {}, page).ok());
    BOOST_TEST(stores.seats.take(transaction, tests::fullBooking(), 1).ok());
    BOOST_TEST(stores.seats.ofDoctor(transaction, "", "", "", {}).ok());
    BOOST_TEST(stores.seats.ofDays(transaction, "", {}, {}).ok());
    BOOST_TEST(stores.seats.forgetBefore(transaction, {}, 1).ok());
    for (const WhichCharges which : {WhichCharges::All, WhichCharges::Standing}) {
        BOOST_TEST(stores.charges.ofFile(transaction, "", {}, which, page).ok());
        BOOST_TEST(stores.charges.ofPerson(transaction, person, which, page).ok());
    }
    BOOST_TEST(!stores.charges.find(transaction, {}).ok());
    BOOST_TEST(stores.charges.findByKey(transaction, "", "").ok());
    BOOST_TEST(stores.payments.find(transaction, tests::fullPayment().id).ok());
    BOOST_TEST(stores.payments.findByRequest(transaction, "", "").ok());
    BOOST_TEST(stores.payments.findByOrder(transaction, "", "").ok());
    BOOST_TEST(stores.payments.ofPerson(transaction, person, page).ok());
    BOOST_TEST(stores.payments.ofSubject(transaction, {}, page).ok());
    BOOST_TEST(stores.payments.due(transaction, {}, page).ok());
    BOOST_TEST(!stores.refunds.find(transaction, {}).ok());
    BOOST_TEST(stores.refunds.findByRequest(transaction, "", "").ok());
    BOOST_TEST(stores.refunds.findByNumber(transaction, "", "").ok());
    BOOST_TEST(stores.refunds.ofPayment(transaction, {}, page).ok());
    BOOST_TEST(stores.refunds.due(transaction, {}, page).ok());
    BOOST_TEST(!stores.settlements.find(transaction, {}).ok());
    BOOST_TEST(stores.settlements.ofPayment(transaction, {}, page).ok());
    BOOST_TEST(stores.settlements.due(transaction, {}, page).ok());
    BOOST_TEST(stores.e_accounts.add(transaction, tests::fullEAccount()).ok());
    BOOST_TEST(stores.e_accounts.find(transaction, tests::fullEAccount().id).ok());
    BOOST_TEST(stores.e_accounts.lastOf(transaction, person).ok());
    BOOST_TEST(stores.e_accounts.due(transaction, {}, page).ok());
    BOOST_TEST(stores.account_transfers.add(transaction, tests::fullAccountTransfer()).ok());
    BOOST_TEST(stores.account_transfers.find(transaction, tests::fullAccountTransfer().id).ok());
    BOOST_TEST(stores.account_transfers.findByRequest(transaction, "", "").ok());
    BOOST_TEST(stores.account_transfers.ofAccount(transaction, {}, page).ok());
    BOOST_TEST(stores.account_transfers.due(transaction, {}, page).ok());
    BOOST_TEST(stores.cases.open(transaction, tests::fullCase()).ok());
    BOOST_TEST(stores.cases.ofSubject(transaction, {}, page).ok());
    BOOST_TEST(stores.cases.openOfHospital(transaction, "", page).ok());
    BOOST_TEST(stores.cases.openOfAll(transaction, page).ok());
    BOOST_TEST(stores.cases.find(transaction, tests::fullCase().id).ok());
    BOOST_TEST(!stores.decisions.find(transaction, {}).ok());
    BOOST_TEST(stores.decisions.ofPayment(transaction, {}, page).ok());
    BOOST_TEST(stores.decisions.queue(transaction, {}, page).ok());
    BOOST_TEST(stores.search.search(transaction, {"h01", std::nullopt, {}, {}}, page).ok());
    BOOST_TEST(stores.search.search(transaction, {std::nullopt, PaymentState::Frozen, {}, {}}, page).ok());
    BOOST_TEST(stores.search.search(transaction, {"h01", PaymentState::Frozen, {}, {}}, page).ok());
    BOOST_TEST(stores.search.byOrder(transaction, "", 1).ok());
    SqlInbox inbox(stores.vault);
    BOOST_TEST(inbox.list(transaction, "", page).ok());
    SqlReportStore reports(stores.vault);
    SqlConsentStore consents(stores.vault);
    SqlAuditStore audits;
    hub::audit::AuditEntry look;
    look.about = person;
    look.purpose = hub::audit::Purpose::Own;
    const auto witnessed = hub::audit::Witness(audits, stores.ids, stores.clock).witness(transaction, look);
    BOOST_REQUIRE(witnessed.ok());
    BOOST_TEST(reports.standing(transaction, "", {}, "").ok());
    BOOST_TEST(reports.ofFile(transaction, "", {}, page).ok());
    BOOST_TEST(!reports.read(transaction, *witnessed, {}).ok());
    BOOST_TEST(reports.list(transaction, *witnessed, page).ok());
    BOOST_TEST(!consents.find(transaction, person, {}).ok());
    BOOST_TEST(consents.ofPerson(transaction, person, page).ok());
    BOOST_TEST(consents.standingFor(transaction, person, "", {}, 1).ok());
    SqlMergeStore merges;
    SqlReviewStore reviews(stores.vault);
    BOOST_TEST(merges.takeTurn(transaction).ok());
    BOOST_TEST(merges.takeTurn(transaction).ok());  // the first writes the row
    BOOST_TEST(merges.find(transaction, {}).ok());
    BOOST_TEST(merges.ofRoot(transaction, {}).ok());
    BOOST_TEST(merges.changes(transaction, 0, 1).ok());
    BOOST_TEST(!reviews.find(transaction, {}).ok());
    BOOST_TEST(reviews.ofPair(transaction, {}).ok());
    BOOST_TEST(reviews.areNotTheSame(transaction, {}).ok());
    BOOST_TEST(reviews.queue(transaction, {}, page).ok());
    BOOST_TEST(reviews.historyOf(transaction, {}).ok());
    SqlWithdrawalStore withdrawals(stores.vault);
    BOOST_TEST(!withdrawals.find(transaction, {}).ok());
    BOOST_TEST(withdrawals.ofPerson(transaction, person).ok());
    BOOST_TEST(withdrawals.queue(transaction, {}, page).ok());
    SqlRelationStore relations(stores.vault);
    hub::identity::Relation relation;
    relation.id.bits = tests::idOf(1);
    relation.holder.bits = tests::idOf(2);
    relation.subject.bits = tests::idOf(3);
    SqlIdentityStore people(stores.vault);
    for (const auto id : {relation.holder, relation.subject}) {
        hub::identity::Person somebody;
        somebody.id = id;
        BOOST_TEST(people.addPerson(transaction, somebody).ok());
    }
    const hub::contract::Certificate passport{hub::contract::CertificateKind::Passport, {}};
    BOOST_TEST(people.personByCertificate(transaction, passport).ok());
    BOOST_TEST(people.formerCertificatesOf(transaction, relation.holder).ok());
    hub::identity::Person with_certificate;
    with_certificate.id.bits = tests::idOf(5);
    with_certificate.details.certificate = passport;
    BOOST_TEST(people.addPerson(transaction, with_certificate).ok());
    BOOST_TEST(relations.add(transaction, relation, "", {}).ok());
    relation.id.bits = tests::idOf(4);
    BOOST_TEST(!relations.add(transaction, relation, "", {}).ok());  // so that it is asked why
    BOOST_TEST(!relations.find(transaction, {}).ok());
    BOOST_TEST(relations.liveOfHolder(transaction, person, {}, 1).ok());
    BOOST_TEST(relations.liveOfSubject(transaction, person, {}, 1).ok());
    BOOST_TEST(relations.liveOfSubject(transaction, person, hub::identity::RelationKind::Guardian, {}, 1).ok());
    BOOST_TEST(relations.liveBetween(transaction, person, person, {}).ok());
    BOOST_TEST(relations.everHeld(transaction, person, hub::identity::RelationKind::MotherChild, 1).ok());
    BOOST_TEST(relations.historyOf(transaction, {}).ok());
    SqlMatchStore matches(stores.vault);
    BOOST_TEST(!matches.secret(transaction).ok());
    BOOST_TEST(matches.find(transaction, {}).ok());
    BOOST_TEST(matches.each(transaction, {}, 1, [](const hub::identity::MatchRow&) {}).ok());
    BOOST_TEST(matches.progressOf(transaction, {}).ok());
    SqlMatchWalkStore walk;
    BOOST_TEST(walk.page(transaction, 1, 1).ok());
    BOOST_TEST(walk.left(transaction, 1).ok());
    SqlWeightsStore weights(stores.vault);
    BOOST_TEST(weights.named(transaction, "").ok());
    BOOST_TEST(weights.active(transaction).ok());
    BOOST_TEST(weights.latest(transaction, 1).ok());
    BOOST_TEST(weights.historyOf(transaction, {}).ok());
    SqlFileCaseStore file_cases;
    BOOST_TEST(file_cases.holders(transaction, "", {}, 1).ok());
    SqlCredentialStore credentials(stores.vault);
    BOOST_TEST(!credentials.findCredential(transaction, {}).ok());
    BOOST_TEST(credentials.credentialByKey(transaction, {}).ok());
    BOOST_TEST(credentials.credentialsOf(transaction, person).ok());
    BOOST_TEST(credentials.findPaperCode(transaction, {}).ok());
    BOOST_TEST(credentials.revokedPaperCodes(transaction, {}, {}, 10).ok());
    hub::identity::Card card;
    card.id.bits = tests::idOf(1);
    card.person = relation.holder;
    BOOST_TEST(people.addCard(transaction, card).ok());
    hub::identity::IssuedPaperCode paper;
    paper.code.card = card.id;
    BOOST_TEST(credentials.addPaperCode(transaction, paper).ok());
    BOOST_TEST(credentials.paperCodeKeys(transaction).ok());  // of one key, so that its last day is asked for
    BOOST_TEST(credentials.forgetPaperCodes(transaction, {}, 1).ok());
    rotateIn(stores, transaction);
    connection.rollback();
    return questions;
}

std::vector<std::string> planOf(Database& database, const std::string& question) {
    const auto connection = database.connect(Access::Read);
    BOOST_REQUIRE(connection.ok());
    std::vector<std::string> steps;
    BOOST_REQUIRE((*connection)->query("EXPLAIN QUERY PLAN " + question, {}, [&](const Row& row) { steps.push_back(row.bytes(3)); }).ok());
    return steps;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(query_plans)

// A list that is read by every open page and every job must cost what it shows, whatever the table has grown to.
BOOST_AUTO_TEST_CASE(every_question_is_answered_by_an_index_in_its_own_order) {
    tests::PaymentStores<tests::SqliteEngine> stores;
    const std::set<std::string> questions = questionsOf(stores);
    BOOST_TEST(planOf(stores.engine.database(), "SELECT id FROM payment WHERE tries = ?").front().find("SCAN") == 0U);  // is noticed
    BOOST_TEST(questions.size() == 118U);
    for (const std::string& question : questions) {
        BOOST_TEST_CONTEXT(question) {
            const std::vector<std::string> steps = planOf(stores.engine.database(), question);
            BOOST_TEST(!steps.empty());
            // The payments of one charge are few and found by their ids: these are sorted.
            const bool may_sort = question.find("payment_subject") != std::string::npos;
            for (const std::string& step : steps) {
                BOOST_TEST_CONTEXT(step) {
                    BOOST_TEST(step.find("SCAN") == std::string::npos);
                    BOOST_TEST((may_sort || step.find("TEMP B-TREE") == std::string::npos));
                }
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
