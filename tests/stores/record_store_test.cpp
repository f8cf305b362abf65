#include "hub/storage/sql/consent_store.h"
#include "hub/storage/sql/report_store.h"
#include "tests/stores/audits.h"
#include "tests/stores/field_texts.h"

using namespace hub::core;
using namespace hub::records;
using hub::audit::Witnessed;
using hub::contract::ReportKind;
using tests::failsWith;
using tests::personNumber;

namespace {

constexpr UtcTime kAt{1'795'233'600'000};

Sensitive<CardNumber> local(const std::string& number) { return Sensitive(CardNumber{number}); }

IndexedReport report(std::uint8_t number, std::optional<PersonId> person = personNumber(1)) {
    IndexedReport made;
    made.id.bits.bytes[15] = number;
    made.hospital = "h01";
    made.person = person;
    made.local_patient = local("P0001");
    made.header.key = "R" + std::to_string(number);
    made.header.version = "v1";
    made.header.title = "血常规合成标题";
    made.header.critical = true;
    made.changed_at = {kAt.ms + number};
    hub::contract::Report content;
    content.header = made.header;
    content.lines.push_back({"WBC", "白细胞", Sensitive<std::string>("合成结果 6.1"), "10^9/L", "3.5-9.5", std::nullopt});
    made.content = content;
    return made;
}

Consent consent(std::uint8_t number, const std::string& reader = "h02") {
    Consent made;
    made.id.bits.bytes[15] = number;
    made.person = personNumber(1);
    made.reader = reader;
    made.source = "h01";
    made.given_at = {kAt.ms + number};
    made.until = {kAt.ms + 1'000};
    made.client = "city-app";
    return made;
}

std::vector<std::string> fieldsOf(const IndexedReport& of) {
    return tests::fieldTexts(of.id, of.hospital, of.person, of.local_patient, of.header, of.content, of.changed_at, of.version);
}

std::vector<std::string> fieldsOf(const Consent& of) {
    return tests::fieldTexts(of.id, of.person, of.reader, of.source, of.given_at, of.until, of.client, of.revoked_at, of.version);
}

template <class Of>
std::vector<int> numbersOf(const std::vector<Of>& rows) {
    std::vector<int> numbers;
    for (const Of& row : rows) numbers.push_back(row.id.bits.bytes[15]);
    return numbers;
}

template <class Engine>
struct Records : tests::Audits<Engine> {
    Result<void> add(const IndexedReport& what) {
        return this->stores.inUnit([&](Transaction& transaction) { return reports.add(transaction, what); });
    }
    Result<void> add(const Consent& what) {
        return this->stores.inUnit([&](Transaction& transaction) { return consents.add(transaction, what); });
    }
    Result<std::int64_t> change(const IndexedReport& what) {
        return this->template inUnit<std::int64_t>([&](Transaction& transaction) { return reports.change(transaction, what); });
    }
    Result<std::int64_t> change(const Consent& what) {
        return this->template inUnit<std::int64_t>([&](Transaction& transaction) { return consents.change(transaction, what); });
    }
    Result<std::optional<IndexedReport>> standing(const std::string& key, ReportKind kind = ReportKind::Laboratory) {
        return this->template inRead<std::optional<IndexedReport>>(
            [&](ReadTransaction& transaction) { return reports.standing(transaction, "h01", kind, key); });
    }
    Result<IndexedReport> read(std::uint8_t person, ReportId id) {
        return this->template inUnit<IndexedReport>([&](Transaction& transaction) -> Result<IndexedReport> {
            const Result<Witnessed> witnessed = this->witness.witness(transaction, this->entry(person));
            if (!witnessed.ok()) return witnessed.failure();
            return reports.read(transaction, *witnessed, id);
        });
    }
    Result<std::vector<IndexedReport>> list(std::uint8_t person, const Page& page) {
        return this->template inUnit<std::vector<IndexedReport>>([&](Transaction& transaction) -> Result<std::vector<IndexedReport>> {
            const Result<Witnessed> witnessed = this->witness.witness(transaction, this->entry(person));
            if (!witnessed.ok()) return witnessed.failure();
            return reports.list(transaction, *witnessed, page);
        });
    }
    std::vector<int> standingFor(const std::string& reader, std::int64_t at, std::size_t limit = 10) {
        const auto found = this->template inRead<std::vector<Consent>>(
            [&](ReadTransaction& transaction) { return consents.standingFor(transaction, personNumber(1), reader, {at}, limit); });
        BOOST_REQUIRE(found.ok());
        return numbersOf(*found);
    }

    hub::storage::sql::SqlReportStore reports{this->stores.vault};
    hub::storage::sql::SqlConsentStore consents{this->stores.vault};
};

using Numbers = std::vector<int>;

}  // namespace

BOOST_AUTO_TEST_SUITE(record_store)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_report_comes_back_whole_with_and_without_owner_and_content, Engine, tests::Engines) {
    Records<Engine> records;
    IndexedReport bare = report(2, std::nullopt);
    bare.content.reset();
    for (IndexedReport made : {report(1), bare}) {
        BOOST_REQUIRE(records.add(made).ok());
        made.version = 1;
        const auto found = records.standing(made.header.key);
        BOOST_REQUIRE(found.ok());
        BOOST_REQUIRE(found->has_value());
        BOOST_TEST(fieldsOf(**found) == fieldsOf(made), boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_report_is_changed_over_exactly_the_version_it_was_read_with, Engine, tests::Engines) {
    Records<Engine> records;
    IndexedReport made = report(1);
    made.version = 1;
    BOOST_TEST(failsWith(records.change(made), Error::VersionConflict));  // it is not there yet
    BOOST_REQUIRE(records.add(made).ok());
    made.header.title = "另一个标题";
    BOOST_TEST(*records.change(made) == 2);
    BOOST_TEST(failsWith(records.change(made), Error::VersionConflict));
    BOOST_TEST((**records.standing("R1")).header.title == "另一个标题");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_key_is_taken_once_for_each_kind_of_report_of_a_hospital, Engine, tests::Engines) {
    Records<Engine> records;
    BOOST_REQUIRE(records.add(report(1)).ok());
    IndexedReport other = report(2);
    other.header.key = "R1";
    BOOST_TEST(failsWith(records.add(other), Error::ReportTaken));
    other.header.kind = ReportKind::Examination;
    BOOST_TEST(records.add(other).ok());
    other.id.bits.bytes[15] = 3;
    other.hospital = "h02";
    BOOST_TEST(records.add(other).ok());
    BOOST_TEST((**records.standing("R1")).id.bits.bytes[15] == 1);
    BOOST_TEST((**records.standing("R1", ReportKind::Examination)).id.bits.bytes[15] == 2);
    BOOST_TEST(!records.standing("R9")->has_value());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(nothing_is_read_about_another_person_than_the_one_in_the_audit, Engine, tests::Engines) {
    Records<Engine> records;
    BOOST_REQUIRE(records.add(report(1)).ok());
    BOOST_REQUIRE(records.add(report(2, std::nullopt)).ok());
    BOOST_TEST(records.read(1, report(1).id).ok());
    BOOST_TEST(failsWith(records.read(2, report(1).id), Error::ReportNotFound));
    BOOST_TEST(failsWith(records.read(1, report(2).id), Error::ReportNotFound));  // nobody's yet
    BOOST_TEST(failsWith(records.read(1, report(9).id), Error::ReportNotFound));
    BOOST_TEST(records.list(2, {})->empty());
    BOOST_TEST(records.stores.rows("audit_entry") == 2);  // a unit that found nothing leaves no row either
}

BOOST_AUTO_TEST_CASE_TEMPLATE(lists_are_changed_last_first_page_after_page, Engine, tests::Engines) {
    Records<Engine> records;
    for (std::uint8_t number = 1; number <= 5; ++number) {
        IndexedReport made = report(number);
        if (number > 3) made.changed_at = {kAt.ms + 4};  // at one time: by id
        BOOST_REQUIRE(records.add(made).ok());
    }
    Page page{2, std::nullopt};
    Numbers all;
    for (auto rows = records.list(1, page); rows.ok() && !rows->empty(); rows = records.list(1, page)) {
        for (const int number : numbersOf(*rows)) all.push_back(number);
        page.after = Place{rows->back().changed_at, rows->back().id.bits};
    }
    BOOST_TEST(all == (Numbers{5, 4, 3, 2, 1}), boost::test_tools::per_element());

    const auto ofFile = [&](const std::string& hospital, const std::string& number) {
        const auto rows = records.template inRead<std::vector<IndexedReport>>(
            [&](ReadTransaction& transaction) { return records.reports.ofFile(transaction, hospital, local(number), {}); });
        BOOST_REQUIRE(rows.ok());
        return numbersOf(*rows);
    };
    BOOST_TEST(ofFile("h01", "P0001") == all, boost::test_tools::per_element());
    BOOST_TEST(ofFile("h01", "P0002").empty());
    BOOST_TEST(ofFile("h02", "P0001").empty());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_consent_comes_back_whole_and_only_to_its_person, Engine, tests::Engines) {
    Records<Engine> records;
    Consent made = consent(1);
    BOOST_REQUIRE(records.add(made).ok());
    const auto find = [&](std::uint8_t person, ConsentId id) {
        return records.template inRead<Consent>(
            [&](ReadTransaction& transaction) { return records.consents.find(transaction, personNumber(person), id); });
    };
    made.version = 1;
    BOOST_TEST(fieldsOf(*find(1, made.id)) == fieldsOf(made), boost::test_tools::per_element());
    BOOST_TEST(failsWith(find(2, made.id), Error::ConsentNotFound));
    BOOST_TEST(failsWith(find(1, consent(9).id), Error::ConsentNotFound));
    made.revoked_at = UtcTime{kAt.ms + 5};
    BOOST_TEST(*records.change(made) == 2);
    BOOST_TEST(failsWith(records.change(made), Error::VersionConflict));
    BOOST_TEST((find(1, made.id)->revoked_at == made.revoked_at));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(only_consents_that_stand_are_found_for_a_reader, Engine, tests::Engines) {
    Records<Engine> records;
    Consent without_source = consent(2);
    without_source.source.reset();
    Consent longer = consent(3);
    longer.until = {kAt.ms + 2'000};
    Consent revoked = consent(4);
    revoked.revoked_at = revoked.given_at;
    for (const Consent& one : {consent(1), without_source, longer, revoked, consent(5, "h03")}) BOOST_REQUIRE(records.add(one).ok());
    BOOST_TEST(records.standingFor("h02", kAt.ms + 100) == (Numbers{3, 2, 1}), boost::test_tools::per_element());
    BOOST_TEST(records.standingFor("h02", kAt.ms + 100, 1) == Numbers{3}, boost::test_tools::per_element());
    BOOST_TEST(records.standingFor("h02", kAt.ms + 1) == Numbers{1}, boost::test_tools::per_element());  // given_at is part of it
    BOOST_TEST(records.standingFor("h02", kAt.ms + 999) == (Numbers{3, 2, 1}), boost::test_tools::per_element());
    BOOST_TEST(records.standingFor("h02", kAt.ms + 1'000) == Numbers{3}, boost::test_tools::per_element());  // until is not
    BOOST_TEST(records.standingFor("h04", kAt.ms + 100).empty());
    const auto all = records.template inRead<std::vector<Consent>>(
        [&](ReadTransaction& transaction) { return records.consents.ofPerson(transaction, personNumber(1), {}); });
    BOOST_REQUIRE(all.ok());
    BOOST_TEST(numbersOf(*all) == (Numbers{5, 4, 3, 2, 1}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_a_report_says_and_whose_file_it_is_do_not_stand_in_clear, Engine, tests::Engines) {
    Records<Engine> records;
    BOOST_REQUIRE(records.add(report(1)).ok());
    auto connection = records.stores.engine.database().connect(hub::storage::sql::Access::Read);
    BOOST_REQUIRE(connection.ok());
    std::string row_bytes;
    BOOST_REQUIRE((*connection)
                      ->query("SELECT hospital, kind, report_key, file_index, person_id, sealed_details FROM report", {},
                              [&](const auto& row) {
                                  for (std::size_t i = 0; i < 6; ++i) row_bytes += row.bytes(i);
                              })
                      .ok());
    BOOST_TEST(row_bytes.find("R1") != std::string::npos);
    for (const char* personal : {"P0001", "血常规合成标题", "合成结果", "白细胞"})
        BOOST_TEST(row_bytes.find(personal) == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
