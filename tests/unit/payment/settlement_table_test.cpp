// Every pair of state and event of the settlement, one line each.
#include "hub/core/describe.h"
#include "hub/payment/settlement_machine.h"
#include "tests/support/failures.h"
#include "tests/support/state_table.h"
#include "tests/unit/payment/examples.h"

using namespace tests::payment;
using core::AttemptState;
namespace event = hub::payment::settlement_event;
namespace action = hub::payment::settlement_action;

namespace {

constexpr std::string_view kTable = R"(
preparing
  seen:settled          -> revoking(not_wanted) call:settlement_revoke_1   # after a late success
  seen:settled_other    -> revoking(not_wanted) call:settlement_revoke_1
  seen:broken           -> revoking(not_wanted) call:settlement_revoke_1
  tick                  -> preparing ask_context
  undo                  -> ended(not_wanted) tell:undone
  context:ready         -> registering call:visit_register_1
  context:theirs        -> uploading call:charges_upload_1   # the hospital has registered the visit
  context:other_total   -> ended(refused) tell:undone        # not the bill that is paid
  context:refused       -> ended(refused) tell:undone
  confirm:done          -> preparing case:late_success ask_settlement:S1
  confirm:done_broken   -> preparing case:late_success ask_settlement:S1
  decided:again         -> refused
  decided:take_back     -> refused
  - context:* settle quote:* seen:* register:* upload:* confirm:* revoke:* withdraw:* leave:*

registering
  seen:settled          -> revoking(not_wanted) call:settlement_revoke_1   # after a late success
  seen:settled_other    -> revoking(not_wanted) call:settlement_revoke_1
  seen:broken           -> revoking(not_wanted) call:settlement_revoke_1
  tick                  -> registering call:visit_register_1
  undo                  -> registering(not_wanted)       # only its end says what stands there
  register:done         -> uploading call:charges_upload_1
  register:refused      -> ended(refused) tell:undone
  register:not_happened -> registering call:visit_register_2
  register:not_reached  -> registering                    # the insurer is down: it waits
  register:parked       -> registering case:parked
  register:someone_else -> registering case:parked
  confirm:done          -> registering case:late_success ask_settlement:S1
  confirm:done_broken   -> registering case:late_success ask_settlement:S1
  decided:again         -> refused
  decided:take_back     -> refused
  - context:* settle quote:* seen:* register:* upload:* confirm:* revoke:* withdraw:* leave:*

uploading
  seen:settled          -> revoking(not_wanted) call:settlement_revoke_1   # after a late success
  seen:settled_other    -> revoking(not_wanted) call:settlement_revoke_1
  seen:broken           -> revoking(not_wanted) call:settlement_revoke_1
  tick                     -> uploading call:charges_upload_1
  undo                     -> uploading(not_wanted)
  upload:done              -> quoting ask_quote
  upload:refused           -> leaving(refused) tell:undone call:visit_cancel_1
  upload:refused_stranded  -> withdrawing(refused) tell:undone call:charges_revoke_1   # some of the charges stand there
  upload:not_happened      -> uploading call:charges_upload_2
  upload:not_reached       -> uploading
  upload:parked            -> uploading case:parked
  upload:someone_else      -> uploading case:parked
  confirm:done          -> uploading case:late_success ask_settlement:S1
  confirm:done_broken   -> uploading case:late_success ask_settlement:S1
  decided:again            -> refused
  decided:take_back        -> refused
  - context:* settle quote:* seen:* register:* upload:* confirm:* revoke:* withdraw:* leave:*

quoting
  seen:settled          -> revoking(not_wanted) call:settlement_revoke_1   # after a late success
  seen:settled_other    -> revoking(not_wanted) call:settlement_revoke_1
  seen:broken           -> revoking(not_wanted) call:settlement_revoke_1
  tick                -> quoting ask_quote
  undo                -> withdrawing(not_wanted) tell:undone call:charges_revoke_1
  quote:quoted        -> quoted tell:quoted
  quote:broken        -> frozen case:split_broken
  quote:refused       -> withdrawing(refused) tell:undone call:charges_revoke_1
  confirm:done          -> quoting case:late_success ask_settlement:S1
  confirm:done_broken   -> quoting case:late_success ask_settlement:S1
  decided:again       -> refused
  decided:take_back   -> refused
  - context:* settle quote:* seen:* register:* upload:* confirm:* revoke:* withdraw:* leave:*

quoted
  seen:settled          -> revoking(not_wanted) call:settlement_revoke_1   # after a late success
  seen:settled_other    -> revoking(not_wanted) call:settlement_revoke_1
  seen:broken           -> revoking(not_wanted) call:settlement_revoke_1
  settle              -> confirming call:settlement_confirm_1
  undo                -> withdrawing(not_wanted) tell:undone call:charges_revoke_1
  confirm:done          -> quoted case:late_success ask_settlement:S1
  confirm:done_broken   -> quoted case:late_success ask_settlement:S1
  decided:again       -> refused
  decided:take_back   -> refused
  - context:* tick quote:* seen:* register:* upload:* confirm:* revoke:* withdraw:* leave:*

confirming
  tick                 -> confirming call:settlement_confirm_1
  undo                 -> confirming(not_wanted)
  confirm:done         -> settled tell:settled
  confirm:done_broken  -> frozen case:split_broken
  confirm:refused      -> withdrawing(refused) tell:undone call:charges_revoke_1
  confirm:not_happened -> quoting ask_quote               # what the insurer says now may be another split
  confirm:not_reached  -> confirming
  confirm:unknown      -> in_doubt
  confirm:accepted     -> in_doubt
  confirm:parked       -> in_doubt case:parked
  confirm:someone_else -> in_doubt case:parked
  decided:again        -> refused
  decided:take_back    -> refused
  - context:* settle quote:* seen:* register:* upload:* confirm:* revoke:* withdraw:* leave:*

in_doubt
  tick                 -> in_doubt call:settlement_confirm_1
  undo                 -> in_doubt(not_wanted)
  confirm:done         -> settled tell:settled
  confirm:done_broken  -> frozen case:split_broken
  confirm:refused      -> withdrawing(refused) tell:undone call:charges_revoke_1
  confirm:not_happened -> quoting ask_quote
  confirm:parked       -> in_doubt case:parked
  confirm:someone_else -> in_doubt case:parked
  decided:again        -> refused
  decided:take_back    -> refused
  - context:* settle quote:* seen:* register:* upload:* confirm:* revoke:* withdraw:* leave:*

settled
  undo              -> revoking(not_wanted) call:settlement_revoke_1
  decided:again     -> refused
  decided:take_back -> refused
  - context:* tick settle quote:* seen:* register:* upload:* confirm:* revoke:* withdraw:* leave:*

revoking
  tick                -> revoking ask_settlement:S1 call:settlement_revoke_1
  revoke:done         -> withdrawing tell:undone call:charges_revoke_2
  revoke:done_broken  -> frozen case:split_broken
  revoke:refused      -> revoking case:revoke_refused      # only forward: asked, and tried under a new number
  revoke:not_happened -> revoking
  revoke:someone_else -> revoking
  revoke:parked       -> revoking case:parked
  seen:revoked        -> withdrawing tell:undone call:charges_revoke_2
  decided:again       -> refused
  decided:take_back   -> refused
  - context:* settle undo quote:* seen:* register:* upload:* confirm:* revoke:* withdraw:* leave:*

withdrawing
  seen:settled          -> revoking call:settlement_revoke_2
  seen:settled_other    -> revoking call:settlement_revoke_2
  seen:broken           -> revoking call:settlement_revoke_2
  tick                  -> withdrawing call:charges_revoke_1
  withdraw:done         -> leaving call:visit_cancel_2
  withdraw:refused      -> withdrawing
  withdraw:not_happened -> withdrawing
  withdraw:someone_else -> withdrawing
  withdraw:parked       -> withdrawing
  confirm:done          -> withdrawing case:late_success ask_settlement:S1
  confirm:done_broken   -> withdrawing case:late_success ask_settlement:S1
  decided:again         -> refused
  decided:take_back     -> refused
  - context:* settle undo quote:* seen:* register:* upload:* confirm:* revoke:* withdraw:* leave:*

leaving
  seen:settled          -> revoking call:settlement_revoke_2
  seen:settled_other    -> revoking call:settlement_revoke_2
  seen:broken           -> revoking call:settlement_revoke_2
  tick                -> leaving call:visit_cancel_1
  leave:done          -> ended
  leave:refused       -> leaving
  leave:not_happened  -> leaving
  leave:someone_else  -> leaving
  leave:parked        -> leaving
  confirm:done          -> leaving case:late_success ask_settlement:S1
  confirm:done_broken   -> leaving case:late_success ask_settlement:S1
  decided:again       -> refused
  decided:take_back   -> refused
  - context:* settle undo quote:* seen:* register:* upload:* confirm:* revoke:* withdraw:* leave:*

frozen
  tick              -> frozen
  undo              -> frozen(not_wanted)
  seen:settled      -> settled tell:settled
  seen:broken       -> frozen case:split_broken
  decided:again     -> frozen ask_settlement:S1
  decided:take_back -> revoking(refused) call:settlement_revoke_1
  - context:* settle quote:* seen:* register:* upload:* confirm:* revoke:* withdraw:* leave:*

ended
  seen:settled          -> revoking call:settlement_revoke_1
  seen:settled_other    -> revoking call:settlement_revoke_1
  seen:broken           -> revoking call:settlement_revoke_1
  confirm:done          -> ended case:late_success ask_settlement:S1
  confirm:done_broken   -> ended case:late_success ask_settlement:S1
  decided:again       -> refused
  decided:take_back   -> refused
  - context:* tick settle undo quote:* seen:* register:* upload:* confirm:* revoke:* withdraw:* leave:*

registering/not_wanted
  register:done         -> leaving tell:undone call:visit_cancel_1
  register:refused      -> ended tell:undone
  register:not_happened -> ended tell:undone
  register:not_reached  -> ended tell:undone

registering/nothing_sent
  undo -> ended(not_wanted) tell:undone
  tick -> registering call:visit_register_1

uploading/not_wanted
  upload:done         -> withdrawing tell:undone call:charges_revoke_1
  upload:refused      -> leaving tell:undone call:visit_cancel_1
  upload:not_happened -> leaving tell:undone call:visit_cancel_1
  upload:not_reached  -> leaving tell:undone call:visit_cancel_1

uploading/nothing_sent
  undo -> leaving(not_wanted) tell:undone call:visit_cancel_1

uploading/theirs
  upload:refused -> ended(refused) tell:undone            # the visit was there before us and stays

uploading/mobile
  upload:done -> quoted tell:quoted                       # no quote there: the settlement is shown before cash is taken

confirming/not_wanted
  confirm:done         -> revoking call:settlement_revoke_1
  confirm:done_broken  -> frozen case:split_broken
  confirm:refused      -> withdrawing tell:undone call:charges_revoke_1
  confirm:not_happened -> withdrawing tell:undone call:charges_revoke_1
  confirm:not_reached  -> withdrawing tell:undone call:charges_revoke_1

confirming/nothing_sent
  undo -> withdrawing(not_wanted) tell:undone call:charges_revoke_1

confirming/mobile
  confirm:not_happened -> uploading call:charges_upload_2 # the reversed order can never be settled
  confirm:refused      -> leaving(refused) tell:undone call:visit_cancel_1

confirming/tried
  - confirm:refused confirm:unknown confirm:not_happened confirm:not_reached   # of an earlier number
  confirm:done -> confirming case:late_success ask_settlement:S1               # it was reversed: the insurer is asked

in_doubt/not_wanted
  confirm:done         -> revoking call:settlement_revoke_1
  confirm:not_happened -> withdrawing tell:undone call:charges_revoke_1
  - confirm:not_reached                                   # an earlier send may have arrived

in_doubt/overdue
  tick -> in_doubt case:overdue call:settlement_confirm_1 # a person takes part; nothing ends

quoting/early
  - tick

revoking/tried_twice
  - revoke:refused revoke:not_happened revoke:done  # of an earlier number, which was reversed

revoking/mobile
  revoke:done -> leaving tell:undone call:visit_cancel_2

withdrawing/failed
  withdraw:refused -> ended case:not_withdrawn            # it costs nobody anything

leaving/failed
  leave:refused -> ended case:not_withdrawn

frozen/quote
  undo              -> withdrawing(not_wanted) tell:undone call:charges_revoke_1
  decided:again     -> quoting ask_quote
  decided:take_back -> withdrawing(refused) tell:undone call:charges_revoke_1
  - seen:settled

frozen/revoked
  seen:revoked      -> withdrawing tell:undone call:charges_revoke_1
  - seen:settled
  decided:take_back -> withdrawing tell:undone call:charges_revoke_1
)";

contract::SettlementAmounts amounts(std::int64_t sign = 1) {
    contract::SettlementAmounts split;
    split.total = fen(sign * 5000);
    split.fund = fen(sign * 3000);
    split.account = fen(sign * 500);
    split.cash = fen(sign * 1500);
    return split;
}

contract::SettlementAmounts broken(std::int64_t sign = 1) {
    contract::SettlementAmounts split = amounts(sign);
    split.cash = fen(sign * 1501);
    return split;
}

contract::Settlement theirs(contract::SettlementAmounts split, contract::SettlementState state = contract::SettlementState::Settled) {
    contract::Settlement settlement;
    settlement.number = "S1";
    settlement.state = state;
    settlement.amounts = std::move(split);
    return settlement;
}

std::string textOf(const SettlementAction& one) {
    return std::visit(Overloaded{
                          [](const action::Call& call) { return "call:" + call.step.text(); },
                          [](const action::AskContext&) -> std::string { return "ask_context"; },
                          [](const action::AskQuote&) -> std::string { return "ask_quote"; },
                          [](const action::AskSettlement& ask) { return "ask_settlement:" + ask.number; },
                          [](const action::TellPayment& tell) -> std::string {
                              return tell.told == action::Told::Quoted    ? "tell:quoted"
                                     : tell.told == action::Told::Settled ? "tell:settled"
                                                                          : "tell:undone";
                          },
                          [](const action::OpenCase& open) { return "case:" + std::string(core::enumName(open.kind)); },
                      },
                      one);
}

using What = decltype(SettlementEvent::what);

event::ContextSeen context(const std::string& visit, Money total) {
    event::ContextSeen seen;
    seen.found = event::ContextFound::Ready;
    seen.visit.visit = visit;
    seen.bill.total = total;
    return seen;
}

std::map<std::string, What> events() {
    contract::Settlement another = theirs(amounts());
    another.number = "S2";
    std::map<std::string, What> all = {
        {"tick", event::Tick{}},
        {"settle", event::SettleAsked{}},
        {"undo", event::UndoAsked{}},
        {"quote:quoted", event::QuoteSeen{event::QuoteFound::Quoted, amounts()}},
        {"quote:broken", event::QuoteSeen{event::QuoteFound::Quoted, broken()}},
        {"quote:refused", event::QuoteSeen{event::QuoteFound::Refused, {}}},
        {"quote:not_readable", event::QuoteSeen{}},
        {"seen:settled_other", event::SettlementSeen{another}},
        {"seen:none", event::SettlementSeen{}},
        {"seen:settled", event::SettlementSeen{theirs(amounts())}},
        {"seen:broken", event::SettlementSeen{theirs(broken())}},
        {"seen:revoked", event::SettlementSeen{theirs(amounts(), contract::SettlementState::Revoked)}},
        {"decided:again", event::Decided{event::Decision::AskAgain}},
        {"decided:take_back", event::Decided{event::Decision::TakeBack}},
        {"context:ready", context("", fen(5000))},
        {"context:theirs", context("V1", fen(5000))},
        {"context:other_total", context("", fen(4999))},
        {"context:refused", event::ContextSeen{event::ContextFound::Refused, {}, {}}},
        {"context:not_readable", event::ContextSeen{}},
    };
    const std::map<std::string, SettlementStep> steps = {
        {"register", SettlementStep::VisitRegister},    {"upload", SettlementStep::ChargesUpload},
        {"confirm", SettlementStep::SettlementConfirm}, {"revoke", SettlementStep::SettlementRevoke},
        {"withdraw", SettlementStep::ChargesRevoke},    {"leave", SettlementStep::VisitCancel}};
    for (const auto& [name, step] : steps) {
        for (const auto& [state, state_name] : enumNames(AttemptState{})) {
            event::StepMoved moved;
            moved.step.step = step;
            moved.state = state;
            if (state == AttemptState::Done) {
                if (step == SettlementStep::VisitRegister) moved.visit = "V1";
                if (step == SettlementStep::SettlementConfirm) moved.settlement = theirs(amounts());
                if (step == SettlementStep::SettlementRevoke) moved.settlement = theirs(amounts(-1));
            }
            all.emplace(name + ":" + std::string(state_name), moved);
        }
    }
    auto moved = std::get<event::StepMoved>(all.at("confirm:done"));
    moved.settlement = theirs(broken());
    all.emplace("confirm:done_broken", moved);
    moved = std::get<event::StepMoved>(all.at("revoke:done"));
    moved.settlement = theirs(broken(-1));
    all.emplace("revoke:done_broken", moved);
    moved = std::get<event::StepMoved>(all.at("upload:refused"));
    moved.earlier_step_done = true;
    all.emplace("upload:refused_stranded", moved);
    return all;
}

/// As it stands in `state` when it got there by the usual road.
Settlement settlementIn(SettlementState state) {
    Settlement blank;
    blank.id = SettlementId{bits(9)};
    blank.payment = PaymentId{bits(1)};
    blank.hospital = "H0001";
    blank.insurer = "NHSA";
    blank.of.total = fen(5000);
    Settlement settlement = openSettlement(blank, kNow, kRules).next;
    settlement.state = state;
    const bool undoing = state == SettlementState::Revoking || state == SettlementState::Withdrawing || state == SettlementState::Leaving ||
                         state == SettlementState::Ended;
    if (undoing) settlement.why = WhyEnded::NotWanted;
    if (undoing && !isAtRest(state)) settlement.undo_number = 1;
    settlement.registered = state != SettlementState::Preparing && state != SettlementState::Registering && state != SettlementState::Ended;
    settlement.uploaded = settlement.registered && state != SettlementState::Uploading && state != SettlementState::Leaving;
    if (settlement.registered) settlement.of.visit.visit = "V1";
    if (state == SettlementState::Settled || state == SettlementState::Revoking) settlement.settled = theirs(amounts());
    if (state == SettlementState::Frozen) settlement.settled = theirs(broken());
    if (isAtRest(state)) {
        settlement.next_check_at.reset();
        settlement.hand_over_at.reset();
    }
    return settlement;
}

/// "confirming/mobile": the state as usual, then the guard.
Settlement example(std::string_view name) {
    const std::size_t slash = std::min(name.find('/'), name.size());
    Settlement settlement = settlementIn(*core::enumFromName<SettlementState>(name.substr(0, slash)));
    const std::string_view guard = name.substr(slash);
    if (guard == "/not_wanted") settlement.why = WhyEnded::NotWanted;
    if (guard == "/nothing_sent") settlement.nothing_sent = true;
    if (guard == "/theirs") settlement.registered = false;
    if (guard == "/mobile") {
        settlement.has_quote = false;
        settlement.of.order = contract::InsuranceOrder{"O1", core::Sensitive<std::string>("T1")};
    }
    if (guard == "/tried") settlement.confirms = 1;
    if (guard == "/tried_twice") settlement.undo_number = 2;
    if (guard == "/failed") settlement.failed_undos = kRules.tries_max - 1;
    if (guard == "/overdue") settlement.hand_over_at = *settlement.next_check_at;
    if (guard == "/early") settlement.next_check_at = *settlement.next_check_at + core::Duration(1);
    if (guard == "/quote") settlement.settled.reset();
    if (guard == "/revoked") {
        settlement.why = WhyEnded::NotWanted;
        settlement.revocation = theirs(broken(-1));
    }
    return settlement;
}

/// All that a decision may change, but times and versions.
std::string marks(const Settlement& one) {
    std::ostringstream text;
    text << core::enumName(one.state) << core::enumName(one.why) << one.tries << '/' << one.registers << one.uploads << one.confirms
         << one.undo_number << one.failed_undos << one.handed_over << one.registered << one.uploaded << one.nothing_sent
         << one.quoted.has_value() << one.settled.has_value() << one.revocation.has_value() << one.of.visit.visit;
    return text.str();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(settlement_table)

BOOST_AUTO_TEST_CASE(every_state_answers_every_event_as_the_table_says) {
    const std::map<std::string, What> all = events();
    std::vector<std::string> names;
    for (const auto& [name, what] : all) names.push_back(name);
    const tests::StateTable table(kTable);
    for (const auto& [state, name] : enumNames(SettlementState{})) BOOST_TEST(table.states().contains(std::string(name)), name);
    table.check(names, [&](std::string_view state, std::string_view name) -> std::string {
        const Settlement before = example(state);
        const core::UtcTime at = kNow + kRules.wait_first;
        const auto decided = decide(before, {at, all.at(std::string(name))}, kRules);
        if (!decided.ok()) return "refused";
        const Settlement& next = decided->next;
        BOOST_TEST(next.next_check_at.has_value() == !isAtRest(next.state));
        BOOST_TEST(next.hand_over_at.has_value() == !isAtRest(next.state));
        if (decided->actions.empty() && marks(before) == marks(next)) return "-";
        std::string answer(core::enumName(next.state));
        if (next.why != before.why) answer.append("(").append(core::enumName(next.why)).append(")");
        for (const SettlementAction& one : decided->actions) answer.append(" ").append(textOf(one));
        return answer;
    });
}

BOOST_AUTO_TEST_CASE(age_ends_no_state_and_hands_each_over_once) {
    for (const auto& [state, name] : enumNames(SettlementState{})) {
        Settlement settlement = settlementIn(state);
        if (isAtRest(state)) continue;
        int cases = 0;
        for (int looks = 0; looks < 30; ++looks) {
            const auto decided = decide(settlement, {*settlement.next_check_at, event::Tick{}}, kRules);
            for (const SettlementAction& one : decided->actions) cases += std::holds_alternative<action::OpenCase>(one);
            settlement = decided->next;
            BOOST_TEST((settlement.state == state), name);
        }
        BOOST_TEST(cases == 1, name);
    }
}

BOOST_AUTO_TEST_CASE(a_visit_the_insurer_knows_already_is_not_registered_again) {
    const auto prepared = decide(settlementIn(SettlementState::Preparing), {kNow, context("V9", fen(5000))}, kRules);
    BOOST_TEST((prepared->next.state == SettlementState::Uploading));
    BOOST_TEST(!prepared->next.registered);
}

BOOST_AUTO_TEST_SUITE_END()
