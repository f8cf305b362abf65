#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "tests/stores/holders.h"

using namespace hub::core;
using namespace hub::identity;
using hub::vault::Signature;
using std::chrono::hours;
using tests::failsWith;
using tests::Holders;
using tests::liSi;
using tests::zhangSan;

namespace {

using Printed = PaperCodes::Printed;

template <class Engine>
Result<Printed> issue(Holders<Engine>& holders, CardId card, int valid_days = 30) {
    return holders.inUnitOf([&](Transaction& transaction) { return holders.paper_codes->issue(transaction, card, valid_days); });
}

template <class Engine>
Printed printed(Holders<Engine>& holders, CardId card, int valid_days = 30) {
    const auto made = issue(holders, card, valid_days);
    BOOST_REQUIRE(made.ok());
    return *made;
}

template <class Engine>
Result<PaperCodes::Shown> check(Holders<Engine>& holders, const std::string& text) {
    return holders.read([&](ReadTransaction& transaction) { return holders.paper_codes->check(transaction, text); });
}

template <class Engine>
Result<void> revoke(Holders<Engine>& holders, PaperCodeId id) {
    return holders.inUnit([&](Transaction& transaction) { return holders.paper_codes->revoke(transaction, id); });
}

template <class Engine>
bool isRevoked(Holders<Engine>& holders, const std::string& text) {
    const auto checked = check(holders, text);
    return failsWith(checked, Error::CredentialNotActive) && checked.failure().detail() == "revoked";
}

template <class Engine>
Result<Card> step(Holders<Engine>& holders, Result<Card> (Cards::*verb)(Transaction&, CardId), CardId card) {
    return holders.inUnitOf([&](Transaction& transaction) { return (holders.cards.*verb)(transaction, card); });
}

bool anythingGoes(std::string_view, std::string_view, const Signature&) { return true; }

}  // namespace

BOOST_AUTO_TEST_SUITE(paper_code)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_code_on_paper_opens_its_card_any_number_of_times_until_its_last_day_ends, Engine, tests::Engines) {
    Holders<Engine> holders;
    const Registered made = holders.registered(zhangSan());
    const Printed paper = printed(holders, made.card->id, 1);
    BOOST_TEST(paper.text.size() == PaperCodes::kTextSize);
    BOOST_TEST(paper.text.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos);
    BOOST_TEST(paper.text.substr(0, 63) == "OC2" + paper.code.id.text() + made.card->id.text() + "20261122");
    BOOST_TEST(paper.text.find(made.person.id.text()) == std::string::npos);
    for (int shown = 0; shown < 3; ++shown) BOOST_TEST((check(holders, paper.text)->card.id == made.card->id));
    const UtcTime midnight = tests::kStart + hours(36);  // it is noon in Shanghai: the end of 2026-11-22 there
    holders.now.advance(midnight - tests::kStart - Duration(1));
    BOOST_TEST(check(holders, paper.text).ok());
    holders.now.advance(Duration(1));
    BOOST_TEST(failsWith(check(holders, paper.text), Error::CardCodeExpired));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_card_has_one_code_and_a_new_one_revokes_it, Engine, tests::Engines) {
    Holders<Engine> holders;
    const CardId card = holders.registered(zhangSan()).card->id;
    const Printed others = printed(holders, holders.registered(liSi()).card->id);
    const Printed first = printed(holders, card);
    const Printed second = printed(holders, card, PaperCodes::kValidDaysMax);
    BOOST_TEST(second.code.valid_until.text() == "2027-11-22");
    BOOST_TEST((first.code.id != second.code.id));
    BOOST_TEST(isRevoked(holders, first.text));
    BOOST_TEST(check(holders, second.text).ok());
    BOOST_TEST(check(holders, others.text).ok());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_revoked_code_opens_nothing_and_was_revoked_once, Engine, tests::Engines) {
    Holders<Engine> holders;
    const CardId card = holders.registered(zhangSan()).card->id;
    const Printed paper = printed(holders, card);
    holders.now.advance(Duration(5));
    BOOST_TEST(revoke(holders, paper.code.id).ok());
    holders.now.advance(Duration(5));
    BOOST_TEST(revoke(holders, paper.code.id).ok());
    const auto row = holders.read([&](ReadTransaction& transaction) { return holders.store.findPaperCode(transaction, paper.code.id); });
    BOOST_REQUIRE((row.ok() && row->has_value()));
    BOOST_TEST(((*row)->code == paper.code));
    BOOST_TEST(((*row)->issued_at == tests::kStart));
    BOOST_TEST(((*row)->revoked_at == tests::kStart + Duration(5)));
    BOOST_TEST(isRevoked(holders, paper.text));
    BOOST_TEST(check(holders, printed(holders, card).text).ok());
    BOOST_TEST(isRevoked(holders, paper.text));
    BOOST_TEST(failsWith(revoke(holders, holders.ids.template next<PaperCodeId>()), Error::CredentialNotFound));
}

// What a reader without a connection fetches: it would let the others in.
BOOST_AUTO_TEST_CASE_TEMPLATE(codes_that_are_revoked_are_listed_until_they_expire_page_by_page, Engine, tests::Engines) {
    Holders<Engine> holders;
    const auto listed = [&](PaperCodeId after, std::size_t limit) {
        const auto ids =
            holders.read([&](ReadTransaction& transaction) { return holders.paper_codes->revoked(transaction, after, limit); });
        BOOST_REQUIRE(ids.ok());
        return *ids;
    };
    const CardId card = holders.registered(zhangSan()).card->id;
    std::vector<PaperCodeId> revoked;
    for (const int valid_days : {1, 30, 30}) revoked.push_back(printed(holders, card, valid_days).code.id);
    const Printed standing = printed(holders, card);
    std::ranges::sort(revoked);
    BOOST_TEST((listed({}, 10) == revoked));
    BOOST_TEST((listed({}, 2) == std::vector{revoked[0], revoked[1]}));
    BOOST_TEST((listed(revoked[1], 2) == std::vector{revoked[2]}));
    BOOST_TEST(listed(revoked[2], 2).empty());
    BOOST_REQUIRE(revoke(holders, standing.code.id).ok());
    BOOST_TEST(listed({}, 10).size() == 4U);
    holders.now.advance(hours(36) - Duration(1));  // it is noon in Shanghai: the end of the first one's last day
    BOOST_TEST(listed({}, 10).size() == 4U);
    holders.now.advance(Duration(1));
    BOOST_TEST(listed({}, 10).size() == 3U);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_report_of_loss_freezes_the_paper_too, Engine, tests::Engines) {
    Holders<Engine> holders;
    const CardId card = holders.registered(zhangSan()).card->id;
    const Printed paper = printed(holders, card);
    BOOST_REQUIRE(step(holders, &Cards::reportLoss, card).ok());
    BOOST_TEST(failsWith(check(holders, paper.text), Error::CardNotActive));
    BOOST_TEST(failsWith(issue(holders, card), Error::CardNotActive));
    BOOST_REQUIRE(step(holders, &Cards::found, card).ok());
    BOOST_TEST(check(holders, paper.text).ok());
    BOOST_REQUIRE(step(holders, &Cards::replace, card).ok());
    BOOST_TEST(failsWith(check(holders, paper.text), Error::CardNotActive));
    BOOST_TEST(failsWith(issue(holders, holders.ids.template next<CardId>()), Error::CardNotFound));
}

BOOST_AUTO_TEST_CASE(a_code_that_was_altered_or_comes_from_elsewhere_is_not_valid) {
    Holders<tests::SqliteEngine> holders;
    const CardId card = holders.registered(zhangSan()).card->id;
    const std::string text = printed(holders, card).text;
    for (std::size_t at = 0; at < text.size(); ++at) {
        std::string altered = text;
        altered[at] = altered[at] == '1' ? '2' : '1';
        BOOST_TEST(failsWith(check(holders, altered), Error::CardCodeNotValid), "at " << at);
    }
    std::string lower = text;
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    for (const std::string& other : {std::string(), lower, text + "0", text.substr(1), std::string(PaperCodes::kTextSize, '1')})
        BOOST_TEST(failsWith(check(holders, other), Error::CardCodeNotValid));

    // The same words, signed for something else.
    const std::string said = text.substr(0, 63);
    const Signature signature = holders.signer->sign("card code", said);
    std::string elsewhere = said + fmt::format("{:04}", signature.key);
    for (const std::uint8_t byte : signature.bytes) elsewhere += fmt::format("{:02X}", byte);
    BOOST_TEST(failsWith(check(holders, elsewhere), Error::CardCodeNotValid));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_code_whose_unit_failed_is_not_valid, Engine, tests::Engines) {
    Holders<Engine> holders;
    const CardId card = holders.registered(zhangSan()).card->id;
    const std::string before = printed(holders, card).text;
    std::string text;
    BOOST_TEST(failsWith(holders.inUnit([&](Transaction& transaction) -> Result<void> {
        text = holders.paper_codes->issue(transaction, card, 1)->text;
        return Failure(Error::LeaseLost);
    }),
                         Error::LeaseLost));
    BOOST_TEST(failsWith(check(holders, text), Error::CardCodeNotValid));
    BOOST_TEST(check(holders, before).ok());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(of_two_codes_issued_at_once_for_a_card_one_stands, Engine, tests::Engines) {
    Holders<Engine> holders;
    const CardId card = holders.registered(zhangSan()).card->id;
    std::array<std::string, 2> texts;
    const auto issuing = [&](std::size_t which) {
        return [&, which](Transaction& transaction) -> Result<void> {
            const auto made = holders.paper_codes->issue(transaction, card, 30);
            if (!made.ok()) return made.failure();
            texts.at(which) = made->text;
            return {};
        };
    };
    const auto outcomes = holders.atOnce(issuing(0), issuing(1));
    for (const WorkOutcome& outcome : outcomes) BOOST_TEST((outcome.end == WorkEnd::Done));
    const int standing = (check(holders, texts[0]).ok() ? 1 : 0) + (check(holders, texts[1]).ok() ? 1 : 0);
    BOOST_TEST(standing == 1);
    BOOST_TEST((isRevoked(holders, texts[0]) || isRevoked(holders, texts[1])));
    BOOST_TEST(holders.rows("paper_code") == 2);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_table_takes_no_second_code_while_one_stands, Engine, tests::Engines) {
    Holders<Engine> holders;
    const CardId card = holders.registered(zhangSan()).card->id;
    const auto add = [&] {
        const IssuedPaperCode another{{holders.ids.template next<PaperCodeId>(), card, {2026, 12, 1}}, tests::kStart, std::nullopt};
        return holders.inUnitOf([&](Transaction& transaction) { return holders.store.addPaperCode(transaction, another); });
    };
    BOOST_TEST(*add());
    BOOST_TEST(!*add());
    BOOST_TEST(holders.rows("paper_code") == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_code_that_was_printed_before_a_rotation_opens_its_card_and_its_key_is_known, Engine, tests::Engines) {
    Holders<Engine> holders;
    const auto keys = [&] { return *holders.read([&](ReadTransaction& transaction) { return holders.store.paperCodeKeys(transaction); }); };
    using Keys = std::map<hub::vault::KeyNumber, Date>;
    BOOST_TEST((keys() == Keys{}));
    const CardId card = holders.registered(zhangSan()).card->id;
    const Printed before = printed(holders, card, 1);
    const CardId other = holders.registered(liSi()).card->id;
    const Printed longer = printed(holders, other, 30);
    BOOST_TEST((keys() == Keys{{1, longer.code.valid_until}}));
    const auto folder = holders.key_folder.path() / "keys";
    BOOST_REQUIRE(hub::vault::Signer::add(folder).ok());
    BOOST_REQUIRE(holders.signer->refresh(*hub::vault::FileKeySource::open(folder)).ok());
    BOOST_TEST(check(holders, before.text).ok());
    const Printed after = printed(holders, card, 2);
    BOOST_TEST(after.text.substr(63, 4) == "0002");
    BOOST_TEST(check(holders, after.text).ok());
    BOOST_TEST((keys() == Keys{{1, longer.code.valid_until}, {2, after.code.valid_until}}));
    BOOST_TEST(holders.paper_codes->publicKeys().size() == 2U);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(codes_are_forgotten_once_their_last_day_is_over_and_not_before, Engine, tests::Engines) {
    Holders<Engine> holders;
    const CardId card = holders.registered(zhangSan()).card->id;
    const Printed first = printed(holders, card, 1);
    const Printed second = printed(holders, card, 1);
    const Printed third = printed(holders, card, 2);
    const Printed fourth = printed(holders, card, 2);
    const auto forget = [&](Date day, std::size_t limit) {
        return *holders.inUnitOf([&](Transaction& transaction) { return holders.store.forgetPaperCodes(transaction, day, limit); });
    };
    BOOST_TEST(forget(first.code.valid_until, 10) == 0);
    BOOST_TEST(holders.rows("paper_code") == 4);
    BOOST_TEST(forget(third.code.valid_until, 1) == 1);
    BOOST_TEST(forget(third.code.valid_until, 10) == 1);
    BOOST_TEST(forget(third.code.valid_until, 10) == 0);
    BOOST_TEST(holders.rows("paper_code") == 2);
    BOOST_TEST(isRevoked(holders, third.text));  // it would open the card until its last day
    BOOST_TEST(check(holders, fourth.text).ok());
    BOOST_TEST(forget({2027, 1, 1}, 10) == 2);
    holders.now.advance(hours(24 * 40));
    for (const std::string& text : {first.text, second.text, fourth.text})
        BOOST_TEST(failsWith(check(holders, text), Error::CardCodeExpired));  // it says so itself
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_day_that_this_program_never_wrote_is_not_readable, Engine, tests::Engines) {
    Holders<Engine> holders;
    const Printed paper = printed(holders, holders.registered(zhangSan()).card->id);
    holders.meddle("UPDATE paper_code SET valid_until = ?", std::array{hub::storage::sql::blob("tomorrow")});
    BOOST_TEST(failsWith(check(holders, paper.text), Error::RowNotReadable));
}

// What a reader without a connection has: the public key, a day, and no store.
BOOST_AUTO_TEST_CASE(a_code_is_read_by_form_signature_and_day_alone) {
    Holders<tests::SqliteEngine> holders;
    const Printed paper = printed(holders, holders.registered(zhangSan()).card->id, 1);
    std::string asked;
    const auto verify = [&](std::string_view purpose, std::string_view bytes, const Signature& signature) {
        asked = std::string(purpose) + "/" + std::string(bytes);
        return holders.signer->verify(purpose, bytes, signature);
    };
    const Date last = paper.code.valid_until;
    const auto read = PaperCodes::read(paper.text, verify, last);
    BOOST_REQUIRE(read.ok());
    BOOST_TEST((*read == paper.code));
    BOOST_TEST(asked == "paper code/" + paper.text.substr(0, 63));
    BOOST_TEST(PaperCodes::read(paper.text, verify, {2026, 11, 1}).ok());
    BOOST_TEST(failsWith(PaperCodes::read(paper.text, verify, {2026, 11, 23}), Error::CardCodeExpired));

    std::string prolonged = paper.text;
    prolonged.replace(55, 8, "20991231");
    BOOST_TEST(failsWith(PaperCodes::read(prolonged, verify, last), Error::CardCodeNotValid));
    BOOST_TEST(PaperCodes::read(prolonged, anythingGoes, last).ok());  // so it is the signature that says no
}

BOOST_AUTO_TEST_CASE(a_form_that_is_not_kept_to_is_refused_before_any_signature_is_looked_at) {
    Holders<tests::SqliteEngine> holders;
    const std::string text = printed(holders, holders.registered(zhangSan()).card->id).text;
    BOOST_TEST(PaperCodes::read(text, anythingGoes, {2026, 11, 21}).ok());
    struct Line {
        std::size_t at;
        std::string wrong;
    };
    for (const Line& line : {Line{0, "OC1"}, Line{3, "8"}, Line{4, "U"}, Line{29, "8"}, Line{30, "-"}, Line{55, "20261131"},
                             Line{55, "2026-121"}, Line{63, "A"}, Line{64, "+1"}, Line{67, "a"}, Line{194, "G"}, Line{193, " 1"}}) {
        std::string altered = text;
        altered.replace(line.at, line.wrong.size(), line.wrong);
        BOOST_TEST(failsWith(PaperCodes::read(altered, anythingGoes, {2026, 11, 21}), Error::CardCodeNotValid), line.at << line.wrong);
    }
}

BOOST_AUTO_TEST_SUITE_END()
