#include "hub/api/events/tickets.h"

#include <utility>

#include "hub/vault/primitives.h"
#include "hub/vault/vault.h"

namespace hub::api::events {

using core::Error;
using core::Failure;

Tickets::Tickets(const core::Clock& clock, TicketSettings settings, Random random)
    : clock_(clock),
      settings_(settings),
      random_(random ? std::move(random) : [] { return core::Digest{vault::primitives::randomBytes32()}; }) {}

core::Result<core::Sensitive<std::string>> Tickets::issue(const core::IdBits& person) {
    const std::lock_guard lock(mutex_);
    dropExpired();
    if (waiting_.size() >= settings_.tickets_max) return Failure(Error::HubBusy);
    const auto held = of_person_.find(person);
    if (held != of_person_.end() && held->second >= settings_.person_max)
        return Failure(Error::EventTicketsTooMany, std::to_string(settings_.person_max));
    std::string ticket = random_().hex();
    const core::Digest hash = vault::Vault::digest(ticket);
    const core::MonoTime until = clock_.mono() + settings_.life;
    HUB_ASSERT(waiting_.emplace(hash, Waiting{person, until}).second);
    by_age_.emplace_back(until, hash);
    ++of_person_[person];
    return core::Sensitive<std::string>(std::move(ticket));
}

core::Result<core::IdBits> Tickets::redeem(std::string_view ticket) {
    const core::Digest hash = vault::Vault::digest(ticket);
    const std::lock_guard lock(mutex_);
    dropExpired();
    const auto found = waiting_.find(hash);
    if (found == waiting_.end()) return Failure(Error::EventTicketNotValid);
    const core::IdBits person = found->second.person;
    drop(found);
    return person;
}

void Tickets::dropExpired() {
    const core::MonoTime now = clock_.mono();
    while (!by_age_.empty() && by_age_.front().first <= now) {
        const auto found = waiting_.find(by_age_.front().second);
        if (found != waiting_.end()) drop(found);  // else it was used
        by_age_.pop_front();
    }
}

void Tickets::drop(std::map<core::Digest, Waiting>::iterator ticket) {
    const auto held = of_person_.find(ticket->second.person);
    if (--held->second == 0) of_person_.erase(held);
    waiting_.erase(ticket);
}

}  // namespace hub::api::events
