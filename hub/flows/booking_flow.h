#pragma once

#include <optional>
#include <string>

#include "hub/flows/house.h"

namespace hub::flows {

/// Carries out what the booking machine decides. Its rows are its state; nothing is kept in memory. Any thread.
class BookingFlow final : public Flow {
  public:
    /// Both outlive the flow.
    BookingFlow(const House& house, Telling& telling) : house_(house), telling_(telling) {}

    static constexpr std::string_view kKind = "booking";

    /// A new booking, in the caller's unit. With a `quota` the hub counts the seats of the slot (CONTRACT 10): the booking takes one, or is
    /// refused at once when all are taken, and a unit of the slot's own aggregate keeps people out of each other's way.
    /// Also: BookingRequestTaken, VersionConflict (run the unit again).
    core::Result<Next> open(core::Transaction& transaction, booking::BookingWish wish, std::optional<std::int32_t> quota);

    /// Reads, decides, writes. Also: BookingNotFound, and what decide() refuses.
    core::Result<Next> apply(core::Transaction& transaction, booking::BookingId id, decltype(booking::BookingEvent::what) what);

    /// The same in a unit of its own. `on_done` may be left out.
    void submit(booking::BookingId id, decltype(booking::BookingEvent::what) what, Carrier::OnDone on_done = {});

    std::string_view kind() const override { return kKind; }
    core::Result<Next> onEnd(core::Transaction& transaction, const core::Attempt& attempt, const End& end) override;
    core::Result<void> onOverdue(core::Transaction& transaction, const core::Attempt& attempt) override;
    core::Result<std::optional<Call>> fence(core::ReadTransaction& transaction, const core::Attempt& attempt) override;

  private:
    core::Result<booking::BookingDecision> opened(core::Transaction& transaction, booking::BookingWish wish,
                                                  std::optional<std::int32_t> quota);
    core::Result<Next> carryOut(core::Transaction& transaction, const booking::BookingDecision& decision, std::int64_t version);
    core::Result<Next> call(core::Transaction& transaction, const booking::Booking& booking, const booking::booking_action::Call& action);
    void askQuote(const booking::Booking& booking);
    void askBooking(const booking::Booking& booking);

    const House& house_;
    Telling& telling_;
};

/// What an answer to booking.quote says. A hospital in service that offers no quotes takes its fee as a charge (CONTRACT 10): nothing is
/// to be paid for the slot. None: it could not be read, nobody knows the fee.
std::optional<contract::BookingQuote::Result> quoteIn(const CallAnswer& answer);

}  // namespace hub::flows
