#include "tests/stores/people.h"

using namespace hub::core;
using namespace hub::identity;
using tests::liSi;
using tests::People;
using tests::zhangSan;

namespace {

/// Draws the same card number for the first `times` draws.
class StuckIds final : public IdSource {
  public:
    StuckIds(IdSource& other, IdBits stuck, int times) : other_(other), stuck_(stuck), times_(times) {}

  private:
    IdBits nextBits() override {
        ++calls_;
        if (calls_ > 1 && calls_ <= 1 + times_) return stuck_;  // the first is the card's own id
        return other_.next<CardId>().bits;
    }

    IdSource& other_;
    const IdBits stuck_;
    const int times_;
    int calls_ = 0;
};

template <class Engine>
Result<Card> step(People<Engine>& people, Result<Card> (Cards::*verb)(Transaction&, CardId), CardId card) {
    return people.template inUnit<Card>([&](Transaction& transaction) { return (people.cards.*verb)(transaction, card); });
}

template <class Engine>
Result<Card> byNumber(People<Engine>& people, const CardNumber& number) {
    return people.template inRead<Card>([&](ReadTransaction& transaction) { return people.cards.activeByNumber(transaction, number); });
}

template <class Engine>
Result<Card> redeem(People<Engine>& people, const std::string& code) {
    return people.template inUnit<Card>([&](Transaction& transaction) { return people.codes->redeem(transaction, code); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(identity_cards)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_card_is_found_by_its_number, Engine, tests::Engines) {
    People<Engine> people;
    const Card card = *people.registered(zhangSan()).card;
    const auto found = byNumber(people, card.number.reveal());
    BOOST_REQUIRE(found.ok());
    BOOST_TEST((found->id == card.id));
    BOOST_TEST((found->person == card.person));
    BOOST_TEST((found->number == card.number));
    BOOST_TEST((found->issued_at == tests::kStart));
    BOOST_TEST(tests::failsWith(byNumber(people, {"10000000000083"}), Error::CardNotFound));
    BOOST_TEST(tests::failsWith(byNumber(people, {"10000000000084"}), Error::CardNumberNotValid));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_lost_card_is_frozen_until_it_is_found, Engine, tests::Engines) {
    People<Engine> people;
    const Card card = *people.registered(zhangSan()).card;
    people.clock.advance(Duration(1000));
    const auto lost = step(people, &Cards::reportLoss, card.id);
    BOOST_REQUIRE(lost.ok());
    BOOST_TEST((lost->changed_at == tests::kStart + Duration(1000)));
    BOOST_TEST(lost->version == 2);
    BOOST_TEST(tests::failsWith(byNumber(people, card.number.reveal()), Error::CardNotActive));
    BOOST_TEST(step(people, &Cards::reportLoss, card.id)->version == 2);
    BOOST_TEST(!people.registerPerson(zhangSan())->card.has_value());
    BOOST_TEST((step(people, &Cards::found, card.id)->state == CardState::Active));
    BOOST_TEST(byNumber(people, card.number.reveal()).ok());
    BOOST_TEST(tests::failsWith(step(people, &Cards::found, card.id), Error::CardNotActive));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_replaced_card_is_void_and_the_new_one_is_the_persons, Engine, tests::Engines) {
    People<Engine> people;
    const Card old = *people.registered(zhangSan()).card;
    BOOST_REQUIRE(step(people, &Cards::reportLoss, old.id).ok());
    const auto fresh = step(people, &Cards::replace, old.id);
    BOOST_REQUIRE(fresh.ok());
    BOOST_TEST((fresh->number != old.number));
    BOOST_TEST((fresh->person == old.person));
    BOOST_TEST((people.registerPerson(zhangSan())->card->id == fresh->id));
    for (const auto verb : {&Cards::reportLoss, &Cards::found, &Cards::replace, &Cards::close})
        BOOST_TEST(tests::failsWith(step(people, verb, old.id), Error::CardNotActive));
    const auto all = people.template inRead<std::vector<Card>>(
        [&](ReadTransaction& transaction) { return people.store.cardsOf(transaction, old.person); });
    BOOST_TEST(all->size() == 2U);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_closed_card_stays_closed, Engine, tests::Engines) {
    People<Engine> people;
    const Card card = *people.registered(zhangSan()).card;
    BOOST_TEST((step(people, &Cards::close, card.id)->state == CardState::Closed));
    BOOST_TEST(step(people, &Cards::close, card.id)->version == 2);
    for (const auto verb : {&Cards::reportLoss, &Cards::found, &Cards::replace})
        BOOST_TEST(tests::failsWith(step(people, verb, card.id), Error::CardNotActive));
    for (const auto verb : {&Cards::reportLoss, &Cards::found, &Cards::replace, &Cards::close})
        BOOST_TEST(tests::failsWith(step(people, verb, people.ids.template next<CardId>()), Error::CardNotFound));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_person_has_one_active_card, Engine, tests::Engines) {
    People<Engine> people;
    const Card first = *people.registered(zhangSan()).card;
    const auto issue = [&] {
        return people.template inUnit<Card>([&](Transaction& transaction) { return people.cards.issue(transaction, first.person); });
    };
    BOOST_TEST(tests::failsWith(issue(), Error::CardActiveAlready));
    BOOST_REQUIRE(step(people, &Cards::reportLoss, first.id).ok());
    BOOST_REQUIRE(issue().ok());
    BOOST_TEST(tests::failsWith(step(people, &Cards::found, first.id), Error::CardActiveAlready));
    BOOST_TEST(tests::failsWith(step(people, &Cards::replace, first.id), Error::CardActiveAlready));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_number_that_is_taken_is_drawn_again_but_not_for_ever, Engine, tests::Engines) {
    People<Engine> people;
    const IdBits draw = people.ids.template next<CardId>().bits;
    const auto issueFor = [&](PersonId person, int times_stuck) {
        return people.template inUnit<Card>([&](Transaction& transaction) {
            StuckIds ids(people.ids, draw, times_stuck);
            Cards cards(people.store, ids, people.clock);
            return cards.issue(transaction, person);
        });
    };
    const auto withoutCard = [&](const hub::contract::PersonDetails& details) {
        const Registered made = people.registered(details);
        BOOST_REQUIRE(step(people, &Cards::close, made.card->id).ok());
        return made.person.id;
    };
    const PersonId one = withoutCard(zhangSan());
    const PersonId other = withoutCard(liSi());
    BOOST_TEST((issueFor(one, 1)->number.reveal() == cardNumberFrom(draw)));
    BOOST_TEST(tests::failsWith(issueFor(other, 5), Error::CardNumberTaken));
    const auto fresh = issueFor(other, 4);
    BOOST_REQUIRE(fresh.ok());
    BOOST_TEST((fresh->number.reveal() != cardNumberFrom(draw)));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_card_changes_from_the_version_that_was_read, Engine, tests::Engines) {
    People<Engine> people;
    const Card card = *people.registered(zhangSan()).card;
    const auto change = [&] {
        return people.template inUnit<std::int64_t>([&](Transaction& transaction) { return people.store.changeCard(transaction, card); });
    };
    BOOST_TEST(*change() == 2);
    BOOST_TEST(tests::failsWith(change(), Error::VersionConflict));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_code_opens_its_card_once_within_sixty_seconds, Engine, tests::Engines) {
    People<Engine> people;
    const Registered made = people.registered(zhangSan());
    const Result<std::string> code = people.codes->issue(*made.card);
    BOOST_REQUIRE(code.ok());
    BOOST_TEST(code->size() == 200U);
    BOOST_TEST(code->find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos);
    BOOST_TEST(code->find(made.person.id.text()) == std::string::npos);
    people.clock.advance(Duration(59'999));
    BOOST_TEST((redeem(people, *code)->id == made.card->id));
    BOOST_TEST(tests::failsWith(redeem(people, *code), Error::CardCodeUsed));

    const std::string late = *people.codes->issue(*made.card);
    people.clock.advance(Duration(60'000));
    BOOST_TEST(tests::failsWith(redeem(people, late), Error::CardCodeExpired));
}

// The old key may have been given away: what is signed with it opens no card any more.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_code_under_a_signing_key_that_was_rotated_has_expired, Engine, tests::Engines) {
    People<Engine> people;
    const Card card = *people.registered(zhangSan()).card;
    const std::string code = *people.codes->issue(card);
    const auto folder = people.stores.key_folder.path() / "keys";
    BOOST_REQUIRE(hub::vault::Signer::add(folder).ok());
    BOOST_REQUIRE(people.signer->refresh(*hub::vault::FileKeySource::open(folder)).ok());
    BOOST_TEST(tests::failsWith(redeem(people, code), Error::CardCodeExpired));
    BOOST_TEST((redeem(people, *people.codes->issue(card))->id == card.id));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_code_that_was_altered_or_comes_from_elsewhere_is_not_valid, Engine, tests::Engines) {
    People<Engine> people;
    const Card card = *people.registered(zhangSan()).card;
    const std::string code = *people.codes->issue(card);
    for (const std::size_t at : {std::size_t{0}, std::size_t{5}, std::size_t{40}, std::size_t{67}, std::size_t{70}, std::size_t{199}}) {
        std::string altered = code;
        altered[at] = altered[at] == '1' ? '2' : '1';
        BOOST_TEST(tests::failsWith(redeem(people, altered), Error::CardCodeNotValid), "at " << at);
    }
    std::string lower = code;
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return c >= 'A' ? static_cast<char>(c + 32) : c; });
    BOOST_TEST(!redeem(people, lower).ok());
    BOOST_TEST(!redeem(people, "").ok());
    BOOST_TEST(!redeem(people, code + "0").ok());

    VirtualExecutor ahead(tests::kStart + CardCodes::kClockSkewMax);
    BOOST_TEST(redeem(people, *CardCodes(people.store, *people.signer, people.ids, ahead).issue(card)).ok());
    ahead.advance(Duration(1));
    const std::string of_the_future = *CardCodes(people.store, *people.signer, people.ids, ahead).issue(card);
    BOOST_TEST(tests::failsWith(redeem(people, of_the_future), Error::CardCodeNotValid));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_code_of_a_card_that_is_lost_opens_nothing, Engine, tests::Engines) {
    People<Engine> people;
    const Card card = *people.registered(zhangSan()).card;
    const std::string code = *people.codes->issue(card);
    const Card lost = *step(people, &Cards::reportLoss, card.id);
    BOOST_TEST(tests::failsWith(redeem(people, code), Error::CardNotActive));
    BOOST_TEST(tests::failsWith(people.codes->issue(lost), Error::CardNotActive));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(codes_that_were_used_long_ago_are_forgotten, Engine, tests::Engines) {
    People<Engine> people;
    const Card card = *people.registered(zhangSan()).card;
    for (int i = 0; i < 3; ++i) {
        BOOST_REQUIRE(redeem(people, *people.codes->issue(card)).ok());
        people.clock.advance(Duration(1000));
    }
    const auto forget = [&](UtcTime before) {
        return *people.template inUnit<std::int64_t>(
            [&](Transaction& transaction) { return people.store.forgetCodes(transaction, before, 100); });
    };
    BOOST_TEST(forget(tests::kStart) == 0);
    BOOST_TEST(forget(tests::kStart + Duration(2000)) == 2);
    BOOST_TEST(people.stores.rows("card_code") == 1);
}

BOOST_AUTO_TEST_SUITE_END()
