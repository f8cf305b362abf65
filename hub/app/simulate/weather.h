#pragma once

#include "hub/app/simulate/dice.h"

namespace hub::simulate {

/// How bad it is, in permille of the occasions unless said otherwise. Each seed has its own: one fault may be missing in it, another
/// frequent.
struct Weather {
    int request_lost = 0;
    int request_slow = 0;  ///< it may arrive long after the caller has given up
    int request_twice = 0;
    int answer_lost = 0;
    int answer_late = 0;  ///< after the caller has given up
    int not_reached = 0;
    int garbage = 0;         ///< an answer that nobody can read: it may have happened
    int lagging = 0;         ///< an inquiry that does not see yet what has happened
    int lying = 0;           ///< a notification with another amount; a refusal of what was booked all the same
    int moody = 0;           ///< refused by a hospital without a reason, or a refund by a channel
    int storage_busy = 0;    ///< units that are turned away
    int commit_unknown = 0;  ///< units whose COMMIT goes unanswered, half of them done
    int crash = 0;           ///< of a million passings of a crash point
    int crashes = 0;         ///< at any moment besides
    int outages = 0;         ///< of counterparties

    static Weather of(Dice& dice);
};

}  // namespace hub::simulate
