// Every pair of state and event of an e-account's opening, one line each.
#include "hub/payment/e_account_machine.h"
#include "tests/support/failures.h"
#include "tests/support/state_table.h"
#include "tests/unit/payment/examples.h"

using namespace tests::payment;
using contract::RefusalReason;
using core::AttemptState;
namespace event = hub::payment::e_account_event;
namespace action = hub::payment::e_account_action;

namespace {

constexpr std::string_view kTable = R"(
opening
  tick              -> opening call
  open:accepted     -> in_doubt publish
  open:done         -> open publish
  open:not_happened -> opening call:again publish
  open:parked       -> in_doubt case:parked publish
  open:refused      -> refused publish
  open:someone_else -> in_doubt case:not_ours publish
  open:unknown      -> in_doubt publish
  - open:*

in_doubt
  tick              -> in_doubt call
  open:done         -> open publish
  open:not_happened -> opening call:again publish
  open:parked       -> in_doubt case:parked
  open:refused      -> refused publish
  open:someone_else -> in_doubt case:not_ours
  - open:*

open
  - open:* tick

refused
  open:done -> refused case:late_success
  - open:* tick

opening/early
  - tick

opening/overdue
  tick -> opening case:overdue call
)";

std::string textOf(const EAccountAction& one) {
    return std::visit(Overloaded{
                          [](const action::Call& call) -> std::string { return call.again ? "call:again" : "call"; },
                          [](const action::OpenCase& open) { return "case:" + std::string(core::enumName(open.kind)); },
                          [](const action::Publish&) -> std::string { return "publish"; },
                      },
                      one);
}

using What = decltype(EAccountEvent::what);

std::map<std::string, What> events() {
    std::map<std::string, What> all = {{"tick", event::Tick{}}};
    for (const auto& [state, name] : enumNames(AttemptState{})) {
        event::OpenMoved moved;
        moved.state = state;
        if (state == AttemptState::Done) moved.opened = {core::Sensitive<std::string>("6230000000000000001"), kNow};
        if (state == AttemptState::Refused) moved.refusal = RefusalReason::NotAllowed;
        all.emplace("open:" + std::string(name), moved);
    }
    return all;
}

EAccount example(std::string_view name) {
    const std::size_t slash = std::min(name.find('/'), name.size());
    const std::string_view guard = name.substr(slash);
    contract::AccountOpen::Request asked;
    asked.linked_card = core::Sensitive<std::string>("6222000000000001");
    EAccount account = openEAccount(EAccountId{bits(1)}, PersonId{bits(2)}, "BK", asked, kNow, kRules).next;
    account.state = *core::enumFromName<EAccountState>(name.substr(0, slash));
    if (isFinal(account.state)) {
        account.next_check_at.reset();
        account.hand_over_at.reset();
        account.asked.reset();
    }
    if (guard == "/overdue") account.hand_over_at = *account.next_check_at;
    if (guard == "/early") account.next_check_at = *account.next_check_at + core::Duration(1);
    return account;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(e_account_table)

BOOST_AUTO_TEST_CASE(every_state_answers_every_event_as_the_table_says) {
    const std::map<std::string, What> all = events();
    std::vector<std::string> names;
    for (const auto& [name, what] : all) names.push_back(name);
    const tests::StateTable table(kTable);
    for (const auto& [state, name] : enumNames(EAccountState{})) BOOST_TEST(table.states().contains(std::string(name)), name);
    table.check(names, [&](std::string_view state, std::string_view name) -> std::string {
        const EAccount before = example(state);
        const EAccountDecision decided = decide(before, {kNow + kRules.wait_first, all.at(std::string(name))}, kRules);
        const EAccount& next = decided.next;
        BOOST_TEST(next.next_check_at.has_value() == !isFinal(next.state));
        BOOST_TEST(next.hand_over_at.has_value() == !isFinal(next.state));
        BOOST_TEST(next.asked.has_value() == !isFinal(next.state));  // the card is kept no longer than it is needed
        if (decided.actions.empty() && before.state == next.state && before.tries == next.tries) return "-";
        std::string answer(core::enumName(next.state));
        for (const EAccountAction& one : decided.actions) answer.append(" ").append(textOf(one));
        return answer;
    });
}

BOOST_AUTO_TEST_CASE(an_open_account_has_the_banks_number_and_a_refused_one_the_reason) {
    const std::map<std::string, What> all = events();
    const EAccount open = decide(example("opening"), {kNow, all.at("open:done")}, kRules).next;
    BOOST_TEST(open.number->reveal() == "6230000000000000001");
    BOOST_TEST(open.opened_at->ms == kNow.ms);
    BOOST_TEST(decide(example("opening"), {kNow, all.at("open:refused")}, kRules).next.reason == "not_allowed");
}

BOOST_AUTO_TEST_SUITE_END()
