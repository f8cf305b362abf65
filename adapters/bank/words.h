#pragma once

#include <array>
#include <string>
#include <string_view>

#include "adapters/kit/code_map.h"
#include "adapters/kit/mapping/time_format.h"
#include "hub/contract/operations/bank.h"
#include "hub/core/json.h"

namespace adapters::bank {

/// A number of ours: 6 to 32 letters and digits.
bool isOurNumber(std::string_view number);

/// The bank's own number of a transfer: 1 to 64 digits.
bool isBankNumber(std::string_view number);

/// The bank's words for kinds of transfers.
kit::CodeMap transferKinds();

/// Turns canonical values into the bank's JSON and back. Knows no sockets and no keys. Constant; any thread. What cannot be written is
/// RequestNotWritable; what cannot be read is PeerAnswerNotValid with the name of the member, CodeNotMapped or ValueNotInForm. Amounts
/// are whole numbers of fen and nothing else.
class Words {
  public:
    Words();

    // Out. The members of each request, as not_valid may name them.
    static constexpr std::array<std::string_view, 6> kOfOpen{"number", "name", "certificate_type", "certificate", "phone", "linked_card"};
    static constexpr std::array<std::string_view, 1> kOfBalance{"account"};
    static constexpr std::array<std::string_view, 6> kOfTransfer{"number", "kind", "account", "amount", "original", "summary"};
    static constexpr std::array<std::string_view, 1> kOfFind{"number"};

    /// Certificate and telephone must be known.
    hub::core::Result<std::string> ofOpen(const std::string& our_number, const hub::contract::AccountOpen::Request& request) const;
    static std::string ofBalance(const hub::core::Sensitive<std::string>& account);
    hub::core::Result<std::string> ofTransfer(const std::string& our_number, const hub::contract::TransferCreate::Request& request) const;
    static hub::core::Result<std::string> ofFind(const std::string& our_number);

    // In.
    hub::core::Result<hub::contract::AccountOpen::Result> opened(std::string_view body) const;
    hub::core::Result<hub::contract::AccountBalance::Result> balance(std::string_view body) const;

    /// A transfer of another number is not read. One that is done says when, on which day of the bank's and under which number of its.
    hub::core::Result<hub::contract::BankTransfer> transfer(std::string_view body, std::string_view our_number) const;

  private:
    hub::core::Result<hub::core::UtcTime> timeIn(hub::core::JsonValue content, std::string_view name) const;

    const kit::CodeMap certificate_kind_;
    const kit::CodeMap transfer_kind_;
    const kit::CodeMap transfer_state_;
    const kit::mapping::TimeFormat time_;
    const kit::mapping::TimeFormat day_;
};

}  // namespace adapters::bank
