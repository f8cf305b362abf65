#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "hub/storage/sql/consent_store.h"
#include "hub/storage/sql/credential_store.h"
#include "hub/storage/sql/identity_store.h"
#include "hub/storage/sql/match_store.h"
#include "hub/storage/sql/relation_store.h"
#include "hub/storage/sql/report_store.h"
#include "hub/storage/sql/reseal.h"
#include "hub/storage/sql/review_store.h"
#include "hub/storage/sql/weights_store.h"
#include "hub/storage/sql/withdrawal_store.h"
#include "tests/stores/payment_stores.h"
#include "tests/stores/people.h"

namespace tests {

/// A migrated database with a row in every table that has a sealed column, written and read through the stores.
template <class Engine>
struct SealedRows {
    void write(const hub::core::UnitOfWork::Work& work) { BOOST_REQUIRE(stores.inUnit(work).ok()); }

    /// Two, 2 and 3.
    void fillPeople() {
        using namespace hub;
        for (const std::uint8_t number : {std::uint8_t{2}, std::uint8_t{3}}) {
            identity::Person person;
            person.id.bits = idOf(number);
            person.details = number == 2 ? zhangSan() : liSi();
            write([&](core::Transaction& transaction) { return people.addPerson(transaction, person); });
        }
    }

    static hub::identity::NewbornKey newbornKey() { return {hub::identity::PersonId{idOf(3)}, {2026, 11, 20}, 1}; }

    /// One row each, of these people; newborn 4 is of 3.
    void fill() {
        using namespace hub;
        using core::Result;
        using core::Transaction;
        fillPeople();
        write([&](Transaction& transaction) -> Result<void> {
            core::Attempt attempt = stores.attempt("W1");
            attempt.id.bits = idOf(1);
            attempt.answer = core::Sensitive<std::string>("an answer");
            const Result<void> added = stores.attempts.add(transaction, attempt);
            if (!added.ok()) return added;
            core::InboxMessage message;
            message.id.bits = idOf(1);
            message.counterparty = "h01";
            message.control_id = "C1";
            message.body = core::Sensitive<std::string>("a message");
            message.answer = core::Sensitive<std::string>("AA");
            const auto arrived = stores.inbox.arrive(transaction, message, core::SameIdOtherBody::Accept);
            if (!arrived.ok()) return arrived.failure();
            return stores.outbox.add(transaction, stores.message(1));
        });
        write([&](Transaction& transaction) { return stores.charges.add(transaction, fullCharge()); });
        write([&](Transaction& transaction) { return stores.payments.add(transaction, fullPayment()); });
        write([&](Transaction& transaction) {
            payment::Refund refund = fullRefund();
            refund.payment = fullPayment().id;
            return stores.refunds.add(transaction, refund);
        });
        write([&](Transaction& transaction) { return stores.settlements.add(transaction, fullSettlement()); });
        write([&](Transaction& transaction) { return stores.decisions.add(transaction, fullDecision()); });
        write([&](Transaction& transaction) { return stores.bookings.add(transaction, fullBooking()); });
        write([&](Transaction& transaction) { return stores.e_accounts.add(transaction, fullEAccount()); });
        write([&](Transaction& transaction) { return stores.account_transfers.add(transaction, fullAccountTransfer()); });
        write([&](Transaction& transaction) -> Result<void> {
            const auto opened = stores.cases.open(transaction, fullCase());
            return opened.ok() ? Result<void>() : opened.failure();
        });
        write([&](Transaction& transaction) -> Result<void> {
            identity::Card card;
            card.id.bits = idOf(1);
            card.person.bits = idOf(2);
            card.number = file("12345678901234");
            const Result<void> added = people.addCard(transaction, card);
            if (!added.ok()) return added;
            identity::HospitalFile of_hospital;
            of_hospital.id.bits = idOf(1);
            of_hospital.hospital = "h01";
            of_hospital.person.bits = idOf(2);
            of_hospital.local.local_patient = file("P0001");
            identity::LinkChange change;
            change.person = of_hospital.person;
            const auto filed = people.addFile(transaction, of_hospital, change);
            if (!filed.ok()) return filed.failure();
            identity::FormerCertificate former;
            former.id.bits = idOf(1);
            former.person.bits = idOf(2);
            former.certificate = {contract::CertificateKind::Passport, core::Sensitive(core::CertificateNumber{"E12345678"})};
            return people.addFormerCertificate(transaction, former);
        });
        write([&](Transaction& transaction) -> Result<void> {
            identity::HeldCredential credential;
            credential.id.bits = idOf(1);
            credential.person.bits = idOf(2);
            credential.issuer = "h01";
            credential.number = file("HC-1");
            const Result<void> added = credentials.addCredential(transaction, credential);
            if (!added.ok()) return added;
            identity::Relation relation;
            relation.id.bits = idOf(1);
            relation.holder.bits = idOf(2);
            relation.subject.bits = idOf(3);
            return relations.add(transaction, relation, "S1", kStart);
        });
        write([&](Transaction& transaction) -> Result<void> {
            identity::Review review;
            review.id.bits = idOf(1);
            review.pair = {identity::PersonId{idOf(2)}, identity::PersonId{idOf(3)}};
            const auto added = reviews.add(transaction, review, {});
            if (!added.ok()) return added.failure();
            const auto matched = matches.add(transaction, {idOf(2), identity::PersonId{idOf(2)}, "packed"});
            if (!matched.ok()) return matched;
            identity::MatchWeights kept;
            kept.id.bits = idOf(1);
            const auto weighed = weights.add(transaction, kept, {});
            if (!weighed.ok()) return weighed.failure();
            identity::Withdrawal withdrawal;
            withdrawal.id.bits = idOf(1);
            withdrawal.person.bits = idOf(2);
            withdrawal.certificate = {contract::CertificateKind::Passport, core::Sensitive(core::CertificateNumber{"E12345679"})};
            return withdrawals.add(transaction, withdrawal);
        });
        write([&](Transaction& transaction) -> Result<void> {
            records::IndexedReport report;
            report.id.bits = idOf(1);
            report.hospital = "h01";
            report.local_patient = file("P0001");
            report.header.key = "R1";
            report.header.version = "v1";
            const Result<void> added = reports.add(transaction, report);
            if (!added.ok()) return added;
            records::Consent consent;
            consent.id.bits = idOf(1);
            consent.person.bits = idOf(2);
            consent.reader = "h02";
            consent.given_at = kStart;
            consent.until = {kStart.ms + 1000};
            consent.client = "city-app";
            return consents.add(transaction, consent);
        });
        write([&](Transaction& transaction) {
            identity::Person newborn;
            newborn.id.bits = idOf(4);
            newborn.details.name = core::Sensitive(core::PersonName{"李四之女"});
            return people.addNewborn(transaction, newborn, newbornKey());
        });
        BOOST_REQUIRE(storage::sql::makeMatchSecret(stores.database, stores.vault).ok());
    }

    /// What does not open of the rows of fill(), each read through its own store.
    std::vector<std::string> notOpened() {
        using namespace hub;
        using core::ReadTransaction;
        std::vector<std::string> broken;
        const auto look = [&](const std::string& name, const auto& read) {
            const core::Result<void> done = stores.reads.read([&](ReadTransaction& transaction) -> core::Result<void> {
                const auto found = read(transaction);
                if (!found.ok()) return found.failure();
                return {};
            });
            if (!done.ok()) broken.push_back(name + " " + nameOf(done.failure().error()));
        };
        look("attempt", [&](auto& t) { return stores.attempts.find(t, core::AttemptId{idOf(1)}); });
        look("inbox", [&](auto& t) { return stores.inbox.find(t, core::InboxId{idOf(1)}); });
        look("charge", [&](auto& t) { return stores.charges.find(t, fullCharge().id); });
        look("payment", [&](auto& t) { return stores.payments.find(t, fullPayment().id); });
        look("refund", [&](auto& t) { return stores.refunds.find(t, fullRefund().id); });
        look("settlement", [&](auto& t) { return stores.settlements.find(t, fullSettlement().id); });
        look("e_account", [&](auto& t) { return stores.e_accounts.find(t, fullEAccount().id); });
        look("account_transfer", [&](auto& t) { return stores.account_transfers.find(t, fullAccountTransfer().id); });
        look("booking", [&](auto& t) { return stores.bookings.find(t, fullBooking().id); });
        look("hub_case", [&](auto& t) { return stores.cases.find(t, fullCase().id); });
        look("payment_decision", [&](auto& t) { return stores.decisions.find(t, fullDecision().id); });
        look("person", [&](auto& t) { return people.findPerson(t, identity::PersonId{idOf(2)}); });
        look("former_certificate", [&](auto& t) { return people.formerCertificatesOf(t, identity::PersonId{idOf(2)}); });
        look("card", [&](auto& t) { return people.findCard(t, identity::CardId{idOf(1)}); });
        look("hospital_file", [&](auto& t) { return people.findFile(t, identity::HospitalFileId{idOf(1)}); });
        look("credential", [&](auto& t) { return credentials.findCredential(t, identity::CredentialId{idOf(1)}); });
        look("relation", [&](auto& t) { return relations.find(t, identity::RelationId{idOf(1)}); });
        look("review", [&](auto& t) { return reviews.find(t, identity::ReviewId{idOf(1)}); });
        look("match_record", [&](auto& t) { return matches.each(t, core::IdBits{}, 10, [](const identity::MatchRow&) {}); });
        look("match_secret", [&](auto& t) { return matches.secret(t); });
        look("newborn", [&](auto& t) { return people.findPerson(t, identity::PersonId{idOf(4)}); });
        look("certificate_withdrawal", [&](auto& t) { return withdrawals.find(t, identity::WithdrawalId{idOf(1)}); });
        look("match_weights", [&](auto& t) { return weights.latest(t, 10); });
        look("report", [&](auto& t) {
            const auto standing = reports.standing(t, "h01", contract::ReportKind::Laboratory, "R1");
            if (standing.ok()) BOOST_TEST(standing->has_value());
            return standing;
        });
        look("consent", [&](auto& t) { return consents.find(t, records::PersonId{idOf(2)}, records::ConsentId{idOf(1)}); });
        const auto leased = stores.inUnit([&](core::Transaction& transaction) -> core::Result<void> {
            const auto messages = stores.outbox.lease(transaction, "sms", {1000}, "test", core::Duration(60'000), 1);
            if (!messages.ok()) return messages.failure();
            BOOST_TEST(messages->size() == 1U);
            return stores.outbox.postpone(transaction, messages->front().id, "test", {1000});
        });
        if (!leased.ok()) broken.push_back("outbox " + nameOf(leased.failure().error()));
        return broken;
    }

    std::filesystem::path keys() const { return stores.key_folder.path() / "keys"; }

    /// The number of the new key.
    hub::vault::KeyNumber rotate() {
        const auto added = hub::vault::FileKeySource::addSealKey(keys());
        BOOST_REQUIRE(added.ok());
        BOOST_REQUIRE(stores.vault.refresh().ok());
        return *added;
    }

    /// How many values of a column are under which key.
    std::map<hub::vault::KeyNumber, std::int64_t> under(const std::string& column) {
        const auto counted = stores.template answerInRead<hub::jobs::KeyCount>(
            [&](hub::core::ReadTransaction& transaction) { return reseal.count(transaction, column, hub::core::IdBits{}, 1000); });
        BOOST_REQUIRE(counted.ok());
        BOOST_TEST(counted->ended);
        return counted->values;
    }

    using Page = std::optional<hub::jobs::RewritePage>;
    Page page(hub::jobs::RewriteStore& of, const std::string& column, std::size_t rows = 2) {
        const auto found =
            stores.template answerInRead<Page>([&](hub::core::ReadTransaction& transaction) { return of.page(transaction, column, rows); });
        BOOST_REQUIRE(found.ok());
        return *found;
    }
    hub::core::Result<std::int64_t> put(const hub::jobs::RewritePage& page) {
        return stores.template answerInUnit<std::int64_t>(
            [&](hub::core::Transaction& transaction) { return reseal.put(transaction, page); });
    }
    /// Pages of a column until it is finished, or `most` of them; how many values were sealed anew.
    std::int64_t walk(const std::string& column, int most = 1000) {
        std::int64_t resealed = 0;
        for (int i = 0; i < most; ++i) {
            const Page next = page(reseal, column);
            if (!next) break;
            const auto count = put(*next);
            BOOST_REQUIRE(count.ok());
            resealed += *count;
        }
        return resealed;
    }

    PaymentStores<Engine> stores;
    hub::storage::sql::SqlIdentityStore people{stores.vault};
    hub::storage::sql::SqlCredentialStore credentials{stores.vault};
    hub::storage::sql::SqlRelationStore relations{stores.vault};
    hub::storage::sql::SqlReviewStore reviews{stores.vault};
    hub::storage::sql::SqlMatchStore matches{stores.vault};
    hub::storage::sql::SqlWeightsStore weights{stores.vault};
    hub::storage::sql::SqlWithdrawalStore withdrawals{stores.vault};
    hub::storage::sql::SqlReportStore reports{stores.vault};
    hub::storage::sql::SqlConsentStore consents{stores.vault};
    hub::storage::sql::SqlReseal reseal{stores.vault};
};

}  // namespace tests
