#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/hl7_mllp/settings.h"
#include "adapters/kit/code_map.h"
#include "adapters/kit/mapping/transform.h"
#include "hub/contract/events.h"
#include "hub/contract/outcome.h"
#include "hub/contract/people.h"

namespace adapters::hl7_mllp {

/// What an FT1 of the hospital is.
enum class Transaction { Charge, ChargeCancel, Refund };
constexpr auto enumNames(Transaction) {
    using Name = std::pair<Transaction, std::string_view>;
    return std::array{Name{Transaction::Charge, "charge"}, Name{Transaction::ChargeCancel, "charge_cancel"},
                      Name{Transaction::Refund, "refund"}};
}

/// What one hospital's settings say about its messages: places, codes, numbers. Constant; any thread.
struct Words {
    /// Also: CodeMapNotValid, Hl7PathNotValid.
    static hub::core::Result<Words> make(const Settings& settings);

    Party us;
    Party them;
    std::string version;
    bool ask_enhanced;
    BookingNumber booking_number;
    OtherRefusal other_refusals;
    std::vector<std::string> local_number_types;
    std::vector<std::string> critical_flags;
    FieldTable fields;
    kit::CodeMap sexes;
    kit::CodeMap certificate_types;
    kit::CodeMap transaction_types;
    kit::CodeMap booking_states;
    kit::CodeMap sessions;
    kit::CodeMap report_statuses;
    kit::CodeMap report_kinds;
    kit::CodeMap refusals;
};

/// SHA-256 of the parts, as 32 hexadecimal digits: the version of what has none of its own.
std::string contentHash(const std::vector<std::string>& parts);

/// "20261121080000": a moment in Asia/Shanghai.
std::string shanghaiText(hub::core::UtcTime time);

}  // namespace adapters::hl7_mllp
