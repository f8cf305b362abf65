#include "hub/app/simulate/people.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace hub::simulate {

using namespace std::chrono_literals;
using core::Duration;
using core::Error;
using core::Result;
using payment::Payment;

namespace {

constexpr std::string_view kClient = "phones";
constexpr int kTriesMax = 200;

/// Nothing happened, or nobody knows: the client sends the same again.
bool comesAgain(const core::Failure& why) {
    const core::Implies implies = why.implies();
    return implies == core::Implies::Retry || implies == core::Implies::Unknown;
}

}  // namespace

void SimulatedPeople::after(Duration time, core::Task task) {
    ++busy_;
    house_.time.postAt(onTick(house_.time.mono() + time), [this, task = std::move(task)] {
        task();
        --busy_;
    });
}

void SimulatedPeople::behind(std::uint64_t rounds, core::Task task) {
    if (rounds == 0) return task();
    ++busy_;
    house_.time.postAt(house_.time.mono(), [this, rounds, task = std::move(task)] {
        behind(rounds - 1, task);
        --busy_;
    });
}

void SimulatedPeople::come(int count, Duration within) {
    static constexpr std::array kHospitals{"H1", "H2", "H3", "H4"};
    static constexpr std::array kChannels{"C1", "C2", "C3"};
    visits_.resize(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < visits_.size(); ++i) {
        Visit& visit = visits_[i];
        visit.hospital = kHospitals[house_.dice.below(kHospitals.size())];
        visit.channel = kChannels[house_.dice.below(kChannels.size())];
        visit.local_patient = fmt::format("P{}", i);
        visit.bill = fmt::format("B{}", i);
        visit.person = house_.ids.next<payment::PersonId>();
        visit.tries.push_back({.key = fmt::format("pay/{}", i)});
        if (house_.dice.permille(100)) visit.tries.push_back({.key = fmt::format("again/{}", i)});
        after(house_.dice.between(Duration(0), within), [this, i] { arrive(i); });
    }
}

void SimulatedPeople::arrive(std::size_t i) {
    const Visit& visit = visits_[i];
    SimulatedHospital::Bill bill;
    bill.key = visit.bill;
    bill.total = core::Money::fromFen(static_cast<std::int64_t>(1 + house_.dice.below(100'000)));
    house_.region.hospital(visit.hospital).bills.emplace(visit.local_patient, bill);
    house_.trail.note(visit.bill, fmt::format("wanted by {}: {}", visit.hospital, bill.total.yuan()));
    house_.region.tellBill(visit.hospital, visit.local_patient);
    othersAct(i);
    for (std::size_t one = 0; one < visit.tries.size(); ++one) after(house_.dice.between(1s, 40s), [this, i, one] { look(i, one, 0); });
}

/// The page with what is to be paid.
void SimulatedPeople::look(std::size_t i, std::size_t one, int times) {
    const Visit& visit = visits_[i];
    SimulatedHub* const hub = house_.hub();
    const auto later = [this, i, one, times] {
        if (times < kTriesMax) return after(house_.dice.between(2s, 20s), [this, i, one, times] { look(i, one, times + 1); });
        at(i, one).given_up = true;
    };
    if (hub == nullptr) return later();
    const core::Sensitive<core::CardNumber> file(core::CardNumber{visit.local_patient});
    std::vector<payment::Charge> charges;
    const Result<void> read = hub->storage().reads().read([&](core::ReadTransaction& transaction) -> Result<void> {
        auto found = hub->storage().charges().ofFile(transaction, visit.hospital, file, payment::WhichCharges::All, {10, std::nullopt});
        if (!found.ok()) return found.failure();
        charges = std::move(*found);
        return {};
    });
    if (!read.ok()) return later();
    const auto open = std::ranges::find(charges, payment::ChargeState::Open, &payment::Charge::state);
    if (open != charges.end()) return pay(i, one, *open, 0);
    if (!charges.empty() && times > 5) {  // it is being paid, or no longer wanted
        at(i, one).given_up = true;
        return;
    }
    if (house_.region.hospital(visit.hospital).speaks() == Speaks::Polled)
        hub->care().charges().refresh({visit.hospital, file, visit.person}, [](const Result<void>&) {});
    later();
}

void SimulatedPeople::pay(std::size_t i, std::size_t one, const payment::Charge& charge, int times) {
    Visit& visit = visits_[i];
    SimulatedHub* const hub = house_.hub();
    const auto later = [this, i, one, charge, times] {
        if (times < kTriesMax) after(house_.dice.between(2s, 20s), [this, i, one, charge, times] { pay(i, one, charge, times + 1); });
    };
    if (hub == nullptr) return later();
    payment::PaymentWish wish;
    wish.id = house_.ids.next<payment::PaymentId>();
    wish.client = kClient;
    wish.request_key = at(i, one).key;
    wish.person = visit.person;
    wish.hospital = visit.hospital;
    wish.local_patient = charge.local_patient;
    wish.items = {{charge.id.bits, charge.content.key, charge.content.version, charge.content.total}};
    wish.total = charge.content.total;
    payment::Leg leg;
    leg.channel = visit.channel;
    leg.merchant = "M1";
    leg.order_number = hub->runner().newWireId();
    leg.amount = wish.total;
    wish.legs = {leg};
    const payment::PaymentId id = wish.id;
    // The answer may never come: the process may be gone by then. Then the client asks again by itself.
    const auto answered = std::make_shared<bool>(false);
    after(30s, [later, answered] {
        if (!std::exchange(*answered, true)) later();
    });
    hub->carrier().run(
        "client/pay", id.bits, [hub, wish](core::Transaction& transaction) { return hub->care().payments().open(transaction, wish); },
        [this, i, one, id, hub, life = hub->life(), answered, later](const Result<void>& done) {
            if (!*life || std::exchange(*answered, true)) return;
            if (done.ok()) return paid(i, one, id);
            if (done.failure().error() == Error::PaymentRequestTaken) {
                std::optional<Payment> known;
                const Result<void> read = hub->storage().reads().read([&](core::ReadTransaction& transaction) -> Result<void> {
                    auto found = hub->storage().payments().findByRequest(transaction, kClient, at(i, one).key);
                    if (!found.ok()) return found.failure();
                    known = std::move(*found);
                    return {};
                });
                return read.ok() && known ? paid(i, one, known->id) : later();
            }
            comesAgain(done.failure()) ? later() : static_cast<void>(at(i, one).given_up = true);
        });
}

/// Acknowledged: from now on there is a payment, whatever happens.
void SimulatedPeople::paid(std::size_t i, std::size_t one, payment::PaymentId id) {
    at(i, one).payment = id;
    house_.trail.note(id.text(), fmt::format("acknowledged for bill {}", visits_[i].bill));
    if (house_.dice.permille(150)) after(house_.dice.between(1s, 90s), [this, i, one] { cancel(i, one, 0); });
    if (!house_.dice.permille(300)) return;
    // Whom they ask they ask to the end: a hospital does not ask for what has gone back in its own books.
    const bool hospital_asks = house_.region.hospital(visits_[i].hospital).speaks() == Speaks::Pushes;
    const Asks whom = hospital_asks ? std::array{Asks::Hub, Asks::Hospital, Asks::Both}[house_.dice.below(3)] : Asks::Hub;
    after(house_.dice.between(2min, 8min), [this, i, one, whom] { wantBack(i, one, whom, 0); });
}

void SimulatedPeople::cancel(std::size_t i, std::size_t one, int times) {
    SimulatedHub* const hub = house_.hub();
    const auto later = [this, i, one, times] {
        if (times < kTriesMax) after(house_.dice.between(1s, 10s), [this, i, one, times] { cancel(i, one, times + 1); });
    };
    if (hub == nullptr) return later();
    hub->care().payments().submit(*at(i, one).payment, payment::payment_event::CancelAsked{},
                                  [this, i, one, life = hub->life(), later](const Result<void>& done) {
                                      if (!*life) return;
                                      if (done.ok()) {
                                          at(i, one).cancelled = true;
                                          house_.trail.note(at(i, one).payment->text(), "cancelling acknowledged");
                                      } else if (comesAgain(done.failure())) {
                                          later();
                                      }
                                  });
}

std::optional<Payment> SimulatedPeople::standing(SimulatedHub& hub, payment::PaymentId id) {
    std::optional<Payment> payment;
    const Result<void> read = hub.storage().reads().read([&](core::ReadTransaction& transaction) -> Result<void> {
        Result<Payment> found = hub.storage().payments().find(transaction, id);
        if (!found.ok()) return found.failure();
        payment = std::move(*found);
        return {};
    });
    return read.ok() ? payment : std::nullopt;
}

/// Of a payment that the hospital has: by the person, or by the hospital for a part of it.
void SimulatedPeople::wantBack(std::size_t i, std::size_t one, Asks whom, int times) {
    Visit& visit = visits_[i];
    SimulatedHub* const hub = house_.hub();
    const auto later = [this, i, one, whom, times] {
        if (times < 20) after(house_.dice.between(20s, 2min), [this, i, one, whom, times] { wantBack(i, one, whom, times + 1); });
    };
    if (hub == nullptr) return later();
    const std::optional<Payment> payment = standing(*hub, *at(i, one).payment);
    if (!payment) return;
    if (payment->state != payment::PaymentState::Completed) return payment::isFinal(payment->state) ? void() : later();
    const bool in_halves = whom == Asks::Both && payment->total.fen() > 1;
    const core::Money half = core::Money::fromFen(payment->total.fen() / 2);
    if (whom == Asks::Hospital || in_halves) {
        if (!std::exchange(at(i, one).told_hospital, true))
            house_.region.tellRefundWish(visit.hospital, visit.local_patient, in_halves ? half : payment->total);
        if (!in_halves) return;
        // They meet at the hub, more often than not.
        if (times == 0) {
            return after(house_.dice.between(2ms, 900ms),
                         [this, i, one, whom] { behind(house_.dice.below(4), [this, i, one, whom] { wantBack(i, one, whom, 1); }); });
        }
    }
    payment::RefundWish wish;
    wish.id = house_.ids.next<payment::RefundId>();
    wish.client = kClient;
    wish.request_key = at(i, one).key + "/back";
    wish.amount = in_halves ? payment->total - half : payment->total;
    wish.number = hub->runner().newWireId();
    hub->carrier().run(
        "client/refund", payment->id.bits,
        [hub, wish, id = payment->id](core::Transaction& transaction) { return hub->care().refunds().open(transaction, id, wish); },
        [this, i, one, wish, life = hub->life(), later](const Result<void>& done) {
            if (!*life) return;
            if (done.ok()) {
                at(i, one).refund = wish.request_key;
                house_.trail.note(at(i, one).payment->text(), "refund acknowledged");
            } else if (comesAgain(done.failure())) {
                later();
            }
        });
}

/// The hospital's own people.
void SimulatedPeople::othersAct(std::size_t i) {
    const bool window = house_.dice.permille(60);
    const bool changes = house_.dice.permille(60);
    const bool cancels = house_.dice.permille(30);
    if (!window && !changes && !cancels) return;
    after(house_.dice.between(5s, 3min), [this, i, window, changes] {
        const Visit& visit = visits_[i];
        SimulatedHospital& hospital = house_.region.hospital(visit.hospital);
        SimulatedHospital::Bill& bill = hospital.bills.at(visit.local_patient);
        if (bill.paid_by) return;
        if (window) {
            bill.paid_by = SimulatedHospital::kWindow;
            house_.trail.note(visit.bill, "paid at the window");
        } else if (hospital.speaks() == Speaks::Keyless) {
            return;  // a charge without a key can only be told again
        } else if (changes) {
            ++bill.version;
            bill.total += core::Money::fromFen(100);
            house_.trail.note(visit.bill, "changed by the hospital");
        } else {
            bill.cancelled = true;
            house_.trail.note(visit.bill, "cancelled by the hospital");
        }
        if (hospital.speaks() == Speaks::Pushes) house_.region.tellBill(visit.hospital, visit.local_patient);
    });
}

}  // namespace hub::simulate
