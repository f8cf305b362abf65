#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/sim/nhsa/benefits.h"
#include "adapters/sim/nhsa/times.h"
#include "hub/core/describe.h"

/// What the insurer keeps. The people are invented, so nothing here is Sensitive. A time or an id of 0 means none.
namespace adapters::sim::nhsa {

struct Person {
    std::int64_t id = 0;
    std::string psn_no;
    std::string psn_cert_type;
    std::string certno;
    std::string name;
    std::string gend;
    std::string brdy;
    std::string card_no;
    std::string card_sn;
    bool civil_servant = false;
    bool medical_aid = false;
};

struct Insurance {
    static constexpr std::string_view kTypeName = "Insurance";
    std::int64_t person_id = 0;
    std::string insutype;
    std::string psn_type;
    bool pays = true;
    std::string area;
    Money balance;

    bool hasAccount() const { return insutype == "310"; }

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("insutype", self.insutype, "310 employees, 390 residents");
        field("psn_type", self.psn_type, "category of the insured");
        field("pays", self.pays, "whether it pays now");
        field("insuplc_admdvs", self.area, "insured area, six digits");
        field("balc_fen", self.balance, "balance of the account; only 310 has one");
    }
};

/// What somebody shows: mdtrt_cert_type 01 voucher, 02 resident ID, 03 social security card.
struct Shown {
    std::string kind;
    std::string number;
    std::string card_sn;  ///< of 03, where the call has it
};

struct Voucher {
    std::string ec_token;
    std::string pay_auth_no;
    UtcTime expires_at;
};

enum class VisitState { Open, Discharged, Cancelled };
constexpr auto enumNames(VisitState) {
    using Name = std::pair<VisitState, std::string_view>;
    return std::array{Name{VisitState::Open, "open"}, Name{VisitState::Discharged, "discharged"}, Name{VisitState::Cancelled, "cancelled"}};
}

struct Visit {
    std::int64_t id = 0;
    std::string mdtrt_id;
    std::int64_t person_id = 0;
    std::string insutype;
    bool inpatient = false;
    std::string hospital;
    std::string ipt_otp_no;
    std::string made_by;  ///< msgid or medOrgOrd
    VisitState state = VisitState::Open;
    std::string med_type;      ///< of its diagnoses or admission; empty: none came yet
    std::string diagnoses;     ///< JSON as it came
    std::string details;       ///< JSON of what opened it, as it came
    std::int64_t version = 1;  ///< counts what changed since
};

struct Line {
    std::int64_t id = 0;
    std::int64_t visit_id = 0;
    std::string sn;
    std::string batch;
    std::string item;
    std::string hospital_item;
    std::int64_t quantity = 0;  ///< in parts of kQuantityUnit
    std::int64_t price = 0;     ///< in parts of kPriceUnit
    Cover cover;
    Level level = Level::First;
    Money price_limit;
    std::string made_by;
    std::string revoked_by;  ///< empty: it stands
    std::int64_t settlement_id = 0;
};

enum class Entry { Settled, Revoked, Restored };
constexpr auto enumNames(Entry) {
    using Name = std::pair<Entry, std::string_view>;
    return std::array{Name{Entry::Settled, "settled"}, Name{Entry::Revoked, "revoked"}, Name{Entry::Restored, "restored"}};
}

/// Never changed but for `undone`: what undoes one is an entry of its own.
struct Settlement {
    std::int64_t id = 0;
    std::string setl_id;
    Entry entry = Entry::Settled;
    std::int64_t of_id = 0;  ///< what it revokes or restores
    bool undone = false;
    std::int64_t visit_id = 0;
    std::int64_t person_id = 0;
    std::string insutype;
    std::string med_type;
    std::string batch;
    std::string hospital;
    std::string made_by;
    UtcTime at;
    Date day;  ///< clearing day
    std::int64_t year = 0;
    Split split;
    Money balance;  ///< of the account, afterwards
    UtcTime hidden_until;
};

/// As ordStas is numbered.
enum class OrderState {
    Created = 0,
    Uploaded = 1,
    Processing = 2,
    Settled = 6,
    Revoked = 8,
    Refunded = 9,
    Failed = 14,
    Expired = 15,
    Refused = 16
};

struct Order {
    std::int64_t id = 0;
    std::string pay_ord_id;
    std::string pay_token;
    std::string hospital;
    std::string med_org_ord;
    std::string org_biz_ser;
    std::int64_t person_id = 0;
    std::int64_t visit_id = 0;
    std::string insutype;
    std::string med_type;
    std::string batch;
    OrderState state = OrderState::Uploaded;
    UtcTime made_at;
    UtcTime settles_at;  ///< 0: nobody asked for it
    std::int64_t settlement_id = 0;
    Money cash_refunded;
    bool insurance_refunded = false;
    UtcTime hidden_until;
};

}  // namespace adapters::sim::nhsa
