#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapters/codec/hl7v2/message.h"
#include "adapters/hl7_mllp/words.h"
#include "hub/contract/meta.h"
#include "hub/contract/operations/billing.h"
#include "hub/contract/operations/patients.h"
#include "hub/contract/operations/schedule.h"

namespace adapters::hl7_mllp {

/// Writes what the hub sends. The bytes follow from meta's wire id, its business date and the request alone, so that a message sent
/// again under the same number is the same message, byte for byte (CONTRACT 10). Constant; any thread. `words` outlives it.
/// Also, of each: RequestNotWritable for what HL7 has no place for; CodeNotMapped, TextNotInCharset.
class Messages {
  public:
    Messages(const Words& words, codec::charset::Charset charset) : words_(words), charset_(charset) {}

    /// ADT^A28: our number stands in PID-3 as PT.
    hub::core::Result<std::string> create(const hub::contract::Meta& meta, const hub::contract::PatientCreate::Request& request) const;
    /// ADT^A31: what is not known is not written, so that the hospital keeps what it has.
    hub::core::Result<std::string> update(const hub::contract::Meta& meta, const hub::contract::PatientUpdate::Request& request) const;
    /// ADT^A40: PID-3 goes on, MRG-1 ends. Whose they are stands there for the hospital to compare, not to take over.
    hub::core::Result<std::string> merge(const hub::contract::Meta& meta, const hub::contract::PatientMerge::Request& request) const;
    /// SIU^S12: our number stands in SCH-1.
    hub::core::Result<std::string> lock(const hub::contract::Meta& meta, const hub::contract::SlotLock::Request& request) const;
    /// SIU^S15.
    hub::core::Result<std::string> cancel(const hub::contract::Meta& meta, const hub::contract::BookingCancel::Request& request) const;
    /// DFT^P03 with one FT1 PY a charge, our number in FT1-2 of each.
    hub::core::Result<std::string> payment(const hub::contract::Meta& meta, const hub::contract::PaymentConfirm::Request& request) const;
    /// DFT^P03 with FT1 CD.
    hub::core::Result<std::string> refund(const hub::contract::Meta& meta, const hub::contract::RefundConfirm::Request& request) const;
    /// NMQ^N01, the query for the clock; any answer to it tells that the hospital is there.
    hub::core::Result<std::string> ping(std::string_view control_id, hub::core::UtcTime now) const;

  private:
    const Words& words_;
    const codec::charset::Charset charset_;
};

}  // namespace adapters::hl7_mllp
