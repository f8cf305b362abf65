#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hub/core/describe.h"
#include "hub/core/money.h"

/// What an insurance pays: whole numbers only, no books, no clock. README.md says the numbers.
namespace adapters::sim::nhsa {

using hub::core::Money;

inline constexpr std::int64_t kPriceUnit = 1'000'000;  ///< of a price: a millionth of a yuan
inline constexpr std::int64_t kQuantityUnit = 10'000;  ///< of a quantity: a ten-thousandth

/// `amount` × numerator / denominator, half a fen up. REQUIRES: none is negative; denominator > 0.
Money shareOf(Money amount, std::int64_t numerator, std::int64_t denominator);

/// So many of a price, half a fen up; none past what Money holds. REQUIRES: not negative.
std::optional<Money> priceOf(std::int64_t price, std::int64_t quantity);

enum class Level { First, Second, Third };
/// As chrgitm_lv is written: covered, covered after a share of one's own, not covered.
constexpr auto enumNames(Level) {
    using Name = std::pair<Level, std::string_view>;
    return std::array{Name{Level::First, "01"}, Name{Level::Second, "02"}, Name{Level::Third, "03"}};
}

struct Item {
    static constexpr std::string_view kTypeName = "Item";
    std::string code;
    Level level = Level::First;
    Money price_limit;                     ///< of one; zero: none
    std::int32_t own_first_per_mille = 0;  ///< of what is within the limit; Level::Second only
    bool hospital_bears = false;           ///< what is above the limit, instead of the person

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("med_list_codg", self.code, "code of the national list");
        field("chrgitm_lv", self.level, "01 covered, 02 after a share of one's own, 03 not covered");
        field("price_limit_fen", self.price_limit, "most that is covered of one; 0 for none");
        field("own_first_per_mille", self.own_first_per_mille, "the person's share of an item of level 02");
        field("hospital_bears", self.hospital_bears, "true: the hospital bears what is above the limit");
    }
};

/// How lines are parted before any fund: full_own + over_limit + own_first + in_scope = amount.
struct Cover {
    Money amount;
    Money full_own;
    Money over_limit;
    Money own_first;
    Money in_scope;
    Money hospital;  ///< of over_limit, what the hospital bears

    Cover& operator+=(const Cover& other);
};

/// REQUIRES: the amount is not negative.
Cover coverOf(const Item& item, Money amount, std::int64_t quantity);

enum class Care { Outpatient, Chronic, Inpatient };
constexpr auto enumNames(Care) {
    using Name = std::pair<Care, std::string_view>;
    return std::array{Name{Care::Outpatient, "outpatient"}, Name{Care::Chronic, "chronic"}, Name{Care::Inpatient, "inpatient"}};
}

/// By med_type: 14 is chronic, 21 to 24 and 52 inpatient, all else outpatient.
Care careOf(std::string_view med_type);
bool isInpatientType(std::string_view med_type);

/// Of one insurance and kind of care.
struct Benefit {
    Money deductible;                          ///< a year
    std::int32_t ratio_per_mille = 0;          ///< of what is in scope and past the deductible
    Money ceiling;                             ///< a year, of the basic fund
    std::int32_t above_ceiling_per_mille = 0;  ///< what the fund for big illness pays of what the basic fund no longer does
};

/// None for an insurance that settles nothing by itself.
std::optional<Benefit> benefitOf(std::string_view insutype, Care care);

inline constexpr std::int32_t kCivilServantPerMille = 500;
inline constexpr std::int32_t kMedicalAidPerMille = 700;

/// What was taken this year already.
struct YearUse {
    Money deductible;
    Money basic;
};

/// Whose money it is, and how much of it there is.
struct Purse {
    std::int64_t person_id = 0;
    Money balance;
};

struct Draw {
    std::int64_t person_id = 0;
    Money amount;
};

/// Who pays what.
struct Split {
    Cover cover;
    Money deductible;
    Money basic;          ///< hifp_pay
    Money civil_servant;  ///< cvlserv_pay
    Money big_illness;    ///< hifmi_pay or hifob_pay
    Money medical_aid;    ///< maf_pay
    Money account;        ///< acct_pay, mutual aid included
    Money mutual_aid;     ///< acct_mulaid_pay
    Money cash;
    std::vector<Draw> draws;  ///< what each account gives; they come to `account`

    Money total() const { return cover.amount; }
    Money fund() const { return basic + civil_servant + big_illness + medical_aid; }
    Money person() const { return account + cash; }
    Money hospital() const { return cover.hospital; }
};

struct Payer {
    bool civil_servant = false;
    bool medical_aid = false;
    std::optional<Purse> own;      ///< none: no account, or it is not to be used
    std::vector<Purse> relatives;  ///< in the order they are asked
};

Split splitOf(const Cover& cover, const Benefit& benefit, const YearUse& used, const Payer& payer);

/// All amounts with the other sign; the draws too.
Split negated(const Split& split);

}  // namespace adapters::sim::nhsa
