#include "hub/app/simulate/invariants.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "hub/ledger/verify.h"

namespace hub::simulate {

using contract::OrderState;
using core::Money;
using core::Result;
using payment::CaseKind;
using payment::Payment;
using payment::PaymentState;
using payment::Refund;
using payment::RefundState;

namespace {

constexpr std::size_t kEventsMax = 30;
constexpr std::size_t kBrokenMax = 20;  // the first tell enough

bool isReturned(const Refund& refund) { return refund.state == RefundState::Done && !refund.by_hand; }

Money sumOf(const std::vector<Refund>& refunds, bool (*counts)(const Refund&)) {
    Money sum;
    for (const Refund& refund : refunds) sum += counts(refund) ? refund.amount : Money();
    return sum;
}

/// The bill that an event of a hospital is about; empty: none.
std::string billOf(const contract::Event& event) {
    const auto wish = core::fromJson<contract::RefundRequested>(event.content.reveal());
    return wish.ok() ? wish->charge : std::string();
}

bool isPostedAtHospital(const Refund& refund) {
    return refund.state == RefundState::Done && refund.cause != payment::RefundCause::GiveBack;
}

}  // namespace

void Invariants::broken(std::string rule, std::string where, std::string what, std::vector<std::string> about) {
    if (found_.size() >= kBrokenMax) return;
    found_.push_back({std::move(rule), std::move(where), std::move(what), trail_.last(about, kEventsMax)});
}

std::vector<std::string> Invariants::aboutOf(const KnownPayment& known, const Visit& visit) {
    std::vector<std::string> about{known.payment.id.text(), known.payment.leg().order_number, visit.bill};
    for (const Refund& refund : known.refunds) {
        about.push_back(refund.id.text());
        about.push_back(refund.number);
    }
    return about;
}

std::vector<std::string> Invariants::aboutBill(const HubBooks& books, const std::string& bill) const {
    std::vector<std::string> about{bill};
    const auto visit = std::ranges::find(visits_, bill, &Visit::bill);
    for (const KnownPayment& known : books.payments) {
        if (visit != visits_.end() && known.payment.person == visit->person)
            std::ranges::move(aboutOf(known, *visit), std::back_inserter(about));
    }
    return about;
}

Result<std::vector<Broken>> Invariants::check(const HubBooks& books) {
    const Result<void> ledger = checkLedger();
    if (!ledger.ok()) return ledger.failure();
    const Result<void> outbox = checkOutbox(books);
    if (!outbox.ok()) return outbox.failure();
    for (const KnownPayment& known : books.payments) {
        const auto visit = std::ranges::find(visits_, known.payment.person, &Visit::person);
        HUB_ASSERT(visit != visits_.end());  // they were found by their person
        checkPayment(known, *visit);
    }
    checkPromises(books);
    checkBills(books);
    checkOrders(books);
    checkMoney(books);
    return std::move(found_);
}

/// I1 to I6 and I11: the ledger's own rules.
Result<void> Invariants::checkLedger() {
    const Result<ledger::Verification> found = ledger::verify(hub_.storage().reads(), hub_.storage().ledger(), {});
    if (!found.ok()) return found.failure();
    for (const ledger::Violation& one : found->first) broken(one.rule, one.where, one.what, {});
    return {};
}

/// I12: everything that had to leave the house has left it.
Result<void> Invariants::checkOutbox(const HubBooks& books) {
    return hub_.storage().reads().read([&](core::ReadTransaction& transaction) -> Result<void> {
        for (const std::string_view topic : {flows::kInboundTopic, flows::kEventTopic}) {
            const core::UtcTime ever{std::numeric_limits<std::int64_t>::max()};
            const Result<bool> due = hub_.storage().outbox().due(transaction, topic, ever);
            if (!due.ok()) return due.failure();
            if (*due) broken("I12", std::string(topic), "a message still waits", {});
            const auto dead = hub_.storage().outbox().dead(transaction, topic, 10);
            if (!dead.ok()) return dead.failure();
            for (const core::OutboxMessage& message : *dead) {
                const auto standing = hub_.storage().outbox().standing(transaction, message.id);
                if (!standing.ok()) return standing.failure();
                const auto waiting = core::fromJson<flows::WaitingEvent>(message.payload.reveal());
                broken("I12", std::string(topic),
                       fmt::format("{} of {} was buried: {}", waiting.ok() ? waiting->event.type : "a message",
                                   waiting.ok() ? waiting->counterparty : "the hub", *standing ? (*standing)->code : ""),
                       aboutBill(books, waiting.ok() ? billOf(waiting->event) : std::string()));
            }
        }
        return {};
    });
}

void Invariants::checkPayment(const KnownPayment& known, const Visit& visit) {
    const Payment& payment = known.payment;
    const std::string id = payment.id.text();
    const auto about = [&] { return aboutOf(known, visit); };
    Money items;
    for (const payment::PaidItem& item : payment.items) items += item.total;
    if (payment.leg().amount != payment.total || items != payment.total)
        broken("I7", id,
               fmt::format("legs {} and items {} of a total of {}", payment.leg().amount.yuan(), items.yuan(), payment.total.yuan()),
               about());
    if (!known.isSettled()) broken("I13", id, fmt::format("{} without a case", core::enumName(payment.state)), about());
    if (known.hasCase(CaseKind::LateSuccess))
        broken("P3", id, "money came although the order had been fenced off: what was not there was taken for what never was", about());
    if (known.hasCase(CaseKind::LedgerRefused)) broken("I4", id, "the ledger refused an entry that must stand", about());
    checkRefunds(known);
    checkEnd(known, visit);
}

void Invariants::checkRefunds(const KnownPayment& known) {
    const payment::Leg& leg = known.payment.leg();
    Money returned;
    Money reserved;
    for (const Refund& refund : known.refunds) {
        if (refund.returned) {
            returned += refund.amount;
        } else if (refund.state != RefundState::Refused) {
            reserved += refund.amount;
        }
    }
    const bool opened = known.payment.state != PaymentState::Compensating || !known.refunds.empty();
    if (leg.refunded != returned || (opened && leg.refund_reserved != reserved) || leg.refunded + leg.refund_reserved > leg.amount)
        broken("I10", known.payment.id.text(),
               fmt::format("refunded {} and reserved {} of {}; its refunds come to {} and {}", leg.refunded.yuan(),
                           leg.refund_reserved.yuan(), leg.amount.yuan(), returned.yuan(), reserved.yuan()),
               {known.payment.id.text()});
}

/// Where a payment has ended, the books of channel and hospital say the same.
void Invariants::checkEnd(const KnownPayment& known, const Visit& visit) {
    const Payment& payment = known.payment;
    const std::string id = payment.id.text();
    const auto order = region_.channel(payment.leg().channel).order(payment.leg().order_number);
    const SimulatedHospital& hospital = region_.hospital(payment.hospital);
    const SimulatedHospital::Bill* bill = nullptr;
    for (const std::string& number : known.numbers_at_hospital) {
        if (bill == nullptr) bill = hospital.paidUnder(number);
    }
    const auto fail = [&](std::string_view rule, std::string what) {
        broken(std::string(rule), id, fmt::format("{}: {}", core::enumName(payment.state), what), aboutOf(known, visit));
    };
    const bool paid = order && order->state == OrderState::Paid;
    switch (payment.state) {
        case PaymentState::Completed:
            if (!paid || order->amount != payment.total) fail("I8", "the channel has not collected its total");
            if (bill == nullptr) {
                fail("I8", "the hospital has no record of our number");
            } else if (bill->total != payment.total) {
                fail("I7", fmt::format("the bill is {}, {} was paid", bill->total.yuan(), payment.total.yuan()));
            }
            break;
        case PaymentState::Reversed:
            if (!paid || order->refunded != order->amount) fail("I8", "the payer does not have all of it back");
            if (bill != nullptr && !known.hasCase(CaseKind::PaidAfterAll)) fail("I8", "the hospital has it as paid by us");
            break;
        case PaymentState::Unpaid:
            if (paid) fail("I8", "the channel has the payer's money");
            if (order && (order->state == OrderState::Waiting || order->state == OrderState::PayerTyping))
                fail("P3", "its order can still be paid");
            if (bill != nullptr) fail("I8", "the hospital has it as paid by us");
            break;
        default:
            break;
    }
    if (!known.isOver()) return;
    const Money back = sumOf(known.refunds, isReturned);
    if (order && order->refunded != back)
        fail("I8", fmt::format("the channel gave {} back, the hub says {}", order->refunded.yuan(), back.yuan()));
    if (bill == nullptr) return;
    const Money posted = sumOf(known.refunds, isPostedAtHospital);
    if (bill->total - bill->left() != posted)
        fail("I8", fmt::format("the hospital posted {} as returned, the hub says {}", (bill->total - bill->left()).yuan(), posted.yuan()));
}

/// I4 and I5: what somebody was told stands, once.
void Invariants::checkPromises(const HubBooks& books) {
    std::set<std::string> keys;
    for (const KnownPayment& known : books.payments) {
        if (!keys.insert(known.payment.request_key).second) broken("I5", known.payment.id.text(), "a second payment of one request", {});
    }
    for (const Visit& visit : visits_) {
        for (const Visit::Try& one : visit.tries) {
            if (!one.payment) continue;
            const std::string id = one.payment->text();
            const auto known =
                std::ranges::find_if(books.payments, [&](const KnownPayment& each) { return each.payment.id == *one.payment; });
            if (known == books.payments.end()) {
                broken("I4", id, "an acknowledged payment is not there", {id, visit.bill});
                continue;
            }
            if (one.cancelled && known->payment.state == PaymentState::Completed)
                broken("I4", id, "completed although its cancelling was acknowledged", aboutOf(*known, visit));
            const bool refund_there =
                !one.refund || std::ranges::any_of(known->refunds, [&](const Refund& refund) { return refund.request_key == *one.refund; });
            if (!refund_there) broken("I4", id, "an acknowledged refund is not there", aboutOf(*known, visit));
        }
    }
}

/// I9 and I12: a bill is paid once, and the hub knows it as the hospital told it, once.
void Invariants::checkBills(const HubBooks& books) {
    for (const Visit& visit : visits_) {
        const SimulatedHospital& hospital = region_.hospital(visit.hospital);
        const auto bill = hospital.bills.find(visit.local_patient);
        if (bill == hospital.bills.end()) continue;
        const auto& charges = books.charges.at(visit.bill);
        if (charges.size() > 1)
            broken("I12", visit.bill, fmt::format("one bill is {} charges", charges.size()), aboutBill(books, visit.bill));
        if (hospital.speaks() == Speaks::Pushes && charges.size() == 1) {
            const payment::Charge& charge = charges.front();
            const bool gone = bill->second.cancelled || bill->second.paid_by == SimulatedHospital::kWindow;
            const bool payable = charge.state == payment::ChargeState::Open;
            const bool as_told = payment::sameContent(charge.content, hospital.chargeOf(bill->second));
            if (payable && (gone || !as_told))
                broken("I12", visit.bill, "the hub would have paid what the hospital no longer wants", aboutBill(books, visit.bill));
        }
        Money net;
        bool over = true;
        for (const KnownPayment& known : books.payments) {
            if (known.payment.person != visit.person) continue;
            over = over && known.isOver();
            const auto order = region_.channel(known.payment.leg().channel).order(known.payment.leg().order_number);
            if (order && order->state == OrderState::Paid) net += order->amount - order->refunded;
        }
        if (over && net > bill->second.total)
            broken("I9", visit.bill, fmt::format("{} was collected for a bill of {}", net.yuan(), bill->second.total.yuan()),
                   aboutBill(books, visit.bill));
    }
}

/// Nobody has orders, refunds or records under numbers that are not ours.
void Invariants::checkOrders(const HubBooks& books) {
    std::set<std::string> orders;
    std::set<std::string> refunds;
    std::set<std::string> confirmations;
    for (const KnownPayment& known : books.payments) {
        orders.insert(known.payment.leg().order_number);
        confirmations.insert(known.numbers_at_hospital.begin(), known.numbers_at_hospital.end());
        for (const Refund& refund : known.refunds) refunds.insert(refund.number);
    }
    for (const auto& [code, channel] : region_.channels()) {
        for (const auto& [number, order] : channel.orders) {
            if (!orders.contains(number)) broken("I4", number, code + " has an order that the hub does not know", {number});
        }
        for (const auto& [number, refund] : channel.refunds) {
            if (!refunds.contains(number)) broken("I4", number, code + " has a refund that the hub does not know", {number});
        }
        if (channel.overdrawn) broken("I10", code, "more was to be refunded than was paid", {});
    }
    for (const auto& [code, hospital] : region_.hospitals()) {
        for (const auto& [patient, bill] : hospital.bills) {
            const bool ours = bill.paid_by && *bill.paid_by != SimulatedHospital::kWindow;
            if (ours && !confirmations.contains(*bill.paid_by))
                broken("I4", bill.key, code + " has a payment that the hub does not know", {bill.key});
        }
        if (hospital.overdrawn) broken("I10", code, "more was posted as returned than was paid", {});
    }
}

Money Invariants::balance(const std::string& account) {
    const Result<ledger::Balance> balance = hub_.ledger().balance(account);
    return balance.ok() ? balance->balance : Money();  // never used: nothing was booked
}

/// I8: what counterparties hold for us, and we for them, is what the ledger says, but for what is still open.
void Invariants::checkMoney(const HubBooks& books) {
    std::map<std::string, Money> open;  // by counterparty
    for (const KnownPayment& known : books.payments) {
        if (known.isOver()) continue;
        open[known.payment.leg().channel] += known.payment.total;
        open[known.payment.hospital] += known.payment.total;
    }
    const auto compare = [&](const std::string& code, const std::string& account, Money theirs) {
        const Money difference = theirs - balance(account);
        const Money allowed = open[code];
        if (difference > allowed || -difference > allowed)
            broken("I8", account,
                   fmt::format("{} in the ledger, {} in the books of {}, {} open", balance(account).yuan(), theirs.yuan(), code,
                               allowed.yuan()),
                   {});
    };
    for (const auto& [code, channel] : region_.channels()) {
        Money theirs;
        for (const auto& [number, order] : channel.orders) {
            if (order.state == OrderState::Paid) theirs += order.amount - order.refunded;
        }
        compare(code, payment::clearingAccount(payment::Settles::ViaHub, code, "M1"), theirs);
    }
    for (const auto& [code, hospital] : region_.hospitals()) {
        Money theirs;
        for (const auto& [patient, bill] : hospital.bills) {
            if (bill.paid_by && *bill.paid_by != SimulatedHospital::kWindow) theirs += bill.left();
        }
        compare(code, payment::hospitalAccount(payment::Settles::ViaHub, code), theirs);
    }
}

}  // namespace hub::simulate
