#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/sim/common/records.h"

/// What this hospital keeps books about. The people are invented, so nothing here is Sensitive.
namespace adapters::sim::hl7 {

using common::ChargeLine;
using common::NewCharge;
using hub::core::Date;
using hub::core::Money;
using hub::core::UtcTime;

/// 7 of "P100007": what stands behind the prefix, less the base.
std::optional<std::int64_t> idIn(std::string_view number, char prefix, std::int64_t base);

/// A "no" of the hospital: MSA-6.1 and MSA-3.
struct Refusal {
    std::string code;  ///< E01 to E14
    std::string text;
};

struct Patient {
    static constexpr std::string_view kTypeName = "Hl7Patient";
    static constexpr char kPrefix = 'P';
    static constexpr std::int64_t kBase = 100'000;
    std::int64_t id = 0;
    std::string our_number;  ///< the hub's number of the request that opened the file; empty: opened at the window
    std::string name;
    std::string sex = "U";
    std::string birth_date;
    std::string certificate_type;
    std::string certificate_number;
    std::string phone;
    std::string address;
    std::int64_t merged_into = 0;

    /// PID-3 of this hospital.
    std::string localNumber() const { return kPrefix + std::to_string(kBase + id); }

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("name", self.name, "name");
        field("sex", self.sex, "M, F or U");
        field("birth_date", self.birth_date, "yyyymmdd");
        field("certificate_type", self.certificate_type, "NNCHN: resident ID");
        field("certificate_number", self.certificate_number, "number of the certificate");
        field("phone", self.phone, "phone");
    }
};

enum class BookingState { Booked, Cancelled, Stopped };
constexpr auto enumNames(BookingState) {
    using Name = std::pair<BookingState, std::string_view>;
    return std::array{Name{BookingState::Booked, "booked"}, Name{BookingState::Cancelled, "cancelled"},
                      Name{BookingState::Stopped, "stopped"}};
}

struct Booking {
    std::int64_t id = 0;
    std::string our_number;
    std::int64_t patient_id = 0;
    std::string slot;
    BookingState state = BookingState::Booked;
    std::string charge;  ///< of its fee; empty: none

    std::string number() const { return "B" + std::to_string(1'000'000 + id); }
};

using ChargeState = common::ChargeState;

struct BilledLine {
    std::string key;  ///< "L1", unique within the charge
    ChargeLine line;
    bool refunded = false;
};

struct Charge {
    static constexpr char kPrefix = 'C';
    static constexpr std::int64_t kBase = 1'000'000;
    std::int64_t id = 0;
    std::int64_t patient_id = 0;
    std::string visit_number;
    std::string name;
    std::string department;
    std::string doctor;
    ChargeState state = ChargeState::Unpaid;
    UtcTime ordered_at;
    std::vector<BilledLine> lines;

    std::string number() const { return kPrefix + std::to_string(kBase + id); }
    Money total() const;  ///< of all lines, also of refunded ones
};

struct Payment {
    std::string our_number;
    std::string charge;
    Money amount;
    std::string settlement;
    std::string receipt;
    UtcTime posted_at;
};

struct Refund {
    std::string our_number;
    std::string paid_number;
    std::string charge;
    std::string line;  ///< empty: all that is left
    Money amount;
    std::string receipt;
    UtcTime posted_at;
};

struct RefundRequest {
    std::int64_t id = 0;
    std::string charge;
    std::vector<BilledLine> lines;

    std::string number() const { return "R" + std::to_string(1'000'000 + id); }
    Money amount() const;
};

/// A message on its way to the hub.
struct Push {
    std::int64_t id = 0;
    std::string control_id;
    std::string bytes;
};

}  // namespace adapters::sim::hl7
