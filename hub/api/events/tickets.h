#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "hub/core/clock.h"
#include "hub/core/digest.h"
#include "hub/core/ids.h"
#include "hub/core/result.h"
#include "hub/core/sensitive.h"

namespace hub::api::events {

struct TicketSettings {
    core::Duration life{30'000};
    std::size_t tickets_max = 20'000;  ///< that wait to be used; past it HubBusy
    std::size_t person_max = 8;        ///< of one person; past it EventTicketsTooMany
};

/// Tickets for a browser's EventSource, which can send no token in a header: single use, in memory only, so that one in a log of
/// addresses is worth nothing (MECHANISMS 7). Any thread.
class Tickets {
  public:
    /// 256 random bits.
    using Random = std::function<core::Digest()>;

    /// `clock` outlives this; `random` is called under its lock. Without one: the operating system's.
    explicit Tickets(const core::Clock& clock, TicketSettings settings = {}, Random random = {});

    /// 64 hexadecimal digits. The caller has made sure that it is this person. Also: HubBusy, EventTicketsTooMany.
    core::Result<core::Sensitive<std::string>> issue(const core::IdBits& person);

    /// The person it was issued to; from now on it is worth nothing.
    /// Also: EventTicketNotValid for one that never was, was used or is `life` old: they cannot be told apart.
    core::Result<core::IdBits> redeem(std::string_view ticket);

  private:
    struct Waiting {
        core::IdBits person;
        core::MonoTime until;
    };

    void dropExpired();
    void drop(std::map<core::Digest, Waiting>::iterator ticket);

    const core::Clock& clock_;
    const TicketSettings settings_;
    const Random random_;
    std::mutex mutex_;                         // guards all below
    std::map<core::Digest, Waiting> waiting_;  // by the ticket's hash: how long a look takes tells nothing about tickets
    std::deque<std::pair<core::MonoTime, core::Digest>> by_age_;
    std::map<core::IdBits, std::size_t> of_person_;
};

}  // namespace hub::api::events
