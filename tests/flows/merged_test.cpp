// Two registrations that are one person: what is read, told and written about either is about the one, and goes back when they are two.
#include <future>

#include "tests/flows/reports.h"
#include "tests/flows/twice.h"

using namespace hub;
using core::Error;
using tests::eventTypes;
using tests::failsWith;
using tests::reportOf;
using Answer = tests::RestAnswer;

namespace {

struct Region : tests::CameTwice {
    std::string token = verified(root);

    Region() {
        verified(part);
        opened(root, "H1", "P0001");
        opened(part, "H1", "P0002");
    }
    void reported(const std::string& local_patient, const std::string& key) {
        told("H1", local_patient, contract::ReportPublished{reportOf(key, "v1")});
    }
    std::string reportId(const std::string& who, const std::string& who_reads, const std::string& key) {
        const Answer list = call("GET", who + "/reports", who_reads);
        for (std::size_t i = 0; i < std::stoul(list.at("reports")); ++i) {
            const std::string row = "reports." + std::to_string(i);
            if (list.at(row + ".header.key") == key) return list.at(row + ".report_id");
        }
        BOOST_FAIL("no report " << key << " in " << list.body);
        return {};
    }
    std::string consentFor(const std::string& hospital) const {
        return R"({"hospital":")" + hospital + R"(","until_ms":)" + std::to_string(clock.utc().ms + 3'600'000) + "}";
    }
    std::vector<std::string> heard(const std::string& who) { return eventTypes(*this, idIn(who).bits); }
    long reads(const std::string& who, const std::string& who_reads, const std::string& action) {
        const std::string body = call("GET", who + "/record-reads", who_reads).body;
        const std::string what = R"("action":")" + action + '"';
        long found = 0;
        for (std::size_t at = body.find(what); at != std::string::npos; at = body.find(what, at + 1)) ++found;
        return found;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(merged, Region)

BOOST_AUTO_TEST_CASE(the_person_reads_the_reports_of_every_part_and_each_look_stands_with_the_part_it_was_about) {
    reported("P0001", "R1");
    reported("P0002", "R2");
    BOOST_TEST(call("GET", root + "/reports", token).at("reports") == "1");
    const std::string of_part = reportId(part, exchanged(part), "R2");
    BOOST_TEST(failsWith(tried("GET", root + "/reports/" + of_part, token), Error::ReportNotFound));
    const std::size_t lists_before = audited(part, "record.list").size();
    join();
    for (const std::string& path : {root, part}) {
        BOOST_TEST(call("GET", path + "/reports", token).at("reports") == "2");
        BOOST_TEST(call("GET", path + "/reports/" + of_part, token).at("lines.0.value") == "5.1");
        BOOST_TEST(call("GET", path + "/reports?hospital=H1", h1, {}, doctor).at("reports") == "2");
    }
    BOOST_TEST(audited(part, "record.read").size() == 2);
    BOOST_TEST(audited(root, "record.read").empty());
    BOOST_TEST(audited(part, "record.list").size() == lists_before + 4);
    BOOST_TEST(audited(root, "record.list").size() == lists_before + 4);
    // What was one look is one to the person, and a look at oneself is no relative's.
    BOOST_TEST(reads(root, token, "record.read") == 2);
    BOOST_TEST(reads(root, token, "record.list") == static_cast<long>(2 * lists_before + 4));
    BOOST_TEST(call("GET", root + "/record-reads", token).body.find(R"("by_relative":true)") == std::string::npos);

    takeApart();
    BOOST_TEST(call("GET", root + "/reports", token).at("reports") == "1");
    BOOST_TEST(failsWith(tried("GET", root + "/reports/" + of_part, token), Error::ReportNotFound));
    BOOST_TEST(reads(root, token, "record.read") == 0);
    const std::string own = exchanged(part);
    BOOST_TEST(reads(part, own, "record.read") == 2);
    BOOST_TEST(call("GET", part + "/reports/" + of_part, own).status == 200);
}

BOOST_AUTO_TEST_CASE(lists_of_every_file_at_a_hospital_are_read_anew_and_shown_together) {
    join();
    region.answers<contract::ReportList>({{reportOf("R1", "v1").header}});
    region.answers<contract::ReportList>({{}});
    const Answer refreshed = call("POST", root + "/reports/refresh", token, R"({"hospital":"H1"})");
    BOOST_REQUIRE_MESSAGE(refreshed.status == 200, refreshed.body);
    BOOST_TEST(region.calls("report.list") == 4);  // two kinds of two files
    BOOST_TEST(refreshed.at("reports") == "1");
}

BOOST_AUTO_TEST_CASE(a_report_of_a_part_is_fetched_and_the_failure_stands_with_the_part) {
    region.answers<contract::ReportList>({{reportOf("R2", "v1").header}});
    region.answers<contract::ReportList>({{}});
    const std::string own = exchanged(part);
    BOOST_REQUIRE(call("POST", part + "/reports/refresh", own, R"({"hospital":"H1"})").status == 200);
    const std::string listed = reportId(part, own, "R2");
    join();
    BOOST_TEST(failsWith(tried("GET", root + "/reports/" + listed, token), Error::CounterpartyNotAnswering));
    region.answers<contract::ReportGet>({reportOf("R2", "v1", contract::ReportStatus::Final, "7.7")});
    clock.pass(core::Duration(1));  // lines are listed by their times
    BOOST_TEST(call("GET", root + "/reports/" + listed, token).at("lines.0.value") == "7.7");
    std::vector<audit::Outcome> outcomes;
    for (const audit::AuditEntry& line : audited(part, "record.read")) outcomes.push_back(line.outcome);
    BOOST_TEST((outcomes == std::vector{audit::Outcome::Failed, audit::Outcome::Done}));
}

BOOST_AUTO_TEST_CASE(a_consent_that_either_registration_gave_opens_the_reports_of_the_person_until_either_ends_it) {
    reported("P0001", "R1");
    reported("P0002", "R2");
    const Answer consent = call("POST", part + "/consents", exchanged(part), consentFor("H2"));
    BOOST_REQUIRE(consent.status == 201);
    const std::string of_root = reportId(root, token, "R1");
    BOOST_TEST(failsWith(tried("GET", root + "/reports/" + of_root, h2, {}, doctor), Error::ConsentMissing));
    BOOST_TEST(call("GET", part + "/reports", h2, {}, doctor).at("reports") == "1");
    join();
    for (const std::string& path : {root, part}) {
        BOOST_TEST(call("GET", path + "/reports", h2, {}, doctor).at("reports") == "2");
        BOOST_TEST(call("GET", path + "/reports/" + of_root, h2, {}, doctor).status == 200);
    }
    takeApart();
    BOOST_TEST(failsWith(tried("GET", root + "/reports/" + of_root, h2, {}, doctor), Error::ConsentMissing));
    BOOST_TEST(call("GET", part + "/reports", h2, {}, doctor).at("reports") == "1");

    join();
    BOOST_REQUIRE(call("POST", root + "/consents/" + consent.at("consent_id") + "/revocation", token).status == 200);
    BOOST_TEST(failsWith(tried("GET", root + "/reports/" + of_root, h2, {}, doctor), Error::ConsentMissing));
    BOOST_TEST(failsWith(tried("GET", part + "/reports", h2, {}, doctor), Error::ConsentMissing));
    const auto refused = audited(part, "record.list");
    BOOST_REQUIRE(!refused.empty());
    BOOST_TEST((refused.back().outcome == audit::Outcome::Refused));  // whose consent might have opened it
    takeApart();
    BOOST_TEST(failsWith(tried("GET", part + "/reports", h2, {}, doctor), Error::ConsentMissing));
}

BOOST_AUTO_TEST_CASE(who_listens_for_the_person_hears_what_happens_to_a_part_until_it_is_taken_out) {
    heard(root);
    told("H1", "P0002", contract::ChargeCreated{bill("C1", 2'500)});
    BOOST_TEST(heard(root).empty());
    told("H1", "P0002", contract::ChargeCancelled{"C1"});
    BOOST_TEST((heard(part) == std::vector<std::string>{"charge.cancelled"}));
    join();
    BOOST_TEST((heard(root) == std::vector<std::string>{"person.merged"}));

    told("H1", "P0002", contract::ChargeCreated{bill("C2", 2'500)});
    told("H1", "P0002", contract::ChargeCancelled{"C2"});
    BOOST_TEST((heard(root) == std::vector<std::string>{"charge.created", "charge.cancelled"}));
    told("H1", "P0002", contract::ChargeCreated{bill("C3", 2'500)});
    BOOST_TEST((heard(part) == std::vector<std::string>{"charge.created"}));
    told("H1", "P0001", contract::ChargeCreated{bill("C4", 2'500)});
    BOOST_TEST(heard(part).empty());  // the part stands for nobody
    takeApart();
    heard(root);
    told("H1", "P0002", contract::ChargeCancelled{"C3"});
    BOOST_TEST(heard(root).empty());
    told("H1", "P0002", contract::ChargeCreated{bill("C5", 2'500)});
    BOOST_TEST((heard(part) == std::vector<std::string>{"charge.created"}));
}

BOOST_AUTO_TEST_CASE(who_registers_again_with_the_certificate_of_a_part_is_the_person) {
    BOOST_TEST("/api/v1/people/" + call("POST", "/api/v1/people", entrance, passportOf(kPassport)).at("person_id") == part);
    join();
    const std::size_t lines = audited(root, "person.register").size();
    const Answer again = call("POST", "/api/v1/people", entrance, passportOf(kPassport));
    BOOST_REQUIRE_MESSAGE(again.status == 201, again.body);
    BOOST_TEST("/api/v1/people/" + again.at("person_id") == root);
    BOOST_TEST(again.at("card.card_id") == call("GET", root, token).at("card.card_id"));
    BOOST_TEST(audited(root, "person.register").size() == lines + 1);
    BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                      const auto suspended = registration.suspend(transaction, idIn(root));
                      return suspended.ok() ? core::Result<flows::Next>(flows::Next{}) : suspended.failure();
                  }).ok());
    BOOST_TEST(failsWith(tried("POST", "/api/v1/people", entrance, passportOf(kPassport)), Error::PersonNotActive));
    takeApart();
    BOOST_TEST("/api/v1/people/" + call("POST", "/api/v1/people", entrance, passportOf(kPassport)).at("person_id") == part);
}

BOOST_AUTO_TEST_CASE(the_registration_of_a_person_whose_card_is_lost_shows_the_card_of_a_part) {
    join();
    const std::string card_of_root = call("GET", part, token).at("card.card_id");
    BOOST_REQUIRE(call("POST", root + "/card/lost", token).status == 200);
    std::promise<core::Result<identity::Registered>> ended;
    contract::PersonDetails details;
    details.name = core::Sensitive(core::PersonName{"测试甲"});
    details.certificate =
        contract::Certificate{contract::CertificateKind::ResidentId, core::Sensitive(core::CertificateNumber{kResidentId})};
    registering.registerPerson(
        details, [](core::Transaction&, const identity::Registered&) { return core::Result<flows::Next>(flows::Next{}); },
        [&](const core::Result<identity::Registered>& registered) { ended.set_value(registered); });
    const core::Result<identity::Registered> registered = ended.get_future().get();
    BOOST_REQUIRE(registered.ok());
    BOOST_REQUIRE(registered->card.has_value());
    BOOST_TEST(registered->card->id.text() != card_of_root);
    BOOST_TEST((registered->card->person == idIn(part)));
}

BOOST_AUTO_TEST_CASE(credentials_of_a_part_are_listed_and_frozen_by_the_person_and_bound_to_nobody_twice) {
    const std::string card = R"({"kind":"social_security_card","number":"A12345678"})";
    const Answer of_part = call("POST", part + "/credentials", h1, card, doctor);
    BOOST_REQUIRE_MESSAGE(of_part.status == 201, of_part.body);
    BOOST_TEST(failsWith(tried("POST", root + "/credentials", h1, card, doctor), Error::CredentialTaken));
    join();
    BOOST_TEST(call("GET", root + "/credentials", token).at("credentials") == "1");
    BOOST_TEST(call("POST", root + "/credentials", h1, card, doctor).at("credential_id") == of_part.at("credential_id"));
    const std::string path = "/credentials/" + of_part.at("credential_id") + "/lost";
    BOOST_TEST(call("POST", root + path, token).at("state") == "lost");
    takeApart();
    BOOST_TEST(call("GET", root + "/credentials", token).at("credentials") == "0");
    BOOST_TEST(failsWith(tried("POST", root + path, token), Error::CredentialNotFound));
    BOOST_TEST(call("GET", part + "/credentials", exchanged(part)).at("credentials.0.state") == "lost");
}

BOOST_AUTO_TEST_CASE(each_card_of_a_merged_person_is_lost_found_and_replaced_through_the_person_and_stays_its_registrations) {
    const std::string own = call("GET", root, token).at("card.card_id");
    const std::string of_part = call("GET", part, exchanged(part)).at("card.card_id");
    const auto card = [&](const std::string& id, const std::string& verb) { return root + "/cards/" + id + "/" + verb; };
    BOOST_TEST(call("GET", root + "/cards", token).at("cards") == "1");
    BOOST_TEST(failsWith(tried("POST", card(of_part, "lost"), token), Error::CardNotFound));  // somebody else's
    join();
    BOOST_TEST(call("GET", root + "/cards", token).at("cards") == "2");
    BOOST_TEST(call("GET", root + "/cards", token).at("cards.0.card_id") == own);

    BOOST_TEST(call("POST", card(of_part, "lost"), token).at("state") == "lost");
    BOOST_TEST(call("GET", root, token).at("card.card_id") == own);
    BOOST_TEST(call("GET", root + "/cards", token).at("cards.0.state") == "active");
    BOOST_TEST((heard(root).back() == "card.lost"));
    BOOST_TEST(audited(root, "card.report-loss").back().subject == "card/" + of_part);
    BOOST_TEST(call("POST", card(of_part, "found"), h2, {}, doctor).at("state") == "active");  // staff as well
    const Answer fresh = call("POST", card(of_part, "replace"), token);
    BOOST_TEST(fresh.at("state") == "active");
    BOOST_TEST(fresh.at("card_id") != of_part);
    BOOST_TEST(failsWith(tried("POST", card(of_part, "replace"), token), Error::CardNotActive));
    BOOST_TEST(call("POST", card(fresh.at("card_id"), "close"), token).at("state") == "closed");

    // Without an id it is the card of the registration that stands for the person, however often it is said.
    for (int times = 0; times < 2; ++times) BOOST_TEST(call("POST", root + "/card/lost", token).at("card_id") == own);
    const std::string next = call("POST", root + "/card/replace", token).at("card_id");
    takeApart();
    BOOST_TEST(call("GET", root + "/cards", token).at("cards") == "2");
    BOOST_TEST(call("GET", root, token).at("card.card_id") == next);
    BOOST_TEST(call("GET", part + "/cards", exchanged(part)).at("cards.1.card_id") == fresh.at("card_id"));
    BOOST_TEST(failsWith(tried("POST", card(fresh.at("card_id"), "lost"), token), Error::CardNotFound));
    BOOST_TEST(failsWith(tried("POST", card("nobody", "lost"), token), Error::IdNotValid));
}

BOOST_AUTO_TEST_CASE(nothing_is_opened_on_a_part_that_is_suspended_and_its_card_is_frozen_all_the_same) {
    const std::string of_part = call("GET", part, exchanged(part)).at("card.card_id");
    join();
    BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                      const auto suspended = registration.suspend(transaction, idIn(part));
                      return suspended.ok() ? core::Result<flows::Next>(flows::Next{}) : suspended.failure();
                  }).ok());
    const std::string path = root + "/cards/" + of_part;
    BOOST_TEST(call("POST", path + "/lost", token).at("state") == "lost");
    BOOST_TEST(failsWith(tried("POST", path + "/found", token), Error::PersonNotActive));
    BOOST_TEST(failsWith(tried("POST", path + "/replace", token), Error::PersonNotActive));
}

BOOST_AUTO_TEST_CASE(a_code_on_paper_of_a_parts_card_is_revoked_through_the_person) {
    const Answer paper = call("POST", part + "/card/paper-codes", exchanged(part), R"({"valid_days":30})");
    BOOST_REQUIRE_MESSAGE(paper.status == 201, paper.body);
    join();
    const std::string revoke = root + "/card/paper-codes/" + paper.at("paper_code_id") + "/revoke";
    BOOST_TEST(!call("POST", revoke, token).at("revoked_at_ms").empty());  // a code of a part's card too
}

BOOST_AUTO_TEST_SUITE_END()
