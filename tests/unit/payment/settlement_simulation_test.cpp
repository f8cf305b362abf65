// The settlement's machine among an insurer that is asked too early, too late, twice or never, whatever the order of events.
#include <optional>

#include "hub/core/describe.h"
#include "hub/payment/settlement_machine.h"
#include "tests/support/failures.h"
#include "tests/unit/payment/simulated_network.h"

using namespace tests::payment;
using core::AttemptState;
namespace event = hub::payment::settlement_event;
namespace action = hub::payment::settlement_action;

namespace {

contract::SettlementAmounts split(std::int64_t fund, std::int64_t sign = 1) {
    contract::SettlementAmounts amounts;
    amounts.total = fen(sign * 5000);
    amounts.fund = fen(sign * fund);
    amounts.cash = fen(sign * (5000 - fund));
    return amounts;
}

/// What the insurer has in its books of this bill. Each of our numbers acts once; a number that was reversed acts never again.
struct SimulatedInsurer {
    std::set<std::string> used;
    std::set<std::string> dead;
    std::map<std::string, std::string> did;  ///< our number -> what it did and nothing has undone
    std::int64_t visits = 0;
    bool charges = false;
    std::optional<contract::SettlementAmounts> settled;
    std::string number;                                  ///< of the settlement
    std::optional<contract::SettlementAmounts> revoked;  ///< the last one that was revoked

    bool take(const std::string& wire_id) { return !dead.contains(wire_id) && used.insert(wire_id).second; }

    void undo(const std::string& wire_id) {
        dead.insert(wire_id);
        const auto found = did.find(wire_id);
        if (found == did.end()) return;
        const std::string what = found->second;
        did.erase(found);
        if (what == "visit") --visits;
        if (what == "charges") charges = false;
        if (what == "settled") settled.reset();
    }
};

class SimulatedSettling : private SimulatedNetwork {
  public:
    explicit SimulatedSettling(std::uint64_t seed) : SimulatedNetwork(seed) {
        Settlement blank;
        blank.id = SettlementId{bits(9)};
        blank.of.total = fen(5000);
        SettlementDecision opened = openSettlement(blank, now_, kRules);
        settlement_ = std::move(opened.next);
        carryOut(opened.actions);
    }

    void live(int steps) {
        for (int step = 0; step < steps; ++step) moment();
        faults_ = crashed_ = false;
        const auto busy = [this] { return !in_flight_.empty() || !isAtRest(settlement_.state); };
        for (int rounds = 0; rounds < 5000 && busy(); ++rounds) {
            moment();
            askParked();
        }
        if (busy()) note("it does not come to an end: " + std::string(core::enumName(settlement_.state)));
    }

    std::vector<std::string> violations() const {
        std::vector<std::string> all(violations_.begin(), violations_.end());
        const auto check = [&](bool right, const char* what) {
            if (!right) all.emplace_back(std::string(what) + " in " + std::string(core::enumName(settlement_.state)));
        };
        check(insurer_.settled.has_value() == (settlement_.state == SettlementState::Settled), "the insurer's books are not ours");
        check(settled_told_ == (settlement_.state == SettlementState::Settled), "the payment believes something else");
        if (settlement_.state == SettlementState::Settled)
            check(settlement_.settled->amounts.fund == insurer_.settled->fund, "another split than the insurer's");
        if (settlement_.state == SettlementState::Ended && !cases_.contains("not_withdrawn") && !cases_.contains("late_success"))
            check(!insurer_.charges, "charges left behind");
        return all;
    }

    const Settlement& settlement() const { return settlement_; }

  private:
    void moment() {
        crashed_ = chance(5);
        if (faults_ && random_() % 20 == 0) later([this] { decideOn(event::UndoAsked{}); });
        if (!deliverOne()) {
            now_ = now_ + core::Duration(random_() % (random_() % 8 == 0 ? 600'000 : 5'000));
            decideOn(event::Tick{});
            resolveDue();
        }
        if (settlement_.next_check_at.has_value() == isAtRest(settlement_.state)) note("I13: an open settlement nobody looks at");
    }

    void decideOn(decltype(SettlementEvent::what) what) {
        const auto decided = decide(settlement_, {now_, std::move(what)}, kRules);
        if (!decided.ok()) return;
        settlement_ = decided->next;
        carryOut(decided->actions);
    }

    void carryOut(const std::vector<SettlementAction>& actions) {
        for (const SettlementAction& one : actions) {
            std::visit(Overloaded{
                           [&](const action::OpenCase& open) { cases_.insert(std::string(core::enumName(open.kind))); },
                           [&](const action::TellPayment& tell) { hear(tell.told); },  // in the same unit of work
                           [&](const action::Call& asked) { call(asked.step.text(), false, [&] { return attempt(asked.step); }); },
                           [&](const action::AskContext&) {
                               if (crashed_ || chance(20)) return;
                               event::ContextSeen seen;
                               seen.bill.total = fen(5000);
                               if (!chance(10)) seen.found = chance(5) ? event::ContextFound::Refused : event::ContextFound::Ready;
                               later([this, seen] { decideOn(seen); });
                           },
                           [&](const action::AskQuote&) {
                               if (crashed_ || chance(20)) return;
                               later([this] {
                                   if (chance(5)) return decideOn(event::QuoteSeen{event::QuoteFound::Refused, {}});
                                   if (chance(10)) return decideOn(event::QuoteSeen{});
                                   if (insurer_.charges) decideOn(event::QuoteSeen{event::QuoteFound::Quoted, split(3000)});
                               });
                           },
                           [&](const action::AskSettlement& ask) {
                               if (crashed_ || chance(20)) return;
                               contract::Settlement seen;
                               seen.number = ask.number;
                               seen.amounts = split(3000);
                               seen.state = insurer_.settled && insurer_.number == ask.number ? contract::SettlementState::Settled
                                                                                              : contract::SettlementState::Revoked;
                               later([this, seen] { decideOn(event::SettlementSeen{seen}); });
                           },
                       },
                       one);
        }
    }

    void hear(action::Told told) {
        switch (told) {
            case action::Told::Quoted:
                later([this] { decideOn(event::SettleAsked{}); });
                if (!faults_ || !chance(30)) return;
                later([this] { decideOn(event::UndoAsked{}); });  // the person does not like it
                return;
            case action::Told::Settled:
                if (settled_told_) note("settled twice");
                settled_told_ = true;
                return;
            case action::Told::Undone:
                if (undone_told_ && !settled_told_ && !cases_.contains("late_success")) note("undone twice");
                undone_told_ = true;
                settled_told_ = false;
                return;
        }
    }

    Attempt attempt(core::NumberedStep<SettlementStep> step) {
        const std::string name = step.text();
        const auto brought = std::make_shared<std::optional<contract::Settlement>>();  // shared: by all that was sent under this number
        const Tell tell = [this, step, brought](AttemptState state) {
            event::StepMoved moved;
            moved.step = step;
            moved.state = state;
            if (state == AttemptState::Done) {
                moved.visit = "V" + std::to_string(step.number);
                moved.settlement = *brought;
            }
            decideOn(moved);
        };
        Attempt made;
        made.moved = tell;
        made.arrive = [this, name, step, tell, brought] {
            if (!insurer_.take(name)) return answer(name, AttemptState::Unknown, tell);  // 9003: whatever became of the first
            answer(name, act(name, step.step, *brought) ? AttemptState::Done : AttemptState::Refused, tell);
        };
        made.ask = [this, name, step, tell, brought] {
            const bool is_parked = attempts_.at(name).state == AttemptState::Parked;
            switch (step.step) {
                case SettlementStep::VisitRegister:
                case SettlementStep::ChargesUpload:
                case SettlementStep::SettlementConfirm:  // the insurer can be asked by nothing: the fence undoes it
                    attempts_.at(name).fenced = true;
                    insurer_.undo(name);
                    return answer(name, AttemptState::NotHappened, tell);
                case SettlementStep::SettlementRevoke:  // what takes back has no fence, and can be looked at
                    if (insurer_.settled && is_parked) return;
                    if (insurer_.settled) return answer(name, AttemptState::Parked, tell);
                    *brought = revocation();
                    return answer(name, AttemptState::Done, tell);
                case SettlementStep::ChargesRevoke:
                case SettlementStep::VisitCancel:
                    if (!is_parked) answer(name, AttemptState::Parked, tell);
                    return;
            }
        };
        return made;
    }

    contract::Settlement revocation() const {
        contract::Settlement revocation;
        revocation.amounts = split(insurer_.revoked ? insurer_.revoked->fund.fen() : 3000, -1);
        return revocation;
    }

    /// False: refused.
    bool act(const std::string& number, SettlementStep step, std::optional<contract::Settlement>& brought) {
        const auto done = [&](const char* what) {
            insurer_.did[number] = what;
            return true;
        };
        switch (step) {
            case SettlementStep::VisitRegister:
                if (chance(3)) return false;
                ++insurer_.visits;
                return done("visit");
            case SettlementStep::ChargesUpload:
                if (chance(3) || insurer_.charges) return false;
                insurer_.charges = true;
                return done("charges");
            case SettlementStep::SettlementConfirm: {
                if (chance(5) || !insurer_.charges) return false;
                if (insurer_.settled) return false;
                insurer_.number = number;
                insurer_.settled = split(chance(20) ? 2900 : 3000);
                brought = contract::Settlement{};
                brought->number = number;
                brought->amounts = *insurer_.settled;
                return done("settled");
            }
            case SettlementStep::SettlementRevoke:
                if (!insurer_.settled || chance(5)) return false;
                insurer_.revoked = std::exchange(insurer_.settled, std::nullopt);
                brought = revocation();
                return true;
            case SettlementStep::ChargesRevoke:
                if (insurer_.settled || chance(5)) return false;
                insurer_.charges = false;
                return true;
            case SettlementStep::VisitCancel:
                if (insurer_.charges) return false;
                --insurer_.visits;
                return true;
        }
        HUB_ASSERT(false);
    }

    SimulatedInsurer insurer_;
    Settlement settlement_;
    bool settled_told_ = false;
    bool undone_told_ = false;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(settlement_simulation)

BOOST_AUTO_TEST_CASE(whatever_happens_the_insurer_has_settled_what_we_believe_and_nothing_twice) {
    constexpr std::uint64_t kSeeds = 20'000;
    std::map<std::string, int> ends;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        SimulatedSettling world(seed);
        world.live(/*steps=*/static_cast<int>(20 + seed % 100));
        for (const std::string& violation : world.violations()) BOOST_ERROR("seed " << seed << ": " << violation);
        ++ends[std::string(core::enumName(world.settlement().state)) + "/" + std::string(core::enumName(world.settlement().why))];
    }
    for (const char* end : {"settled/nothing", "ended/not_wanted", "ended/refused"})
        BOOST_TEST(ends[end] > static_cast<int>(kSeeds / 50), end << " " << ends[end]);  // all roads are taken
}

BOOST_AUTO_TEST_SUITE_END()
