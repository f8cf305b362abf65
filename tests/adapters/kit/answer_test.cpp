#include "adapters/kit/answer.h"

#include <boost/test/unit_test.hpp>
#include <string>

#include "tests/support/failures.h"

namespace {

namespace core = hub::core;
using namespace hub::contract;
using adapters::kit::Answer;
using adapters::kit::NoAnswer;

using Reply = std::string;

const core::Failure kLost(core::Error::PeerAnswerLost, "x");

core::Result<int> readable(const Reply&) { return 7; }
core::Result<int> unreadable(const Reply&) { return core::Failure(core::Error::ValueNotInForm, "y"); }

Ending endingOf(const Answer<Reply>& answer, core::Result<int> (*read)(const Reply&)) {
    return adapters::kit::outcomeOf<int>(answer, read).ending;
}

Finding findingOf(const Answer<Reply>& answer, std::optional<int> found) {
    return adapters::kit::inquiryOf<int>(answer, [&](const Reply&) -> core::Result<std::optional<int>> { return found; }).finding;
}

}  // namespace

BOOST_AUTO_TEST_CASE(only_a_request_that_was_surely_not_written_is_not_reached) {
    BOOST_TEST((endingOf(NoAnswer{kLost, true}, readable) == Ending::NotReached));
    BOOST_TEST((endingOf(NoAnswer{kLost, false}, readable) == Ending::Unknown));
}

BOOST_AUTO_TEST_CASE(a_reply_that_cannot_be_read_is_unknown_and_never_a_no) {
    BOOST_TEST((endingOf(Reply("r"), readable) == Ending::Done));
    BOOST_TEST((endingOf(Reply("r"), unreadable) == Ending::Unknown));
    BOOST_TEST((endingOf(Refusal{RefusalReason::AlreadyPaid, "E03", {}}, unreadable) == Ending::Refused));
}

BOOST_AUTO_TEST_CASE(only_a_reply_without_a_trace_is_not_there) {
    BOOST_TEST((findingOf(Reply("r"), 7) == Finding::Ours));
    BOOST_TEST((findingOf(Reply("r"), std::nullopt) == Finding::NotThere));
    BOOST_TEST((findingOf(Refusal{RefusalReason::NoSuchCharge, "E04", {}}, std::nullopt) == Finding::CannotTell));
    BOOST_TEST((findingOf(NoAnswer{kLost, true}, std::nullopt) == Finding::CannotTell));
    BOOST_TEST((findingOf(NoAnswer{kLost, false}, 7) == Finding::CannotTell));
}

BOOST_AUTO_TEST_CASE(a_request_that_cannot_be_written_says_why) {
    const NoAnswer answer = adapters::kit::notWritable(core::Failure(core::Error::CodeNotMapped, "sex: '9'"));
    BOOST_TEST(answer.surely_not_written);
    BOOST_TEST(tests::failsWith(core::Result<void>(answer.failure), core::Error::RequestNotWritable));
    BOOST_TEST(answer.failure.detail() == "OC-ADP-003 sex: '9'");
}

BOOST_AUTO_TEST_CASE(one_fen_is_another_amount) {
    BOOST_TEST(adapters::kit::sameAmount(hub::core::Money::fromFen(3625), hub::core::Money::fromFen(3625)).ok());
    BOOST_TEST(tests::failsWith(adapters::kit::sameAmount(hub::core::Money::fromFen(3625), hub::core::Money::fromFen(3626)),
                                hub::core::Error::ChannelAmountDiffers));
}
