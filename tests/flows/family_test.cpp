// Relations over the REST interface, and what people may do for their relatives by them.
#include <algorithm>
#include <future>

#include "tests/flows/reports.h"
#include "tests/flows/rest_region.h"

using namespace hub;
using core::Error;
using identity::PersonId;
using identity::RelationKind;
using tests::eventTypes;
using tests::failsWith;
using tests::Fields;
using Answer = tests::RestAnswer;

namespace {

struct Member {
    std::string path;
    PersonId id;
    std::string token;
};

class Port final : public api::ReplyPort {
  public:
    explicit Port(std::shared_ptr<std::promise<Answer>> answer) : answer_(std::move(answer)) {}
    void answer(api::Response response) override { answer_->set_value({response.status, std::move(response.body)}); }
    std::shared_ptr<api::StreamPort> stream() override { return nullptr; }

  private:
    std::shared_ptr<std::promise<Answer>> answer_;  // shared: the test waits for it
};

struct Region : tests::RestRegion {
    int people_made = 0;

    static core::Date yearsBefore(core::Date day, int years) {
        day.year = static_cast<std::int16_t>(day.year - years);
        if (day.month == 2 && day.day == 29) day.day = 28;
        return day;
    }
    /// Who is so old, on the day that begins so many days from now.
    core::Date bornFor(int age, int days_ahead = 0) const {
        return yearsBefore(core::shanghaiDate(clock.utc() + std::chrono::hours(24 * days_ahead), core::Duration(0)), age);
    }
    std::string passport() { return "E" + std::to_string(10'000 + ++people_made); }
    static std::string detailsOf(const std::string& name, const std::string& sex, core::Date birth, const std::string& number) {
        return R"({"name":")" + name + R"(","sex":")" + sex + R"(","birth_date":")" + birth.text() +
               R"(","certificate":{"kind":"passport","number":")" + number + R"("}})";
    }
    static Member memberOf(const Answer& answer) {
        BOOST_REQUIRE_MESSAGE(answer.status == 201, answer.body);
        return {"/api/v1/people/" + answer.at("person_id"), *PersonId::parse(answer.at("person_id")), {}};
    }
    /// Of any age: a child without a guardian comes in by no route.
    Member unverified(const std::string& name = "测试甲", const std::string& sex = "female", int age = 30) {
        contract::PersonDetails details;
        details.name = core::Sensitive(core::PersonName{name});
        details.sex = sex == "male" ? contract::Sex::Male : contract::Sex::Female;
        details.birth_date = core::Sensitive(bornFor(age));
        details.certificate =
            contract::Certificate{contract::CertificateKind::Passport, core::Sensitive(core::CertificateNumber{passport()})};
        Member made;
        BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                          const auto registered = registration.registerPerson(transaction, details, identity::Coming::WithGuardian);
                          if (!registered.ok()) return registered.failure();
                          made.id = registered->person.id;
                          return flows::Next{};
                      }).ok());
        made.path = "/api/v1/people/" + made.id.text();
        made.token = exchanged(made.path);
        return made;
    }
    Member member(const std::string& name = "测试甲", const std::string& sex = "female", int age = 30) {
        Member made = unverified(name, sex, age);
        made.token = verified(made.path);
        return made;
    }

    static std::string wish(const std::string& whom, const std::string& permissions = "{}", const std::string& more = "") {
        std::string may = R"({"show_code":false,"book":false,"pay":false,"see_reports":false})";
        if (permissions != "{}") {
            const std::size_t at = may.find(permissions + R"(":false)");
            BOOST_REQUIRE(at != std::string::npos);
            may.replace(at + permissions.size() + 2, 5, "true");
        }
        return R"({"kind":"family_account","kinship":"parent",)" + whom + R"(,"permissions":)" + may + more + "}";
    }
    static std::string byId(const Member& whom) { return R"("subject_id":")" + whom.id.text() + '"'; }

    Answer asks(const Member& holder, const std::string& body, const Fields& fields = {}) {
        return call("POST", holder.path + "/relations", holder.token, body, fields);
    }
    /// "accept", by one side, with a body or none.
    Answer says(const Member& by, const std::string& relation, const std::string& verb, const std::string& body = {}) {
        return call("POST", by.path + "/relations/" + relation + "/" + verb, by.token, body);
    }
    /// The id of a family account with this permission, accepted.
    std::string family(const Member& holder, const Member& subject, const std::string& permission) {
        const Answer asked = asks(holder, wish(byId(subject), permission));
        BOOST_REQUIRE_MESSAGE(asked.status == 201, asked.body);
        const Answer accepted = says(subject, asked.at("relation_id"), "accept");
        BOOST_REQUIRE_MESSAGE(accepted.status == 200, accepted.body);
        return asked.at("relation_id");
    }
    Answer grants(const Member& holder, const std::string& kind, const Member& subject, const std::string& more = "") {
        return call("POST", holder.path + "/relations/grant", h2,
                    R"({"kind":")" + kind + R"(","kinship":"child",)" + byId(subject) + more + "}", doctor);
    }
    /// As a relation that stands already, whatever Relations would say of it now.
    void stands(const Member& holder, const Member& subject, RelationKind kind, std::optional<core::UtcTime> expires_at) {
        identity::Relation relation;
        relation.id = ids.next<identity::RelationId>();
        relation.kind = kind;
        relation.holder = holder.id;
        relation.subject = subject.id;
        relation.kinship = identity::Kinship::Child;
        relation.permissions = identity::kAllPermissions;
        relation.state = identity::RelationState::Active;
        relation.asked_at = clock.utc() + -std::chrono::hours(1);
        relation.active_from = relation.asked_at;
        relation.expires_at = expires_at;
        relation.consent_by = "20417";
        BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                          const auto added = storage->relations().add(transaction, relation, "20417", relation.asked_at);
                          return added.ok() ? core::Result<flows::Next>(flows::Next{}) : added.failure();
                      }).ok());
    }

    core::Result<Answer> sees(const Member& who, const Member& whom, const std::string& what) {
        return tried("GET", whom.path + what, who.token);
    }
    /// What a relation with `whom` lets `who` do, as "show_code,pay".
    std::string mayDo(const Member& who, const Member& whom) {
        std::string may;
        for (const auto& [what, name] : {std::pair<const char*, const char*>{"/card-code", "show_code"},
                                         {"/bookings", "book"},
                                         {"/charges", "pay"},
                                         {"/reports", "see_reports"}}) {
            const core::Result<Answer> seen = sees(who, whom, what);
            if (seen.ok()) {
                may += std::string(may.empty() ? "" : ",") + name;
            } else {
                BOOST_TEST(failsWith(seen, Error::RelativeNotAllowed));
            }
        }
        return may;
    }

    /// Of the lines about the person: "action actor".
    std::vector<std::string> audited(const Member& about) {
        audit::AuditSearch search;
        search.about = about.id;
        search.until = clock.utc() + std::chrono::hours(1);
        search.limit = 1000;
        std::vector<std::string> lines;
        const auto entries = read<std::vector<audit::ChainedEntry>>(
            [&](core::ReadTransaction& transaction) { return storage->audit().search(transaction, search); });
        for (const auto& [entry, link] : entries) lines.push_back(entry.action + " " + entry.actor);
        return lines;
    }
    bool isAudited(const Member& about, const std::string& line) { return std::ranges::count(audited(about), line) > 0; }
    long events(const Member& of, const std::string& type) { return std::ranges::count(eventTypes(*this, of.id.bits), type); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(family, Region)

BOOST_AUTO_TEST_CASE(nothing_is_allowed_until_the_other_accepts_and_nothing_from_the_moment_it_is_revoked) {
    const Member daughter = member("测试女");
    const Member mother = member("测试母", "female", 60);
    const Answer asked = asks(daughter, wish(byId(mother), "show_code"));
    BOOST_REQUIRE_MESSAGE(asked.status == 201, asked.body);
    BOOST_TEST(asked.at("state") == "asked");
    BOOST_TEST(asked.body.find("subject_name") == std::string::npos);  // nobody has let her know more
    BOOST_TEST(mayDo(daughter, mother) == "");
    BOOST_TEST(failsWith(sees(daughter, mother, ""), Error::NotThisPerson));

    const Answer given = call("GET", mother.path + "/relations", mother.token);
    BOOST_TEST(given.at("given.0.holder_name") == "测**");
    BOOST_TEST(given.at("held") == "0");
    BOOST_TEST(says(daughter, asked.at("relation_id"), "accept").status == 409);  // not hers to accept
    BOOST_TEST(says(mother, asked.at("relation_id"), "accept").at("state") == "active");
    BOOST_TEST(says(mother, asked.at("relation_id"), "accept").at("state") == "active");  // once more
    BOOST_TEST(call("GET", daughter.path + "/relations", daughter.token).at("held.0.subject_name") == "测**");
    BOOST_TEST(mayDo(daughter, mother) == "show_code");
    BOOST_TEST(mayDo(mother, daughter) == "");
    const Answer seen = call("GET", mother.path, daughter.token);
    BOOST_TEST(seen.at("name") == "测**");
    for (const char* hidden : {"/files", "/relations", "/children", "/consents", "/record-reads"})
        BOOST_TEST(failsWith(sees(daughter, mother, hidden), Error::NotThisPerson));
    BOOST_TEST(failsWith(tried("POST", mother.path + "/event-tickets", daughter.token), Error::NotThisPerson));

    BOOST_TEST(says(mother, asked.at("relation_id"), "revoke").at("state") == "revoked");
    BOOST_TEST(says(daughter, asked.at("relation_id"), "revoke").at("state") == "revoked");  // a second time changes nothing
    BOOST_TEST(mayDo(daughter, mother) == "");
    BOOST_TEST(failsWith(sees(daughter, mother, ""), Error::NotThisPerson));
    BOOST_TEST(call("GET", mother.path + "/relations", mother.token).at("given") == "0");
    BOOST_TEST(call("GET", "/api/v1/relations/" + asked.at("relation_id"), mother.token).at("state") == "revoked");
}

BOOST_AUTO_TEST_CASE(each_switch_opens_its_own_routes_alone) {
    const Member holder = member();
    const Member subject = member("测试乙");
    const std::string relation = family(holder, subject, "book");
    BOOST_TEST(mayDo(holder, subject) == "book");
    for (const std::string permission : {"show_code", "pay", "see_reports"}) {
        std::string may = R"({"permissions":{"show_code":false,"book":false,"pay":false,"see_reports":false}})";
        may.replace(may.find(permission) + permission.size() + 2, 5, "true");
        BOOST_TEST(says(subject, relation, "change", may).status == 200);
        BOOST_TEST(mayDo(holder, subject) == permission);
    }
    BOOST_TEST(says(subject, relation, "change", "{}").status == 200);
    BOOST_TEST(mayDo(holder, subject) == "");
    BOOST_TEST(sees(holder, subject, "").ok());
    BOOST_TEST(failsWith(says(holder, relation, "change", "{}").result(), Error::RelationNotAllowed));
}

BOOST_AUTO_TEST_CASE(mutual_aid_implies_nothing) {
    const Member holder = member();
    const Member subject = member("测试乙");
    const Answer asked = asks(holder, R"({"kind":"mutual_aid","kinship":"parent",)" + byId(subject) + "}");
    BOOST_REQUIRE(says(subject, asked.at("relation_id"), "accept").at("kind") == "mutual_aid");
    BOOST_TEST(mayDo(holder, subject) == "");
    BOOST_TEST(sees(holder, subject, "").ok());
    BOOST_TEST(
        failsWith(asks(holder, R"({"kind":"guardian","kinship":"child",)" + byId(subject) + "}").result(), Error::RelationNotAllowed));
}

BOOST_AUTO_TEST_CASE(a_relation_allows_until_it_expires_and_nothing_after) {
    const Member holder = member();
    const Member of_now = member("测试乙");
    const Member of_then = member("测试丙");
    stands(holder, of_now, RelationKind::FamilyAccount, clock.utc() + std::chrono::hours(1));
    stands(holder, of_then, RelationKind::FamilyAccount, clock.utc() + core::Duration(-1));
    BOOST_TEST(mayDo(holder, of_now) == "show_code,book,pay,see_reports");
    BOOST_TEST(mayDo(holder, of_then) == "");
    BOOST_TEST(failsWith(sees(holder, of_then, ""), Error::NotThisPerson));
    const std::string gone = std::to_string(clock.utc().ms - 1);
    BOOST_TEST(failsWith(asks(holder, wish(byId(of_then), "pay", R"(,"expires_at_ms":)" + gone)).result(), Error::RelationNotAllowed));
}

BOOST_AUTO_TEST_CASE(a_guardian_does_all_until_the_fourteenth_birthday) {
    const Member guardian = member();
    Member nearly = unverified("测试童", "male", 13);  // thirteen today
    const Answer granted = grants(guardian, "guardian", nearly);
    BOOST_REQUIRE_MESSAGE(granted.status == 201, granted.body);
    BOOST_TEST(granted.at("expires_at_ms") == std::to_string(identity::birthdayBegins(bornFor(13), 14).ms));
    BOOST_TEST(mayDo(guardian, nearly) == "show_code,book,pay,see_reports");
    for (const char* hers : {"/files", "/relations", "/consents", "/record-reads"}) BOOST_TEST(sees(guardian, nearly, hers).ok());
    const Answer looks = call("GET", nearly.path + "/record-reads", guardian.token);
    BOOST_TEST(looks.body.find(R"("by_relative":true)") != std::string::npos);

    const Member grown = member("测试少", "male", 14);  // fourteen today
    BOOST_TEST(failsWith(grants(guardian, "guardian", grown).result(), Error::RelationNotAllowed));
    stands(guardian, grown, RelationKind::Guardian, identity::birthdayBegins(bornFor(14), 14));
    BOOST_TEST(mayDo(guardian, grown) == "");
    BOOST_TEST(failsWith(sees(guardian, grown, "/files"), Error::NotThisPerson));
}

BOOST_AUTO_TEST_CASE(the_other_guardian_decides_for_a_child_and_the_child_does_not) {
    const Member mother = member();
    const Member aunt = member("测试姨");
    Member child = unverified("测试童", "male", 9);
    BOOST_REQUIRE(grants(mother, "guardian", child).status == 201);
    child.token = verified(child.path);
    const Answer asked = asks(aunt, wish(byId(child), "pay"));
    BOOST_REQUIRE_MESSAGE(asked.status == 201, asked.body);
    const std::string relation = asked.at("relation_id");
    BOOST_TEST(failsWith(says(child, relation, "accept").result(), Error::RelationNotAllowed));
    BOOST_TEST(call("GET", "/api/v1/relations/" + relation, mother.token).status == 200);
    BOOST_TEST(says(mother, relation, "accept").at("state") == "active");
    BOOST_TEST(mayDo(aunt, child) == "pay");
    const std::string guarding = call("GET", child.path + "/relations", child.token).at("given.0.relation_id");
    BOOST_TEST(failsWith(says(child, guarding, "revoke").result(), Error::RelationNotAllowed));
}

BOOST_AUTO_TEST_CASE(a_stranger_learns_nothing) {
    const Member one = member();
    const Member other = member("测试乙");
    const Member stranger = member("测试丙");
    const Member nobody{"/api/v1/people/" + std::string(26, '0'), PersonId(), {}};
    const std::string relation = family(one, other, "pay");
    const Member unknown{"/api/v1/people/" + ids.next<PersonId>().text(), PersonId(), {}};
    for (const Member* whom : {&one, &nobody, &unknown}) {
        BOOST_TEST(mayDo(stranger, *whom) == "");
        for (const char* what : {"", "/files", "/relations", "/children", "/consents"})
            BOOST_TEST(failsWith(sees(stranger, *whom, what), Error::NotThisPerson));
    }
    for (const char* verb : {"accept", "refuse", "revoke"}) {
        BOOST_TEST(failsWith(says(stranger, relation, verb).result(), Error::RelationNotFound));
        BOOST_TEST(failsWith(says(stranger, std::string(26, '0'), verb).result(), Error::RelationNotFound));
        BOOST_TEST(failsWith(tried("POST", other.path + "/relations/" + relation + "/" + verb, stranger.token), Error::NotThisPerson));
    }
    BOOST_TEST(failsWith(tried("GET", "/api/v1/relations/" + relation, stranger.token), Error::RelationNotFound));
    BOOST_TEST(failsWith(tried("POST", one.path + "/relations", stranger.token, wish(byId(other), "pay")), Error::NotThisPerson));

    BOOST_TEST(failsWith(tried("GET", nobody.path + "/reports?hospital=H1", h1, {}, doctor), Error::PersonNotFound));
    // Nor does a hospital decide for people: its staff grants and ends, by name.
    BOOST_TEST(failsWith(tried("POST", one.path + "/relations", h1, wish(byId(stranger), "pay"), doctor), Error::NotThisPerson));
    BOOST_TEST(failsWith(tried("POST", other.path + "/relations/" + relation + "/accept", h1, {}, doctor), Error::NotThisPerson));

    // Whoever is asked about: not there, or not verified, is one answer.
    const Member typed = unverified("测试丁");
    const std::string missing = R"("subject_id":")" + ids.next<PersonId>().text() + '"';
    const auto without_trace = [](const Answer& answer) { return answer.body.substr(0, answer.body.find("trace")); };
    const Answer of_typed = asks(stranger, wish(byId(typed), "pay"));
    BOOST_TEST(failsWith(of_typed.result(), Error::RelationNotAllowed));
    BOOST_TEST(without_trace(asks(stranger, wish(missing, "pay"))) == without_trace(of_typed));
}

BOOST_AUTO_TEST_CASE(a_code_that_is_shown_names_the_subject_and_a_typed_number_does_not) {
    const Member holder = member();
    const Member subject = member("测试乙");
    const std::string code = call("GET", subject.path + "/card-code", subject.token).at("code");
    const Fields once{{"Idempotency-Key", "asked-once"}};
    const std::string body = wish(R"("code":")" + code + '"', "pay");
    const Answer asked = asks(holder, body, once);
    BOOST_REQUIRE_MESSAGE(asked.status == 201, asked.body);
    BOOST_TEST(asked.at("subject_id") == subject.id.text());
    BOOST_TEST(asks(holder, body, once).body == asked.body);  // the answer was lost: the code is not used again
    BOOST_TEST(failsWith(asks(holder, body).result(), Error::CardCodeUsed));
    BOOST_TEST(failsWith(asks(holder, wish(byId(subject), "pay")).result(), Error::RelationNotAllowed));  // it stands
    BOOST_TEST(says(subject, asked.at("relation_id"), "refuse").at("state") == "refused");

    std::string paper;
    BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                      const auto card = cards.activeOf(transaction, subject.id);
                      if (!card.ok()) return card.failure();
                      auto printed = paper_codes.issue(transaction, (*card)->id, 30);
                      if (!printed.ok()) return printed.failure();
                      paper = printed->text;
                      return flows::Next{};
                  }).ok());
    BOOST_TEST(asks(holder, wish(R"("code":")" + paper + '"', "pay")).at("subject_id") == subject.id.text());

    const std::string number = call("GET", subject.path, subject.token).at("card.number");
    for (const std::string& typed : {std::string("379999199001010010"), number})
        BOOST_TEST(failsWith(asks(holder, wish(R"("code":")" + typed + '"', "pay")).result(), Error::CardCodeNotValid));
    BOOST_TEST(failsWith(asks(holder, wish(R"("code":"x",)" + byId(subject), "pay")).result(), Error::JsonNotValid));
    BOOST_TEST(failsWith(asks(holder, R"({"kind":"family_account","kinship":"parent"})").result(), Error::JsonNotValid));
}

BOOST_AUTO_TEST_CASE(both_people_are_told_of_each_change_and_both_have_a_line_in_the_audit) {
    const Member holder = member();
    const Member subject = member("测试乙");
    const std::string relation = family(holder, subject, "pay");  // asked for, accepted
    for (const Member* side : {&holder, &subject}) {
        BOOST_TEST(isAudited(*side, "relation.ask " + holder.id.text()));
        BOOST_TEST(isAudited(*side, "relation.accept " + subject.id.text()));
    }
    BOOST_TEST(events(holder, "relation.changed") == 2);
    BOOST_REQUIRE(says(holder, relation, "revoke").status == 200);
    BOOST_TEST(events(subject, "relation.changed") == 1);
    BOOST_REQUIRE(says(holder, relation, "revoke").status == 200);  // changes nothing
    BOOST_TEST(events(subject, "relation.changed") == 0);
}

BOOST_AUTO_TEST_CASE(what_a_relative_does_is_written_down_as_theirs_and_told_to_the_person) {
    const Member holder = member();
    const Member subject = member("测试乙");
    const std::string relation = family(holder, subject, "book");
    opened(subject.path);
    contract::SlotLock::Result locked;
    locked.number = "B1";
    region.answers<contract::SlotLock>(locked);
    region.answers<contract::BookingCancel>({});
    region.ends("booking.quote", contract::Ending::NotReached, Error::OperationNotOffered);
    const std::string body = R"({"hospital":"H1","slot":"S1","department":"01","department_name":"内科","doctor":"1001",)"
                             R"("doctor_name":"测试医生","session":"morning","day":")" +
                             bornFor(0, 1).text() + R"("})";
    eventTypes(*this, subject.id.bits);  // those of before
    const Answer booked = call("POST", subject.path + "/bookings", holder.token, body);
    BOOST_REQUIRE_MESSAGE(booked.status == 201, booked.body);
    BOOST_TEST(isAudited(subject, "booking.create " + holder.id.text()));
    BOOST_TEST(events(subject, "relative.acted") == 1);
    const std::string booking = "/api/v1/bookings/" + booked.at("booking_id");
    BOOST_TEST(call("GET", booking, holder.token).status == 200);
    BOOST_TEST(failsWith(tried("GET", booking, member("测试丙").token), Error::BookingNotFound));
    BOOST_REQUIRE(call("GET", booking, subject.token).status == 200);
    BOOST_TEST(call("POST", subject.path + "/files", holder.token, R"({"hospital":"H1"})").status == 201);
    BOOST_TEST(isAudited(subject, "file.open " + holder.id.text()));
    BOOST_TEST(events(subject, "relative.acted") == 1);

    BOOST_REQUIRE(says(subject, relation, "change", "{}").status == 200);
    BOOST_TEST(failsWith(tried("POST", booking + "/cancellation", holder.token), Error::BookingNotFound));
    BOOST_TEST(failsWith(tried("POST", subject.path + "/bookings", holder.token, body), Error::RelativeNotAllowed));
    BOOST_TEST(failsWith(tried("POST", subject.path + "/files", holder.token, R"({"hospital":"H1"})"), Error::RelativeNotAllowed));
    BOOST_TEST(call("POST", booking + "/cancellation", subject.token).status == 200);
    BOOST_TEST(events(subject, "relative.acted") == 0);  // she did it herself
}

BOOST_AUTO_TEST_CASE(a_relation_that_ends_after_the_request_came_in_lets_nothing_be_written) {
    const Member holder = member();
    const Member subject = member("测试乙");
    const std::string relation = family(holder, subject, "pay");
    const auto writes = [&](const std::string& key, bool revoked_meanwhile) {
        api::Request request;
        request.method = "POST";
        request.path = subject.path + "/anything";
        request.path_parameters.emplace_back("person_id", subject.id.text());
        request.headers.add("Authorization", "Bearer " + holder.token);
        request.headers.add("Idempotency-Key", key);
        const auto called = desk.calledFor(request, access::Scope::Pay);
        BOOST_REQUIRE(called.ok());
        if (revoked_meanwhile) BOOST_REQUIRE(says(subject, relation, "revoke").status == 200);
        api::rest::Writing writing;
        writing.resource = "/anything";
        writing.watched = subject.id.bits;
        writing.action = "anything.do";
        writing.about = called->person;
        writing.acting = api::rest::Acting::Pay;
        writing.work = [](core::Transaction&) { return core::Result<flows::Next>(flows::Next{}); };
        writing.look = [](core::ReadTransaction&, std::string_view) { return core::Result<api::rest::Look>(api::rest::Look{true, "{}"}); };
        const auto promise = std::make_shared<std::promise<Answer>>();
        auto answer = promise->get_future();
        desk.write(request, api::Reply(std::make_unique<Port>(promise), std::make_shared<api::Departure>(), core::Language::Chinese, {}),
                   called->caller, writing);
        return answer.get().result();
    };
    BOOST_TEST(writes("before", false).ok());
    BOOST_TEST(events(subject, "relative.acted") == 1);
    BOOST_TEST(failsWith(writes("after", true), Error::RelativeNotAllowed));
    BOOST_TEST(events(subject, "relative.acted") == 0);
}

BOOST_AUTO_TEST_CASE(staff_who_is_named_grants_and_ends_relations_and_nobody_else_does) {
    const Member holder = member();
    const Member subject = member("测试乙");
    const std::string body = wish(byId(subject), "pay");
    const std::string path = holder.path + "/relations/grant";
    BOOST_TEST(failsWith(tried("POST", path, entrance, body), Error::ScopeMissing));
    BOOST_TEST(failsWith(tried("POST", path, holder.token, body), Error::ScopeMissing));
    BOOST_TEST(failsWith(tried("POST", path, h2, body), Error::StaffClaimNotValid));
    const Fields as_people_do{{"Staff-Id", "person"}, {"Staff-Role", "doctor"}, {"Staff-Department", "D02"}};
    BOOST_TEST(failsWith(tried("POST", path, h2, body, as_people_do), Error::StaffClaimNotValid));
    Fields once = doctor;
    once.emplace_back("Idempotency-Key", "granted-once");
    const Answer granted = call("POST", path, h2, body, once);
    BOOST_REQUIRE_MESSAGE(granted.status == 201, granted.body);
    BOOST_TEST(granted.at("state") == "active");
    BOOST_TEST(call("POST", path, h2, body, once).body == granted.body);
    BOOST_TEST(mayDo(holder, subject) == "pay");
    for (const Member* side : {&holder, &subject}) BOOST_TEST(isAudited(*side, "relation.grant 20417"));
    BOOST_TEST(failsWith(grants(holder, "mother_child", subject).result(), Error::RelationNotAllowed));  // which child of a birth

    BOOST_TEST(failsWith(tried("GET", holder.path + "/relations", h2), Error::StaffClaimNotValid));
    BOOST_TEST(call("GET", holder.path + "/relations", h2, {}, doctor).at("held") == "1");
    BOOST_TEST(isAudited(holder, "relation.list 20417"));
    const std::string end = "/relations/" + granted.at("relation_id") + "/revoke";
    BOOST_TEST(failsWith(tried("POST", subject.path + end, h1), Error::StaffClaimNotValid));
    BOOST_TEST(failsWith(tried("POST", member("测试丙").path + end, h1, {}, doctor), Error::RelationNotFound));
    BOOST_TEST(call("POST", subject.path + end, h1, {}, doctor).at("state") == "revoked");
    BOOST_TEST(mayDo(holder, subject) == "");
}

BOOST_AUTO_TEST_CASE(a_newborn_is_registered_once_found_from_its_mother_and_gets_its_certificate_later) {
    const Member mother = member("测试母");
    const std::string body = R"({"mother_id":")" + mother.id.text() + R"(","birth_order":1,"guardian_id":")" + mother.id.text() +
                             R"(","kinship":"child","name":"测试母之女","sex":"female","birth_date":")" + bornFor(0).text() + R"("})";
    const std::string newborns_path = "/api/v1/people/newborns";
    BOOST_TEST(failsWith(tried("POST", newborns_path, entrance, body), Error::ScopeMissing));
    BOOST_TEST(failsWith(tried("POST", newborns_path, h2, body), Error::StaffClaimNotValid));
    const Answer born = call("POST", newborns_path, h2, body, doctor);
    const Member child = memberOf(born);
    BOOST_TEST(call("POST", newborns_path, h1, body, doctor).body == born.body);  // another hospital, the same child
    BOOST_TEST(events(mother, "relation.changed") == 2);                          // as mother and as guardian, once
    BOOST_TEST(isAudited(child, "relation.grant 20417"));

    const Answer children = call("GET", mother.path + "/children", mother.token);
    BOOST_TEST(children.at("children") == "1");
    BOOST_TEST(children.at("children.0.child.person_id") == child.id.text());
    BOOST_TEST(children.at("children.0.child.card.state") == "active");
    BOOST_TEST(children.body.find("测试母之女") == std::string::npos);
    BOOST_TEST(failsWith(tried("GET", mother.path + "/children", h1), Error::StaffClaimNotValid));
    BOOST_TEST(call("GET", mother.path + "/children", h1, {}, doctor).body == children.body);
    BOOST_TEST(isAudited(mother, "person.children 20417"));
    BOOST_TEST(mayDo(mother, child) == "show_code,book,pay,see_reports");

    const std::string certificate = passport();
    const std::string named = R"({"person":)" + detailsOf("测试小", "female", bornFor(0), certificate) + "}";
    BOOST_TEST(failsWith(tried("POST", child.path + "/identity", mother.token, named), Error::ScopeMissing));
    BOOST_TEST(failsWith(tried("POST", child.path + "/identity", h2, named), Error::StaffClaimNotValid));
    const Answer complete = call("POST", child.path + "/identity", h2, named, doctor);
    BOOST_REQUIRE_MESSAGE(complete.status == 200, complete.body);
    BOOST_TEST(complete.at("name") == "测**");
    BOOST_TEST(complete.at("card.card_id") == born.at("card.card_id"));
    BOOST_TEST(call("POST", child.path + "/identity", h2, named, doctor).body == complete.body);
}

BOOST_AUTO_TEST_CASE(a_newborns_certificate_that_stands_already_is_looked_into_and_nobody_is_named) {
    const Member mother = member("测试母");
    const std::string body = R"({"mother_id":")" + mother.id.text() + R"(","birth_order":2,"guardian_id":")" + mother.id.text() +
                             R"(","kinship":"child","name":"测试母之女","sex":"female","birth_date":")" + bornFor(0).text() + R"("})";
    const Member child = memberOf(call("POST", "/api/v1/people/newborns", h2, body, doctor));
    const std::string certificate = passport();
    const std::string details = detailsOf("测试小", "female", bornFor(0), certificate);
    const Member twice = memberOf(call("POST", "/api/v1/people/children", entrance,
                                       R"({"person":)" + details + R"(,"guardian_id":")" + mother.id.text() + R"(","kinship":"child"})"));
    for (int times = 0; times < 2; ++times) {
        const Answer refused = call("POST", child.path + "/identity", h2, R"({"person":)" + details + "}", doctor);
        BOOST_TEST(failsWith(refused.result(), Error::RegistrationRefused));
        BOOST_TEST(refused.body.find(twice.id.text()) == std::string::npos);
        const auto open = read<std::vector<identity::Review>>([&](core::ReadTransaction& transaction) {
            return reviews.queue(transaction, identity::ReviewState::Open, {10, std::nullopt});
        });
        BOOST_REQUIRE(open.size() == 1U);
        BOOST_TEST((open.front().pair == identity::pairOf(child.id, twice.id)));
        BOOST_TEST(open.front().finding.source == "newborn");
    }
    BOOST_TEST(call("GET", child.path, h2).at("state") == "unverified");
}

BOOST_AUTO_TEST_CASE(a_guardian_who_only_typed_a_childs_certificate_is_shown_no_record_for_it) {
    const Member guardian = member();
    const auto wanted = [&](const Member& who, int age, const std::string& number) {
        return R"({"person":)" + detailsOf("测试童", "male", bornFor(age), number) + R"(,"guardian_id":")" + who.id.text() +
               R"(","kinship":"child"})";
    };
    const std::string children = "/api/v1/people/children";
    const std::string number = passport();
    const std::string body = wanted(guardian, 13, number);
    BOOST_TEST(failsWith(tried("POST", children, guardian.token, body), Error::ScopeMissing));
    BOOST_TEST(failsWith(tried("POST", children, h2, body), Error::StaffClaimNotValid));
    BOOST_TEST(failsWith(tried("POST", children, entrance, wanted(guardian, 14, passport())), Error::RelationNotAllowed));
    BOOST_TEST(failsWith(tried("POST", children, entrance, wanted(unverified(), 13, passport())), Error::RelationNotAllowed));
    const Member child = memberOf(call("POST", children, entrance, body));
    BOOST_TEST(memberOf(call("POST", children, entrance, body)).path == child.path);
    BOOST_TEST(failsWith(tried("POST", children, entrance, wanted(member("测试丙"), 13, number)), Error::RelationNotAllowed));
    BOOST_TEST(events(guardian, "relation.changed") == 1);

    BOOST_TEST(mayDo(guardian, child) == "show_code,book,pay");
    BOOST_TEST(failsWith(sees(guardian, child, "/consents"), Error::NotThisPerson));
    BOOST_REQUIRE(call("POST", child.path + "/identity-check", h2, {}, doctor).at("state") == "verified");
    BOOST_TEST(mayDo(guardian, child) == "show_code,book,pay,see_reports");
    BOOST_TEST(sees(guardian, child, "/consents").ok());
    BOOST_TEST(memberOf(call("POST", children, h2, wanted(guardian, 5, passport()), doctor)).path != child.path);
}

BOOST_AUTO_TEST_CASE(for_who_is_suspended_nobody_acts) {
    const Member holder = member();
    const Member subject = member("测试乙");
    family(holder, subject, "pay");
    BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                      const auto suspended = registration.suspend(transaction, subject.id);
                      return suspended.ok() ? core::Result<flows::Next>(flows::Next{}) : suspended.failure();
                  }).ok());
    BOOST_TEST(mayDo(holder, subject) == "");
    BOOST_TEST(failsWith(sees(holder, subject, ""), Error::NotThisPerson));
}

BOOST_AUTO_TEST_SUITE_END()
