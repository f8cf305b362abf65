#include "adapters/sim/nhsa/benefits.h"

#include <algorithm>

namespace adapters::sim::nhsa {

namespace {

__extension__ using Wide = __int128;

constexpr std::int64_t kPerMille = 1000;
constexpr std::int64_t kFenPrice = kPriceUnit / 100;                  // a price of one fen
constexpr std::int64_t kFenParts = kPriceUnit * kQuantityUnit / 100;  // of one fen, in the units of a price by a quantity

Money yuan(std::int64_t whole) { return Money::fromFen(whole * 100); }

}  // namespace

Money shareOf(Money amount, std::int64_t numerator, std::int64_t denominator) {
    HUB_ASSERT(!amount.isNegative() && numerator >= 0 && denominator > 0);
    const Wide product = Wide{amount.fen()} * numerator;
    return Money::fromFen(static_cast<std::int64_t>((product * 2 + denominator) / (Wide{denominator} * 2)));
}

std::optional<Money> priceOf(std::int64_t price, std::int64_t quantity) {
    HUB_ASSERT(price >= 0 && quantity >= 0);
    const Wide fen = (Wide{price} * quantity + kFenParts / 2) / kFenParts;
    if (fen > Wide{Money::kFenMax}) return std::nullopt;
    return Money::fromFen(static_cast<std::int64_t>(fen));
}

Cover& Cover::operator+=(const Cover& other) {
    amount += other.amount;
    full_own += other.full_own;
    over_limit += other.over_limit;
    own_first += other.own_first;
    in_scope += other.in_scope;
    hospital += other.hospital;
    return *this;
}

Cover coverOf(const Item& item, Money amount, std::int64_t quantity) {
    Cover cover;
    cover.amount = amount;
    if (item.level == Level::Third) {
        cover.full_own = amount;
        return cover;
    }
    Money within = amount;
    if (item.price_limit.isPositive()) within = std::min(amount, priceOf(item.price_limit.fen() * kFenPrice, quantity).value_or(amount));
    cover.over_limit = amount - within;
    if (item.hospital_bears) cover.hospital = cover.over_limit;
    if (item.level == Level::Second) cover.own_first = shareOf(within, item.own_first_per_mille, kPerMille);
    cover.in_scope = within - cover.own_first;
    return cover;
}

bool isInpatientType(std::string_view med_type) {
    constexpr std::array<std::string_view, 5> kInpatient{"21", "22", "23", "24", "52"};
    return std::ranges::find(kInpatient, med_type) != kInpatient.end();
}

Care careOf(std::string_view med_type) {
    if (isInpatientType(med_type)) return Care::Inpatient;
    return med_type == "14" ? Care::Chronic : Care::Outpatient;
}

std::optional<Benefit> benefitOf(std::string_view insutype, Care care) {
    if (insutype == "310") {
        switch (care) {
            case Care::Outpatient:
                return Benefit{yuan(200), 700, yuan(3000), 500};
            case Care::Chronic:
                return Benefit{yuan(200), 850, yuan(10'000), 700};
            case Care::Inpatient:
                return Benefit{yuan(800), 900, yuan(200'000), 800};
        }
    }
    if (insutype == "390") {
        switch (care) {
            case Care::Outpatient:
                return Benefit{yuan(100), 500, yuan(600), 0};
            case Care::Chronic:
                return Benefit{yuan(100), 650, yuan(3000), 500};
            case Care::Inpatient:
                return Benefit{yuan(500), 750, yuan(150'000), 600};
        }
    }
    return std::nullopt;
}

Split splitOf(const Cover& cover, const Benefit& benefit, const YearUse& used, const Payer& payer) {
    Split split;
    split.cover = cover;
    split.deductible = std::min(cover.in_scope, std::max(Money(), benefit.deductible - used.deductible));
    const Money after = cover.in_scope - split.deductible;
    const Money wanted = shareOf(after, benefit.ratio_per_mille, kPerMille);
    split.basic = std::min(wanted, std::max(Money(), benefit.ceiling - used.basic));
    // What the basic fund's part stands for is paid; the rest is the other fund's.
    const Money above = wanted.isPositive() ? shareOf(after, (wanted - split.basic).fen(), wanted.fen()) : Money();
    split.big_illness = std::min(shareOf(above, benefit.above_ceiling_per_mille, kPerMille), after - split.basic);
    Money left = cover.in_scope - split.basic - split.big_illness;
    if (payer.civil_servant) split.civil_servant = shareOf(left, kCivilServantPerMille, kPerMille);
    left = left - split.civil_servant;
    if (payer.medical_aid) split.medical_aid = shareOf(left, kMedicalAidPerMille, kPerMille);

    Money person = split.total() - split.fund() - split.hospital();
    const auto take = [&](const Purse& purse) {
        const Money amount = std::min(person, std::max(Money(), purse.balance));
        if (!amount.isPositive()) return Money();
        split.draws.push_back({purse.person_id, amount});
        split.account += amount;
        person = person - amount;
        return amount;
    };
    if (payer.own) take(*payer.own);
    for (const Purse& purse : payer.relatives) split.mutual_aid += take(purse);
    split.cash = person;
    return split;
}

Split negated(const Split& split) {
    Split other;
    const Cover& cover = split.cover;
    other.cover = {-cover.amount, -cover.full_own, -cover.over_limit, -cover.own_first, -cover.in_scope, -cover.hospital};
    other.deductible = -split.deductible;
    other.basic = -split.basic;
    other.civil_servant = -split.civil_servant;
    other.big_illness = -split.big_illness;
    other.medical_aid = -split.medical_aid;
    other.account = -split.account;
    other.mutual_aid = -split.mutual_aid;
    other.cash = -split.cash;
    for (const Draw& draw : split.draws) other.draws.push_back({draw.person_id, -draw.amount});
    return other;
}

}  // namespace adapters::sim::nhsa
