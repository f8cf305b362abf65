#include "hub/app/simulate/region.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "hub/app/simulate/answering.h"

namespace hub::simulate {

using namespace std::chrono_literals;
using contract::Ending;
using contract::Finding;
using core::Duration;
using core::Error;
using flows::CallAnswer;
using flows::InquiryAnswer;

namespace {

/// Whom a call is about: the payment or refund behind it, else our number.
const std::string& aboutOf(const flows::Call& call) { return call.meta.trace.empty() ? call.meta.wire_id : call.meta.trace; }

}  // namespace

SimulatedRegion::SimulatedRegion(core::VirtualExecutor& time, Dice& dice, Trail& trail, Weather& weather, Accept accept)
    : time_(time), dice_(dice), trail_(trail), weather_(weather), accept_(std::move(accept)) {
    for (const auto& [code, speaks] : {std::pair("H1", Speaks::Polled), std::pair("H2", Speaks::Pushes), std::pair("H3", Speaks::Keyless),
                                       std::pair("H4", Speaks::Polled)})
        hospitals_.emplace(code, SimulatedHospital(code, speaks));
    for (const char* code : {"C1", "C2", "C3"}) channels_.emplace(code, SimulatedChannel(code));
}

bool SimulatedRegion::chance(int permille) {
    const bool happens = dice_.permille(permille);
    faults_ += happens ? 1 : 0;
    return happens;
}

bool SimulatedRegion::isDown(const std::string& counterparty) const {
    const auto until = down_until_.find(counterparty);
    return until != down_until_.end() && time_.utc() < until->second;
}

void SimulatedRegion::goDown(const std::string& counterparty, Duration time) {
    ++faults_;
    trail_.note({}, fmt::format("{} is down for {} s", counterparty, time.count() / 1000));
    down_until_[counterparty] = time_.utc() + time;
}

Duration SimulatedRegion::untilDeadline(const flows::Call& call) const {
    return std::max(call.meta.deadline_at - time_.utc(), Duration(1));
}

void SimulatedRegion::call(const flows::Call& call, OnCall on_answer) {
    ++calls_;
    const Opened exchange = std::make_shared<Exchange>(Exchange{call, std::move(on_answer)});
    trail_.note(aboutOf(call), fmt::format("{} to {} under {}", call.operation, call.meta.counterparty, call.meta.wire_id));
    if (isDown(call.meta.counterparty) || chance(weather_.not_reached)) {
        after(hop(), [this, exchange] {
            exchange->answered = true;
            exchange->on_answer(troubled(Ending::NotReached, Error::PeerNotReached, exchange->call.meta.counterparty));
        });
        return;
    }
    after(untilDeadline(call), [this, exchange] {
        if (std::exchange(exchange->answered, true)) return;
        trail_.note(aboutOf(exchange->call), exchange->call.operation + " not answered in time");
        exchange->on_answer(troubled(Ending::Unknown, Error::CallUnanswered, exchange->call.meta.counterparty));
    });
    const bool lost = chance(weather_.request_lost);
    const bool slow = chance(weather_.request_slow);
    const bool twice = chance(weather_.request_twice);
    // What may act again although the hub has given up on it comes within its quiet time (payments.md P3); a fence holds for ever.
    const Duration most = call.operation == contract::OrderCreate::kName ? Duration(15min) : Duration(110s);
    if (!lost) after(slow ? dice_.between(1s, most) : hop(), [this, exchange] { arrive(exchange); });
    if (twice) after(dice_.between(10ms, most), [this, exchange] { arrive(exchange); });
}

void SimulatedRegion::arrive(const Opened& exchange) {
    const flows::Call& call = exchange->call;
    if (isDown(call.meta.counterparty)) return;
    CallAnswer answered = serve(call);
    trail_.note(aboutOf(call), fmt::format("{} at {}: {}{}", call.operation, call.meta.counterparty, core::enumName(answered.ending),
                                           answered.answer.refusal ? fmt::format(" ({})", core::enumName(answered.answer.refusal->reason))
                                                                   : std::string()));
    const bool lost = chance(weather_.answer_lost);
    const bool late = chance(weather_.answer_late);
    if (chance(weather_.garbage)) answered = troubled(Ending::Unknown, Error::PeerAnswerNotValid, call.meta.counterparty);
    if (lost) return;
    after(late ? untilDeadline(call) + dice_.between(1s, 20min) : hop(), [this, exchange, answered] { answer(exchange, answered); });
}

void SimulatedRegion::answer(const Opened& exchange, const CallAnswer& answer) {
    CallAnswer given = answer;
    if (std::exchange(exchange->answered, true)) {
        if (given.ending == Ending::Unknown || std::exchange(exchange->late_told, true)) return;
        given.late = true;
    }
    trail_.note(aboutOf(exchange->call),
                fmt::format("{} answered{}: {}", exchange->call.operation, given.late ? " late" : "", core::enumName(given.ending)));
    exchange->late_told = true;
    exchange->on_answer(given);
}

CallAnswer SimulatedRegion::serve(const flows::Call& call) {
    if (const auto hospital = hospitals_.find(call.meta.counterparty); hospital != hospitals_.end()) {
        const bool in_the_mood = !chance(weather_.moody);
        const bool hides_it = chance(weather_.lying);
        return hospital->second.serve(call, time_.utc(), in_the_mood, hides_it);
    }
    const auto found = channels_.find(call.meta.counterparty);
    HUB_ASSERT(found != channels_.end());
    SimulatedChannel& channel = found->second;
    const std::size_t orders = channel.orders.size();
    const std::size_t refunds = channel.refunds.size();
    CallAnswer answer = channel.serve(call);
    if (channel.orders.size() > orders) payerActs(channel.code(), call.meta.wire_id);
    if (channel.refunds.size() > refunds) settleRefund(channel.code(), call.meta.wire_id);
    return answer;
}

void SimulatedRegion::inquire(const flows::Call& call, OnInquiry on_answer) {
    ++calls_;
    trail_.note(aboutOf(call), fmt::format("{} inquired at {}", call.operation, call.meta.counterparty));
    const auto told = [this, about = aboutOf(call), operation = call.operation, on_answer = std::move(on_answer)](InquiryAnswer answer) {
        trail_.note(about, fmt::format("{} inquired: {}", operation, core::enumName(answer.finding)));
        on_answer(answer);
    };
    const auto nothing = [&](Error error) {
        InquiryAnswer answer;
        answer.answer.trouble = contract::Trouble::of(core::Failure(error, call.meta.counterparty));
        return answer;
    };
    if (isDown(call.meta.counterparty)) return after(hop(), [told, answer = nothing(Error::PeerNotReached)] { told(answer); });
    if (chance(weather_.answer_lost)) return after(untilDeadline(call), [told, answer = nothing(Error::CallUnanswered)] { told(answer); });
    after(hop(), [this, call, told] {
        if (lags(call)) return told({Finding::NotThere, {}});
        const auto hospital = hospitals_.find(call.meta.counterparty);
        told(hospital != hospitals_.end() ? hospital->second.find(call, time_.utc())
                                          : channels_.find(call.meta.counterparty)->second.find(call));
    });
}

/// Only channels look things up in copies that lag.
bool SimulatedRegion::lags(const flows::Call& call) { return channels_.contains(call.meta.counterparty) && chance(weather_.lagging); }

std::optional<contract::Capability> SimulatedRegion::capability(std::string_view counterparty, std::string_view operation) const {
    if (const auto hospital = hospitals_.find(counterparty); hospital != hospitals_.end()) return hospital->second.capability(operation);
    return channels_.contains(counterparty) ? SimulatedChannel::capability(operation) : std::nullopt;
}

/// Whoever has an order in their phone may pay it, whatever the hub thinks of it.
void SimulatedRegion::payerActs(const std::string& channel, const std::string& number) {
    if (dice_.permille(150)) return;
    const Duration begins = dice_.between(1s, dice_.permille(100) ? Duration(20min) : Duration(60s));
    const bool types = dice_.permille(300);
    const bool gives_up = dice_.permille(100);
    const Duration takes = dice_.between(1s, 20s);
    if (types) after(begins, [this, channel, number] { this->channel(channel).type(number); });
    if (gives_up) return;
    after(begins + takes, [this, channel, number] {
        if (!this->channel(channel).pay(number, time_.utc())) return;
        trail_.note(number, "paid at " + channel);
        notifyOrder(channel, number);
    });
}

void SimulatedRegion::settleRefund(const std::string& channel, const std::string& number) {
    const bool rejected = chance(weather_.moody);
    after(dice_.between(1s, 5min), [this, channel, number, rejected] {
        if (!this->channel(channel).settle(number, time_.utc(), rejected)) return;
        trail_.note(number, rejected ? "refund rejected" : "refund done");
        notifyRefund(channel, number);
    });
}

void SimulatedRegion::notifyOrder(const std::string& channel, const std::string& number) {
    contract::CollectionChanged changed;
    changed.order = this->channel(channel).order(number);
    if (chance(weather_.lying)) changed.order->amount += core::Money::fromFen(1);
    const contract::Inbound letter = letterOf(channel, contract::eventOf({}, changed));
    post({channel, number, letter}, [] {});
}

void SimulatedRegion::notifyRefund(const std::string& channel, const std::string& number) {
    contract::CollectionChanged changed;
    changed.refund = this->channel(channel).refund(number);
    post({channel, number, letterOf(channel, contract::eventOf({}, changed))}, [] {});
}

contract::Inbound SimulatedRegion::letterOf(const std::string& counterparty, const contract::Event& event) {
    contract::Inbound letter;
    letter.sender = counterparty;
    letter.control_id = "M" + std::to_string(++last_control_id_);
    letter.message_type = event.type;
    letter.body = core::Sensitive<std::string>(letter.control_id + " " + event.content.reveal());
    letter.answer = core::Sensitive<std::string>("AA");
    letter.answer_code = "AA";
    letter.events = {event};
    return letter;
}

void SimulatedRegion::post(Letter letter, std::function<void()> on_done) {
    ++letters_;
    after(hop(), [this, letter = std::move(letter), on_done = std::move(on_done)]() mutable {
        --letters_;
        const bool lost = isDown(letter.counterparty) || chance(weather_.request_lost);
        const auto acceptance = lost ? std::nullopt : accept_(letter.counterparty, letter.inbound);
        const bool kept = acceptance && acceptance->ok();
        trail_.note(letter.about,
                    fmt::format("{} {} from {}: {}", letter.inbound.control_id, letter.inbound.message_type, letter.counterparty,
                                !acceptance                                  ? std::string_view("not taken")
                                : !kept                                      ? acceptance->failure().code()
                                : (*acceptance)->kept == contract::Kept::New ? std::string_view("kept")
                                                                             : std::string_view("known")));
        const bool acknowledged = kept && !chance(weather_.answer_lost);
        const bool once_more = chance(weather_.request_twice);
        if (acknowledged) on_done();
        if (acknowledged && !once_more) return;
        ++letters_;
        after(dice_.between(1s, acknowledged ? Duration(10min) : Duration(15s)),
              [this, letter = std::move(letter), on_done = acknowledged ? std::function<void()>([] {}) : on_done]() mutable {
                  --letters_;
                  post(std::move(letter), std::move(on_done));
              });
    });
}

void SimulatedRegion::tellBill(const std::string& hospital, const std::string& local_patient) {
    const SimulatedHospital& his = this->hospital(hospital);
    if (his.speaks() == Speaks::Polled) return;
    const SimulatedHospital::Bill& bill = his.bills.at(local_patient);
    const core::Sensitive<core::CardNumber> file(core::CardNumber{local_patient});
    const bool gone = bill.cancelled || bill.paid_by == SimulatedHospital::kWindow;
    if (gone) return tell(hospital, bill.key, contract::eventOf(file, contract::ChargeCancelled{bill.key}));
    tell(hospital, bill.key,
         bill.version == 1 ? contract::eventOf(file, contract::ChargeCreated{his.chargeOf(bill)})
                           : contract::eventOf(file, contract::ChargeChanged{his.chargeOf(bill)}));
}

void SimulatedRegion::tellRefundWish(const std::string& hospital, const std::string& local_patient, core::Money amount) {
    contract::RefundRequested wish;
    wish.charge = this->hospital(hospital).bills.at(local_patient).key;
    wish.amount = amount;
    wish.their_number = "W" + wish.charge;
    tell(hospital, wish.charge, contract::eventOf(core::Sensitive(core::CardNumber{local_patient}), wish));
}

void SimulatedRegion::tell(const std::string& hospital, const std::string& about, const contract::Event& event) {
    std::deque<Letter>& waiting = told_[hospital];
    waiting.push_back({hospital, about, letterOf(hospital, event)});
    ++letters_;
    if (waiting.size() == 1) tellNext(hospital);
}

void SimulatedRegion::tellNext(const std::string& hospital) {
    post(told_[hospital].front(), [this, hospital] {
        --letters_;
        told_[hospital].pop_front();
        if (!told_[hospital].empty()) tellNext(hospital);
    });
}

}  // namespace hub::simulate
