#include "tests/unit/payment/simulated_network.h"

namespace tests::payment {

using core::AttemptState;

namespace {

constexpr core::Duration kQuiet{120'000};

bool isOpen(AttemptState state) {
    return state == AttemptState::Ready || state == AttemptState::Accepted || state == AttemptState::Unknown;
}

}  // namespace

bool SimulatedNetwork::deliverOne() {
    if (in_flight_.empty() || random_() % 4 == 0) return false;
    const std::size_t at = random_() % in_flight_.size();
    const Message message = std::move(in_flight_[at]);
    in_flight_.erase(in_flight_.begin() + static_cast<std::ptrdiff_t>(at));
    message();
    return true;
}

void SimulatedNetwork::resolveDue() {
    for (auto& [name, attempt] : attempts_) {
        if (isOpen(attempt.state) && now_ >= attempt.sent_at + kQuiet) later([this, name = name] { resolve(name); });
    }
}

void SimulatedNetwork::askParked() {
    for (auto& [name, attempt] : attempts_) {
        if (attempt.state == AttemptState::Parked) attempt.ask();
    }
}

void SimulatedNetwork::call(const std::string& name, bool again, const std::function<Attempt()>& make) {
    auto found = attempts_.find(name);
    if (found == attempts_.end()) {
        found = attempts_.emplace(name, make()).first;
    } else {
        const AttemptState state = found->second.state;
        const bool over = state == AttemptState::Refused || state == AttemptState::NotHappened || state == AttemptState::Done;
        if (state != AttemptState::NotReached && !(again && over)) return;
        found->second.state = AttemptState::Ready;
    }
    found->second.sent_at = now_;
    if (!crashed_) send(name);
}

void SimulatedNetwork::send(const std::string& name) {
    Attempt& attempt = attempts_.at(name);
    attempt.sent_at = now_;
    ++attempt.sends;
    if (chance(8)) return answer(name, AttemptState::NotReached, attempt.moved);
    if (chance(8)) answer(name, AttemptState::Unknown, attempt.moved);  // out of time, while the request is still on its way
    if (!chance(8)) later(attempt.arrive);
}

void SimulatedNetwork::answer(const std::string& name, AttemptState state, Tell tell) {
    if (chance(10)) state = AttemptState::Unknown;
    for (std::uint64_t copies = chance(10) ? 2 : 1; copies > 0; --copies)
        later([this, name, send = attempts_.at(name).sends, state, tell] { end(name, send, state, [tell, state] { tell(state); }); });
}

/// As the runner's rules: an end is not taken back, but for evidence that says otherwise.
void SimulatedNetwork::end(const std::string& name, int send, AttemptState state, const std::function<void()>& tell) {
    Attempt& attempt = attempts_.at(name);
    if (send != attempt.sends && state != AttemptState::Done) return;
    if (attempt.fenced && state != AttemptState::NotHappened) return;
    const bool ended = !isOpen(attempt.state) && attempt.state != AttemptState::Parked;
    if (attempt.state == state || (ended && (isOpen(state) || attempt.state == AttemptState::Done))) return;
    if (chance(5)) return;  // not recorded: the resolver finds it again
    attempt.state = state;
    tell();
}

void SimulatedNetwork::resolve(const std::string& name) {
    const Attempt& attempt = attempts_.at(name);
    if (!isOpen(attempt.state) || now_ < attempt.sent_at + kQuiet || chance(30)) return;
    attempt.ask();
}

}  // namespace tests::payment
