#pragma once

#include <string>
#include <utility>
#include <vector>

#include "hub/storage/sql/reindex.h"
#include "tests/stores/sealed_rows.h"

namespace tests {

/// The rows of SealedRows, and a key of the blind indexes that is rotated.
template <class Engine>
struct IndexRotation : SealedRows<Engine> {
    using SealedRows<Engine>::stores;
    using SealedRows<Engine>::people;
    using KeyNumber = hub::vault::KeyNumber;
    using Transaction = hub::core::Transaction;
    using ReadTransaction = hub::core::ReadTransaction;

    /// Whose rows nobody but one key's are found by.
    struct Numbers {
        std::uint8_t id;  ///< of every row
        hub::contract::Certificate certificate, former;
        std::string card, local, credential;
    };
    static hub::contract::Certificate passport(const std::string& number) {
        return {hub::contract::CertificateKind::Passport, hub::core::Sensitive(hub::core::CertificateNumber{number})};
    }
    static Numbers numbers(std::uint8_t id) {
        const std::string tail = std::to_string(100 + id);
        return {id, passport("E10000" + tail), passport("G10000" + tail), "12345678901" + tail, "P" + tail, "HC-" + tail};
    }

    /// A row in each table that something is looked up in by a blind index.
    void add(const Numbers& of) {
        using namespace hub;
        this->write([&](Transaction& transaction) -> core::Result<void> {
            identity::Person person;
            person.id.bits = idOf(of.id);
            person.details.name = core::Sensitive(core::PersonName{"测试"});
            person.details.certificate = of.certificate;
            const auto registered = people.addPerson(transaction, person);
            if (!registered.ok()) return registered;
            const auto gave_up = people.addFormerCertificate(transaction, formerOf(of));
            if (!gave_up.ok()) return gave_up;
            const auto issued = people.addCard(transaction, cardOf(of));
            if (!issued.ok()) return issued;
            const auto filed = people.addFile(transaction, fileOf(of), linkOf(of));
            if (!filed.ok()) return filed.failure();
            BOOST_TEST(*filed);
            const auto bound = this->credentials.addCredential(transaction, credentialOf(of));
            if (!bound.ok()) return bound;
            records::IndexedReport report;
            report.id.bits = idOf(of.id);
            report.hospital = "h01";
            report.local_patient = file(of.local);
            report.header.key = "R" + of.local;
            const auto told = this->reports.add(transaction, report);
            if (!told.ok()) return told;
            return stores.charges.add(transaction, chargeOf(of.id, of.local, 1000));
        });
    }
    static hub::identity::FormerCertificate formerOf(const Numbers& of) { return {{idOf(of.id)}, {idOf(of.id)}, of.former, kStart}; }
    static hub::identity::Card cardOf(const Numbers& of) {
        hub::identity::Card card;
        card.id.bits = idOf(of.id);
        card.person.bits = idOf(of.id);
        card.number = file(of.card);
        return card;
    }
    static hub::identity::HospitalFile fileOf(const Numbers& of) {
        hub::identity::HospitalFile made;
        made.id.bits = idOf(of.id);
        made.hospital = "h01";
        made.person.bits = idOf(of.id);
        made.local.local_patient = file(of.local);
        return made;
    }
    static hub::identity::LinkChange linkOf(const Numbers& of) {
        hub::identity::LinkChange change;
        change.person.bits = idOf(of.id);
        return change;
    }
    static hub::identity::HeldCredential credentialOf(const Numbers& of) {
        hub::identity::HeldCredential credential;
        credential.id.bits = idOf(of.id);
        credential.person.bits = idOf(of.id);
        credential.issuer = "h01";
        credential.number = file(of.credential);
        return credential;
    }
    static hub::payment::Charge chargeOf(std::uint8_t id, const std::string& local, std::int64_t changed_at) {
        hub::payment::Charge charge;
        charge.id.bits = idOf(id);
        charge.hospital = "h01";
        charge.local_patient = file(local);
        charge.content.key = "C" + std::to_string(id);
        charge.changed_at = {changed_at};
        return charge;
    }

    /// Names of the look-ups that do not find exactly this row, through stores on `vault`.
    std::vector<std::string> notFound(const Numbers& of, const hub::vault::Vault& vault) {
        using namespace hub;
        storage::sql::SqlIdentityStore identity(vault);
        storage::sql::SqlCredentialStore bound(vault);
        storage::sql::SqlReportStore told(vault);
        storage::sql::SqlChargeStore payable(vault);
        std::vector<std::string> missed;
        const core::Page page{.limit = 10, .after = {}};
        const auto look = [&](const std::string& name, const auto& read) {
            const core::Result<bool> found =
                stores.template answerInRead<bool>([&](ReadTransaction& transaction) -> core::Result<bool> { return read(transaction); });
            if (!found.ok()) missed.push_back(name + " " + nameOf(found.failure().error()) + " " + found.failure().detail());
            if (found.ok() && !*found) missed.push_back(name);
        };
        const auto one = [&](const auto& found) -> core::Result<bool> {
            if (!found.ok()) return found.failure();
            return found->has_value() && (*found)->id.bits == idOf(of.id);
        };
        const auto alone = [&](const auto& found) -> core::Result<bool> {
            if (!found.ok()) return found.failure();
            return found->size() == 1 && found->front().id.bits == idOf(of.id);
        };
        look("certificate", [&](auto& t) { return one(identity.personByCertificate(t, of.certificate)); });
        look("former", [&](auto& t) { return one(identity.personByCertificate(t, of.former)); });
        look("card", [&](auto& t) { return one(identity.cardByNumber(t, core::CardNumber{of.card})); });
        look("file", [&](auto& t) { return one(identity.fileByLocalPatient(t, "h01", core::CardNumber{of.local})); });
        look("credential", [&](auto& t) { return one(bound.credentialByKey(t, credentialOf(of).key())); });
        look("report", [&](auto& t) { return alone(told.ofFile(t, "h01", file(of.local), page)); });
        for (const auto which : {payment::WhichCharges::All, payment::WhichCharges::Standing})
            look("charge", [&](auto& t) { return alone(payable.ofFile(t, "h01", file(of.local), which, page)); });
        return missed;
    }
    std::vector<std::string> notFound(const Numbers& of) { return notFound(of, stores.vault); }

    hub::core::Result<void> switchTo(KeyNumber next) {
        return stores.inUnit([&](Transaction& transaction) { return reindex.switchTo(transaction, next); });
    }
    /// Adds a key and lets it write.
    void rotateIndex() {
        const auto added = hub::vault::FileKeySource::addIndexKey(this->keys());
        BOOST_REQUIRE(added.ok());
        BOOST_REQUIRE(switchTo(*added).ok());
    }
    hub::vault::IndexKeyUse use() {
        const auto found =
            stores.template answerInRead<hub::vault::IndexKeyUse>([&](ReadTransaction& transaction) { return reindex.keys(transaction); });
        BOOST_REQUIRE(found.ok());
        return *found;
    }
    bool underWay() { return use().older.has_value(); }

    using Page = typename SealedRows<Engine>::Page;
    hub::core::Result<std::int64_t> putIndexes(const hub::jobs::RewritePage& page) {
        return stores.template answerInUnit<std::int64_t>([&](Transaction& transaction) { return reindex.put(transaction, page); });
    }
    /// Pages of a column until there is nothing to do, or `most` of them; how many indexes were made anew.
    std::int64_t walkIndex(const std::string& column, int most = 20) {
        std::int64_t written = 0;
        for (int i = 0; i < most; ++i) {
            const Page next = this->page(reindex, column);
            if (!next) break;
            const auto count = putIndexes(*next);
            BOOST_REQUIRE(count.ok());
            written += *count;
        }
        return written;
    }
    std::int64_t walkAll() {
        std::int64_t written = 0;
        for (const std::string& column : reindex.columns()) written += walkIndex(column);
        return written;
    }

    hub::storage::sql::SqlReindex reindex{stores.vault};
};

}  // namespace tests
