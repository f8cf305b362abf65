#include "hub/api/rest/payment_wishes.h"
#include "tests/flows/region.h"

using namespace hub;
using api::rest::MakePayment;
using core::Error;
using tests::failsWith;

namespace {

struct Fixture : tests::FlowWorld {
    const api::rest::Channels channels{{"WX", {"微信支付", "M1", payment::Settles::ViaHub}}};

    core::Result<payment::PaymentWish> wish(const MakePayment& body, std::optional<payment::PersonId> whose = std::nullopt) {
        core::Result<payment::PaymentWish> made = core::Failure(Error::StorageDown);
        BOOST_REQUIRE(reads()
                          .read([&](core::ReadTransaction& transaction) -> core::Result<void> {
                              const auto leg = api::rest::legFrom(channels, body.channel.value_or(""));
                              made = leg.ok() ? api::rest::wishOf(care.house(), transaction, {whose.value_or(person)}, body, *leg)
                                              : leg.failure();
                              return {};
                          })
                          .ok());
        return made;
    }
    static MakePayment of(const payment::Charge& charge) {
        MakePayment body;
        body.channel = "WX";
        body.charges = {{charge.id, charge.content.version, charge.content.total}};
        return body;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(wishes, Fixture)

BOOST_AUTO_TEST_CASE(what_the_person_saw_is_what_is_paid) {
    const auto made = wish(of(charge(bill("C1", 3500))));
    BOOST_REQUIRE(made.ok());
    BOOST_TEST(made->total.fen() == 3500);
    BOOST_TEST(made->legs.front().merchant == "M1");
}

BOOST_AUTO_TEST_CASE(another_total_or_version_than_the_person_saw_is_refused) {
    MakePayment other = of(charge(bill("C1", 3500)));
    other.charges->front().expected_total = core::Money::fromFen(3499);
    BOOST_TEST(failsWith(wish(other), Error::PaymentExpectationDiffers));
    other.charges->front().expected_total = core::Money::fromFen(3500);
    other.charges->front().expected_version = "v0";
    BOOST_TEST(failsWith(wish(other), Error::PaymentExpectationDiffers));
}

BOOST_AUTO_TEST_CASE(somebody_elses_charge_is_not_there) {
    const MakePayment mine = of(charge(bill("C1", 3500)));
    BOOST_TEST(failsWith(wish(mine, ids.next<payment::PersonId>()), Error::ChargeNotFound));
}

BOOST_AUTO_TEST_CASE(charges_and_a_booking_or_neither_cannot_be_one_payment) {
    MakePayment body;
    body.channel = "WX";
    BOOST_TEST(failsWith(wish(body), Error::PaymentItemsDiffer));
}

BOOST_AUTO_TEST_CASE(a_channel_that_is_not_configured_is_refused) {
    MakePayment body = of(charge(bill("C1", 3500)));
    body.channel = "GOLD";
    BOOST_TEST(failsWith(wish(body), Error::ChannelNotKnown));
}

BOOST_AUTO_TEST_SUITE_END()
