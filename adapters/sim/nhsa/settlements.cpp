#include "adapters/sim/nhsa/settlements.h"

#include <fmt/format.h>

#include "adapters/sim/nhsa/schema.h"

namespace adapters::sim::nhsa {

using common::Answer;
using common::Row;

namespace {

constexpr const char* kColumns =
    "id, setl_id, entry, of_id, undone, visit_id, person_id, insutype, med_type, batch, hospital, made_by, at_ms, day, year, amount_fen, "
    "full_own_fen, over_limit_fen, own_first_fen, in_scope_fen, hospital_fen, deductible_fen, basic_fen, civil_servant_fen, "
    "big_illness_fen, medical_aid_fen, account_fen, mutual_aid_fen, cash_fen, balance_fen, hidden_until_ms";

}  // namespace

std::optional<Settlement> Settlements::settlementWhere(std::string_view condition, const common::Values& values) {
    std::optional<Settlement> found;
    database_.each(fmt::format("SELECT {} FROM settlement WHERE {}", kColumns, condition), values, [&](const Row& row) {
        Settlement& one = found.emplace();
        Split& split = one.split;
        Cover& cover = split.cover;
        row.into(one.id, one.setl_id, one.entry, one.of_id, one.undone, one.visit_id, one.person_id, one.insutype, one.med_type, one.batch,
                 one.hospital, one.made_by, one.at, one.day, one.year, cover.amount, cover.full_own, cover.over_limit, cover.own_first,
                 cover.in_scope, cover.hospital, split.deductible, split.basic, split.civil_servant, split.big_illness, split.medical_aid,
                 split.account, split.mutual_aid, split.cash, one.balance, one.hidden_until);
    });
    if (found) found->split.draws = drawsOf(found->id);
    return found;
}

std::vector<Draw> Settlements::drawsOf(std::int64_t settlement_id) {
    std::vector<Draw> draws;
    database_.each("SELECT person_id, amount_fen FROM account_entry WHERE settlement_id = ? ORDER BY id", {settlement_id},
                   [&](const Row& row) {
                       Draw& one = draws.emplace_back();
                       row.into(one.person_id, one.amount);
                   });
    return draws;
}

YearUse Settlements::usedOf(const Settlement& settlement) {
    YearUse used;
    database_.each("SELECT deductible_fen, basic_fen FROM year_use WHERE person_id = ? AND insutype = ? AND care = ? AND year = ?",
                   {settlement.person_id, settlement.insutype, careOf(settlement.med_type), settlement.year},
                   [&](const Row& row) { row.into(used.deductible, used.basic); });
    return used;
}

Answer<Quote> Settlements::quote(const Wish& wish, Money total) {
    const Visit& visit = wish.visit;
    const Answer<Insurance> insurance = people_.paying(visit.person_id, visit.insutype);
    if (!insurance.ok()) return insurance.refusal();
    const Batch batch = charges_.batch(visit.id, wish.batch);
    if (batch.lines == 0) return refusal(Code::NothingToSettle);
    if (batch.settled) return refusal(Code::SettledAlready);
    if (batch.cover.amount != total) return refusal(Code::TotalDiffers);

    const Person person = people_.byId(visit.person_id);
    Payer payer;
    payer.civil_servant = person.civil_servant && visit.insutype == "310";
    payer.medical_aid = person.medical_aid;
    if (wish.use_account) {
        if (insurance->hasAccount()) payer.own = Purse{person.id, insurance->balance};
        payer.relatives = people_.relatives(person.id);
    }
    Settlement then;
    then.person_id = person.id;
    then.insutype = visit.insutype;
    then.med_type = wish.med_type;
    then.year = dayOf(clock_.utc()).year;
    Quote quote;
    quote.split = splitOf(batch.cover, *benefitOf(visit.insutype, careOf(wish.med_type)), usedOf(then), payer);
    quote.balance = insurance->balance - (quote.split.account - quote.split.mutual_aid);
    return quote;
}

Answer<Settlement> Settlements::settle(const Wish& wish, Money total, std::string_view made_by, UtcTime at) {
    const Answer<Quote> quoted = quote(wish, total);
    if (!quoted.ok()) return quoted.refusal();
    Settlement settlement;
    settlement.entry = Entry::Settled;
    settlement.visit_id = wish.visit.id;
    settlement.person_id = wish.visit.person_id;
    settlement.insutype = wish.visit.insutype;
    settlement.med_type = wish.med_type;
    settlement.batch = wish.batch;
    settlement.hospital = wish.visit.hospital;
    settlement.made_by = made_by;
    settlement.at = at;
    settlement.year = dayOf(clock_.utc()).year;
    settlement.split = quoted->split;
    book(settlement);
    charges_.settle(wish.visit.id, wish.batch, settlement.id);
    return settlement;
}

void Settlements::book(Settlement& one) {
    one.id = nextIdOf(database_, "settlement");
    one.setl_id = fmt::format("{}S{:010}", area_, one.id);
    one.day = clearingDay(one.at);
    const Split& split = one.split;
    const Cover& cover = split.cover;
    for (const Draw& draw : split.draws) people_.draw(draw);
    const std::optional<Insurance> insurance = people_.insurance(one.person_id, one.insutype);
    one.balance = insurance ? insurance->balance : Money();
    database_.run(
        fmt::format("INSERT INTO settlement ({}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                    "?, ?, ?, ?, ?, ?, ?)",
                    kColumns),
        {one.id,           one.setl_id,  one.entry,           one.of_id,         one.undone,        one.visit_id,   one.person_id,
         one.insutype,     one.med_type, one.batch,           one.hospital,      one.made_by,       one.at,         one.day,
         one.year,         cover.amount, cover.full_own,      cover.over_limit,  cover.own_first,   cover.in_scope, cover.hospital,
         split.deductible, split.basic,  split.civil_servant, split.big_illness, split.medical_aid, split.account,  split.mutual_aid,
         split.cash,       one.balance,  one.hidden_until});
    for (const Draw& draw : split.draws) {
        database_.run("INSERT INTO account_entry (settlement_id, person_id, amount_fen) VALUES (?, ?, ?)",
                      {one.id, draw.person_id, draw.amount});
    }
    database_.run("INSERT OR IGNORE INTO year_use VALUES (?, ?, ?, ?, 0, 0)",
                  {one.person_id, one.insutype, careOf(one.med_type), one.year});
    database_.run(
        "UPDATE year_use SET deductible_fen = deductible_fen + ?, basic_fen = basic_fen + ? WHERE person_id = ? AND insutype = ? "
        "AND care = ? AND year = ?",
        {split.deductible, split.basic, one.person_id, one.insutype, careOf(one.med_type), one.year});
}

Answer<Settlement> Settlements::find(std::string_view setl_id, std::int64_t person_id) {
    const std::optional<Settlement> found = settlementWhere("setl_id = ? AND person_id = ?", {setl_id, person_id});
    if (!found || clock_.utc() < found->hidden_until) return refusal(Code::NotThere);
    return *found;
}

Settlement Settlements::byId(std::int64_t id) {
    const std::optional<Settlement> found = settlementWhere("id = ?", {id});
    HUB_ASSERT(found.has_value());
    return *found;
}

std::optional<Settlement> Settlements::madeBy(std::string_view msgid) { return settlementWhere("made_by = ?", {msgid}); }

void Settlements::markUndone(std::int64_t id, bool undone) { database_.run("UPDATE settlement SET undone = ? WHERE id = ?", {undone, id}); }

Answer<Settlement> Settlements::revoke(const Settlement& settlement, std::string_view made_by) {
    HUB_ASSERT(settlement.entry != Entry::Revoked);
    if (settlement.undone) return refusal(Code::UndoneAlready);
    if (isCleared(settlement.day)) return refusal(Code::Cleared);
    Settlement revocation = settlement;
    revocation.entry = Entry::Revoked;
    revocation.of_id = settlement.id;
    revocation.made_by = made_by;
    revocation.at = clock_.utc();
    revocation.split = negated(settlement.split);
    revocation.hidden_until = {};
    book(revocation);
    markUndone(settlement.id, true);
    charges_.unsettle(settlement.id);
    return revocation;
}

Done Settlements::restore(const Settlement& revocation, std::string_view made_by) {
    HUB_ASSERT(revocation.entry == Entry::Revoked);
    if (revocation.undone) return Nothing();
    if (isCleared(revocation.day)) return refusal(Code::Cleared);
    Settlement settlement = revocation;
    settlement.entry = Entry::Restored;
    settlement.of_id = revocation.of_id;
    settlement.made_by = made_by;
    settlement.at = clock_.utc();
    settlement.split = negated(revocation.split);
    const Batch batch = charges_.batch(settlement.visit_id, settlement.batch);
    if (batch.lines == 0 || batch.settled || batch.cover.amount != settlement.split.total()) return refusal(Code::WrongState);
    for (const Draw& draw : settlement.split.draws) {
        if (people_.balanceOf(draw.person_id) < draw.amount) return refusal(Code::WrongState);
    }
    book(settlement);
    // The number of the settlement is good again: it is what everybody knows it by.
    markUndone(revocation.id, true);
    markUndone(revocation.of_id, false);
    charges_.settle(settlement.visit_id, settlement.batch, revocation.of_id);
    return Nothing();
}

Sums Settlements::sums(const Period& period) {
    Sums sums;
    database_.each(
        "SELECT s.amount_fen, s.basic_fen + s.civil_servant_fen + s.big_illness_fen + s.medical_aid_fen, s.account_fen FROM settlement s "
        "JOIN visit v ON v.id = s.visit_id WHERE s.hospital = ? AND s.insutype = ? AND v.inpatient = ? AND s.day BETWEEN ? AND ?",
        {period.hospital, period.insutype, period.inpatient, period.from, period.to}, [&](const Row& row) {
            Money total;
            Money fund;
            Money account;
            row.into(total, fund, account);
            sums.total += total;
            sums.fund += fund;
            sums.account += account;
            ++sums.entries;
        });
    return sums;
}

void Settlements::clear(Date day) { database_.run("INSERT OR IGNORE INTO cleared_day VALUES (?)", {day}); }

bool Settlements::isCleared(Date day) {
    bool found = false;
    database_.each("SELECT day FROM cleared_day WHERE day = ?", {day}, [&](const Row&) { found = true; });
    return found;
}

void Settlements::hide(std::string_view setl_id, UtcTime until) {
    database_.run("UPDATE settlement SET hidden_until_ms = ? WHERE setl_id = ?", {until, setl_id});
}

}  // namespace adapters::sim::nhsa
