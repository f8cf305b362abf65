#pragma once

#include <map>
#include <string>

#include "tests/unit/payment/examples.h"

/// The payment's events by the names of the tables, and its answers in their words.
namespace tests::payment {

using What = decltype(PaymentEvent::what);

inline const Split kSplit{fen(3000), fen(500), fen(1500), fen(0)};
inline const Split kOtherSplit{fen(3000), fen(400), fen(1600), fen(0)};
inline const Split kNoCash{fen(4000), fen(900), fen(0), fen(100)};

/// `cash`: what is collected by the channel.
std::map<std::string, What> paymentEvents(Money cash);

/// "closing(declined) case:amount_differs publish", "refused", or "-" when nothing changed.
std::string answerOf(const Payment& before, const What& what);

}  // namespace tests::payment
