#include "hub/flows/resolution.h"

#include "hub/core/describe.h"
#include "tests/support/failures.h"

using namespace hub;
using namespace std::chrono_literals;
using contract::AsksBy;
using contract::Ending;
using contract::Finding;
using contract::Repeat;
using flows::Resolution;

namespace {

const core::UtcTime kDeadline{1'000'000'000};

contract::Capability capability(AsksBy asks_by, Repeat repeat, bool fence) {
    contract::Capability offered;
    offered.operation = "order.create";
    offered.asks_by = asks_by;
    offered.repeat = repeat;
    if (fence) offered.fence = "order.close";
    return offered;
}

struct Row {
    const char* what;
    Finding finding;
    AsksBy asks_by;
    Repeat repeat;
    bool has_fence;
    core::Duration after_deadline;
    std::optional<Ending> fence;
    Resolution expected;
    bool for_a_person;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(resolution)

BOOST_AUTO_TEST_CASE(every_finding_leads_where_the_contract_says) {
    const auto none = std::nullopt;
    const Row rows[] = {
        {"ours settles at once", Finding::Ours, AsksBy::OurId, Repeat::ActsAgain, true, 0s, none, Resolution::Settle, false},
        {"somebody else's settles too", Finding::SomeoneElse, AsksBy::BusinessKey, Repeat::ActsAgain, false, 0s, none, Resolution::Settle,
         false},
        {"not yet is asked again", Finding::NotYet, AsksBy::OurId, Repeat::ActsAgain, true, 1h, none, Resolution::AskAgain, true},
        {"not there before the quiet time proves nothing", Finding::NotThere, AsksBy::OurId, Repeat::SameAnswer, true, 119s, none,
         Resolution::AskAgain, false},
        {"not there after it wants the fence", Finding::NotThere, AsksBy::OurId, Repeat::SameAnswer, true, 120s, none, Resolution::Fence,
         false},
        {"a done fence proves it", Finding::NotThere, AsksBy::OurId, Repeat::ActsAgain, true, 120s, Ending::Done, Resolution::NeverWas,
         false},
        {"a refused fence means keep asking", Finding::NotThere, AsksBy::OurId, Repeat::ActsAgain, true, 120s, Ending::Refused,
         Resolution::AskAgain, false},
        {"a fence in doubt proves nothing", Finding::NotThere, AsksBy::OurId, Repeat::ActsAgain, true, 120s, Ending::Unknown,
         Resolution::AskAgain, false},
        {"without a fence a harmless repeat is sent", Finding::NotThere, AsksBy::OurId, Repeat::SameAnswer, false, 120s, none,
         Resolution::SendAgain, false},
        {"without a fence a repeat that acts again is a case", Finding::NotThere, AsksBy::OurId, Repeat::ActsAgain, false, 120s, none,
         Resolution::Park, true},
        {"who cannot be asked gets a harmless repeat", Finding::CannotTell, AsksBy::Nothing, Repeat::SameAnswer, false, 0s, none,
         Resolution::SendAgain, false},
        {"who cannot be asked and acts again is a case", Finding::CannotTell, AsksBy::Nothing, Repeat::ActsAgain, false, 0s, none,
         Resolution::Park, true},
        {"who cannot be asked is fenced off, but not before the quiet time", Finding::CannotTell, AsksBy::Nothing, Repeat::SameAnswer, true,
         119s, none, Resolution::AskAgain, false},
        {"who cannot be asked is fenced off after it", Finding::CannotTell, AsksBy::Nothing, Repeat::ActsAgain, true, 120s, none,
         Resolution::Fence, false},
        {"the fence of who cannot be asked proves it", Finding::CannotTell, AsksBy::Nothing, Repeat::ActsAgain, true, 120s, Ending::Done,
         Resolution::NeverWas, false},
        {"a refused fence of who cannot be asked is tried again", Finding::CannotTell, AsksBy::Nothing, Repeat::ActsAgain, true, 30min,
         Ending::Refused, Resolution::AskAgain, true},
        {"who can be asked and cannot tell is not sent the same again", Finding::CannotTell, AsksBy::OurId, Repeat::SameAnswer, false, 1min,
         none, Resolution::AskAgain, false},
        {"who cannot tell now is asked again", Finding::CannotTell, AsksBy::OurId, Repeat::ActsAgain, true, 29min, none,
         Resolution::AskAgain, false},
        {"who cannot tell for half an hour is a case", Finding::CannotTell, AsksBy::OurId, Repeat::ActsAgain, true, 30min, none,
         Resolution::Park, true},
    };
    for (const Row& row : rows) {
        const flows::Question question{row.finding, capability(row.asks_by, row.repeat, row.has_fence), kDeadline,
                                       kDeadline + row.after_deadline, row.fence};
        const flows::Resolved resolved = flows::resolve(question, {});
        BOOST_TEST(core::enumName(resolved.resolution) == core::enumName(row.expected), row.what);
        BOOST_TEST(resolved.for_a_person == row.for_a_person, row.what);
    }
}

BOOST_AUTO_TEST_CASE(age_alone_never_ends_anything) {
    for (const Finding finding : {Finding::NotYet, Finding::NotThere, Finding::CannotTell}) {
        const flows::Question question{finding, capability(AsksBy::OurId, Repeat::ActsAgain, true), kDeadline, kDeadline + 24h * 365,
                                       Ending::Refused};
        const Resolution resolution = flows::resolve(question, {}).resolution;
        BOOST_TEST((resolution != Resolution::NeverWas && resolution != Resolution::Settle));
    }
}

BOOST_AUTO_TEST_CASE(a_quiet_time_is_waited_out_exactly) {
    const flows::Question question{Finding::NotThere, capability(AsksBy::OurId, Repeat::ActsAgain, true), kDeadline, kDeadline + 30s,
                                   std::nullopt};
    BOOST_TEST((flows::resolve(question, {}).at == kDeadline + 120s));
}

BOOST_AUTO_TEST_CASE(questions_come_ever_more_slowly_up_to_65_minutes) {
    BOOST_TEST((flows::askAfter(-5s) == 1s));
    BOOST_TEST((flows::askAfter(0s) == 1s));
    BOOST_TEST((flows::askAfter(10s) == 5s));
    BOOST_TEST((flows::askAfter(130min) == 65min));
    BOOST_TEST((flows::askAfter(24h * 365) == 65min));
    core::Duration since = 0ms;
    int questions = 0;
    for (; since < 1h; ++questions) since += flows::askAfter(since);
    BOOST_TEST(questions < 30);
}

BOOST_AUTO_TEST_SUITE_END()
