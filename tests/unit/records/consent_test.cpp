#include <vector>

#include "hub/records/consent.h"
#include "tests/support/failures.h"

using namespace hub;
using audit::Purpose;
using core::Error;
using records::Consent;
using records::Reader;
using tests::failsWith;

namespace {

constexpr core::UtcTime kGiven{1'000'000};
constexpr core::UtcTime kUntil{2'000'000};
const Reader kPerson{Reader::Kind::Themselves, ""};
const Reader kDoctor{Reader::Kind::Hospital, "H2"};
const Reader kOffice{Reader::Kind::Other, ""};

Consent consent(const std::string& reader = "H2", std::optional<std::string> source = std::nullopt) {
    Consent made;
    made.reader = reader;
    made.source = std::move(source);
    made.given_at = kGiven;
    made.until = kUntil;
    return made;
}

core::Result<void> reads(const Reader& reader, Purpose purpose, const std::vector<Consent>& consents = {}, core::UtcTime at = {1'500'000}) {
    return records::mayRead(reader, purpose, "H1", consents, at);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(consent_rules)

BOOST_AUTO_TEST_CASE(a_person_reads_their_own_and_nobody_reads_for_another_purpose) {
    BOOST_TEST(reads(kPerson, Purpose::Own).ok());
    BOOST_TEST(failsWith(reads(kPerson, Purpose::None), Error::PurposeMissing));
    for (const auto& [purpose, name] : enumNames(Purpose{})) {
        if (purpose == Purpose::None) continue;
        if (purpose != Purpose::Own) BOOST_TEST(failsWith(reads(kPerson, purpose), Error::PurposeNotAllowed), name);
        if (purpose != Purpose::Treatment) BOOST_TEST(failsWith(reads(kDoctor, purpose, {consent()}), Error::PurposeNotAllowed), name);
        BOOST_TEST(failsWith(reads(kOffice, purpose, {consent()}), Error::PurposeNotAllowed), name);
    }
}

BOOST_AUTO_TEST_CASE(a_hospital_reads_its_own_without_and_what_others_have_with_a_standing_consent) {
    BOOST_TEST(records::mayRead(kDoctor, Purpose::Treatment, "H2", {}, kGiven).ok());
    BOOST_TEST(failsWith(reads(kDoctor, Purpose::Treatment), Error::ConsentMissing));
    BOOST_TEST(reads(kDoctor, Purpose::Treatment, {consent()}).ok());
    BOOST_TEST(failsWith(reads(kDoctor, Purpose::Treatment, {consent("H3")}), Error::ConsentMissing));
    BOOST_TEST(reads(kDoctor, Purpose::Treatment, {consent("H2", "H1")}).ok());
    BOOST_TEST(failsWith(reads(kDoctor, Purpose::Treatment, {consent("H2", "H4")}), Error::ConsentMissing));
    BOOST_TEST(reads(kDoctor, Purpose::Treatment, {consent("H2", "H4"), consent("H3"), consent("H2", "H1")}).ok());
}

BOOST_AUTO_TEST_CASE(a_consent_stands_from_when_it_is_given_until_its_end_which_is_not_part_of_it) {
    const auto at = [](std::int64_t ms) { return reads(kDoctor, Purpose::Treatment, {consent()}, {ms}).ok(); };
    BOOST_TEST(!at(kGiven.ms - 1));
    BOOST_TEST(at(kGiven.ms));
    BOOST_TEST(at(kUntil.ms - 1));
    BOOST_TEST(!at(kUntil.ms));
}

BOOST_AUTO_TEST_CASE(a_revoked_consent_ends_at_once_and_a_second_revocation_changes_nothing) {
    const core::UtcTime when{1'200'000};
    const Consent ended = records::revoked(consent(), when);
    BOOST_TEST(records::stands(ended, {when.ms - 1}));
    BOOST_TEST(!records::stands(ended, when));
    BOOST_TEST(failsWith(reads(kDoctor, Purpose::Treatment, {ended}, when), Error::ConsentMissing));
    BOOST_TEST((records::revoked(ended, {1'900'000}).revoked_at == when));
}

BOOST_AUTO_TEST_CASE(a_consent_ends_after_it_begins_within_a_year_and_is_not_for_ones_own_records) {
    const auto until = [](core::UtcTime end) {
        Consent made = consent();
        made.until = end;
        return records::checkConsent(made);
    };
    BOOST_TEST(failsWith(until(kGiven), Error::ConsentNotValid));
    BOOST_TEST(until({kGiven.ms + 1}).ok());
    BOOST_TEST(until(kGiven + records::kConsentMost).ok());
    BOOST_TEST(failsWith(until(kGiven + records::kConsentMost + core::Duration(1)), Error::ConsentNotValid));
    BOOST_TEST(failsWith(records::checkConsent(consent("H2", "H2")), Error::ConsentNotValid));
    BOOST_TEST(records::checkConsent(consent("H2", "H1")).ok());
}

BOOST_AUTO_TEST_SUITE_END()
