#include <map>
#include <sstream>

#include "hub/core/describe.h"
#include "hub/payment/charge_list.h"
#include "tests/support/failures.h"
#include "tests/support/state_table.h"
#include "tests/unit/payment/examples.h"

using namespace tests::payment;
using core::Error;
namespace event = hub::payment::charge_event;
namespace action = hub::payment::charge_action;

namespace {

const PaymentId kPayment{bits(5)};
const PaymentId kOther{bits(6)};

constexpr std::string_view kTable = R"(
open
  told:other            -> open publish:charge.changed
  cancelled             -> cancelled publish:charge.cancelled
  absent                -> cancelled publish:charge.cancelled
  payment:started       -> in_payment
  payment:other_started -> in_payment
  decided:payable       -> refused
  decided:dropped       -> refused
  - told:same payment:* refunded:*

in_payment                                    # the payment is told, and decides by how far it is
  told:other            -> in_payment tell_payment publish:charge.changed
  cancelled             -> in_payment tell_payment
  absent                -> in_payment tell_payment
  payment:completed     -> paid publish:charge.changed
  payment:ended         -> open publish:charge.changed
  payment:other_started -> refused
  decided:payable       -> refused
  decided:dropped       -> refused
  - told:same payment:* refunded:*

in_payment/told_other
  - told:other
  told:same             -> in_payment         # back to what is being paid
  payment:completed     -> paid case:changed_after_paid publish:charge.changed
  payment:ended         -> open publish:charge.changed

in_payment/gone
  - cancelled absent
  told:same             -> in_payment
  payment:completed     -> paid publish:charge.changed
  payment:ended         -> cancelled publish:charge.cancelled

paid                                          # never payable again until its refund is done or a person decides
  told:other            -> paid case:changed_after_paid
  cancelled             -> paid case:cancelled_after_paid
  payment:started       -> refused
  payment:other_started -> refused
  refunded:whole        -> refunded publish:charge.changed
  refunded:part         -> paid publish:charge.changed
  decided:payable       -> refused
  decided:dropped       -> refused
  - told:same absent payment:*

paid/told_other
  - told:other
  told:same             -> paid
  refunded:whole        -> open publish:charge.changed
  decided:payable       -> open publish:charge.created
  decided:dropped       -> paid
  payment:started       -> refused

refunded
  told:same             -> open publish:charge.created
  told:other            -> open publish:charge.created
  payment:started       -> refused
  payment:other_started -> refused
  decided:payable       -> refused
  decided:dropped       -> refused
  - cancelled absent payment:* refunded:*

cancelled
  told:same             -> open publish:charge.created
  told:other            -> open publish:charge.created
  payment:started       -> refused
  payment:other_started -> refused
  decided:payable       -> refused
  decided:dropped       -> refused
  - cancelled absent payment:* refunded:*

unclear
  told:same             -> unclear
  told:other            -> unclear
  cancelled             -> cancelled publish:charge.cancelled
  absent                -> cancelled publish:charge.cancelled
  payment:started       -> refused
  payment:other_started -> refused
  decided:payable       -> open publish:charge.created
  decided:dropped       -> cancelled
  - payment:* refunded:*
)";

contract::Charge content(std::string key, std::string version, std::int64_t total) {
    contract::Charge charge;
    charge.key = std::move(key);
    charge.version = std::move(version);
    charge.total = fen(total);
    return charge;
}

Charge blank(std::uint8_t id = 3) {
    Charge charge;
    charge.id = ChargeId{bits(id)};
    charge.hospital = "H0001";
    return charge;
}

Charge known(std::uint8_t id, contract::Charge told, ChargeState state = ChargeState::Open) {
    Charge charge = newCharge(blank(id), std::move(told), false, kNow).next;
    charge.state = state;
    if (state == ChargeState::InPayment || state == ChargeState::Paid || state == ChargeState::Refunded) charge.payment = kPayment;
    return charge;
}

std::string textOf(const ChargeAction& one) {
    return std::visit(Overloaded{
                          [](const action::Publish& publish) { return "publish:" + std::string(publish.type); },
                          [](const action::TellPayment& tell) -> std::string { return tell.payment == kPayment ? "tell_payment" : "?"; },
                          [](const action::OpenCase& open) { return "case:" + std::string(core::enumName(open.kind)); },
                      },
                      one);
}

std::string marks(const Charge& charge) {
    std::ostringstream text;
    text << core::enumName(charge.state) << charge.content.version << charge.gone << charge.later.has_value() << charge.changed_at.ms
         << charge.payment.has_value();
    return text.str();
}

std::vector<std::string> texts(const std::vector<ChargeAction>& actions) {
    std::vector<std::string> all;
    for (const ChargeAction& one : actions) all.push_back(textOf(one));
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(charges)

BOOST_AUTO_TEST_CASE(every_state_answers_every_event_as_the_table_says) {
    const std::map<std::string, ChargeEvent> events = {
        {"told:same", event::Told{content("C1", "1", 3500)}},
        {"told:other", event::Told{content("C1", "2", 3600)}},
        {"cancelled", event::Cancelled{}},
        {"absent", event::Absent{}},
        {"payment:started", event::PaymentStarted{kPayment}},
        {"payment:other_started", event::PaymentStarted{kOther}},
        {"payment:completed", event::PaymentCompleted{kPayment}},
        {"payment:other_completed", event::PaymentCompleted{kOther}},
        {"payment:ended", event::PaymentEnded{kPayment}},
        {"payment:other_ended", event::PaymentEnded{kOther}},
        {"refunded:whole", event::RefundDone{true, {}, {}}},
        {"refunded:part", event::RefundDone{false, "1b", fen(2000)}},
        {"decided:payable", event::Decided{event::Decision::Payable}},
        {"decided:dropped", event::Decided{event::Decision::Dropped}},
    };
    std::vector<std::string> names;
    for (const auto& [name, what] : events) names.push_back(name);
    const tests::StateTable table(kTable);
    for (const auto& [state, name] : enumNames(ChargeState{})) BOOST_TEST(table.states().contains(std::string(name)), name);
    table.check(names, [&](std::string_view state, std::string_view name) -> std::string {
        const std::size_t slash = std::min(state.find('/'), state.size());
        Charge before = known(3, content("C1", "1", 3500), *core::enumFromName<ChargeState>(state.substr(0, slash)));
        if (state.substr(slash) == "/told_other") before.later = content("C1", "2", 3600);
        if (state.substr(slash) == "/gone") before.gone = true;
        const auto decided = decide(before, events.at(std::string(name)), kNow + core::Duration(1));
        if (!decided.ok()) return "refused";
        if (decided->actions.empty() && marks(before) == marks(decided->next)) return "-";
        std::string answer(core::enumName(decided->next.state));
        for (const std::string& one : texts(decided->actions)) answer.append(" ").append(one);
        return answer;
    });
}

BOOST_AUTO_TEST_CASE(a_charge_is_in_one_payment_at_a_time_and_not_paid_twice) {
    for (const ChargeState state :
         {ChargeState::InPayment, ChargeState::Paid, ChargeState::Refunded, ChargeState::Cancelled, ChargeState::Unclear})
        BOOST_TEST(tests::failsWith(decide(known(3, content("C1", "1", 3500), state), event::PaymentStarted{kOther}, kNow),
                                    Error::ChargeNotPayable));
}

BOOST_AUTO_TEST_CASE(a_decision_needs_a_question) {
    BOOST_TEST(tests::failsWith(decide(known(3, content("C1", "1", 3500)), event::Decided{}, kNow), Error::DecisionNotOpen));
}

BOOST_AUTO_TEST_CASE(what_was_told_during_a_payment_that_failed_is_payable_then) {
    Charge charge = known(3, content("C1", "1", 3500), ChargeState::InPayment);
    charge = decide(charge, event::Told{content("C1", "2", 3600)}, kNow)->next;
    BOOST_TEST(charge.content.version == "1");  // what the payment pays
    charge = decide(charge, event::PaymentEnded{kPayment}, kNow)->next;
    BOOST_TEST(charge.content.version == "2");
    BOOST_TEST((charge.content.total == fen(3600)));
}

BOOST_AUTO_TEST_CASE(the_rest_of_a_partly_refunded_charge_is_no_change_after_it_was_paid) {
    Charge charge = known(3, content("C1", "1", 3500), ChargeState::Paid);
    charge = decide(charge, event::Told{content("C1", "2", 2000)}, kNow)->next;  // the hospital was faster than our own posting
    charge = decide(charge, event::RefundDone{false, "1", fen(2000)}, kNow)->next;
    BOOST_TEST(!charge.later.has_value());
    BOOST_TEST(charge.content.version == "2");
    BOOST_TEST(decide(charge, event::Told{content("C1", "2", 2000)}, kNow)->actions.empty());
}

BOOST_AUTO_TEST_CASE(a_charge_without_a_key_that_looks_like_another_is_for_the_hospital_to_decide) {
    const ChargeDecision first = newCharge(blank(3), content("", "", 3500), false, kNow);
    BOOST_TEST((first.next.state == ChargeState::Open));
    BOOST_TEST(first.next.content.key == "hub:" + first.next.id.text());
    const ChargeDecision second = newCharge(blank(4), content("", "", 3500), true, kNow);
    BOOST_TEST((second.next.state == ChargeState::Unclear));
    BOOST_TEST(texts(second.actions) == std::vector<std::string>{"case:possible_duplicate"}, boost::test_tools::per_element());
    BOOST_TEST(
        (newCharge(blank(5), content("C1", "1", 3500), true, kNow).next.state == ChargeState::Open));  // a key says it is another one
}

BOOST_AUTO_TEST_CASE(content_without_a_version_is_compared_line_by_line) {
    contract::Charge one = content("", "", 3500);
    one.lines.push_back({});
    one.lines.back().item_name = "CT";
    one.lines.back().amount = fen(3500);
    contract::Charge other = one;
    BOOST_TEST(sameContent(one, other));
    other.lines.back().item_name = "MR";
    BOOST_TEST(!sameContent(one, other));
    one.version = other.version = "1";  // the hospital's version says it
    BOOST_TEST(sameContent(one, other));
}

BOOST_AUTO_TEST_CASE(two_lists_are_the_same_in_any_order_and_with_the_same_content_only) {
    const std::vector<contract::Charge> list = {content("C1", "1", 3500), content("C2", "1", 1500)};
    BOOST_TEST(sameList(list, {list[1], list[0]}));
    BOOST_TEST(!sameList(list, {list[0]}));
    BOOST_TEST(!sameList(list, {list[0], content("C2", "2", 1500)}));
    BOOST_TEST(!sameList(list, {list[0], list[0]}));
    BOOST_TEST(sameList({}, {}));
}

BOOST_AUTO_TEST_CASE(a_complete_list_says_what_is_new_changed_and_gone) {
    const std::vector<Charge> charges = {known(1, content("C1", "1", 100)),
                                         known(2, content("C2", "1", 200)),
                                         known(3, content("C3", "1", 300)),
                                         known(4, content("C4", "1", 400), ChargeState::Paid),
                                         known(5, content("C5", "1", 500), ChargeState::InPayment),
                                         known(6, content("C6", "1", 600), ChargeState::Cancelled)};
    const ListDifferences found =
        differences(charges, {content("C1", "1", 100), content("C2", "2", 250), content("C6", "1", 600), content("C7", "1", 700)});
    BOOST_REQUIRE(found.unknown.size() == 1U);
    BOOST_TEST(found.unknown[0].key == "C7");
    BOOST_REQUIRE(found.told.size() == 2U);
    BOOST_TEST((found.told[0].first == charges[1].id));
    BOOST_TEST((found.told[1].first == charges[5].id));                                 // wanted again
    BOOST_TEST((found.absent == std::vector<ChargeId>{charges[2].id, charges[4].id}));  // C4 is paid, so it is not in an open set
}

BOOST_AUTO_TEST_CASE(charges_without_keys_are_found_again_in_a_list_one_by_one) {
    const std::vector<Charge> charges = {known(1, content("", "", 100)), known(2, content("", "", 100))};
    BOOST_TEST(differences(charges, {content("", "", 100), content("", "", 100)}).unknown.empty());
    const ListDifferences one_left = differences(charges, {content("", "", 100)});
    BOOST_TEST(one_left.absent.size() == 1U);
    BOOST_TEST(differences(charges, {content("", "", 100), content("", "", 100), content("", "", 100)}).unknown.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
