#include "hub/gateway/sense.h"

#include "hub/contract/operations.h"
#include "tests/support/failures.h"

using namespace hub::gateway;
using namespace hub::contract;
using hub::core::Error;
using hub::core::Failure;

BOOST_AUTO_TEST_SUITE(sense)

// One line, one answer: what it carries, where it stands, and whether that can be true.
BOOST_AUTO_TEST_CASE(an_outcome_carries_what_belongs_to_it_and_nothing_else) {
    constexpr Place kRead{.writes = false, .last_step = true};
    constexpr Place kWrite{.writes = true, .last_step = true};
    constexpr Place kFirstStep{.writes = true, .last_step = false};
    struct Line {
        Ending ending;
        Carried carried;
        Place place;
        bool sensible;
    };
    const Line lines[] = {
        {Ending::Done, {.result = true}, kRead, true},
        {Ending::Done, {.result = true}, kWrite, true},
        {Ending::Done, {}, kRead, false},
        {Ending::Done, {.result = true, .trouble = true}, kRead, false},
        {Ending::Done, {.result = true, .refusal = true}, kRead, false},
        {Ending::Done, {.result = true}, kFirstStep, false},
        {Ending::StepDone, {.evidence = true}, kFirstStep, true},
        {Ending::StepDone, {}, kFirstStep, false},
        {Ending::StepDone, {.evidence = true}, kWrite, false},
        {Ending::StepDone, {.evidence = true}, kRead, false},
        {Ending::Accepted, {}, kWrite, true},
        {Ending::Accepted, {}, kRead, false},
        {Ending::Accepted, {.result = true}, kWrite, false},
        {Ending::Refused, {.refusal = true}, kRead, true},
        {Ending::Refused, {.refusal = true}, kFirstStep, true},
        {Ending::Refused, {}, kRead, false},
        {Ending::NotReached, {.trouble = true}, kRead, true},
        {Ending::NotReached, {}, kRead, false},
        {Ending::Unknown, {.trouble = true}, kFirstStep, true},
        {Ending::Unknown, {}, kWrite, false},
        {Ending::Unknown, {.result = true, .trouble = true}, kWrite, false},
        {static_cast<Ending>(77), {}, kWrite, false},
    };
    for (const Line& line : lines)
        BOOST_TEST(makesSense(line.ending, line.carried, line.place) == line.sensible, "line " << &line - lines << " of the table");
}

BOOST_AUTO_TEST_CASE(a_finding_carries_what_belongs_to_it_and_nothing_else) {
    constexpr Place kWhole{.writes = true, .last_step = true};
    constexpr Place kFirstStep{.writes = true, .last_step = false};
    struct Line {
        Finding finding;
        Carried carried;
        Place place;
        bool sensible;
    };
    const Line lines[] = {
        {Finding::Ours, {.result = true}, kWhole, true},
        {Finding::Ours, {.evidence = true}, kWhole, false},
        {Finding::Ours, {.evidence = true}, kFirstStep, true},
        {Finding::Ours, {.result = true}, kFirstStep, false},
        {Finding::SomeoneElse, {.result = true}, kWhole, true},
        {Finding::SomeoneElse, {}, kWhole, false},
        {Finding::NotThere, {}, kWhole, true},
        {Finding::NotThere, {.result = true}, kWhole, false},
        {Finding::NotYet, {}, kFirstStep, true},
        {Finding::NotYet, {.trouble = true}, kWhole, false},
        {Finding::CannotTell, {.trouble = true}, kWhole, true},
        {Finding::CannotTell, {}, kWhole, false},
        {static_cast<Finding>(77), {.trouble = true}, kWhole, false},
    };
    for (const Line& line : lines)
        BOOST_TEST(makesSense(line.finding, line.carried, line.place) == line.sensible, "line " << &line - lines << " of the table");
}

BOOST_AUTO_TEST_CASE(a_call_names_a_step_exactly_when_the_operation_has_that_step) {
    Capability whole;
    Capability stepped;
    stepped.steps = {"top_up", "pay"};
    BOOST_TEST(stepFits(whole, std::nullopt));
    BOOST_TEST(!stepFits(whole, "pay"));
    BOOST_TEST(stepFits(stepped, "top_up"));
    BOOST_TEST(stepFits(stepped, "pay"));
    BOOST_TEST(!stepFits(stepped, "refund"));
    BOOST_TEST(!stepFits(stepped, std::nullopt));
    BOOST_TEST(isLastStep(whole, std::nullopt));
    BOOST_TEST(!isLastStep(stepped, "top_up"));
    BOOST_TEST(isLastStep(stepped, "pay"));
}

BOOST_AUTO_TEST_CASE(only_what_speaks_of_the_counterparty_counts_for_its_health) {
    const auto of = [](Error error) { return std::optional(Trouble::of(Failure(error))); };
    BOOST_TEST((verdictOf(Ending::Done, std::nullopt) == hub::gateway::Verdict::Healthy));
    BOOST_TEST((verdictOf(Ending::Refused, std::nullopt) == hub::gateway::Verdict::Healthy));
    BOOST_TEST((verdictOf(Ending::Unknown, of(Error::JsonNotValid)) == hub::gateway::Verdict::Sick));
    BOOST_TEST((verdictOf(Ending::NotReached, of(Error::CallNotStarted)) == hub::gateway::Verdict::Sick));  // retry
    BOOST_TEST(
        (verdictOf(Ending::NotReached, of(Error::JsonNotValid)) == hub::gateway::Verdict::Nothing));  // final: our request did not fit
    BOOST_TEST((verdictOf(Ending::NotReached, of(Error::AdapterThrew)) == hub::gateway::Verdict::Nothing));  // bug
    BOOST_TEST((verdictOf(Ending::NotReached, Trouble{"no code of ours", ""}) == hub::gateway::Verdict::Sick));
    BOOST_TEST((verdictOf(Finding::NotThere, std::nullopt) == hub::gateway::Verdict::Healthy));
    BOOST_TEST((verdictOf(Finding::CannotTell, of(Error::CallUnanswered)) == hub::gateway::Verdict::Sick));
    BOOST_TEST((verdictOf(Finding::CannotTell, of(Error::OperationNotOffered)) == hub::gateway::Verdict::Nothing));
}

BOOST_AUTO_TEST_SUITE_END()
