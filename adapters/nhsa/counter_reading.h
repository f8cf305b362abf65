#pragma once

#include <span>
#include <string>
#include <vector>

#include "adapters/kit/code_map.h"
#include "hub/contract/operations/settlement.h"
#include "hub/core/json.h"

namespace adapters::nhsa {

/// Outputs of the counter chain as canonical results. Amounts are carried as they are: whether they add up is the hub's to say. An answer
/// about another visit, person, line or total than was asked is none: PeerAnswerNotValid, ChannelAmountDiffers. What cannot be read is
/// PeerAnswerNotValid with the name of the member, CodeNotMapped or ValueNotInForm. Constant; any thread.
class CounterReading {
  public:
    CounterReading();

    hub::core::Result<hub::contract::InsuredFind::Result> insured(hub::core::JsonValue content,
                                                                  const hub::contract::InsuredFind::Request& request) const;
    hub::core::Result<hub::contract::VisitRegister::Result> registered(hub::core::JsonValue content,
                                                                       const hub::contract::InsuredVisit& visit) const;
    /// In the order of `lines`.
    hub::core::Result<std::vector<hub::contract::LineCover>> covers(hub::core::JsonValue content,
                                                                    std::span<const hub::contract::InsuredLine> lines) const;
    hub::core::Result<hub::contract::SettlementAmounts> quoted(hub::core::JsonValue content, const hub::contract::SettlementOf& of) const;
    /// One that names another request as its origin than `msgid` is not ours.
    hub::core::Result<hub::contract::Settlement> settled(hub::core::JsonValue content, const hub::contract::SettlementOf& of,
                                                         const std::string& msgid) const;
    hub::core::Result<hub::contract::Settlement> revoked(hub::core::JsonValue content,
                                                         const hub::contract::SettlementRevoke::Request& request) const;
    hub::core::Result<hub::contract::Settlement> found(hub::core::JsonValue content,
                                                       const hub::contract::SettlementFind::Request& request) const;
    hub::core::Result<hub::contract::StatementCheck::Result> compared(hub::core::JsonValue content) const;

  private:
    hub::core::Result<hub::contract::PersonDetails> person(hub::core::JsonValue base) const;

    const kit::CodeMap certificate_kind_;
    const kit::CodeMap sex_;
};

}  // namespace adapters::nhsa
