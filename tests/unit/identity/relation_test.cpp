#include "hub/identity/relation.h"

#include <functional>
#include <string>
#include <vector>

#include "tests/support/failures.h"

using namespace hub::core;
using namespace hub::identity;

namespace {

constexpr UtcTime kNow{1'795'233'600'000};
constexpr std::array kEveryPermission{Permission::ShowCode, Permission::Book, Permission::Pay, Permission::SeeReports,
                                      Permission::SpendInsurance};

PersonId personNumber(std::uint8_t number) {
    PersonId id;
    id.bits.bytes[15] = number;
    return id;
}

Relation active(RelationKind kind, const Permissions& permissions = {}) {
    Relation relation;
    relation.kind = kind;
    relation.holder = personNumber(1);
    relation.subject = personNumber(2);
    relation.permissions = permissions;
    relation.state = RelationState::Active;
    return relation;
}

/// "show_code pay", what the relation allows at `at`.
std::string allowedBy(const Relation& relation, UtcTime at = kNow) {
    std::string words;
    for (const Permission permission : kEveryPermission) {
        if (!allowed(relation, permission, at)) continue;
        words += words.empty() ? "" : " ";
        words += enumName(permission);
    }
    return words;
}

RelationRequest request(RelationKind kind, Kinship kinship) {
    RelationRequest made;
    made.kind = kind;
    made.holder = personNumber(1);
    made.subject = personNumber(2);
    made.kinship = kinship;
    if (kind == RelationKind::MotherChild) made.birth_order = 1;
    return made;
}

RelationRequest with(RelationRequest made, const std::function<void(RelationRequest&)>& difference) {
    difference(made);
    return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(relation)

BOOST_AUTO_TEST_CASE(a_relation_allows_what_its_kind_and_its_switches_allow_and_nothing_else) {
    struct Line {
        Relation relation;
        std::string allows;
    };
    const std::vector<Line> lines{
        {active(RelationKind::FamilyAccount), ""},
        {active(RelationKind::FamilyAccount, {.show_code = true}), "show_code"},
        {active(RelationKind::FamilyAccount, {.book = true}), "book"},
        {active(RelationKind::FamilyAccount, {.pay = true}), "pay"},
        {active(RelationKind::FamilyAccount, {.see_reports = true}), "see_reports"},
        {active(RelationKind::FamilyAccount, kAllPermissions), "show_code book pay see_reports"},
        {active(RelationKind::MutualAid), "spend_insurance"},
        {active(RelationKind::Guardian, kAllPermissions), "show_code book pay see_reports"},
        {active(RelationKind::MotherChild), ""},
    };
    for (const Line& line : lines) BOOST_TEST(allowedBy(line.relation) == line.allows);
}

BOOST_AUTO_TEST_CASE(only_an_active_relation_allows_anything) {
    for (const RelationState state : {RelationState::Asked, RelationState::Refused, RelationState::Revoked}) {
        Relation relation = active(RelationKind::FamilyAccount, kAllPermissions);
        relation.state = state;
        BOOST_TEST(allowedBy(relation).empty());
        relation.kind = RelationKind::MutualAid;
        BOOST_TEST(allowedBy(relation).empty());
        BOOST_TEST(isLive(relation, kNow) == (state == RelationState::Asked));
    }
}

BOOST_AUTO_TEST_CASE(a_relation_allows_until_the_last_millisecond_before_it_expires) {
    Relation relation = active(RelationKind::FamilyAccount, {.pay = true});
    relation.expires_at = kNow + Duration(1000);
    BOOST_TEST(allowedBy(relation, kNow + Duration(999)) == "pay");
    BOOST_TEST(isLive(relation, kNow + Duration(999)));
    BOOST_TEST(allowedBy(relation, kNow + Duration(1000)).empty());
    BOOST_TEST(!isLive(relation, kNow + Duration(1000)));
    relation.state = RelationState::Asked;
    BOOST_TEST(isLive(relation, kNow + Duration(999)));
    BOOST_TEST(!isLive(relation, kNow + Duration(1000)));
}

BOOST_AUTO_TEST_CASE(an_age_is_reached_on_the_birthday_and_not_the_day_before) {
    struct Line {
        Date birth;
        Date not_yet;
        Date reached;
    };
    for (const Line& line : {Line{{2012, 11, 21}, {2026, 11, 20}, {2026, 11, 21}}, Line{{2012, 1, 1}, {2025, 12, 31}, {2026, 1, 1}},
                             Line{{2012, 3, 1}, {2026, 2, 28}, {2026, 3, 1}}, Line{{2012, 2, 28}, {2026, 2, 27}, {2026, 2, 28}},
                             Line{{2012, 2, 29}, {2026, 2, 28}, {2026, 3, 1}}, Line{{2010, 2, 28}, {2024, 2, 27}, {2024, 2, 28}}}) {
        BOOST_TEST_CONTEXT(line.birth.text()) {
            BOOST_TEST(!hasReached(line.birth, 14, line.not_yet));
            BOOST_TEST(hasReached(line.birth, 14, line.reached));
            const UtcTime begins = birthdayBegins(line.birth, 14);
            BOOST_TEST((shanghaiDate(begins, Duration(0)) == line.reached));
            BOOST_TEST((shanghaiDate({begins.ms - 1}, Duration(0)) == line.not_yet));
        }
    }
    BOOST_TEST(hasReached({2008, 2, 29}, 16, {2024, 2, 29}));
    BOOST_TEST(!hasReached({2008, 2, 29}, 16, {2024, 2, 28}));
    BOOST_TEST((birthdayBegins({2012, 11, 21}, 14) == UtcTime{1'795'190'400'000}));  // 2026-11-20T16:00:00Z
}

BOOST_AUTO_TEST_CASE(a_request_is_refused_for_what_its_kind_does_not_have) {
    const RelationRequest family = request(RelationKind::FamilyAccount, Kinship::Other);
    const RelationRequest aid = request(RelationKind::MutualAid, Kinship::Spouse);
    const RelationRequest guardian = request(RelationKind::Guardian, Kinship::Child);
    const RelationRequest mother = request(RelationKind::MotherChild, Kinship::Child);
    const auto birthOrder = [](std::optional<std::int32_t> order) { return [order](RelationRequest& of) { of.birth_order = order; }; };
    const auto expires = [](Duration after) { return [after](RelationRequest& of) { of.expires_at = kNow + after; }; };
    const auto permits = [](RelationRequest& of) { of.permissions.pay = true; };
    for (const RelationRequest& good : {family, aid, guardian, mother, with(family, permits), with(family, expires(Duration(1))),
                                        with(aid, expires(Duration(1))), with(mother, birthOrder(1)), with(mother, birthOrder(9))})
        BOOST_TEST(checkRequest(good, kNow).ok(), enumName(good.kind));

    struct Line {
        RelationRequest request;
        std::string why;
    };
    const std::vector<Line> lines{
        {with(family, [](RelationRequest& of) { of.subject = of.holder; }), "with oneself"},
        {with(family, expires(Duration(0))), "expires_at"},
        {with(aid, expires(Duration(0))), "expires_at"},
        {with(guardian, expires(Duration(1))), "expires_at"},
        {with(aid, permits), "permissions"},
        {with(guardian, permits), "permissions"},
        {with(mother, permits), "permissions"},
        {with(family, birthOrder(1)), "birth_order"},
        {with(guardian, birthOrder(1)), "birth_order"},
        {with(mother, birthOrder(0)), "birth_order"},
        {with(mother, birthOrder(10)), "birth_order"},
        {with(mother, birthOrder(std::nullopt)), "birth_order"},
    };
    for (const Line& line : lines) {
        const Result<void> refused = checkRequest(line.request, kNow);
        BOOST_TEST(tests::failsWith(refused, Error::RelationNotAllowed));
        BOOST_TEST(refused.failure().detail() == line.why);
    }
}

BOOST_AUTO_TEST_CASE(a_kind_is_for_its_kinships_only) {
    struct Line {
        RelationKind kind;
        std::string kinships;
    };
    for (const Line& line :
         {Line{RelationKind::FamilyAccount, "spouse parent child grandparent grandchild sibling ward other "},
          Line{RelationKind::MutualAid, "spouse parent child "}, Line{RelationKind::Guardian, "child grandchild sibling ward other "},
          Line{RelationKind::MotherChild, "child "}}) {
        std::string fitting;
        for (const auto& [kinship, name] : enumNames(Kinship())) {
            if (checkRequest(request(line.kind, kinship), kNow).ok()) fitting += std::string(name) + " ";
        }
        BOOST_TEST(fitting == line.kinships);
    }
}

BOOST_AUTO_TEST_CASE(a_quota_counts_the_holder_or_the_subject_by_kind_and_state) {
    struct Line {
        RelationKind kind;
        RelationState state;
        std::string counts;
    };
    const auto said = [](const Line& line) {
        Relation relation = active(line.kind);
        relation.state = line.state;
        const std::optional<RelationQuota> quota = quotaOf(relation);
        if (!quota) return std::string("nothing");
        return (quota->of == relation.holder ? "holder " : "subject ") + std::to_string(quota->most);
    };
    for (const Line& line :
         {Line{RelationKind::FamilyAccount, RelationState::Asked, "holder 8"},
          Line{RelationKind::FamilyAccount, RelationState::Active, "holder 8"},
          Line{RelationKind::FamilyAccount, RelationState::Refused, "nothing"},
          Line{RelationKind::FamilyAccount, RelationState::Revoked, "nothing"},
          Line{RelationKind::MutualAid, RelationState::Asked, "nothing"}, Line{RelationKind::MutualAid, RelationState::Active, "subject 7"},
          Line{RelationKind::MutualAid, RelationState::Revoked, "nothing"},
          Line{RelationKind::MotherChild, RelationState::Active, "subject 1"},
          Line{RelationKind::Guardian, RelationState::Active, "nothing"}})
        BOOST_TEST(said(line) == line.counts, enumName(line.kind) << " " << enumName(line.state));
}

BOOST_AUTO_TEST_SUITE_END()
