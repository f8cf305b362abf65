#pragma once

#include "adapters/hl7_mllp/sender.h"
#include "adapters/hl7_mllp/words.h"
#include "adapters/kit/answer.h"
#include "hub/contract/operations/billing.h"
#include "hub/contract/operations/health.h"
#include "hub/contract/operations/schedule.h"

namespace adapters::hl7_mllp {

/// What an exchange brought: the accepting message, the hospital's "no" by its declared code, or nothing. A "no" whose code nobody
/// declared leaves it open, unless the settings say otherwise (72).
kit::Answer<codec::hl7v2::Message> judged(std::variant<Answered, kit::NoAnswer> exchanged, const Words& words);

// What an accepting message says. Also: PeerAnswerNotValid and failures of a value, which leave open what happened.
hub::core::Result<hub::contract::SlotLock::Result> locked(const codec::hl7v2::Message& answer, const Words& words,
                                                          const std::string& our_number);
/// REQUIRES nothing beyond the acknowledgement: a hospital that sends no ZPY gives an empty result.
hub::core::Result<hub::contract::PaymentConfirm::Result> paid(const codec::hl7v2::Message& answer, const Words& words,
                                                              const std::string& our_number, hub::core::Money total);
hub::core::Result<hub::contract::RefundConfirm::Result> refunded(const codec::hl7v2::Message& answer, const Words& words,
                                                                 const std::string& our_number, hub::core::Money amount);

}  // namespace adapters::hl7_mllp
