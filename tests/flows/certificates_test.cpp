// A person's certificate gives way to another, and they are reached elsewhere: over the REST interface.
#include <algorithm>
#include <array>
#include <future>
#include <thread>

#include "tests/flows/reports.h"
#include "tests/flows/rest_region.h"

using namespace hub;
using contract::PersonVerify;
using contract::Verdict;
using core::Error;
using identity::PersonId;
using tests::failsWith;
using tests::Fields;
using Answer = tests::RestAnswer;

namespace {

struct Region : tests::RestRegion {
    void says(Verdict verdict) { region.answers<PersonVerify>({verdict}); }
    void isSilent() { region.ends("person.verify", contract::Ending::NotReached); }

    static std::string person(const std::string& kind, const std::string& number, const std::string& name = "测试甲",
                              const std::string& birth_date = "1990-01-01", const std::string& sex = "female") {
        return R"({"person":{"name":")" + name + R"(","sex":")" + sex + R"(","birth_date":")" + birth_date +
               R"(","certificate":{"kind":")" + kind + R"(","number":")" + number + R"("}}})";
    }
    static std::string passport(const std::string& number, const std::string& name = "测试甲") { return person("passport", number, name); }
    /// Path of somebody who came before any service was there.
    std::string registered(const std::string& json) {
        const Answer answer = call("POST", "/api/v1/people", entrance, json);
        BOOST_REQUIRE_MESSAGE(answer.status == 201, answer.body);
        return "/api/v1/people/" + answer.at("person_id");
    }
    static PersonId idOf(const std::string& who) { return *PersonId::parse(who.substr(who.rfind('/') + 1)); }
    identity::Person find(const std::string& who) {
        return read<identity::Person>(
            [&](core::ReadTransaction& transaction) { return storage->identity().findPerson(transaction, idOf(who)); });
    }
    std::string numberOf(const std::string& who) { return find(who).details.certificate->number.reveal().text; }
    std::string state(const std::string& who) { return call("GET", who, h1).at("state"); }
    core::Result<Answer> renews(const std::string& who, const std::string& token, const std::string& json, const Fields& fields = {}) {
        return tried("POST", who + "/certificate", token, json, fields);
    }
    core::Result<Answer> byStaff(const std::string& who, const std::string& json) { return renews(who, h2, json, doctor); }
    /// What staff finds by the number.
    std::string whose(const std::string& number) {
        const core::Result<Answer> found =
            tried("POST", "/api/v1/people/search", h2, R"({"certificate":{"kind":"passport","number":")" + number + R"("}})", doctor);
        return found.ok() ? "/api/v1/people/" + found->at("person_id") : "";
    }
    std::vector<std::string> told(const std::string& who) { return tests::eventTypes(*this, idOf(who).bits); }
    long audited(const std::string& who, const std::string& action, audit::Outcome outcome = audit::Outcome::Done) {
        audit::AuditSearch search;
        search.about = idOf(who);
        search.until = clock.utc() + core::Duration(60'000);
        const auto entries = read<std::vector<audit::ChainedEntry>>(
            [&](core::ReadTransaction& transaction) { return storage->audit().search(transaction, search); });
        return std::ranges::count_if(entries,
                                     [&](const auto& line) { return line.entry.action == action && line.entry.outcome == outcome; });
    }
    std::vector<identity::Review> openReviews() {
        return read<std::vector<identity::Review>>([&](core::ReadTransaction& transaction) {
            return reviews.queue(transaction, identity::ReviewState::Open, {10, std::nullopt});
        });
    }
    bool waits() {
        const core::UtcTime much_later = clock.utc() + std::chrono::hours(1);
        return read<bool>(
            [&](core::ReadTransaction& transaction) { return storage->outbox().due(transaction, flows::kVerifyTopic, much_later); });
    }
    void suspend(const std::string& who) {
        BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                          const auto done = registration.suspend(transaction, idOf(who));
                          return done.ok() ? core::Result<flows::Next>(flows::Next{}) : done.failure();
                      }).ok());
    }

    /// Path of a woman with a token, verified.
    std::string mother = registered(passport("E90000001", "测试母"));
    std::string mothers_token = verified(mother);
    std::string today = core::shanghaiDate(clock.utc(), core::Duration(0)).text();
    std::string lastYear() const {
        core::Date day = core::shanghaiDate(clock.utc() + -std::chrono::hours(24 * 366), core::Duration(0));
        return day.text();
    }
    std::string born() {
        const Answer answer =
            call("POST", "/api/v1/people/newborns", h2,
                 R"({"mother_id":")" + idOf(mother).text() + R"(","birth_order":1,"guardian_id":")" + idOf(mother).text() +
                     R"(","kinship":"child","name":"测试母之女","sex":"female","birth_date":")" + today + R"("})",
                 doctor);
        BOOST_REQUIRE_MESSAGE(answer.status == 201, answer.body);
        return "/api/v1/people/" + answer.at("person_id");
    }
    /// A girl with a birth certificate.
    std::string child(const std::string& number = "T370000001") {
        std::string json = person("birth_certificate", number, "测试女", lastYear());
        json.insert(json.size() - 1, R"(,"guardian_id":")" + idOf(mother).text() + R"(","kinship":"child")");
        const Answer answer = call("POST", "/api/v1/people/children", h2, json, doctor);
        BOOST_REQUIRE_MESSAGE(answer.status == 201, answer.body);
        return "/api/v1/people/" + answer.at("person_id");
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(certificates, Region)

BOOST_AUTO_TEST_CASE(staff_who_saw_a_renewed_passport_writes_it_down_and_everything_stays_the_persons) {
    const std::string who = registered(passport("E10000001"));
    opened(who);
    const std::string token = exchanged(who);
    const std::string before = call("GET", who, token).body;
    const std::string files_before = call("GET", who + "/files", token).body;
    const core::Result<Answer> renewed = byStaff(who, passport("E10000002"));
    BOOST_REQUIRE(renewed.ok());
    BOOST_TEST(renewed->body == before);  // card and state
    BOOST_TEST(call("GET", who + "/files", token).body == files_before);
    BOOST_TEST(numberOf(who) == "E10000002");
    BOOST_TEST(whose("E10000001") == who);
    BOOST_TEST(whose("E10000002") == who);
    BOOST_TEST(registered(passport("E10000001")) == who);  // whoever shows the old one
    BOOST_TEST(told(who) == std::vector<std::string>{"person.updated"}, boost::test_tools::per_element());
    BOOST_TEST(audited(who, "person.certificate") == 1);
    BOOST_TEST(byStaff(who, passport("E10000002"))->body == before);
    BOOST_TEST(told(who).empty());

    const Answer details = call("GET", who + "/details", token);
    BOOST_TEST(details.at("details.certificate.number") == "E10000002");
    BOOST_REQUIRE(details.at("former_certificates") == "1");
    BOOST_TEST(details.at("former_certificates.0.certificate.number") == "E10000001");
}

BOOST_AUTO_TEST_CASE(a_person_renews_only_what_a_service_says_is_theirs) {
    const std::string who = registered(passport("E10000001"));
    const std::string token = exchanged(who);
    const std::string renewed = passport("E10000002");
    BOOST_TEST(failsWith(renews(who, token, renewed), Error::RegistrationRefused));  // there is no service
    isSilent();
    says(Verdict::NoRecord);
    says(Verdict::Differs);
    says(Verdict::Same);
    for (int i = 0; i < 2; ++i) BOOST_TEST(failsWith(renews(who, token, renewed), Error::RegistrationRefused));
    BOOST_TEST(failsWith(renews(who, token, renewed), Error::RealNameDiffers));
    BOOST_TEST(numberOf(who) == "E10000001");
    BOOST_TEST(!waits());
    BOOST_TEST(audited(who, "person.certificate") == 0);
    const core::Result<Answer> done = renews(who, token, renewed);
    BOOST_REQUIRE(done.ok());
    BOOST_TEST(done->at("state") == "verified");
    BOOST_TEST(numberOf(who) == "E10000002");
    BOOST_TEST(told(who) == (std::vector<std::string>{"person.updated", "person.verified"}), boost::test_tools::per_element());
    BOOST_TEST(region.calls("person.verify") == 4);
    BOOST_TEST(renews(who, token, renewed).ok());  // it is theirs already
    BOOST_TEST(region.calls("person.verify") == 4);
}

BOOST_AUTO_TEST_CASE(nobody_renews_for_another_or_without_staff) {
    says(Verdict::Same);
    const std::string who = registered(passport("E10000001"));
    const std::string json = passport("E10000002");
    BOOST_TEST(failsWith(renews(who, mothers_token, json), Error::NotThisPerson));
    BOOST_TEST(failsWith(renews(who, entrance, json), Error::ScopeMissing));
    BOOST_TEST(failsWith(renews(who, h2, json), Error::StaffClaimNotValid));
    BOOST_TEST(failsWith(tried("POST", who + "/identity", exchanged(who), json), Error::ScopeMissing));
    BOOST_TEST(failsWith(byStaff("/api/v1/people/" + ids.next<PersonId>().text(), json), Error::PersonNotFound));
    BOOST_TEST(numberOf(who) == "E10000001");
    suspend(who);
    BOOST_TEST(failsWith(byStaff(who, json), Error::PersonNotActive));
}

BOOST_AUTO_TEST_CASE(what_does_not_agree_is_refused_before_anybody_is_asked) {
    const std::string who = registered(passport("E10000001"));
    const std::string resident = registered(person("resident_id", "379999199001010029"));
    says(Verdict::Same);
    for (const std::string& json :
         {passport("E10000002", "测试乙"), person("passport", "E10000002", "测试甲", "1990-01-02"),
          person("passport", "E10000002", "测试甲", "1990-01-01", "male"), person("resident_id", "379999199001010029")})
        BOOST_TEST(failsWith(byStaff(who, json), Error::CertificateContradicts), json);
    BOOST_TEST(failsWith(byStaff(resident, person("resident_id", "379999199001010045")), Error::CertificateContradicts));
    BOOST_TEST(failsWith(byStaff(who, passport("E1")), Error::CertificateNotValid));
    BOOST_TEST(region.calls("person.verify") == 0);
}

BOOST_AUTO_TEST_CASE(what_staff_saw_counts_unless_a_service_says_otherwise_and_who_is_unverified_is_asked_about_again) {
    const std::string who = registered(passport("E10000001"));
    says(Verdict::Differs);
    isSilent();
    says(Verdict::NoRecord);
    says(Verdict::Same);
    isSilent();
    BOOST_TEST(failsWith(byStaff(who, passport("E10000002")), Error::RealNameDiffers));
    BOOST_TEST(numberOf(who) == "E10000001");
    BOOST_TEST(byStaff(who, passport("E10000002")).ok());
    BOOST_TEST(waits());
    BOOST_TEST(byStaff(who, passport("E10000003"))->at("state") == "unverified");
    BOOST_TEST(byStaff(who, passport("E10000004"))->at("state") == "verified");
    BOOST_TEST(byStaff(who, passport("E10000005"))->at("state") == "verified");  // as somebody said before
}

BOOST_AUTO_TEST_CASE(a_number_that_is_somebody_elses_is_looked_into_and_nobody_is_named) {
    const std::string who = registered(passport("E10000001"));
    const std::string other = registered(passport("E20000001"));
    BOOST_REQUIRE(byStaff(other, passport("E20000002")).ok());
    const std::string token = exchanged(who);
    says(Verdict::Differs);
    says(Verdict::NoRecord);
    says(Verdict::Same);
    // A person who tries numbers learns nothing, and makes nobody work.
    BOOST_TEST(failsWith(renews(who, token, passport("E20000001")), Error::RealNameDiffers));
    BOOST_TEST(failsWith(renews(who, token, passport("E20000001")), Error::RegistrationRefused));
    BOOST_TEST(openReviews().empty());
    for (const std::string number : {"E20000002", "E20000001"}) {  // theirs, or theirs before
        for (const core::Result<Answer>& refused : {renews(who, token, passport(number)), byStaff(who, passport(number))})
            BOOST_TEST(failsWith(refused, Error::RegistrationRefused));
        const std::vector<identity::Review> open = openReviews();
        BOOST_REQUIRE(open.size() == 1U);
        BOOST_TEST((open.front().pair == identity::pairOf(idOf(who), idOf(other))));
        BOOST_TEST(open.front().finding.source == "certificate");
    }
    BOOST_TEST(audited(who, "person.certificate", audit::Outcome::Refused) == 4);
    BOOST_TEST(numberOf(who) == "E10000001");
    BOOST_TEST(told(who).empty());
}

BOOST_AUTO_TEST_CASE(a_birth_certificate_gives_way_to_a_resident_id_at_the_desk_and_by_the_guardian) {
    std::string birth_date = lastYear();
    const std::string resident_birth = [&] {
        std::string digits = birth_date;
        std::erase(digits, '-');
        return digits;
    }();
    const auto residentId = [&](int sequence) {
        std::string body = "379999" + resident_birth + (sequence < 10 ? "00" : "0") + std::to_string(sequence);
        constexpr std::array kWeights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
        int sum = 0;
        for (std::size_t i = 0; i < body.size(); ++i) sum += (body[i] - '0') * kWeights.at(i);
        return body + "10X98765432"[sum % 11];
    };
    const std::string at_desk = child("T370000001");
    const std::string before = call("GET", at_desk, h1).body;
    const std::string girl = person("resident_id", residentId(2), "测试女", birth_date);
    const std::string boy = person("resident_id", residentId(1), "测试女", birth_date, "male");
    BOOST_TEST(failsWith(tried("POST", at_desk + "/identity", h2, boy, doctor), Error::CertificateContradicts));
    const Answer done = call("POST", at_desk + "/identity", h2, girl, doctor);
    BOOST_REQUIRE_MESSAGE(done.status == 200, done.body);
    BOOST_TEST(done.body == before);
    BOOST_TEST(numberOf(at_desk) == residentId(2));
    BOOST_TEST(audited(at_desk, "person.identity") == 1);

    const std::string by_guardian = child("T370000002");
    const std::string sister = person("resident_id", residentId(4), "测试女", birth_date);
    says(Verdict::Same);
    const core::Result<Answer> renewed = renews(by_guardian, mothers_token, sister);
    BOOST_REQUIRE(renewed.ok());
    BOOST_TEST(renewed->at("state") == "verified");
    BOOST_TEST(std::ranges::count(told(by_guardian), "relative.acted") == 1);
    BOOST_TEST(failsWith(renews(by_guardian, mothers_token, girl), Error::CertificateContradicts));
}

BOOST_AUTO_TEST_CASE(a_scanned_code_finds_a_child_that_stands_and_registers_none) {
    const std::string who = child("T370000001");
    const auto scanned = [&](const std::string& number) {
        contract::CredentialDecode::Result result;
        result.person = find(who).details;
        result.person.certificate->number = core::Sensitive(core::CertificateNumber{number});
        region.answers<contract::CredentialDecode>(result);
        return tried("POST", "/api/v1/credentials/scan", h2, R"({"text":"1234567890123456789012345678","use":"registration"})", doctor);
    };
    const core::Result<Answer> found = scanned("T370000001");
    BOOST_REQUIRE(found.ok());
    BOOST_TEST(found->at("person.person_id") == idOf(who).text());
    BOOST_TEST(scanned("T370000009").ok());  // the answer before it is given once more
    BOOST_TEST(failsWith(scanned("T370000009"), Error::GuardianMissing));
}

BOOST_AUTO_TEST_CASE(a_newborn_that_gets_its_certificate_is_asked_about_as_everybody_is) {
    const std::string who = born();
    const auto named = [&](const std::string& number) { return person("passport", number, "测试小", today); };
    BOOST_TEST(failsWith(renews(who, mothers_token, named("E30000001")), Error::RegistrationRefused));  // staff has to see the first
    says(Verdict::Differs);
    isSilent();
    says(Verdict::Same);
    BOOST_TEST(failsWith(renews(who, mothers_token, named("E30000001")), Error::RegistrationRefused));
    BOOST_TEST(region.calls("person.verify") == 0);
    BOOST_TEST(failsWith(tried("POST", who + "/identity", h2, named("E30000001"), doctor), Error::RealNameDiffers));
    BOOST_TEST(!find(who).details.certificate.has_value());
    BOOST_TEST(call("POST", who + "/identity", h2, named("E30000001"), doctor).at("state") == "unverified");
    BOOST_TEST(waits());
    BOOST_TEST(std::ranges::count(told(who), "person.updated") == 1);
    std::promise<core::Result<flows::NameCheck>> ended;
    registering.checkName(idOf(who), [&](const core::Result<flows::NameCheck>& check) { ended.set_value(check); });
    BOOST_TEST((*ended.get_future().get() == flows::NameCheck::Settled));
    BOOST_TEST(state(who) == "verified");
}

BOOST_AUTO_TEST_CASE(an_answer_about_a_certificate_that_gave_way_meanwhile_is_asked_for_again) {
    const std::string who = registered(passport("E10000001"));
    says(Verdict::Differs);
    contract::PersonDetails renewed = find(who).details;
    renewed.certificate->number = core::Sensitive(core::CertificateNumber{"E10000002"});
    std::promise<void> open;
    const std::shared_future<void> gate = open.get_future().share();
    for (int thread = 0; thread < 2; ++thread) executor.post([gate] { gate.wait(); });  // both: the answer has to wait
    std::promise<core::Result<flows::NameCheck>> ended;
    registering.checkName(idOf(who), [&](const core::Result<flows::NameCheck>& check) { ended.set_value(check); });
    std::promise<core::WorkOutcome> written;
    storage->units().run(
        {core::WorkKey{"test/renew"}, core::IdBits{}},
        [&](core::Transaction& transaction) -> core::Result<void> {
            const auto given = registration.giveCertificate(transaction, idOf(who), renewed);
            return given.ok() ? core::Result<void>() : given.failure();
        },
        [&](const core::WorkOutcome& outcome) { written.set_value(outcome); });
    while (numberOf(who) != "E10000002") std::this_thread::yield();
    open.set_value();
    BOOST_TEST((written.get_future().get().end == core::WorkEnd::Done));
    BOOST_TEST((*ended.get_future().get() == flows::NameCheck::Open));
    BOOST_TEST(state(who) == "unverified");
}

BOOST_AUTO_TEST_CASE(a_person_or_staff_changes_telephone_and_address_once) {
    const std::string who = registered(passport("E10000001"));
    const std::string token = exchanged(who);
    const std::string path = who + "/contact";
    const Fields once{{"Idempotency-Key", "contact-once"}};
    const std::string both = R"({"phone":"13900000007","address":"某路9号"})";
    const Answer changed = call("POST", path, token, both, once);
    BOOST_REQUIRE_MESSAGE(changed.status == 200, changed.body);
    BOOST_TEST(changed.at("person_id") == idOf(who).text());
    BOOST_TEST(call("POST", path, token, both, once).body == changed.body);
    BOOST_TEST(call("POST", path, token, both).body == changed.body);  // nothing new
    BOOST_TEST(find(who).version == 2);
    BOOST_TEST(told(who) == std::vector<std::string>{"person.updated"}, boost::test_tools::per_element());
    BOOST_TEST(call("POST", path, h2, R"({"address":"某路10号"})", doctor).status == 200);
    BOOST_TEST(find(who).details.phone->reveal().text == "13900000007");
    BOOST_TEST(find(who).details.address->reveal() == "某路10号");
    BOOST_TEST(audited(who, "person.contact") == 3);
    BOOST_TEST(changed.body.find("13900000007") == std::string::npos);

    const std::string daughter = child();
    BOOST_TEST(call("POST", daughter + "/contact", mothers_token, R"({"phone":"13900000008"})").status == 200);
    BOOST_TEST(std::ranges::count(told(daughter), "relative.acted") == 1);
}

BOOST_AUTO_TEST_CASE(a_contact_that_is_none_or_is_not_the_callers_changes_nothing) {
    const std::string who = registered(passport("E10000001"));
    const std::string token = exchanged(who);
    const std::string path = who + "/contact";
    const std::string phone = R"({"phone":"13900000007"})";
    std::string too_long;
    for (std::size_t i = 0; i <= identity::kAddressMost; ++i) too_long += "路";
    BOOST_TEST(failsWith(tried("POST", path, token, R"({"phone":"139"})"), Error::PhoneNotValid));
    BOOST_TEST(failsWith(tried("POST", path, token, R"({"address":" "})"), Error::PersonIncomplete));
    BOOST_TEST(failsWith(tried("POST", path, token, R"({"address":")" + too_long + R"("})"), Error::FieldTooLong));
    BOOST_TEST(failsWith(tried("POST", path, token, "{}"), Error::JsonNotValid));
    BOOST_TEST(failsWith(tried("POST", path, mothers_token, phone), Error::NotThisPerson));
    BOOST_TEST(failsWith(tried("POST", path, entrance, phone), Error::ScopeMissing));
    BOOST_TEST(failsWith(tried("POST", path, h2, phone), Error::StaffClaimNotValid));
    BOOST_TEST(find(who).version == 1);
    suspend(who);
    BOOST_TEST(failsWith(tried("POST", path, h2, phone, doctor), Error::PersonNotActive));
    BOOST_TEST(told(who).empty());
}

BOOST_AUTO_TEST_SUITE_END()
