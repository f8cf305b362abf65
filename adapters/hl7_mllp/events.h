#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/codec/hl7v2/message.h"
#include "adapters/hl7_mllp/reading.h"
#include "hub/contract/events.h"

namespace adapters::hl7_mllp {

using Events = std::vector<hub::contract::Event>;
using LocalNumber = hub::core::Sensitive<hub::core::CardNumber>;

/// What a message says in canonical words (CONTRACT 10); nothing for a type or event that is not mapped. Any thread.
/// Also: Hl7ContentNotMapped for what is missing, CodeNotMapped, MoneyNotYuan, Hl7TimestampNotValid and other failures of a value.
hub::core::Result<std::optional<Events>> eventsOf(const codec::hl7v2::Message& message, const Words& words);

/// "DFT^P03", as written in MSH-9.
std::string typeOf(const codec::hl7v2::Message& message);

/// The hospital's own number of the file in PID-3 where the reading stands; a failure of the reading when there is none.
LocalNumber localNumber(Reading& reading);
LocalNumber localNumberIn(Reading& reading, std::size_t segment, std::uint32_t field);

// One kind of message each; what does not fit is the reading's failure.
Events patientUpserted(Reading& reading);
Events patientMerged(Reading& reading);
Events bookingChanged(Reading& reading, std::string_view event);
/// Nothing when no slot is taken out: directory and quota have no event.
std::optional<Events> clinicsStopped(Reading& reading);
/// Nothing when no FT1 is of a declared type.
std::optional<Events> billingEvents(Reading& reading);
Events reportsPublished(Reading& reading);

}  // namespace adapters::hl7_mllp
