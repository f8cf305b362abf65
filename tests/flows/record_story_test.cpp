#include <algorithm>
#include <future>

#include "hub/access/tokens.h"
#include "hub/api/rest/routes.h"
#include "hub/api/router.h"
#include "tests/flows/reports.h"
#include "tests/support/problems.h"

using namespace hub;
using contract::ReportStatus;
using core::Error;
using tests::failsWith;
using tests::reportOf;

namespace {

/// An answer as a client sees it.
struct Answer {
    int status = 0;
    std::string body;

    /// The value at "reports.0.header.key".
    std::string at(std::string_view place) const {
        const auto document = core::JsonDocument::parse(body);
        BOOST_REQUIRE_MESSAGE(document.ok(), body);
        core::JsonValue value = document->root();
        while (!place.empty()) {
            const std::string_view step = place.substr(0, place.find('.'));
            place.remove_prefix(std::min(step.size() + 1, place.size()));
            if (value.isArray()) {
                BOOST_REQUIRE_MESSAGE(std::stoul(std::string(step)) < value.size(), body);
                value = value.at(std::stoul(std::string(step)));
            } else {
                const auto member = value.member(step);
                BOOST_REQUIRE_MESSAGE(member.has_value(), body);
                value = *member;
            }
        }
        if (const auto text = value.string()) return std::string(*text);
        if (const auto number = value.integer()) return std::to_string(*number);
        return value.isArray() ? std::to_string(value.size()) : "";
    }
    core::Result<Answer> result() const { return status < 400 ? core::Result<Answer>(*this) : tests::failureIn(body); }
};

class PromisedPort final : public api::ReplyPort {
  public:
    explicit PromisedPort(std::shared_ptr<std::promise<Answer>> answer) : answer_(std::move(answer)) {}
    void answer(api::Response response) override { answer_->set_value({response.status, std::move(response.body)}); }
    std::shared_ptr<api::StreamPort> stream() override { return nullptr; }

  private:
    std::shared_ptr<std::promise<Answer>> answer_;  // shared: the test waits for it
};

using Fields = std::vector<std::pair<std::string, std::string>>;

vault::Signer newSigner(const tests::FileTree& tree) {
    BOOST_REQUIRE(vault::Signer::create(tree.path() / "keys").ok());
    auto signer = vault::Signer::open(tree.path() / "keys");
    BOOST_REQUIRE(signer.ok());
    return *std::move(signer);
}

/// Hospitals H1 and H2, an entrance, and the whole REST interface on them, without sockets.
struct Region : tests::FlowWorld {
    vault::Signer signer = newSigner(tree);
    identity::Cards cards{storage->identity(), ids, clock};
    identity::Registration registration{storage->identity(), cards, ids, clock};
    identity::CardCodes card_codes{storage->identity(), signer, ids, clock};
    access::Tokens tokens{storage->access(), ids, clock};
    access::FailureGate failures{clock, {}};
    audit::Witness witness{storage->audit(), ids, clock};
    flows::RecordReading reading{care.house(), records, {storage->reports(), storage->consents(), witness}};
    flows::Consents consents{care.house(), storage->consents()};
    api::events::EventStreams streams{{storage->reads(), storage->events(), executor, clock}, {}};
    api::events::Tickets tickets{clock};
    api::rest::House house{storage->units(),
                           storage->reads(),
                           executor,
                           clock,
                           ids,
                           carrier,
                           changes,
                           storage->requests(),
                           care,
                           files,
                           records,
                           reading,
                           consents,
                           storage->identity(),
                           registration,
                           cards,
                           card_codes,
                           hospital_files,
                           tokens,
                           failures,
                           witness,
                           storage->audit(),
                           streams,
                           tickets,
                           {{"H1", {"测试一院"}}, {"H2", {"测试二院"}}},
                           {},
                           {}};
    api::rest::Desk desk{house};
    api::Router router{api::rest::restRoutes(&desk)};
    const Fields doctor{{"Staff-Id", "20417"}, {"Staff-Role", "doctor"}, {"Staff-Department", "D02"}, {"Purpose", "treatment"}};
    std::string entrance = tokenFor("city-app", access::ClientKind::Entrance, access::Role::Entrance, "");
    std::string h1 = tokenFor("his-h1", access::ClientKind::Hospital, access::Role::Hospital, "H1");
    std::string h2 = tokenFor("his-h2", access::ClientKind::Hospital, access::Role::Hospital, "H2");
    int keys = 0;

    std::string tokenFor(const std::string& code, access::ClientKind kind, access::Role role, const std::string& hospital) {
        std::string text;
        BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                          const auto added =
                              storage->access().addClient(transaction, {code, kind, hospital, access::ClientState::Active, clock.utc()});
                          if (!added.ok()) return added.failure();
                          const auto issued = tokens.createToken(transaction, code, role);
                          if (!issued.ok()) return issued.failure();
                          text = issued->text.reveal();
                          return flows::Next{};
                      }).ok());
        return text;
    }

    /// A write gets a key of its own unless `fields` brings one.
    Answer call(const std::string& method, const std::string& path, const std::string& token, const std::string& json = {},
                const Fields& fields = {}) {
        api::Request request;
        request.method = method;
        request.path = path.substr(0, path.find('?'));
        if (path.find("?hospital=") != std::string::npos) request.query.emplace_back("hospital", path.substr(path.find("?hospital=") + 10));
        request.headers.add("Authorization", "Bearer " + token);
        if (!json.empty()) {
            request.headers.add("Content-Type", "application/json");
            request.headers.add("Content-Length", std::to_string(json.size()));
        }
        for (const auto& [name, value] : fields) request.headers.add(name, value);
        if (method == "POST" && !request.headers.find("Idempotency-Key"))
            request.headers.add("Idempotency-Key", "key-" + std::to_string(++keys));
        request.body = core::Sensitive<std::string>(json);
        request.peer.address = "127.0.0.1";
        request.trace = ids.next<api::TraceId>();
        const api::Admission admission = router.admit(request);
        if (admission.refusal) return {admission.refusal->status, admission.refusal->body};
        const auto promise = std::make_shared<std::promise<Answer>>();
        auto answer = promise->get_future();
        const api::TraceId trace = request.trace;
        router.handle(std::move(request), api::Reply(std::make_unique<PromisedPort>(promise), std::make_shared<api::Departure>(),
                                                     core::Language::Chinese, trace));
        return answer.get();
    }
    core::Result<Answer> tried(const std::string& method, const std::string& path, const std::string& token, const std::string& json = {},
                               const Fields& fields = {}) {
        return call(method, path, token, json, fields).result();
    }

    /// Path of somebody who registers through the entrance.
    std::string registered(const std::string& name, const std::string& certificate) {
        const Answer answer = call("POST", "/api/v1/people", entrance,
                                   R"({"person":{"name":")" + name + R"(","sex":"male","certificate":{"kind":"resident_id","number":")" +
                                       certificate + R"("},"phone":"13900000001"}})");
        BOOST_REQUIRE_MESSAGE(answer.status == 201, answer.body);
        return "/api/v1/people/" + answer.at("person_id");
    }
    std::string exchanged(const std::string& who) { return call("POST", who + "/tokens", entrance).at("token"); }

    /// The person's token after staff of H2 has seen the certificate.
    std::string verified(const std::string& who) {
        BOOST_REQUIRE(call("POST", who + "/identity-check", h2, {}, doctor).at("state") == "verified");
        return exchanged(who);
    }
    /// The hospital names the person's file P0001, which fits.
    void opened(const std::string& who) {
        const auto id = identity::PersonId::parse(who.substr(who.rfind('/') + 1));
        BOOST_REQUIRE(id.ok());
        BOOST_REQUIRE(
            unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                const auto somebody = storage->identity().findPerson(transaction, *id);
                if (!somebody.ok()) return somebody.failure();
                const contract::HospitalFile told{core::Sensitive(core::CardNumber{"P0001"}), somebody->details, {}, std::nullopt};
                return files.take(transaction, *somebody, "H1", told, "test");
            }).ok());
    }
    void pushed(const contract::Report& report) {
        const contract::Event event = contract::eventOf(core::Sensitive(core::CardNumber{"P0001"}), contract::ReportPublished{report});
        BOOST_REQUIRE(unit([&](core::Transaction& transaction) { return inbound.apply(transaction, "H1", event); }).ok());
    }
    std::string consentFor(const std::string& hospital) const {
        return R"({"hospital":")" + hospital + R"(","until_ms":)" + std::to_string(clock.utc().ms + 3'600'000) + "}";
    }
};

constexpr const char* kA = "379999199001010010";
constexpr const char* kB = "370202199001010015";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(record_story, Region)

BOOST_AUTO_TEST_CASE(a_doctor_of_another_hospital_reads_while_the_person_lets_them_and_the_person_sees_each_look) {
    const std::string who = registered("测试甲", kA);
    pushed(reportOf("R1", "v1"));
    opened(who);
    const std::string token = verified(who);

    // One report was pushed, one is in the hospital's list alone.
    region.answers<contract::ReportList>({{reportOf("R2", "v1").header}});
    region.answers<contract::ReportList>({{}});
    const Answer refreshed = call("POST", who + "/reports/refresh", token, R"({"hospital":"H1"})");
    BOOST_REQUIRE_MESSAGE(refreshed.status == 200, refreshed.body);
    BOOST_TEST(refreshed.at("reports") == "2");
    std::string pushed_one = who + "/reports/" + refreshed.at("reports.0.report_id");
    std::string listed_one = who + "/reports/" + refreshed.at("reports.1.report_id");
    if (refreshed.at("reports.0.header.key") == "R2") std::swap(pushed_one, listed_one);

    // The doctor scans the person's phone.
    const std::string code = call("GET", who + "/card-code", token).at("code");
    const Answer found = call("POST", "/api/v1/people/search", h2, R"({"card_code":")" + code + R"("})", doctor);
    BOOST_REQUIRE_MESSAGE(found.status == 200, found.body);
    BOOST_TEST("/api/v1/people/" + found.at("person_id") == who);

    BOOST_TEST(call("GET", who + "/reports", h2, {}, doctor).status == 403);
    BOOST_TEST(failsWith(tried("GET", pushed_one, h2, {}, doctor), Error::ConsentMissing));
    const Answer consent = call("POST", who + "/consents", token, consentFor("H2"));
    BOOST_REQUIRE_MESSAGE(consent.status == 201, consent.body);
    BOOST_TEST(call("GET", who + "/reports", h2, {}, doctor).at("reports") == "2");
    BOOST_TEST(call("GET", pushed_one, h2, {}, doctor).at("lines.0.value") == "5.1");
    region.answers<contract::ReportGet>({reportOf("R2", "v1", ReportStatus::Final, "7.7")});
    BOOST_TEST(call("GET", listed_one, h2, {}, doctor).at("lines.0.value") == "7.7");
    BOOST_TEST(call("GET", listed_one, h2, {}, doctor).at("lines.0.value") == "7.7");
    BOOST_TEST(region.calls("report.get") == 1);  // kept since
    BOOST_REQUIRE(call("POST", who + "/consents/" + consent.at("consent_id") + "/revocation", token).status == 200);
    BOOST_TEST(failsWith(tried("GET", pushed_one, h2, {}, doctor), Error::ConsentMissing));

    const Answer reads = call("GET", who + "/record-reads", token);
    std::vector<std::string> outcomes;  // of the pushed report
    const std::string id = pushed_one.substr(pushed_one.rfind('/') + 1);
    for (std::size_t i = 0; i < std::stoul(reads.at("reads")); ++i) {
        const std::string row = "reads." + std::to_string(i);
        if (reads.at(row + ".subject") != "report/" + id + "@v1") continue;
        outcomes.push_back(reads.at(row + ".outcome"));
        BOOST_TEST(reads.at(row + ".hospital") == "H2");
        BOOST_TEST(reads.at(row + ".department") == "D02");
        BOOST_TEST(reads.at(row + ".role") == "doctor");
        BOOST_TEST(reads.at(row + ".purpose") == "treatment");
    }
    std::ranges::sort(outcomes);  // several of one millisecond have no order
    BOOST_TEST((outcomes == std::vector<std::string>{"done", "refused", "refused"}));
    BOOST_TEST(reads.body.find("20417") == std::string::npos);  // the hospital's number of its member of staff
}

BOOST_AUTO_TEST_CASE(a_person_sees_their_records_only_once_staff_has_seen_their_certificate) {
    const std::string who = registered("测试甲", kA);
    BOOST_TEST(failsWith(tried("GET", who + "/reports", exchanged(who)), Error::ScopeMissing));
    BOOST_TEST(failsWith(tried("POST", who + "/identity-check", h2), Error::StaffClaimNotValid));
    BOOST_TEST(failsWith(tried("POST", who + "/identity-check", entrance), Error::ScopeMissing));
    BOOST_TEST(call("GET", who + "/reports", verified(who)).at("reports") == "0");
    BOOST_TEST(call("POST", who + "/identity-check", h2, {}, doctor).at("state") == "verified");  // once more
}

BOOST_AUTO_TEST_CASE(nobody_else_sees_a_persons_records_consents_or_who_looked) {
    const std::string who = registered("测试甲", kA);
    const std::string other = verified(registered("测试乙", kB));
    for (const char* what : {"/reports", "/consents", "/record-reads"})
        BOOST_TEST(failsWith(tried("GET", who + what, other), Error::NotThisPerson));
    for (const char* what : {"/consents", "/record-reads"})
        BOOST_TEST(failsWith(tried("GET", who + what, h2, {}, doctor), Error::NotThisPerson));
    BOOST_TEST(failsWith(tried("POST", who + "/consents", h2, consentFor("H2"), doctor), Error::NotThisPerson));
}

BOOST_AUTO_TEST_CASE(a_report_of_one_person_is_not_found_under_another) {
    const std::string who = registered("测试甲", kA);
    pushed(reportOf("R1", "v1"));
    opened(who);
    const Answer list = call("GET", who + "/reports", verified(who));
    const std::string other = registered("测试乙", kB);
    const std::string token = verified(other);
    BOOST_TEST(failsWith(tried("GET", other + "/reports/" + list.at("reports.0.report_id"), token), Error::ReportNotFound));
}

BOOST_AUTO_TEST_CASE(a_hospital_names_its_staff_and_a_purpose_that_is_open_to_it) {
    const std::string who = registered("测试甲", kA);
    Fields purposeless = doctor;
    purposeless.pop_back();
    BOOST_TEST(failsWith(tried("GET", who + "/reports", h1), Error::StaffClaimNotValid));
    BOOST_TEST(failsWith(tried("GET", who + "/reports", h1, {}, purposeless), Error::PurposeMissing));
    Fields supervising = purposeless;
    supervising.emplace_back("Purpose", "supervision");
    BOOST_TEST(failsWith(tried("GET", who + "/reports", h1, {}, supervising), Error::PurposeNotAllowed));
    const Answer reads = call("GET", who + "/record-reads", verified(who));
    BOOST_TEST(reads.at("reads") == "2");
    BOOST_TEST(reads.body.find(R"("purpose":"supervision")") != std::string::npos);
    BOOST_TEST(reads.body.find(R"("outcome":"done")") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_hospital_sees_its_own_reports_without_a_consent_and_has_its_own_lists_read_alone) {
    const std::string who = registered("测试甲", kA);
    pushed(reportOf("R1", "v1"));
    opened(who);
    const Answer own = call("GET", who + "/reports?hospital=H1", h1, {}, doctor);
    BOOST_TEST(own.at("reports") == "1");
    BOOST_TEST(call("GET", who + "/reports/" + own.at("reports.0.report_id"), h1, {}, doctor).status == 200);
    BOOST_TEST(failsWith(tried("GET", who + "/reports", h1, {}, doctor), Error::ConsentMissing));
    BOOST_TEST(failsWith(tried("GET", who + "/reports?hospital=H1", h2, {}, doctor), Error::ConsentMissing));
    BOOST_TEST(failsWith(tried("POST", who + "/reports/refresh", h2, R"({"hospital":"H1"})", doctor), Error::NotThisHospital));
}

BOOST_AUTO_TEST_CASE(a_consent_for_one_source_opens_that_source_alone) {
    const std::string who = registered("测试甲", kA);
    pushed(reportOf("R1", "v1"));
    opened(who);
    const std::string token = verified(who);
    const std::string id = call("GET", who + "/reports", token).at("reports.0.report_id");
    const std::string until = std::to_string(clock.utc().ms + 3'600'000);
    BOOST_REQUIRE(call("POST", who + "/consents", token, R"({"hospital":"H2","source":"H1","until_ms":)" + until + "}").status == 201);
    BOOST_TEST(call("GET", who + "/reports/" + id, h2, {}, doctor).status == 200);
    BOOST_TEST(failsWith(tried("GET", who + "/reports/" + id, h2), Error::StaffClaimNotValid));
    BOOST_TEST(failsWith(tried("POST", who + "/consents", token, R"({"hospital":"H2","source":"H2","until_ms":)" + until + "}"),
                         Error::ConsentNotValid));
    BOOST_TEST(failsWith(tried("POST", who + "/consents", token, consentFor("H9")), Error::HospitalNotKnown));
}

BOOST_AUTO_TEST_CASE(a_consent_given_twice_under_one_key_is_one_and_revoked_once) {
    const std::string who = registered("测试甲", kA);
    const std::string token = verified(who);
    const std::string wish = consentFor("H2");
    const Fields key{{"Idempotency-Key", "once"}};
    const Answer first = call("POST", who + "/consents", token, wish, key);
    BOOST_TEST(call("POST", who + "/consents", token, wish, key).body == first.body);
    BOOST_TEST(call("GET", who + "/consents", token).at("consents") == "1");
    const std::string id = first.at("consent_id");
    const Answer revoked = call("POST", who + "/consents/" + id + "/revocation", token);
    BOOST_TEST(revoked.body.find(R"("stands":false)") != std::string::npos);
    BOOST_TEST(call("POST", who + "/consents/" + id + "/revocation", token).body == revoked.body);
    BOOST_TEST(call("GET", "/api/v1/consents/" + id, token).body == revoked.body);
    BOOST_TEST(failsWith(tried("GET", "/api/v1/consents/" + id, h2, {}, doctor), Error::NotThisPerson));
    BOOST_TEST(failsWith(tried("GET", "/api/v1/consents/" + id, verified(registered("测试乙", kB))), Error::ConsentNotFound));
    const auto person_id = identity::PersonId::parse(who.substr(who.rfind('/') + 1));
    BOOST_TEST((tests::eventTypes(*this, person_id->bits) == std::vector<std::string>{"consent.given", "consent.revoked"}));
    BOOST_TEST(failsWith(tried("POST", who + "/consents/" + std::string(26, '0') + "/revocation", token), Error::ConsentNotFound));
}

BOOST_AUTO_TEST_CASE(what_a_withdrawn_report_said_is_not_shown) {
    const std::string who = registered("测试甲", kA);
    pushed(reportOf("R1", "v1"));
    opened(who);
    pushed(reportOf("R1", "v2", ReportStatus::Withdrawn));
    const std::string token = verified(who);
    const Answer report = call("GET", who + "/reports/" + call("GET", who + "/reports", token).at("reports.0.report_id"), token);
    BOOST_TEST(report.at("header.status") == "withdrawn");
    BOOST_TEST(report.at("lines") == "0");
    BOOST_TEST(region.calls("report.get") == 0);
}

BOOST_AUTO_TEST_CASE(a_report_that_its_hospital_does_not_hand_out_is_not_shown_and_the_attempt_is_written_down) {
    const std::string who = registered("测试甲", kA);
    opened(who);
    const std::string token = verified(who);
    region.answers<contract::ReportList>({{reportOf("R1", "v1").header}});
    region.answers<contract::ReportList>({{}});
    const Answer list = call("POST", who + "/reports/refresh", token, R"({"hospital":"H1"})");
    const std::string report = who + "/reports/" + list.at("reports.0.report_id");
    BOOST_TEST(failsWith(tried("GET", report, token), Error::CounterpartyNotAnswering));
    const Answer reads = call("GET", who + "/record-reads", token);
    BOOST_TEST(reads.body.find(R"("outcome":"failed")") != std::string::npos);
    BOOST_TEST(reads.body.find(R"("purpose":"own")") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_older_version_than_the_one_listed_is_not_shown_as_an_empty_report) {
    const std::string who = registered("测试甲", kA);
    opened(who);
    const std::string token = verified(who);
    region.answers<contract::ReportList>({{reportOf("R1", "v2").header}});
    region.answers<contract::ReportList>({{}});
    const Answer list = call("POST", who + "/reports/refresh", token, R"({"hospital":"H1"})");
    region.answers<contract::ReportGet>({reportOf("R1", "v1", ReportStatus::Preliminary)});
    const std::string report = who + "/reports/" + list.at("reports.0.report_id");
    BOOST_TEST(failsWith(tried("GET", report, token), Error::PeerAnswerNotValid));
    BOOST_TEST(call("GET", who + "/record-reads", token).body.find(R"("outcome":"failed")") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(staff_finds_a_person_by_the_hospitals_own_number_and_by_no_other_hospitals) {
    const std::string who = registered("测试甲", kA);
    opened(who);
    const std::string number = R"({"local_patient":"P0001"})";
    BOOST_TEST("/api/v1/people/" + call("POST", "/api/v1/people/search", h1, number, doctor).at("person_id") == who);
    BOOST_TEST(failsWith(tried("POST", "/api/v1/people/search", h2, number, doctor), Error::HospitalFileNotFound));
    BOOST_TEST(failsWith(tried("POST", "/api/v1/people/search", h1, number), Error::StaffClaimNotValid));
    BOOST_TEST(failsWith(tried("POST", "/api/v1/people/search", h1, "{}", doctor), Error::JsonNotValid));
}

BOOST_AUTO_TEST_SUITE_END()
