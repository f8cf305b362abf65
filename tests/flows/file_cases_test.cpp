// The work list of a hospital over REST, and what its staff decides about its files.
#include <algorithm>

#include "hub/audit/audit_store.h"
#include "tests/flows/reports.h"
#include "tests/flows/rest_region.h"

using namespace hub;
using core::Error;
using identity::PersonId;
using tests::failsWith;
using tests::Fields;
using Answer = tests::RestAnswer;
using Types = std::vector<std::string>;

namespace {

constexpr const char* kCases = "/api/v1/hospitals/H1/file-cases";

PersonId idIn(const std::string& path) {
    const auto id = PersonId::parse(path.substr(path.rfind('/') + 1));
    BOOST_REQUIRE(id.ok());
    return *id;
}

struct Region : tests::RestRegion {
    std::string office = tokenFor("city-office", access::ClientKind::Office, access::Role::Steward, "");
    const Fields li{{"Staff-Id", "li"}, {"Staff-Role", "steward"}, {"Staff-Department", "master-index"}};
    std::string who = registered("测试甲", "379999199001010010");

    Answer cases(const std::string& query = {}) { return call("GET", kCases + query, h1, {}, doctor); }

    /// H1 tells a file of the person under this number, with what `difference` makes of their details.
    void told(
        const std::string& number, const std::function<void(contract::HospitalFile&)>& difference = [](auto&) {}) {
        BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                          const auto somebody = storage->identity().findPerson(transaction, idIn(who));
                          if (!somebody.ok()) return somebody.failure();
                          contract::HospitalFile file{core::Sensitive(core::CardNumber{number}), somebody->details, {}, std::nullopt};
                          difference(file);
                          return files.take(transaction, *somebody, "H1", file, "test");
                      }).ok());
    }
    void candidate(const std::string& number) {
        told(number, [](contract::HospitalFile& file) {
            file.person.birth_date.reset();
            file.person.certificate.reset();
        });
    }
    std::string fileOf(const std::string& number) {
        return read<identity::HospitalFileId>([&](core::ReadTransaction& transaction) -> core::Result<identity::HospitalFileId> {
                   const auto file = storage->identity().fileByLocalPatient(transaction, "H1", {number});
                   if (!file.ok()) return file.failure();
                   return (*file)->id;
               })
            .text();
    }
    static std::string fileRoute(const std::string& file, const std::string& verb) {
        return "/api/v1/hospitals/H1/files/" + file + "/" + verb;
    }
    Answer links(const std::string& file, const std::string& whose) {
        return call("POST", fileRoute(file, "link"), h1, R"({"person_id":")" + idIn(whose).text() + R"("})", doctor);
    }
    Answer rejects(const std::string& file) { return call("POST", fileRoute(file, "reject"), h1, {}, doctor); }

    void charged(const std::string& number, const std::string& key) {
        const contract::Event event =
            contract::eventOf(core::Sensitive(core::CardNumber{number}), contract::ChargeCreated{bill(key, 2'500)});
        BOOST_REQUIRE(unit([&](core::Transaction& transaction) { return inbound.apply(transaction, "H1", event); }).ok());
    }
    void reported(const std::string& number, const std::string& key) {
        const flows::ChargedFile file{"H1", core::Sensitive(core::CardNumber{number}), idIn(who)};
        const contract::Report report = tests::reportOf(key, "v1");
        BOOST_REQUIRE(unit([&](core::Transaction& transaction) { return records.told(transaction, file, {report.header, report}); }).ok());
    }
    /// By name: those of several causes come in no order.
    Types events() {
        Types types = tests::eventTypes(*this, idIn(who).bits);
        std::ranges::sort(types);
        return types;
    }

    std::vector<audit::AuditEntry> audited(const std::string& action) {
        audit::AuditSearch search;
        search.about = idIn(who);
        search.from = clock.utc() + -core::Duration(3'600'000);
        search.until = clock.utc() + core::Duration(1);
        search.limit = 1000;
        const auto entries = read<std::vector<audit::ChainedEntry>>(
            [&](core::ReadTransaction& transaction) { return storage->audit().search(transaction, search); });
        std::vector<audit::AuditEntry> found;
        for (const audit::ChainedEntry& one : entries) {
            if (one.entry.action == action) found.push_back(one.entry);
        }
        return found;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(file_cases, Region)

BOOST_AUTO_TEST_CASE(two_files_of_one_person_are_a_case_with_what_conflicts_and_no_value_in_clear) {
    told("P0000001", [](contract::HospitalFile& file) { file.last_visit = core::Date{2026, 5, 1}; });
    BOOST_TEST(cases().at("cases") == "0");
    told("P0000002", [](contract::HospitalFile& file) {
        file.last_visit = core::Date{2026, 6, 1};
        file.person.phone = core::Sensitive(core::PhoneNumber{"13900000099"});
        file.person.address = core::Sensitive(std::string("测试路9号"));
    });
    const Answer seen = cases();
    BOOST_REQUIRE_MESSAGE(seen.at("cases") == "1", seen.body);
    BOOST_TEST("/api/v1/people/" + seen.at("cases.0.person_id") == who);
    BOOST_TEST(seen.at("cases.0.name") == "测**");
    BOOST_TEST(seen.at("cases.0.kinds") == "1");
    BOOST_TEST(seen.at("cases.0.kinds.0") == "two_files");
    BOOST_TEST(seen.at("cases.0.files") == "2");
    for (const char* line : {R"("local_patient":"****0001","state":"linked","last_visit":"2026-05-01","primary":false)",
                             R"("local_patient":"****0002","state":"linked","last_visit":"2026-06-01","primary":true)"})
        BOOST_TEST(seen.body.find(line) != std::string::npos, seen.body);
    BOOST_TEST(seen.at("cases.0.conflicts") == "1");  // one address is no conflict
    BOOST_TEST(seen.at("cases.0.conflicts.0.field") == "phone");
    BOOST_TEST(seen.at("cases.0.conflicts.0.values.0.value") == "139****0001");
    BOOST_TEST(seen.at("cases.0.conflicts.0.values") == "3");
    const std::string differs = R"({"file_id":")" + fileOf("P0000002") + R"(","value":"139****0099"})";
    BOOST_TEST(seen.body.find(differs) != std::string::npos, seen.body);
    for (const char* value : {"测试甲", "379999199001010010", "13900000001", "13900000099", "P0000001", "测试路"})
        BOOST_TEST(seen.body.find(value) == std::string::npos, value);
}

BOOST_AUTO_TEST_CASE(the_list_is_read_by_kind) {
    candidate("P0000001");
    BOOST_TEST(cases("?kind=candidate").at("cases") == "1");
    BOOST_TEST(cases("?kind=two_files").at("cases") == "0");
    told("P0000002");
    BOOST_TEST(cases("?kind=candidate").at("cases") == "1");
    BOOST_TEST(cases("?kind=two_files").at("cases.0.kinds") == "2");
    BOOST_TEST(failsWith(cases("?kind=files").result(), Error::QueryParameterMissing));
    BOOST_TEST(failsWith(cases("?after=7").result(), Error::IdNotValid));
    BOOST_TEST(cases().body.find("\"next\"") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_hospital_sees_its_own_list_alone_and_a_steward_each) {
    told("P0000001");
    told("P0000002");
    BOOST_TEST(call("GET", kCases, office, {}, li).at("cases") == "1");
    BOOST_TEST(failsWith(tried("GET", kCases, h2, {}, doctor), Error::NotThisHospital));
    BOOST_TEST(failsWith(tried("GET", kCases, h1), Error::StaffClaimNotValid));
    BOOST_TEST(failsWith(tried("GET", kCases, office), Error::StaffClaimNotValid));
    for (const std::string& token : {entrance, exchanged(who), tokenFor("ops", access::ClientKind::Office, access::Role::Operator, "")})
        BOOST_TEST(failsWith(tried("GET", kCases, token), Error::ScopeMissing));
    BOOST_TEST(failsWith(tried("GET", "/api/v1/hospitals/H9/file-cases", office, {}, li), Error::HospitalNotKnown));
    BOOST_TEST(call("GET", "/api/v1/hospitals/H2/file-cases", h2, {}, doctor).at("cases") == "0");
}

BOOST_AUTO_TEST_CASE(staff_that_has_seen_the_certificate_links_a_candidate_once) {
    candidate("P0000001");
    charged("P0000001", "C1");
    const std::string file = fileOf("P0000001");
    const std::string token = exchanged(who);
    BOOST_TEST(call("GET", who + "/charges", token).at("charges") == "0");
    events();
    BOOST_TEST(links(file, who).at("state") == "linked");
    BOOST_TEST((events() == Types{"charge.created", "file.linked"}));
    BOOST_TEST(call("GET", who + "/charges", token).at("charges") == "1");
    BOOST_TEST(cases().at("cases") == "0");
    const auto history = read<std::vector<identity::LinkChange>>([&](core::ReadTransaction& transaction) {
        return storage->identity().historyOf(transaction, *identity::HospitalFileId::parse(file));
    });
    BOOST_TEST(history.back().by == "20417");
    BOOST_TEST(history.back().why == "certificate_seen");
    BOOST_REQUIRE(audited("file.link").size() == 1U);
    BOOST_TEST(audited("file.link")[0].actor == "20417");
    BOOST_TEST(audited("file.link")[0].subject == "hospital_file/" + file);
    BOOST_TEST(links(file, who).at("state") == "linked");  // a second time
    BOOST_TEST(events().empty());
}

BOOST_AUTO_TEST_CASE(a_file_is_linked_to_whoever_showed_the_certificate_and_taken_from_nobody) {
    const std::string other = registered("测试乙", "379999199001010037");
    candidate("P0000001");
    told("P0000002");
    BOOST_TEST(links(fileOf("P0000001"), other).at("state") == "linked");  // it was a candidate of somebody else
    BOOST_TEST(call("GET", other + "/files", h1).at("files") == "1");
    BOOST_TEST(failsWith(links(fileOf("P0000002"), other).result(), Error::HospitalFileOfAnother));
    BOOST_TEST(failsWith(links(fileOf("P0000001"), "/" + std::string(26, '1')).result(), Error::PersonNotFound));
}

BOOST_AUTO_TEST_CASE(a_rejected_file_leaves_the_list_and_takes_unpaid_charges_and_reports_along) {
    told("P0000001");
    told("P0000002");
    charged("P0000001", "C1");
    charged("P0000002", "C2");
    reported("P0000002", "R2");
    const std::string token = exchanged(who);
    BOOST_TEST(call("GET", who + "/charges", token).at("charges") == "2");
    events();
    const std::string file = fileOf("P0000002");
    BOOST_TEST(rejects(file).at("state") == "rejected");
    BOOST_TEST((events() == Types{"file.rejected"}));
    BOOST_TEST(cases().at("cases") == "0");
    const Answer left = call("GET", who + "/charges", token);
    BOOST_TEST(left.at("charges") == "1");
    BOOST_TEST(left.at("charges.0.content.key") == "C1");
    const auto standing = [&] {
        return read<std::optional<records::IndexedReport>>([&](core::ReadTransaction& transaction) {
            return storage->reports().standing(transaction, "H1", contract::ReportKind::Laboratory, "R2");
        });
    };
    BOOST_TEST(!standing()->person.has_value());
    BOOST_REQUIRE(audited("file.reject").size() == 1U);
    BOOST_TEST(audited("file.reject")[0].subject == "hospital_file/" + file);
    BOOST_TEST(rejects(file).at("state") == "rejected");  // a second time
    BOOST_TEST(events().empty());

    BOOST_TEST(links(file, who).at("state") == "linked");  // it was a mistake
    BOOST_TEST((events() == Types{"charge.created", "file.linked", "report.published"}));
    BOOST_TEST(call("GET", who + "/charges", token).at("charges") == "2");
    BOOST_TEST((standing()->person == idIn(who)));
}

BOOST_AUTO_TEST_CASE(a_file_is_not_rejected_while_one_of_its_charges_is_being_paid) {
    told("P0000001");
    charged("P0000001", "C1");
    house.channels = {{"WX", {"测试微信", "M1", payment::Settles::ViaHub}}};
    const std::string token = exchanged(who);
    const Answer charges = call("GET", who + "/charges", token);
    const Answer paid = call("POST", who + "/payments", token,
                             R"({"channel":"WX","charges":[{"charge_id":")" + charges.at("charges.0.charge_id") +
                                 R"(","expected_version":"v1","expected_total_fen":2500}]})");
    BOOST_REQUIRE_MESSAGE(paid.status < 300, paid.body);
    const std::string file = fileOf("P0000001");
    BOOST_TEST(failsWith(rejects(file).result(), Error::LinkNotAllowed));
    BOOST_TEST(call("GET", who + "/files", token).at("files.0.state") == "linked");
}

BOOST_AUTO_TEST_CASE(only_staff_of_the_hospital_decides_about_its_files) {
    candidate("P0000001");
    const std::string file = fileOf("P0000001");
    const std::string theirs = R"({"person_id":")" + idIn(who).text() + R"("})";
    for (const char* verb : {"link", "reject"}) {
        const std::string json = std::string(verb) == "link" ? theirs : "";
        BOOST_TEST(failsWith(tried("POST", fileRoute(file, verb), h2, json, doctor), Error::NotThisHospital));
        BOOST_TEST(failsWith(tried("POST", fileRoute(file, verb), h1, json), Error::StaffClaimNotValid));
        BOOST_TEST(failsWith(tried("POST", fileRoute(file, verb), office, json, li), Error::ScopeMissing));  // has seen nobody
        BOOST_TEST(failsWith(tried("POST", fileRoute(file, verb), exchanged(who), json), Error::ScopeMissing));
        const std::string at_h2 = "/api/v1/hospitals/H2/files/" + file + "/" + verb;
        BOOST_TEST(failsWith(tried("POST", at_h2, h2, json, doctor), Error::HospitalFileNotFound));  // another hospital's
        const std::string none = fileRoute(std::string(26, '0'), verb);
        BOOST_TEST(failsWith(tried("POST", none, h1, json, doctor), Error::HospitalFileNotFound));
    }
    BOOST_TEST(cases().at("cases.0.files.0.state") == "candidate");
}

BOOST_AUTO_TEST_CASE(a_file_of_a_part_stays_the_parts_when_the_merged_person_shows_the_certificate) {
    candidate("P0000001");
    const std::string root = "/api/v1/people/" + call("POST", "/api/v1/people", entrance,
                                                      R"({"person":{"name":"测试甲","sex":"male","birth_date":"1990-01-01","certificate":)"
                                                      R"({"kind":"passport","number":"E66666666"}}})")
                                                     .at("person_id");
    BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                      const auto made = merges.merge(transaction, idIn(who), idIn(root), {{}, "li", "wang", "test"});
                      return made.ok() ? core::Result<flows::Next>(flows::Next{}) : made.failure();
                  }).ok());
    BOOST_TEST(links(fileOf("P0000001"), root).at("state") == "linked");
    const auto file = read<identity::HospitalFile>([&](core::ReadTransaction& transaction) {
        return storage->identity().findFile(transaction, *identity::HospitalFileId::parse(fileOf("P0000001")));
    });
    BOOST_TEST((file.person == idIn(who)));
}

BOOST_AUTO_TEST_CASE(a_hospital_that_has_merged_two_files_has_no_case_left) {
    told("P0000001");
    told("P0000002");
    BOOST_TEST(cases().at("cases") == "1");
    const contract::Event event = contract::eventOf(core::Sensitive(core::CardNumber{"P0000001"}),
                                                    contract::PatientMerged{core::Sensitive(core::CardNumber{"P0000002"})});
    BOOST_REQUIRE(unit([&](core::Transaction& transaction) { return inbound.apply(transaction, "H1", event); }).ok());
    BOOST_TEST(cases().at("cases") == "0");
    BOOST_TEST(failsWith(rejects(fileOf("P0000002")).result(), Error::LinkNotAllowed));
}

BOOST_AUTO_TEST_SUITE_END()
