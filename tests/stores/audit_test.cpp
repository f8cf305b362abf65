#include <set>

#include "tests/stores/audits.h"

using namespace hub::audit;
using namespace hub::core;
using tests::Audits;
using tests::personNumber;

namespace {

template <class Engine>
std::vector<ChainedEntry> search(Audits<Engine>& audits, const AuditSearch& search) {
    return *audits.template inRead<std::vector<ChainedEntry>>(
        [&](ReadTransaction& transaction) { return audits.audits.search(transaction, search); });
}

AuditSearch aboutPerson(std::uint8_t number, UtcTime from, UtcTime until) {
    AuditSearch made;
    made.about = personNumber(number);
    made.from = from;
    made.until = until;
    return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(audit_entries)

BOOST_AUTO_TEST_CASE_TEMPLATE(an_entry_is_kept_as_it_was_said, Engine, tests::Engines) {
    Audits<Engine> audits;
    AuditEntry said = Audits<Engine>::entry();
    said.outcome = Outcome::Refused;
    const auto id = audits.note(said);
    BOOST_REQUIRE(id.ok());
    const auto found = search(audits, aboutPerson(1, tests::kStart, tests::kStart + Duration(1)));
    BOOST_REQUIRE(found.size() == 1U);
    const AuditEntry& entry = found[0].entry;
    BOOST_TEST((entry.id == *id));
    BOOST_TEST((entry.at == tests::kStart));
    BOOST_TEST((entry.actor_kind == ActorKind::Staff));
    BOOST_TEST(entry.actor == "D0001");
    BOOST_TEST(entry.role == "doctor");
    BOOST_TEST(entry.department == "内科");
    BOOST_TEST(entry.client == "his-h01");
    BOOST_TEST(entry.hospital == "h01");
    BOOST_TEST(entry.action == "record.read");
    BOOST_TEST((entry.about == personNumber(1)));
    BOOST_TEST(entry.subject == "report/1");
    BOOST_TEST((entry.purpose == Purpose::Treatment));
    BOOST_TEST((entry.outcome == Outcome::Refused));
    BOOST_TEST(entry.trace == "t-1");
    BOOST_TEST(!found[0].link.has_value());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_entry_stands_exactly_when_what_it_tells_of_does, Engine, tests::Engines) {
    Audits<Engine> audits;
    const auto undone = audits.template inUnit<AuditId>([&](Transaction& transaction) -> Result<AuditId> {
        const auto noted = audits.witness.note(transaction, Audits<Engine>::entry());
        BOOST_REQUIRE(noted.ok());
        return Failure(Error::VersionConflict);
    });
    BOOST_TEST(!undone.ok());
    BOOST_TEST(audits.stores.rows("audit_entry") == 0);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_record_is_witnessed_for_a_purpose_only, Engine, tests::Engines) {
    Audits<Engine> audits;
    const auto witness = [&](Purpose purpose) {
        return audits.template inUnit<AuditId>([&](Transaction& transaction) -> Result<AuditId> {
            AuditEntry entry = Audits<Engine>::entry(7);
            entry.purpose = purpose;
            const Result<Witnessed> witnessed = audits.witness.witness(transaction, entry);
            if (!witnessed.ok()) return witnessed.failure();
            BOOST_TEST((witnessed->about() == personNumber(7)));
            return witnessed->entry();
        });
    };
    BOOST_TEST(tests::failsWith(witness(Purpose::None), Error::PurposeMissing));
    BOOST_TEST(audits.stores.rows("audit_entry") == 0);
    const auto entry = witness(Purpose::Own);
    BOOST_REQUIRE(entry.ok());
    BOOST_TEST((search(audits, aboutPerson(7, tests::kStart, tests::kStart + Duration(1))).at(0).entry.id == *entry));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(words_that_are_too_long_are_refused, Engine, tests::Engines) {
    Audits<Engine> audits;
    for (const auto member : {&AuditEntry::actor, &AuditEntry::role, &AuditEntry::department, &AuditEntry::client, &AuditEntry::hospital,
                              &AuditEntry::action, &AuditEntry::trace}) {
        AuditEntry entry = Audits<Engine>::entry();
        entry.*member = std::string(64, 'x');
        BOOST_TEST(audits.note(entry).ok());
        (entry.*member) += 'x';
        BOOST_TEST(tests::failsWith(audits.note(entry), Error::FieldTooLong));
    }
    AuditEntry entry = Audits<Engine>::entry();
    entry.subject = std::string(201, 'x');
    BOOST_TEST(tests::failsWith(audits.note(entry), Error::FieldTooLong));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_a_person_was_asked_about_and_what_a_doctor_saw_is_found_page_by_page, Engine, tests::Engines) {
    Audits<Engine> audits;
    for (int i = 0; i < 10; ++i) {
        BOOST_REQUIRE(audits.note(Audits<Engine>::entry(static_cast<std::uint8_t>(1 + i % 2), i < 6 ? "D0001" : "D0002")).ok());
        if (i % 3 == 2) audits.clock.advance(Duration(1));  // three in one millisecond
    }
    const UtcTime end = tests::kStart + Duration(10);
    BOOST_TEST(search(audits, aboutPerson(1, tests::kStart, end)).size() == 5U);
    BOOST_TEST(search(audits, aboutPerson(3, tests::kStart, end)).empty());
    BOOST_TEST(search(audits, aboutPerson(1, tests::kStart + Duration(1), tests::kStart + Duration(2))).size() ==
               1U);  // from in, until out

    AuditSearch by_doctor;
    by_doctor.actor = "D0001";
    by_doctor.from = tests::kStart;
    by_doctor.until = end;
    by_doctor.limit = 4;
    const auto first = search(audits, by_doctor);
    BOOST_REQUIRE(first.size() == 4U);
    by_doctor.after = AuditPlace{first.back().entry.at, first.back().entry.id};
    const auto second = search(audits, by_doctor);
    BOOST_TEST(second.size() == 2U);
    std::set<AuditId> all;
    for (const auto& page : {first, second}) {
        for (const ChainedEntry& one : page) all.insert(one.entry.id);
    }
    BOOST_TEST(all.size() == 6U);
}

BOOST_AUTO_TEST_SUITE_END()
