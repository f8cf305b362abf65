#include "adapters/sim/nhsa/charges.h"

#include "adapters/sim/nhsa/schema.h"
#include "adapters/sim/nhsa/wire.h"

namespace adapters::sim::nhsa {

using common::Answer;
using common::Row;
using common::Values;
using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

constexpr std::int32_t kPerMille = 1000;

/// One of each kind; README.md lists them.
std::vector<Item> firstItems() {
    const auto yuan = [](std::int64_t whole) { return Money::fromFen(whole * 100); };
    return {{"001101000010000", Level::First, Money(), 0, false},          {"002202010010000", Level::First, yuan(120), 0, false},
            {"003301000010000", Level::Second, Money(), 100, false},       {"003301000020000", Level::Second, yuan(500), 200, false},
            {"009900000010000", Level::Third, Money(), 0, false},          {"C0101010010010000000", Level::First, yuan(80), 0, true},
            {"XA01AAA000A001010100001", Level::First, yuan(25), 0, false}, {"XB02BBB000B001010100002", Level::Second, yuan(40), 50, false}};
}

}  // namespace

void Charges::addFirstItems() {
    for (const Item& one : firstItems()) {
        if (!item(one.code)) HUB_ASSERT(put(one).ok());
    }
}

Result<void> Charges::put(const Item& item) {
    if (item.code.empty()) return Failure(Error::SimNotValid, "med_list_codg is empty");
    if (item.price_limit.isNegative() || item.price_limit.fen() > kAmountFenMax)
        return Failure(Error::SimNotValid, "price_limit_fen must be 0 to 99999999999");
    if (item.own_first_per_mille < 0 || item.own_first_per_mille > kPerMille)
        return Failure(Error::SimNotValid, "own_first_per_mille must be 0 to 1000");
    database_.run("INSERT OR REPLACE INTO item VALUES (?, ?, ?, ?, ?)",
                  {item.code, item.level, item.price_limit, std::int64_t{item.own_first_per_mille}, item.hospital_bears});
    return {};
}

std::optional<Item> Charges::item(std::string_view code) {
    std::optional<Item> found;
    database_.each("SELECT code, level, price_limit_fen, own_first_per_mille, hospital_bears FROM item WHERE code = ?", {code},
                   [&](const Row& row) {
                       Item& one = found.emplace();
                       std::int64_t per_mille = 0;
                       row.into(one.code, one.level, one.price_limit, per_mille, one.hospital_bears);
                       one.own_first_per_mille = static_cast<std::int32_t>(per_mille);
                   });
    return found;
}

bool Charges::stands(std::int64_t visit_id, std::string_view sn) {
    bool found = false;
    database_.each("SELECT id FROM line WHERE visit_id = ? AND sn = ? AND revoked_by = ''", {visit_id, sn},
                   [&](const Row&) { found = true; });
    return found;
}

Answer<Line> Charges::add(const Visit& visit, const NewLine& line, std::string_view made_by) {
    const std::optional<Item> known = item(line.item);
    if (!known) return refusal(Code::NoItem, line.sn);
    if (priceOf(line.price, line.quantity) != line.amount) return refusal(Code::SumsDiffer, line.sn);
    if (stands(visit.id, line.sn)) return refusal(Code::LineStands, line.sn);
    if (batch(visit.id, line.batch).settled) return refusal(Code::SettledAlready);
    Line kept;
    kept.id = nextIdOf(database_, "line");
    kept.visit_id = visit.id;
    kept.sn = line.sn;
    kept.batch = line.batch;
    kept.item = line.item;
    kept.hospital_item = line.hospital_item;
    kept.quantity = line.quantity;
    kept.price = line.price;
    kept.cover = coverOf(*known, line.amount, line.quantity);
    kept.level = known->level;
    kept.price_limit = known->price_limit;
    kept.made_by = made_by;
    const Cover& cover = kept.cover;
    database_.run("INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                  {kept.id, kept.visit_id, kept.sn, kept.batch, kept.item, kept.hospital_item, kept.quantity, kept.price, cover.amount,
                   cover.full_own, cover.over_limit, cover.own_first, cover.in_scope, cover.hospital, kept.level, kept.price_limit,
                   kept.made_by, kept.revoked_by, kept.settlement_id});
    return kept;
}

Done Charges::revoke(std::int64_t visit_id, const LineChoice& choice, std::string_view revoked_by) {
    std::string where = "visit_id = ? AND revoked_by = ''";
    Values values{visit_id};
    if (choice.batch) {
        where += " AND batch = ?";
        values.emplace_back(*choice.batch);
    }
    if (choice.sn) {
        where += " AND sn = ?";
        values.emplace_back(*choice.sn);
    }
    bool settled = false;
    database_.each("SELECT id FROM line WHERE settlement_id <> 0 AND " + where, values, [&](const Row&) { settled = true; });
    if (settled && (choice.batch || choice.sn)) return refusal(Code::WrongState);
    values.insert(values.begin(), revoked_by);
    database_.run("UPDATE line SET revoked_by = ? WHERE settlement_id = 0 AND " + where, values);
    return Nothing();
}

bool Charges::anyStand(std::int64_t visit_id) {
    bool found = false;
    database_.each("SELECT id FROM line WHERE visit_id = ? AND revoked_by = '' LIMIT 1", {visit_id}, [&](const Row&) { found = true; });
    return found;
}

bool Charges::anySettled(std::int64_t visit_id) {
    bool found = false;
    database_.each("SELECT id FROM line WHERE visit_id = ? AND settlement_id <> 0 LIMIT 1", {visit_id}, [&](const Row&) { found = true; });
    return found;
}

Batch Charges::batch(std::int64_t visit_id, std::string_view batch) {
    Batch found;
    database_.each(
        "SELECT amount_fen, full_own_fen, over_limit_fen, own_first_fen, in_scope_fen, hospital_fen, settlement_id FROM line WHERE "
        "visit_id = ? AND batch = ? AND revoked_by = ''",
        {visit_id, batch}, [&](const Row& row) {
            Cover one;
            std::int64_t settlement_id = 0;
            row.into(one.amount, one.full_own, one.over_limit, one.own_first, one.in_scope, one.hospital, settlement_id);
            ++found.lines;
            found.cover += one;
            found.settled = found.settled || settlement_id != 0;
        });
    return found;
}

void Charges::settle(std::int64_t visit_id, std::string_view batch, std::int64_t settlement_id) {
    database_.run("UPDATE line SET settlement_id = ? WHERE visit_id = ? AND batch = ? AND revoked_by = ''",
                  {settlement_id, visit_id, batch});
}

void Charges::unsettle(std::int64_t settlement_id) {
    database_.run("UPDATE line SET settlement_id = 0 WHERE settlement_id = ?", {settlement_id});
}

Done Charges::undoAdding(std::string_view msgid, std::string_view revoked_by) {
    bool settled = false;
    database_.each("SELECT id FROM line WHERE made_by = ? AND revoked_by = '' AND settlement_id <> 0", {msgid},
                   [&](const Row&) { settled = true; });
    if (settled) return refusal(Code::WrongState);
    database_.run("UPDATE line SET revoked_by = ? WHERE made_by = ? AND revoked_by = ''", {revoked_by, msgid});
    return Nothing();
}

Done Charges::undoRevoking(std::string_view msgid) {
    std::vector<Line> lines;
    bool cancelled = false;
    database_.each("SELECT l.id, l.visit_id, l.sn, l.batch, v.state FROM line l JOIN visit v ON v.id = l.visit_id WHERE l.revoked_by = ?",
                   {msgid}, [&](const Row& row) {
                       Line& one = lines.emplace_back();
                       VisitState state = VisitState::Open;
                       row.into(one.id, one.visit_id, one.sn, one.batch, state);
                       cancelled = cancelled || state == VisitState::Cancelled;
                   });
    if (cancelled) return refusal(Code::WrongState);
    for (const Line& one : lines) {
        if (stands(one.visit_id, one.sn) || batch(one.visit_id, one.batch).settled) return refusal(Code::WrongState);
        database_.run("UPDATE line SET revoked_by = '' WHERE id = ?", {one.id});
    }
    return Nothing();
}

}  // namespace adapters::sim::nhsa
