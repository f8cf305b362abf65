#include <algorithm>

#include "tests/flows/reports.h"
#include "tests/flows/rest_region.h"

using namespace hub;
using core::Error;
using tests::failsWith;
using Answer = tests::RestAnswer;

namespace {

constexpr const char* kA = "379999199001010010";
constexpr const char* kB = "370202199001010015";
constexpr const char* kSocial = R"({"kind":"social_security_card","number":"A12345678"})";
constexpr const char* kHospitals = R"({"kind":"hospital_card","number":"C0001234"})";

struct Region : tests::RestRegion {
    core::Result<Answer> scan(const std::string& text) {
        return tried("POST", "/api/v1/credentials/scan", h1, R"({"text":")" + text + R"(","use":"registration"})", doctor);
    }
    core::Result<Answer> find(const std::string& json, const std::string& token) {
        return tried("POST", "/api/v1/people/search", token, json, doctor);
    }
    bool finds(const std::string& json, const std::string& who) {
        const core::Result<Answer> found = find(json, h2);
        return found.ok() && "/api/v1/people/" + found->at("person_id") == who;
    }
    static identity::PersonId idOf(const std::string& who) { return *identity::PersonId::parse(who.substr(who.rfind('/') + 1)); }
    /// Path of what staff of H1 binds.
    std::string bound(const std::string& who, const std::string& json) {
        clock.pass(core::Duration(1));  // they are listed by when they were bound
        const Answer answer = call("POST", who + "/credentials", h1, json, doctor);
        BOOST_REQUIRE_MESSAGE(answer.status == 201, answer.body);
        return who + "/credentials/" + answer.at("credential_id");
    }
    Answer printed(const std::string& who, const std::string& token, int valid_days = 30) {
        return call("POST", who + "/card/paper-codes", token, R"({"valid_days":)" + std::to_string(valid_days) + "}");
    }
    void suspend(const std::string& who) {
        BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                          const auto done = registration.suspend(transaction, idOf(who));
                          return done.ok() ? core::Result<flows::Next>(flows::Next{}) : done.failure();
                      }).ok());
    }
    std::vector<std::string> actions(const std::string& who) {
        audit::AuditSearch search;
        search.about = idOf(who);
        search.until = clock.utc() + core::Duration(60'000);
        std::vector<std::string> done;
        const auto entries = read<std::vector<audit::ChainedEntry>>(
            [&](core::ReadTransaction& transaction) { return storage->audit().search(transaction, search); });
        for (const auto& [entry, link] : entries) done.push_back(entry.action);
        std::ranges::sort(done);  // several of one millisecond have no order
        return done;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(credential_routes, Region)

BOOST_AUTO_TEST_CASE(staff_binds_a_card_once_and_the_person_sees_its_number_masked) {
    const std::string who = registered("测试甲", kA);
    const std::string card = bound(who, kHospitals);
    BOOST_TEST(bound(who, kHospitals) == card);
    bound(who, kSocial);
    const Answer list = call("GET", who + "/credentials", exchanged(who));
    BOOST_REQUIRE(list.at("credentials") == "2");
    BOOST_TEST(list.at("credentials.0.kind") == "hospital_card");
    BOOST_TEST(list.at("credentials.0.issuer") == "H1");
    BOOST_TEST(list.at("credentials.0.number") == "****1234");
    BOOST_TEST(list.at("credentials.0.state") == "active");
    BOOST_TEST(list.at("credentials.1.issuer").empty());
    BOOST_TEST(list.body.find("A12345678") == std::string::npos);
    BOOST_TEST(scan("C0001234").ok());
    BOOST_TEST((tests::eventTypes(*this, idOf(who).bits) == std::vector<std::string>{"credential.bound", "credential.bound"}));
    const std::vector<std::string> done = actions(who);
    BOOST_TEST(std::ranges::count(done, "credential.bind") == 3);
}

BOOST_AUTO_TEST_CASE(only_staff_binds_only_what_it_reads_and_only_for_whom_something_new_may_be_begun) {
    const std::string who = registered("测试甲", kA);
    const std::string path = who + "/credentials";
    BOOST_TEST(failsWith(tried("POST", path, exchanged(who), kSocial), Error::ScopeMissing));
    BOOST_TEST(failsWith(tried("POST", path, entrance, kSocial), Error::ScopeMissing));
    BOOST_TEST(failsWith(tried("POST", path, h1, kSocial), Error::StaffClaimNotValid));
    for (const char* other : {R"({"kind":"ehealth_card","number":"1"})", R"({"kind":"certificate","number":"1"})",
                              R"({"kind":"social_security_card","number":"1234"})"})
        BOOST_TEST(failsWith(tried("POST", path, h1, other, doctor), Error::CodeNotRecognised), other);
    const std::string nobody = "/api/v1/people/" + std::string(26, '0') + "/credentials";
    BOOST_TEST(failsWith(tried("POST", nobody, h1, kSocial, doctor), Error::PersonNotFound));
    bound(registered("测试乙", kB), kSocial);
    BOOST_TEST(failsWith(tried("POST", path, h1, kSocial, doctor), Error::CredentialTaken));
    suspend(who);
    BOOST_TEST(failsWith(tried("POST", path, h1, kHospitals, doctor), Error::PersonNotActive));
}

BOOST_AUTO_TEST_CASE(a_credential_is_lost_found_and_revoked_each_once) {
    const std::string who = registered("测试甲", kA);
    const std::string token = exchanged(who);
    const std::string card = bound(who, kSocial);
    for (int times = 0; times < 2; ++times) BOOST_TEST(call("POST", card + "/lost", token).at("state") == "lost");
    BOOST_TEST(failsWith(scan("A12345678"), Error::CredentialNotActive));
    const tests::Fields key{{"Idempotency-Key", "found-once"}};
    for (int times = 0; times < 2; ++times) BOOST_TEST(call("POST", card + "/found", token, {}, key).at("state") == "active");
    BOOST_TEST(failsWith(tried("POST", card + "/found", token), Error::CredentialNotActive));
    BOOST_TEST(scan("A12345678").ok());
    for (int times = 0; times < 2; ++times) BOOST_TEST(call("POST", card + "/revoke", token).at("state") == "revoked");
    BOOST_TEST(failsWith(tried("POST", card + "/lost", token), Error::CredentialNotActive));
    BOOST_TEST((tests::eventTypes(*this, idOf(who).bits) ==
                std::vector<std::string>{"credential.bound", "credential.lost", "credential.found", "credential.revoked"}));
    bound(registered("测试乙", kB), kSocial);  // whoever holds it
}

BOOST_AUTO_TEST_CASE(nobody_moves_a_credential_under_another_person_or_without_staff) {
    const std::string who = registered("测试甲", kA);
    const std::string other = registered("测试乙", kB);
    const std::string card = bound(who, kHospitals);
    const std::string id = card.substr(card.rfind('/'));
    for (const char* verb : {"/lost", "/found", "/revoke"}) {
        BOOST_TEST(failsWith(tried("POST", card + verb, exchanged(other)), Error::NotThisPerson), verb);
        BOOST_TEST(failsWith(tried("POST", other + "/credentials" + id + verb, exchanged(other)), Error::CredentialNotFound), verb);
        BOOST_TEST(failsWith(tried("POST", card + verb, h1), Error::StaffClaimNotValid), verb);
        BOOST_TEST(failsWith(tried("POST", card + verb, entrance), Error::ScopeMissing), verb);
        BOOST_TEST(failsWith(tried("POST", who + "/credentials/1" + verb, exchanged(who)), Error::IdNotValid), verb);
    }
    BOOST_TEST(failsWith(tried("GET", who + "/credentials", exchanged(other)), Error::NotThisPerson));
    BOOST_TEST(failsWith(tried("GET", who + "/credentials", entrance), Error::ScopeMissing));
    // Each hospital takes a report of loss; what gives the card back is the issuer's.
    BOOST_TEST(call("POST", card + "/lost", h2, {}, doctor).at("state") == "lost");
    for (const char* verb : {"/found", "/revoke"})
        BOOST_TEST(failsWith(tried("POST", card + verb, h2, {}, doctor), Error::NotThisHospital), verb);
    BOOST_TEST(failsWith(tried("POST", card + "/replace", h2, R"({"number":"C2"})", doctor), Error::NotThisHospital));
    BOOST_TEST(call("POST", card + "/found", h1, {}, doctor).at("state") == "active");
}

BOOST_AUTO_TEST_CASE(a_replaced_card_is_void_and_the_new_one_is_the_persons) {
    const std::string who = registered("测试甲", kA);
    const std::string card = bound(who, kHospitals);
    const tests::Fields key{{"Idempotency-Key", "replace-once"}, doctor[0], doctor[1], doctor[2], doctor[3]};
    const std::string number = R"({"number":"C0009999"})";
    clock.pass(core::Duration(1));
    const Answer first = call("POST", card + "/replace", h1, number, key);
    BOOST_REQUIRE_MESSAGE(first.status == 200, first.body);
    BOOST_TEST(call("POST", card + "/replace", h1, number, key).body == first.body);
    BOOST_REQUIRE(first.at("credentials") == "2");
    BOOST_TEST(first.at("credentials.0.state") == "revoked");
    BOOST_TEST(first.at("credentials.1.state") == "active");
    BOOST_TEST(failsWith(scan("C0001234"), Error::CredentialNotActive));
    BOOST_TEST(scan("C0009999").ok());
    BOOST_TEST(failsWith(tried("POST", card + "/replace", h1, number, doctor), Error::CredentialNotActive));
    BOOST_TEST(failsWith(tried("POST", card + "/replace", exchanged(who), number), Error::ScopeMissing));
    BOOST_TEST((tests::eventTypes(*this, idOf(who).bits) == std::vector<std::string>{"credential.bound", "credential.replaced"}));
}

BOOST_AUTO_TEST_CASE(a_lost_card_opens_nothing_until_it_is_found_or_replaced) {
    const std::string who = registered("测试甲", kA);
    const std::string token = exchanged(who);
    const std::string number = call("GET", who, token).at("card.number");
    for (int times = 0; times < 2; ++times) BOOST_TEST(call("POST", who + "/card/lost", token).at("state") == "lost");
    BOOST_TEST(failsWith(scan(number), Error::CardNotActive));
    BOOST_TEST(failsWith(tried("GET", who + "/card-code", token), Error::CardNotActive));
    BOOST_TEST(call("POST", who + "/card/found", h2, {}, doctor).at("state") == "active");
    BOOST_TEST(failsWith(tried("POST", who + "/card/found", token), Error::CardNotActive));
    BOOST_TEST(scan(number).ok());

    const tests::Fields key{{"Idempotency-Key", "replace-once"}};
    const Answer fresh = call("POST", who + "/card/replace", token, {}, key);
    BOOST_REQUIRE_MESSAGE(fresh.status == 200, fresh.body);
    BOOST_TEST(fresh.at("number") != number);
    BOOST_TEST(call("POST", who + "/card/replace", token, {}, key).body == fresh.body);
    BOOST_TEST(failsWith(scan(number), Error::CardNotActive));
    BOOST_TEST(scan(fresh.at("number")).ok());

    for (int times = 0; times < 2; ++times) BOOST_TEST(call("POST", who + "/card/close", token).at("state") == "closed");
    for (const char* verb : {"/lost", "/found", "/replace"})
        BOOST_TEST(failsWith(tried("POST", who + "/card" + verb, token), Error::CardNotActive), verb);
    std::vector<std::string> told = tests::eventTypes(*this, idOf(who).bits);
    std::ranges::sort(told);  // those of two cards have no order
    BOOST_TEST((told == std::vector<std::string>{"card.closed", "card.found", "card.lost", "card.replaced"}));
}

BOOST_AUTO_TEST_CASE(a_card_is_moved_by_its_person_or_by_staff_and_opened_again_for_nobody_who_is_suspended) {
    const std::string who = registered("测试甲", kA);
    const std::string other = exchanged(registered("测试乙", kB));
    for (const char* verb : {"/lost", "/found", "/replace", "/close"}) {
        BOOST_TEST(failsWith(tried("POST", who + "/card" + verb, other), Error::NotThisPerson), verb);
        BOOST_TEST(failsWith(tried("POST", who + "/card" + verb, h1), Error::StaffClaimNotValid), verb);
        BOOST_TEST(failsWith(tried("POST", who + "/card" + verb, entrance), Error::ScopeMissing), verb);
    }
    const std::string nobody = "/api/v1/people/" + std::string(26, '0') + "/card/lost";
    BOOST_TEST(failsWith(tried("POST", nobody, h1, {}, doctor), Error::PersonNotFound));
    suspend(who);
    BOOST_TEST(call("POST", who + "/card/lost", h1, {}, doctor).at("state") == "lost");
    for (const char* verb : {"/found", "/replace"})
        BOOST_TEST(failsWith(tried("POST", who + "/card" + verb, h1, {}, doctor), Error::PersonNotActive), verb);
    BOOST_TEST(call("POST", who + "/card/close", h1, {}, doctor).at("state") == "closed");
    BOOST_TEST((actions(who) == std::vector<std::string>{"card.close", "card.report-loss", "person.register"}));
}

BOOST_AUTO_TEST_CASE(a_code_on_paper_is_printed_for_the_person_and_checked_by_whoever_has_the_public_keys) {
    const std::string who = registered("测试甲", kA);
    const std::string token = exchanged(who);
    const Answer first = printed(who, token);
    BOOST_REQUIRE_MESSAGE(first.status == 201, first.body);
    const Answer paper = call("POST", who + "/card/paper-codes", h1, R"({"valid_days":366})", doctor);
    BOOST_REQUIRE_MESSAGE(paper.status == 201, paper.body);
    BOOST_TEST(scan(paper.at("text")).ok());
    BOOST_TEST(failsWith(scan(first.at("text")), Error::CredentialNotActive));

    // A reader without a connection: what it has, and what is on the paper.
    const Answer published = call("GET", "/api/v1/keys/paper-codes", h2);
    BOOST_TEST(published.at("signed_prefix") == "10:paper code");
    BOOST_TEST(published.at("revoked.0") == first.at("paper_code_id"));
    BOOST_TEST(published.at("revoked") == "1");
    BOOST_REQUIRE(published.at("keys") == "1");
    BOOST_TEST(published.at("keys.0.suite") == "intl");
    std::string bytes;
    const std::vector<vault::PublicKey> of_hub = signer.publicKeys();
    for (const std::uint8_t byte : of_hub.at(0).bytes) {
        constexpr std::string_view kDigits = "0123456789abcdef";
        bytes += kDigits[byte >> 4U];
        bytes += kDigits[byte & 15U];
    }
    BOOST_TEST(published.at("keys.0.key") == bytes);
    BOOST_TEST(std::stoi(paper.at("text").substr(63, 4)) == std::stoi(published.at("keys.0.number")));
    const std::string after = "/api/v1/keys/paper-codes?after=" + first.at("paper_code_id");
    BOOST_TEST(call("GET", after, h2).at("revoked") == "0");
    BOOST_TEST(published.body.find("next") == std::string::npos);
    BOOST_TEST(failsWith(tried("GET", "/api/v1/keys/paper-codes?after=1", h2), Error::IdNotValid));
    BOOST_TEST(failsWith(tried("GET", "/api/v1/keys/paper-codes", "none"), Error::TokenNotValid));
}

BOOST_AUTO_TEST_CASE(a_code_on_paper_is_revoked_by_its_person_alone_and_once) {
    const std::string who = registered("测试甲", kA);
    const std::string token = exchanged(who);
    const std::string other = registered("测试乙", kB);
    const Answer paper = printed(who, token);
    const std::string path = "/card/paper-codes/" + paper.at("paper_code_id") + "/revoke";
    BOOST_TEST(failsWith(tried("POST", who + path, exchanged(other)), Error::NotThisPerson));
    BOOST_TEST(failsWith(tried("POST", other + path, exchanged(other)), Error::CredentialNotFound));
    BOOST_TEST(failsWith(tried("POST", who + path, h1), Error::StaffClaimNotValid));
    BOOST_TEST(scan(paper.at("text")).ok());
    const Answer revoked = call("POST", who + path, token);
    BOOST_REQUIRE_MESSAGE(revoked.status == 200, revoked.body);
    BOOST_TEST(!revoked.at("revoked_at_ms").empty());
    BOOST_TEST(revoked.body.find("OC2") == std::string::npos);
    BOOST_TEST(call("POST", who + path, token).body == revoked.body);
    BOOST_TEST(failsWith(scan(paper.at("text")), Error::CredentialNotActive));
    const std::string none = "/card/paper-codes/" + std::string(26, '0') + "/revoke";
    BOOST_TEST(failsWith(tried("POST", who + none, token), Error::CredentialNotFound));
    BOOST_TEST((tests::eventTypes(*this, idOf(who).bits) == std::vector<std::string>{"paper_code.issued", "paper_code.revoked"}));
}

BOOST_AUTO_TEST_CASE(a_code_on_paper_is_for_1_to_366_days_and_for_an_active_card_and_person) {
    const std::string who = registered("测试甲", kA);
    const std::string token = exchanged(who);
    for (const int days : {0, 367}) BOOST_TEST(failsWith(printed(who, token, days).result(), Error::JsonNotValid), days);
    for (const int days : {1, 366}) BOOST_TEST(printed(who, token, days).status == 201, days);
    BOOST_TEST(failsWith(printed(who, exchanged(registered("测试乙", kB))).result(), Error::NotThisPerson));
    BOOST_TEST(failsWith(printed(who, h1).result(), Error::StaffClaimNotValid));
    BOOST_REQUIRE(call("POST", who + "/card/lost", token).status == 200);
    BOOST_TEST(failsWith(printed(who, token).result(), Error::CardNotActive));
    BOOST_REQUIRE(call("POST", who + "/card/found", token).status == 200);
    suspend(who);
    BOOST_TEST(failsWith(tried("POST", who + "/card/paper-codes", h1, R"({"valid_days":1})", doctor), Error::PersonNotActive));
}

BOOST_AUTO_TEST_CASE(staff_finds_a_person_by_the_number_they_type_and_the_audit_says_so) {
    const std::string who = registered("测试甲", kA);
    const std::string number = call("GET", who, h1).at("card.number");
    const std::string by_card = R"({"card_number":")" + number + R"("})";
    const auto by_certificate = [](const std::string& certificate) {
        return R"({"certificate":{"kind":"resident_id","number":")" + certificate + R"("}})";
    };
    BOOST_TEST(finds(by_card, who));
    BOOST_TEST(finds(by_certificate(kA), who));
    BOOST_TEST((actions(who) == std::vector<std::string>{"person.find", "person.find", "person.register"}));
    BOOST_TEST(failsWith(find(R"({"card_number":"10000000000083"})", h2), Error::CardNotFound));
    BOOST_TEST(failsWith(find(R"({"card_number":"10000000000084"})", h2), Error::CardNumberNotValid));
    BOOST_TEST(failsWith(find(by_certificate(kB), h2), Error::PersonNotFound));
    BOOST_TEST(failsWith(find(by_certificate("370202199001010016"), h2), Error::CertificateNotValid));
    BOOST_TEST(failsWith(tried("POST", "/api/v1/people/search", h2, by_card), Error::StaffClaimNotValid));
    BOOST_TEST(failsWith(tried("POST", "/api/v1/people/search", exchanged(who), by_card), Error::ScopeMissing));
    BOOST_TEST(failsWith(find(R"({"card_number":")" + number + R"(","local_patient":"P0001"})", h2), Error::JsonNotValid));
    BOOST_TEST(failsWith(find(R"({"card_code":"OC1"})", h2), Error::JsonNotValid));
    BOOST_REQUIRE(call("POST", who + "/card/lost", h1, {}, doctor).status == 200);
    BOOST_TEST(failsWith(find(by_card, h2), Error::CardNotActive));
}

BOOST_AUTO_TEST_SUITE_END()
