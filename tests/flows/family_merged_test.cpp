// What relatives may do for people who are several registrations, over the REST interface. The rules are in relations_merged_test.cpp.
#include "tests/flows/twice.h"

using namespace hub;
using core::Error;
using identity::PersonId;
using tests::failsWith;
using Answer = tests::RestAnswer;

namespace {

constexpr const char* kOther = "370202199001010015";

struct Region : tests::CameTwice {
    std::string relative = registered("测试乙", kOther);
    std::string relatives_token = verified(relative);
    std::string token = verified(root);
    std::string parts_token = verified(part);

    /// The id of a family account with these switches, which the subject has accepted.
    std::string given(const std::string& permissions) { return given(permissions, part, parts_token); }
    std::string given(const std::string& permissions, const std::string& subject, const std::string& subjects_token) {
        const Answer asked = call("POST", relative + "/relations", relatives_token,
                                  R"({"kind":"family_account","kinship":"sibling","subject_id":")" + idIn(subject).text() +
                                      R"(","permissions":{)" + permissions + "}}");
        BOOST_REQUIRE_MESSAGE(asked.status == 201, asked.body);
        const std::string id = asked.at("relation_id");
        BOOST_REQUIRE(call("POST", subject + "/relations/" + id + "/accept", subjects_token).at("state") == "active");
        return id;
    }
    static constexpr const char* kBook = R"("show_code":false,"book":true,"pay":false,"see_reports":false)";

    core::Result<Answer> sees(const std::string& who, const std::string& what) { return tried("GET", who + what, relatives_token); }

    void moved(const std::string& who, core::Result<identity::Person> (identity::Registration::*move)(core::Transaction&, PersonId)) {
        BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                          const auto done = (registration.*move)(transaction, idIn(who));
                          return done.ok() ? core::Result<flows::Next>(flows::Next{}) : done.failure();
                      }).ok());
    }
    /// As a guardian's who registered the child alone: nobody has seen a certificate.
    void guards(const std::string& guardian, const std::string& child) {
        identity::Relation relation;
        relation.id = ids.next<identity::RelationId>();
        relation.kind = identity::RelationKind::Guardian;
        relation.holder = idIn(guardian);
        relation.subject = idIn(child);
        relation.kinship = identity::Kinship::Child;
        relation.permissions = identity::kAllPermissions;
        relation.state = identity::RelationState::Active;
        relation.asked_at = clock.utc();
        relation.active_from = relation.asked_at;
        relation.consent_by = identity::kConsentByPerson;
        BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                          const auto added = storage->relations().add(transaction, relation, idIn(guardian).text(), relation.asked_at);
                          return added.ok() ? core::Result<flows::Next>(flows::Next{}) : added.failure();
                      }).ok());
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(family_merged, Region)

BOOST_AUTO_TEST_CASE(a_relative_of_a_part_acts_for_the_person_as_far_as_the_relation_goes) {
    const std::string id = given(kBook);
    BOOST_TEST(failsWith(sees(root, "/bookings"), Error::RelativeNotAllowed));
    join();
    for (const std::string& path : {root, part}) {
        BOOST_TEST(sees(path, "/bookings").ok());
        for (const char* shut : {"/card-code", "/charges", "/reports"}) BOOST_TEST(failsWith(sees(path, shut), Error::RelativeNotAllowed));
    }
    const Answer shown = call("GET", root + "/relations", token);
    BOOST_TEST(shown.at("given") == "1");
    BOOST_TEST(shown.at("given.0.subject_id") == idIn(root).text());
    BOOST_TEST(call("GET", relative + "/relations", relatives_token).at("held.0.subject_id") == idIn(root).text());
    BOOST_TEST(call("GET", "/api/v1/relations/" + id, token).at("relation_id") == id);
    takeApart();
    BOOST_TEST(failsWith(sees(root, "/bookings"), Error::RelativeNotAllowed));
    BOOST_TEST(failsWith(tried("GET", "/api/v1/relations/" + id, token), Error::RelationNotFound));
    BOOST_TEST(sees(part, "/bookings").ok());
}

BOOST_AUTO_TEST_CASE(the_person_ends_the_relation_of_a_part_and_so_does_staff_by_either_path) {
    const std::string first = given(kBook);
    join();
    BOOST_TEST(call("POST", root + "/relations/" + first + "/revoke", token).at("state") == "revoked");
    BOOST_TEST(failsWith(sees(root, "/bookings"), Error::RelativeNotAllowed));
    takeApart();
    const std::string second = given(kBook);
    BOOST_TEST(failsWith(tried("POST", root + "/relations/" + second + "/revoke", h1, {}, doctor), Error::RelationNotFound));
    join();
    BOOST_TEST(call("POST", root + "/relations/" + second + "/revoke", h1, {}, doctor).at("state") == "revoked");
    BOOST_TEST(audited(root, "relation.revoke").size() == 2);
}

BOOST_AUTO_TEST_CASE(a_relation_of_a_part_that_was_suspended_opens_nothing_of_the_person) {
    given(kBook);
    join();
    BOOST_REQUIRE(sees(root, "/bookings").ok());
    moved(part, &identity::Registration::suspend);
    BOOST_TEST(failsWith(sees(root, "/bookings"), Error::RelativeNotAllowed));
    moved(part, &identity::Registration::resume);
    BOOST_TEST(sees(root, "/bookings").ok());
    moved(root, &identity::Registration::suspend);
    BOOST_TEST(failsWith(sees(part, "/bookings"), Error::RelativeNotAllowed));
}

BOOST_AUTO_TEST_CASE(who_typed_a_certificate_that_nobody_has_seen_reads_no_records_of_the_person_it_turned_out_to_be) {
    const std::string typed = registeredBy("E55555555");
    guards(relative, typed);
    BOOST_TEST(failsWith(sees(typed, "/reports"), Error::RelativeNotAllowed));
    join(root, typed);
    BOOST_TEST(sees(root, "/bookings").ok());
    BOOST_TEST(failsWith(sees(root, "/reports"), Error::RelativeNotAllowed));
    BOOST_TEST(failsWith(sees(root, "/files"), Error::NotThisPerson));
    given(R"("show_code":false,"book":false,"pay":false,"see_reports":true)", root, token);
    BOOST_TEST(sees(root, "/reports").ok());  // the second of the two allows it
    BOOST_TEST(failsWith(sees(root, "/files"), Error::NotThisPerson));
    takeApart(typed);
    BOOST_TEST(failsWith(sees(typed, "/reports"), Error::RelativeNotAllowed));
}

BOOST_AUTO_TEST_CASE(a_relation_with_oneself_shows_nothing_more_and_comes_back) {
    const Answer asked =
        call("POST", root + "/relations", token,
             R"({"kind":"family_account","kinship":"other","subject_id":")" + idIn(part).text() + R"(","permissions":{)" + kBook + "}}");
    const std::string id = asked.at("relation_id");
    BOOST_REQUIRE(call("POST", part + "/relations/" + id + "/accept", parts_token).status == 200);
    BOOST_TEST(tried("GET", part + "/bookings", token).ok());
    join();
    BOOST_TEST(call("GET", root + "/relations", token).at("held") == "0");
    BOOST_TEST(call("GET", root + "/relations", token).at("given") == "0");
    BOOST_TEST(failsWith(
        tried("POST", root + "/relations", token,
              R"({"kind":"family_account","kinship":"other","subject_id":")" + idIn(part).text() + R"(","permissions":{)" + kBook + "}}"),
        Error::RelationNotAllowed));
    takeApart();
    BOOST_TEST(tried("GET", part + "/bookings", token).ok());
    BOOST_TEST(call("GET", root + "/relations", token).at("held.0.subject_id") == idIn(part).text());
}

BOOST_AUTO_TEST_CASE(a_newborn_that_was_registered_again_with_a_certificate_is_one_child_of_its_mother) {
    const core::Date today = core::shanghaiDate(clock.utc(), core::Duration(0));
    const Answer mother = call("POST", "/api/v1/people", entrance,
                               R"({"person":{"name":"测试母","sex":"female","birth_date":"1990-01-01","certificate":)"
                               R"({"kind":"passport","number":"E66666666"}}})");
    const std::string mothers = "/api/v1/people/" + mother.at("person_id");
    const std::string mothers_token = verified(mothers);
    const std::string newborn = R"({"mother_id":")" + mother.at("person_id") + R"(","birth_order":1,"guardian_id":")" +
                                mother.at("person_id") + R"(","kinship":"child","name":"测试母之女","sex":"female","birth_date":")" +
                                today.text() + R"("})";
    const std::string named =
        R"({"name":"测试小","sex":"female","birth_date":")" + today.text() + R"(","certificate":{"kind":"passport","number":"E66666667"}})";
    const std::string first = call("POST", "/api/v1/people/newborns", h2, newborn, doctor).at("person_id");
    const std::string again =
        call("POST", "/api/v1/people/children", h2,
             R"({"person":)" + named + R"(,"guardian_id":")" + mother.at("person_id") + R"(","kinship":"child"})", doctor)
            .at("person_id");
    BOOST_REQUIRE(first != again);
    join("/api/v1/people/" + first, "/api/v1/people/" + again);
    BOOST_TEST(call("POST", "/api/v1/people/newborns", h2, newborn, doctor).at("person_id") == again);
    const Answer children = call("GET", mothers + "/children", mothers_token);
    BOOST_TEST(children.at("children") == "1");
    BOOST_TEST(children.at("children.0.child.person_id") == again);
    // The certificate is the child's already, whichever of the two is named.
    for (const std::string& id : {first, again}) {
        const Answer complete = call("POST", "/api/v1/people/" + id + "/identity", h2, R"({"person":)" + named + "}", doctor);
        BOOST_TEST(complete.at("person_id") == again);
    }
    takeApart("/api/v1/people/" + first);
    BOOST_TEST(call("GET", mothers + "/children", mothers_token).at("children.0.child.person_id") == first);
    BOOST_TEST(call("POST", "/api/v1/people/newborns", h2, newborn, doctor).at("person_id") == first);
}

BOOST_AUTO_TEST_SUITE_END()
