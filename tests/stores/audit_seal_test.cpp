#include "tests/stores/audits.h"

using namespace hub::audit;
using namespace hub::core;
using hub::storage::sql::blob;
using hub::storage::sql::Value;
using tests::Audits;

namespace {

void expectBreak(const ChainReport& report, BreakKind kind, std::int64_t number) {
    BOOST_REQUIRE(report.first_break.has_value());
    BOOST_TEST(enumName(report.first_break->kind) == enumName(kind));
    BOOST_TEST(report.first_break->number == number);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(audit_seal)

BOOST_AUTO_TEST_CASE_TEMPLATE(entries_get_a_place_each_and_the_chain_is_whole, Engine, tests::Engines) {
    Audits<Engine> audits;
    BOOST_TEST(audits.seal() == 0U);
    BOOST_TEST(audits.verify().entries == 0);
    audits.noteMany(4);
    BOOST_TEST(audits.seal() == 3U);  // a batch
    BOOST_TEST(audits.seal() == 1U);
    BOOST_TEST(audits.seal() == 0U);
    const ChainReport report = audits.verify();
    BOOST_TEST(report.entries == 4);
    BOOST_TEST(report.signatures == 1);
    BOOST_TEST(report.signed_up_to == 3);
    BOOST_TEST(!report.first_break.has_value());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(those_who_wait_are_taken_by_time_and_not_as_they_came, Engine, tests::Engines) {
    Audits<Engine> audits;
    std::vector<AuditId> added;
    for (const int ms : {20, 10, 30}) {
        AuditEntry one = Audits<Engine>::entry();
        one.id = audits.ids.template next<AuditId>();
        one.at = audits.clock.utc() + Duration(ms);
        added.push_back(one.id);
        BOOST_REQUIRE(audits.stores.inUnit([&](Transaction& transaction) { return audits.audits.add(transaction, one); }).ok());
    }
    const auto waiting = audits.template inRead<std::vector<AuditEntry>>(
        [&](ReadTransaction& transaction) { return audits.audits.unchained(transaction, 10); });
    BOOST_REQUIRE(waiting->size() == 3U);
    BOOST_TEST((waiting->at(0).id == added[1] && waiting->at(1).id == added[0] && waiting->at(2).id == added[2]));
    const auto two = audits.template inRead<std::vector<AuditEntry>>(
        [&](ReadTransaction& transaction) { return audits.audits.unchained(transaction, 2); });
    BOOST_TEST(two->size() == 2U);
}

// Its time is before that of entries which are chained already: the order of the chain is the sealer's.
BOOST_AUTO_TEST_CASE_TEMPLATE(an_entry_that_is_committed_late_is_chained_late, Engine, tests::Engines) {
    Audits<Engine> audits;
    AuditEntry late = Audits<Engine>::entry();
    late.id = audits.ids.template next<AuditId>();
    late.at = audits.clock.utc();
    audits.clock.advance(Duration(10));
    audits.noteMany(2);
    audits.seal();
    BOOST_REQUIRE(audits.stores.inUnit([&](Transaction& transaction) { return audits.audits.add(transaction, late); }).ok());
    BOOST_TEST(audits.seal() == 1U);
    BOOST_TEST(audits.verify().entries == 3);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(every_field_that_is_changed_is_found, Engine, tests::Engines) {
    Audits<Engine> audits;
    audits.noteMany(3);
    audits.seal();
    struct Change {
        std::string column;
        Value changed;
        Value back;
    };
    for (const Change& change :
         {Change{"actor", blob("D0002"), blob("D0001")}, Change{"role", blob("nurse"), blob("doctor")},
          Change{"department", blob(""), blob("内科")}, Change{"client", blob("other"), blob("his-h01")},
          Change{"hospital", blob("h02"), blob("h01")}, Change{"action", blob("x"), blob("record.read")},
          Change{"subject", blob("report/2"), blob("report/1")}, Change{"purpose", blob("own"), blob("treatment")},
          Change{"outcome", blob("refused"), blob("done")}, Change{"trace", blob(""), blob("t-1")},
          Change{"actor_kind", blob("client"), blob("staff")}, Change{"about", Value(), blob(tests::personNumber(1).bits)},
          Change{"at_ms", tests::kStart.ms, tests::kStart.ms + 1}}) {
        BOOST_TEST_CONTEXT(change.column) {
            audits.set(change.column, change.changed, 2);
            expectBreak(audits.verify(), BreakKind::Changed, 2);
            audits.set(change.column, change.back, 2);
            BOOST_TEST(!audits.verify().first_break.has_value());
        }
    }
    audits.set("id", blob(audits.ids.template next<AuditId>().bits), 2);
    expectBreak(audits.verify(), BreakKind::Changed, 2);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_entry_that_was_removed_is_found, Engine, tests::Engines) {
    Audits<Engine> audits;
    audits.noteMany(3);
    audits.seal();
    audits.stores.meddle("DELETE FROM audit_entry WHERE chain_number = 2");
    expectBreak(audits.verify(), BreakKind::Removed, 2);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_signed_end_that_was_cut_off_is_found, Engine, tests::Engines) {
    Audits<Engine> audits;
    audits.noteMany(3);
    audits.seal();
    audits.stores.meddle("DELETE FROM audit_entry WHERE chain_number = 3");
    expectBreak(audits.verify(), BreakKind::Removed, 3);
    audits.stores.meddle("DELETE FROM audit_entry");
    expectBreak(audits.verify(), BreakKind::Removed, 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_entry_that_was_inserted_into_the_chain_is_found, Engine, tests::Engines) {
    Audits<Engine> audits;
    audits.noteMany(3);
    audits.seal();
    audits.stores.meddle("UPDATE audit_entry SET chain_number = 4 WHERE chain_number = 3");
    audits.stores.meddle("UPDATE audit_entry SET chain_number = 3 WHERE chain_number = 2");
    BOOST_REQUIRE(audits.note(Audits<Engine>::entry(5)).ok());
    audits.stores.meddle("UPDATE audit_entry SET chain_number = 2, chain_hash = ? WHERE chain_number IS NULL",
                         std::array{blob(hub::vault::Vault::digest("made up"))});
    expectBreak(audits.verify(), BreakKind::Changed, 2);
}

// Whoever can write the table can compute every hash anew; the signature is what they cannot make.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_chain_that_was_made_anew_is_found_by_its_signature, Engine, tests::Engines) {
    Audits<Engine> audits;
    audits.noteMany(3);
    audits.seal();
    audits.stores.meddle("UPDATE audit_entry SET chain_number = NULL, chain_hash = NULL, actor = ?", std::array{blob("D0002")});
    BOOST_TEST(audits.seal() == 3U);
    expectBreak(audits.verify(), BreakKind::SignatureWrong, 3);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_signature_that_is_not_ours_is_found, Engine, tests::Engines) {
    Audits<Engine> audits;
    audits.noteMany(3);
    audits.seal();
    audits.stores.meddle("UPDATE audit_signature SET signed_at_ms = signed_at_ms + 1");
    expectBreak(audits.verify(), BreakKind::SignatureWrong, 3);
    audits.stores.meddle("UPDATE audit_signature SET signed_at_ms = signed_at_ms - 1");
    BOOST_TEST(!audits.verify().first_break.has_value());
    audits.stores.meddle("UPDATE audit_signature SET signature = ?", std::array{blob("")});
    expectBreak(audits.verify(), BreakKind::SignatureWrong, 3);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(two_sealers_do_not_give_one_place_twice, Engine, tests::Engines) {
    Audits<Engine> audits;
    audits.noteMany(2);
    const auto waiting = audits.template inRead<std::vector<AuditEntry>>(
        [&](ReadTransaction& transaction) { return audits.audits.unchained(transaction, 10); });
    BOOST_REQUIRE(waiting->size() == 2U);
    const ChainLink first = nextLink({}, waiting->at(0));
    const auto chain = [&](std::size_t which, const ChainLink& link) {
        return audits.stores.inUnit(
            [&](Transaction& transaction) { return audits.audits.chain(transaction, waiting->at(which).id, link); });
    };
    BOOST_TEST(chain(0, first).ok());
    BOOST_TEST(tests::failsWith(chain(0, nextLink(first, waiting->at(0))), Error::VersionConflict));  // it has its place
    BOOST_TEST(tests::failsWith(chain(1, nextLink({}, waiting->at(1))), Error::VersionConflict));     // the place is taken
    const ChainSignature signature = signEnd(*audits.signer, first, audits.clock.utc());
    const auto sign = [&] {
        return audits.stores.inUnit([&](Transaction& transaction) { return audits.audits.addSignature(transaction, signature); });
    };
    BOOST_TEST(sign().ok());
    BOOST_TEST(tests::failsWith(sign(), Error::VersionConflict));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_sealer_chains_within_half_a_second_and_signs_when_it_is_time, Engine, tests::Engines) {
    Audits<Engine> audits;
    audits.sealer.start();
    audits.sealer.start();
    audits.clock.runReady();
    audits.noteMany(7);  // more than two batches
    audits.clock.advance(Duration(500));
    ChainReport report = audits.verify();
    BOOST_TEST(report.entries == 7);
    BOOST_TEST(report.signatures == 1);
    BOOST_TEST(audits.stores.rows("work_key") == 7 + 3);  // a look that finds nothing leaves no trace

    audits.noteMany(1);
    audits.clock.advance(Duration(50'000));
    BOOST_TEST(audits.verify().entries == 8);
    BOOST_TEST(audits.verify().signatures == 1);
    audits.clock.advance(Duration(10'000));
    report = audits.verify();
    BOOST_TEST(report.signatures == 2);
    BOOST_TEST(report.signed_up_to == 8);
    audits.clock.advance(Duration(60'000));
    BOOST_TEST(audits.verify().signatures == 2);  // nothing new to sign
    BOOST_TEST(audits.sealer.failures() == 0U);

    audits.sealer.stop();
    audits.sealer.stop();
    audits.noteMany(1);
    audits.clock.advance(Duration(10'000));
    BOOST_TEST(audits.verify().entries == 8);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_sealer_that_cannot_seal_says_so_and_goes_on_when_it_can, Engine, tests::Engines) {
    Audits<Engine> audits;
    audits.noteMany(1);
    audits.stores.faults.goDown(true);
    audits.sealer.start();
    audits.clock.advance(Duration(1000));
    BOOST_TEST(audits.sealer.failures() == 3U);  // at 0, 500 and 1000
    audits.stores.faults.goDown(false);
    audits.clock.advance(Duration(500));
    BOOST_TEST(audits.sealer.failures() == 3U);
    BOOST_TEST(audits.verify().entries == 1);
    audits.sealer.stop();
}

BOOST_AUTO_TEST_SUITE_END()
