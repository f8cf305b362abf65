#include <algorithm>

#include "tests/flows/rest_region.h"

using namespace hub;
using contract::CredentialDecode;
using contract::CredentialKind;
using contract::RefusalReason;
using core::Error;
using tests::failsWith;
using Answer = tests::RestAnswer;

namespace {

constexpr const char* kA = "379999199001010010";
constexpr const char* kB = "370202199001010015";
constexpr const char* kUnknown = "379999199203030036";
const std::string kHex64(64, 'a');
const std::string kStatic = kHex64 + ":1";
const std::string kDynamic = kHex64 + ":0:" + std::string(32, 'b') + ":7";
constexpr const char* kVoucher = "1234567890123456789012345678";

struct Region : tests::RestRegion {
    Answer scanned(const std::string& text, const std::string& token, const std::string& use = "registration") {
        return call("POST", "/api/v1/credentials/scan", token, R"({"text":")" + text + R"(","use":")" + use + R"("})", doctor);
    }
    Answer scanned(const std::string& text) { return scanned(text, h1); }
    core::Result<Answer> scan(const std::string& text) { return scanned(text).result(); }
    std::string whose(const std::string& text, const std::string& form) {
        const Answer answer = scanned(text);
        BOOST_REQUIRE_MESSAGE(answer.status == 200, answer.body);
        BOOST_TEST(answer.at("form") == form);
        return "/api/v1/people/" + answer.at("person.person_id");
    }
    static identity::PersonId idOf(const std::string& who) { return *identity::PersonId::parse(who.substr(who.rfind('/') + 1)); }

    /// What the service says of every code from now on.
    void decodes(const std::string& name, const std::string& certificate, std::optional<CredentialKind> lasting = std::nullopt) {
        CredentialDecode::Result result;
        result.person.name = core::Sensitive(core::PersonName{name});
        result.person.certificate =
            contract::Certificate{contract::CertificateKind::ResidentId, core::Sensitive(core::CertificateNumber{certificate})};
        result.person.phone = core::Sensitive(core::PhoneNumber{"none"});  // what they have of it is theirs to know
        if (lasting) result.credential = contract::Credential{*lasting, core::Sensitive(core::CardNumber{kHex64})};
        result.insurance_token = core::Sensitive<std::string>("ec-token-of-this-showing");
        result.insured_area = "379900";
        region.answers<CredentialDecode>(result);
    }
    void bind(const std::string& who, CredentialKind kind, const std::string& number, const std::string& issuer = {}) {
        BOOST_REQUIRE(
            unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                const auto bound = credentials.bind(transaction, idOf(who), {kind, issuer, core::Sensitive(core::CardNumber{number})});
                return bound.ok() ? core::Result<flows::Next>(flows::Next{}) : bound.failure();
            }).ok());
    }
    std::vector<identity::HeldCredential> held(const std::string& who) {
        return read<std::vector<identity::HeldCredential>>(
            [&](core::ReadTransaction& transaction) { return credentials.heldBy(transaction, idOf(who)); });
    }
    template <class Verb>
    void step(const std::string& who, Verb verb) {
        BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                          const auto done = (registration.*verb)(transaction, idOf(who));
                          return done.ok() ? core::Result<flows::Next>(flows::Next{}) : done.failure();
                      }).ok());
    }
    /// Subjects of the scans that the audit has about the person.
    std::vector<std::string> scans(const std::string& who) {
        audit::AuditSearch search;
        search.about = idOf(who);
        search.until = clock.utc() + core::Duration(60'000);
        std::vector<std::string> subjects;
        const auto entries = read<std::vector<audit::ChainedEntry>>(
            [&](core::ReadTransaction& transaction) { return storage->audit().search(transaction, search); });
        for (const auto& [entry, link] : entries) {
            if (entry.action == "credential.scan") subjects.push_back(entry.subject);
        }
        std::ranges::sort(subjects);  // those of one millisecond have no order
        return subjects;
    }
    std::string codeOf(const std::string& who) { return call("GET", who + "/card-code", exchanged(who)).at("code"); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(scan_flow, Region)

BOOST_AUTO_TEST_CASE(a_code_on_a_phone_opens_its_person_once_and_the_audit_says_so_once) {
    const std::string who = registered("测试甲", kA);
    const std::string code = codeOf(who);
    const Answer answer = scanned(code, h1, "dispensing");
    BOOST_REQUIRE_MESSAGE(answer.status == 200, answer.body);
    BOOST_TEST("/api/v1/people/" + answer.at("person.person_id") == who);
    BOOST_TEST(answer.at("person.name") == "测**");
    BOOST_TEST(answer.at("form") == "card_code");
    BOOST_TEST(answer.at("use") == "dispensing");
    BOOST_TEST(answer.body.find("valid_until") == std::string::npos);  // it is used up
    BOOST_TEST(answer.body.find("insurance_token") == std::string::npos);
    BOOST_TEST(failsWith(scan(code), Error::CardCodeUsed));
    BOOST_TEST(failsWith(scanned(code, h2).result(), Error::CardCodeUsed));
    BOOST_TEST((scans(who) == std::vector<std::string>{"card_code"}));
}

BOOST_AUTO_TEST_CASE(staff_of_a_hospital_scans_and_nobody_else) {
    const std::string who = registered("测试甲", kA);
    const std::string code = codeOf(who);
    const std::string body = R"({"text":")" + code + R"(","use":"registration"})";
    const std::string path = "/api/v1/credentials/scan";
    BOOST_TEST(failsWith(tried("POST", path, entrance, body), Error::ScopeMissing));
    BOOST_TEST(failsWith(tried("POST", path, exchanged(who), body), Error::ScopeMissing));
    BOOST_TEST(failsWith(tried("POST", path, h1, body), Error::StaffClaimNotValid));
    BOOST_TEST(failsWith(tried("POST", path, h1, R"({"text":")" + code + R"("})", doctor), Error::JsonNotValid));
    BOOST_TEST(failsWith(scanned(code, h1, "curiosity").result(), Error::JsonNotValid));
    BOOST_TEST(whose(code, "card_code") == who);  // none of them has used it up
}

BOOST_AUTO_TEST_CASE(what_a_person_carries_is_theirs_whatever_it_is) {
    const std::string who = registered("测试甲", kA);
    const std::string token = exchanged(who);
    opened(who, "H1", "P0001");
    bind(who, CredentialKind::SocialSecurityCard, "A12345678");
    bind(who, CredentialKind::HospitalCard, "card-no-1", "H1");
    bind(who, CredentialKind::EhealthCard, kHex64);
    const std::string paper = call("POST", who + "/card/paper-codes", token, R"({"valid_days":1})").at("text");
    for (int times = 0; times < 2; ++times) BOOST_TEST(whose(paper, "paper_code") == who);
    BOOST_TEST(whose(call("GET", who, token).at("card.number"), "regional_card") == who);
    BOOST_TEST(whose(kA, "certificate") == who);
    BOOST_TEST(whose("a12345678", "social_security_card") == who);
    BOOST_TEST(whose("card-no-1", "hospital_card") == who);
    BOOST_TEST(whose("P0001", "hospital_card") == who);  // by the number of the file
    BOOST_TEST(whose(kStatic, "ehealth_static") == who);
    BOOST_TEST(region.calls(CredentialDecode::kName) == 0);
    const core::UtcTime now = clock.utc();
    const core::UtcTime end{std::stoll(scanned(paper).at("valid_until_ms"))};
    BOOST_TEST((end > now + std::chrono::hours(24)));
    BOOST_TEST((end <= now + std::chrono::hours(48)));
    BOOST_TEST((core::shanghaiDate(end, core::Duration(0)) > core::shanghaiDate(end + core::Duration(-1), core::Duration(0))));
}

BOOST_AUTO_TEST_CASE(a_hospitals_number_is_for_that_hospital_alone) {
    const std::string who = registered("测试甲", kA);
    const std::string other = registered("测试乙", kB);
    opened(who, "H1", "P0001");
    opened(other, "H1", "P0002");
    bind(other, CredentialKind::HospitalCard, "P0001", "H2");
    bind(who, CredentialKind::HospitalCard, "C0002", "H1");
    BOOST_TEST(whose("P0001", "hospital_card") == who);
    BOOST_TEST(whose("C0002", "hospital_card") == who);
    BOOST_TEST("/api/v1/people/" + scanned("P0001", h2).at("person.person_id") == other);
    BOOST_TEST(failsWith(scanned("P0002", h2).result(), Error::CredentialNotFound));
    BOOST_TEST(failsWith(scanned("C0002", h2).result(), Error::CredentialNotFound));
}

BOOST_AUTO_TEST_CASE(a_text_of_several_meanings_is_what_is_found_first_and_nobodys_when_nothing_is) {
    const std::string who = registered("测试甲", kA);
    const std::string other = registered("测试乙", kB);
    opened(other, "H1", "A12345678");
    BOOST_TEST(whose("A12345678", "hospital_card") == other);
    bind(who, CredentialKind::SocialSecurityCard, "A12345678");
    BOOST_TEST(whose("A12345678", "social_security_card") == who);
    BOOST_TEST(failsWith(scan("A12345679"), Error::CredentialNotFound));
    BOOST_TEST(failsWith(scan("10000000000083"), Error::CredentialNotFound));
    BOOST_TEST(failsWith(scan(kUnknown), Error::CredentialNotFound));
    BOOST_TEST(failsWith(scan("测试"), Error::CodeNotRecognised));
    BOOST_TEST(failsWith(scan("OC1" + std::string(197, '0')), Error::CardCodeNotValid));
    BOOST_TEST(failsWith(scan("OC2" + std::string(192, '0')), Error::CardCodeNotValid));
}

BOOST_AUTO_TEST_CASE(what_was_reported_lost_opens_nothing_and_is_not_looked_up_as_something_else) {
    const std::string who = registered("测试甲", kA);
    const std::string other = registered("测试乙", kB);
    const std::string token = exchanged(who);
    const std::string number = call("GET", who, token).at("card.number");
    const std::string paper = call("POST", who + "/card/paper-codes", token, R"({"valid_days":1})").at("text");
    const std::string code = codeOf(who);
    opened(other, "H1", number);
    bind(who, CredentialKind::SocialSecurityCard, "A12345678");
    opened(other, "H1", "A12345678");
    BOOST_REQUIRE(call("POST", who + "/card/lost", token).status == 200);
    for (const std::string& text : {number, paper, code}) BOOST_TEST(failsWith(scan(text), Error::CardNotActive));
    BOOST_REQUIRE(call("POST", who + "/credentials/" + held(who)[0].id.text() + "/lost", token).status == 200);
    BOOST_TEST(failsWith(scan("A12345678"), Error::CredentialNotActive));
    BOOST_TEST(scans(who).empty());
}

BOOST_AUTO_TEST_CASE(nobody_who_is_suspended_or_closed_is_found_by_what_they_carry) {
    const std::string who = registered("测试甲", kA);
    const std::string code = codeOf(who);
    bind(who, CredentialKind::SocialSecurityCard, "A12345678");
    decodes("测试甲", kA);
    step(who, &identity::Registration::suspend);
    for (const std::string& text : {code, std::string(kA), std::string("A12345678"), kDynamic})
        BOOST_TEST(failsWith(scan(text), Error::PersonNotActive), text);
    step(who, &identity::Registration::close);
    BOOST_TEST(failsWith(scan("A12345678"), Error::PersonNotActive));
    BOOST_TEST(failsWith(scan(code), Error::CardNotActive));
    BOOST_TEST(scans(who).empty());
}

BOOST_AUTO_TEST_CASE(whom_a_service_names_is_registered_verified_and_found_without_it_the_next_time) {
    decodes("测试丙", kUnknown, CredentialKind::EhealthCard);
    const std::string who = whose(kStatic, "ehealth_static");
    const Answer shown = call("GET", who, h1);
    BOOST_TEST(shown.at("state") == "verified");
    BOOST_TEST(shown.at("card.state") == "active");
    BOOST_REQUIRE(held(who).size() == 1U);
    BOOST_TEST((held(who)[0].kind == CredentialKind::EhealthCard));
    BOOST_TEST(whose(kStatic, "ehealth_static") == who);
    BOOST_TEST(region.calls(CredentialDecode::kName) == 1);
    BOOST_TEST(whose(kDynamic, "ehealth_dynamic") == who);  // the platform alone knows of it
    BOOST_TEST(region.calls(CredentialDecode::kName) == 2);
    BOOST_TEST(held(who).size() == 1U);
    BOOST_TEST((scans(who) == std::vector<std::string>{"ehealth_dynamic", "ehealth_static", "ehealth_static"}));
}

BOOST_AUTO_TEST_CASE(who_stood_unverified_is_verified_by_a_service_that_knows_them) {
    const std::string who = registered("测试甲", kA);
    BOOST_TEST(call("GET", who, h1).at("state") == "unverified");
    decodes("测试甲", kA);
    BOOST_TEST(whose(kDynamic, "ehealth_dynamic") == who);
    BOOST_TEST(call("GET", who, h1).at("state") == "verified");
    BOOST_TEST(whose(kDynamic, "ehealth_dynamic") == who);
    BOOST_TEST(held(who).empty());
}

BOOST_AUTO_TEST_CASE(the_insurers_token_goes_to_the_hospital_and_is_written_down_nowhere) {
    decodes("测试丙", kUnknown);
    const Answer answer = scanned(kVoucher, h1, "settlement");
    BOOST_REQUIRE_MESSAGE(answer.status == 200, answer.body);
    BOOST_TEST(answer.at("form") == "insurance_voucher");
    BOOST_TEST(answer.at("insurance_token") == "ec-token-of-this-showing");
    BOOST_TEST(answer.at("insured_area") == "379900");
    BOOST_TEST((scans("/" + answer.at("person.person_id")) == std::vector<std::string>{"insurance_voucher"}));
}

BOOST_AUTO_TEST_CASE(a_service_that_names_a_person_otherwise_than_we_do_changes_nothing) {
    const std::string who = registered("测试甲", kA);
    decodes("测试丁", kA);
    BOOST_TEST(failsWith(scan(kDynamic), Error::RegistrationRefused));
    BOOST_TEST(call("GET", who, h1).at("state") == "unverified");

    BOOST_TEST(scans(who).empty());
}

BOOST_AUTO_TEST_CASE(a_lasting_number_of_one_person_is_not_taken_over_by_another) {
    const std::string who = registered("测试甲", kA);
    bind(registered("测试乙", kB), CredentialKind::EhealthCard, kHex64);
    decodes("测试甲", kA, CredentialKind::EhealthCard);
    BOOST_TEST(failsWith(scan(kDynamic), Error::CredentialTaken));
    BOOST_TEST(call("GET", who, h1).at("state") == "unverified");
    BOOST_TEST(scans(who).empty());
}

BOOST_AUTO_TEST_CASE(a_card_that_was_reported_lost_here_stays_lost_whatever_its_service_says) {
    decodes("测试甲", kA, CredentialKind::EhealthCard);
    const std::string who = whose(kDynamic, "ehealth_dynamic");
    BOOST_REQUIRE(call("POST", who + "/credentials/" + held(who)[0].id.text() + "/lost", exchanged(who)).status == 200);
    BOOST_TEST(failsWith(scan(kDynamic), Error::CredentialNotActive));
    BOOST_TEST(failsWith(scan(kStatic), Error::CredentialNotActive));
    BOOST_TEST(scans(who).size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_service_that_says_nonsense_of_the_lasting_number_is_not_believed) {
    decodes("测试甲", kA, CredentialKind::SocialSecurityCard);  // of 64 characters
    BOOST_TEST(failsWith(scan(kDynamic), Error::PeerAnswerNotValid));
    BOOST_TEST(failsWith(scan(kA), Error::CredentialNotFound));
}

BOOST_AUTO_TEST_CASE(a_refusal_of_a_service_is_told_by_its_reason) {
    for (const RefusalReason reason :
         {RefusalReason::NoSuchPatient, RefusalReason::WrongState, RefusalReason::DuplicateNumber, RefusalReason::NotAllowed})
        region.refuses(CredentialDecode::kName, reason);
    region.ends(CredentialDecode::kName, contract::Ending::NotReached);
    BOOST_TEST(failsWith(scan(kDynamic), Error::CredentialNotFound));
    BOOST_TEST(failsWith(scan(kDynamic), Error::CardCodeExpired));
    BOOST_TEST(failsWith(scan(kVoucher), Error::CardCodeUsed));
    BOOST_TEST(failsWith(scan(kVoucher), Error::CounterpartyRefused));
    BOOST_TEST(failsWith(scan(kDynamic), Error::CounterpartyNotAnswering));
}

BOOST_AUTO_TEST_CASE(where_no_service_can_be_asked_the_answer_says_so_unless_the_hospital_knows_the_number) {
    for (const std::string& text : {kStatic, kDynamic, std::string(kVoucher)})
        BOOST_TEST(failsWith(scan(text), Error::OperationNotOffered));
    const std::string who = registered("测试甲", kA);
    opened(who, "H1", kVoucher);
    BOOST_TEST(whose(kVoucher, "hospital_card") == who);
}

BOOST_AUTO_TEST_CASE(a_number_that_the_service_does_not_know_may_be_the_hospitals_own) {
    const std::string who = registered("测试甲", kA);
    opened(who, "H1", kVoucher);
    region.refuses(CredentialDecode::kName, RefusalReason::NoSuchPatient);
    BOOST_TEST(whose(kVoucher, "hospital_card") == who);
}

BOOST_AUTO_TEST_SUITE_END()
