#include "adapters/sim/nhsa/people.h"

#include <fmt/format.h>

#include "adapters/sim/common/dice.h"
#include "adapters/sim/nhsa/schema.h"
#include "adapters/sim/nhsa/settings.h"

namespace adapters::sim::nhsa {

using common::Answer;
using common::Row;
using common::Values;
using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

constexpr std::size_t kTokenLength = 32;

Failure unknownPerson() { return Failure(Error::SimNotFound, "person with this certificate"); }

Result<void> check(const PersonInput& input) {
    const auto not_valid = [](const char* what) { return Failure(Error::SimNotValid, what); };
    if (input.psn_cert_type.empty() || input.certno.empty()) return not_valid("psn_cert_type and certno must not be empty");
    if (input.psn_name.empty()) return not_valid("psn_name is empty");
    if (input.gend != "1" && input.gend != "2" && input.gend != "9") return not_valid("gend must be 1, 2 or 9");
    for (const Insurance& insurance : input.insurances) {
        if (!benefitOf(insurance.insutype, Care::Outpatient)) return not_valid("insutype must be 310 or 390");
        if (!isArea(insurance.area)) return not_valid("insuplc_admdvs must be six digits");
        if (insurance.balance.isNegative()) return not_valid("balc_fen must not be negative");
        if (insurance.balance.isPositive() && !insurance.hasAccount()) return not_valid("only 310 has an account");
    }
    return {};
}

}  // namespace

std::optional<Person> People::personWhere(std::string_view condition, const Values& values) {
    std::optional<Person> found;
    database_.each(
        "SELECT id, psn_no, psn_cert_type, certno, name, gend, brdy, card_no, card_sn, civil_servant, medical_aid FROM person WHERE " +
            std::string(condition),
        values, [&](const Row& row) {
            Person& one = found.emplace();
            row.into(one.id, one.psn_no, one.psn_cert_type, one.certno, one.name, one.gend, one.brdy, one.card_no, one.card_sn,
                     one.civil_servant, one.medical_aid);
        });
    return found;
}

Answer<Person> People::holderOfVoucher(std::string_view column, std::string_view text) {
    std::optional<std::int64_t> person_id;
    database_.each(fmt::format("SELECT person_id FROM voucher WHERE {} = ? AND expires_at_ms > ?", column), {text, clock_.utc()},
                   [&](const Row& row) { row.into(person_id.emplace()); });
    if (!person_id) return refusal(Code::NoPerson);
    return byId(*person_id);
}

Answer<Person> People::holder(const Shown& shown) {
    if (shown.kind == "01") return holderOfVoucher("ec_token", shown.number);
    std::optional<Person> found;
    if (shown.kind == "02") found = personWhere("psn_cert_type = '01' AND certno = ?", {shown.number});
    if (shown.kind == "03") found = personWhere("card_no = ?", {shown.number});
    if (!found || shown.number.empty()) return refusal(Code::NoPerson);
    if (!shown.card_sn.empty() && shown.card_sn != found->card_sn) return refusal(Code::OtherPerson);
    return *found;
}

Answer<Person> People::holderOfPayAuthNo(std::string_view pay_auth_no) { return holderOfVoucher("pay_auth_no", pay_auth_no); }

Answer<Person> People::byNumber(std::string_view psn_no) {
    const std::optional<Person> found = personWhere("psn_no = ?", {psn_no});
    if (!found) return refusal(Code::NoPerson);
    return *found;
}

Answer<Person> People::showing(std::string_view psn_no, const Shown& shown) {
    const Answer<Person> named = byNumber(psn_no);
    if (!named.ok()) return named;
    const Answer<Person> holding = holder(shown);
    if (!holding.ok()) return holding;
    if (holding->id != named->id) return refusal(Code::OtherPerson);
    return named;
}

Person People::byId(std::int64_t id) {
    const std::optional<Person> found = personWhere("id = ?", {id});
    HUB_ASSERT(found.has_value());
    return *found;
}

std::vector<Insurance> People::insurances(std::int64_t person_id) {
    std::vector<Insurance> all;
    database_.each("SELECT person_id, insutype, psn_type, pays, area, balance_fen FROM insurance WHERE person_id = ? ORDER BY insutype",
                   {person_id}, [&](const Row& row) {
                       Insurance& one = all.emplace_back();
                       row.into(one.person_id, one.insutype, one.psn_type, one.pays, one.area, one.balance);
                   });
    return all;
}

std::optional<Insurance> People::insurance(std::int64_t person_id, std::string_view insutype) {
    for (const Insurance& one : insurances(person_id)) {
        if (one.insutype == insutype) return one;
    }
    return std::nullopt;
}

Answer<Insurance> People::paying(std::int64_t person_id, std::string_view insutype) {
    const std::optional<Insurance> found = insurance(person_id, insutype);
    if (!found || !found->pays) return refusal(Code::DoesNotPay);
    return *found;
}

std::vector<Purse> People::relatives(std::int64_t person_id) {
    std::vector<Purse> purses;
    database_.each(
        "SELECT i.person_id, i.balance_fen FROM mutual_aid m JOIN insurance i ON i.person_id = m.giver_id AND i.insutype = '310' "
        "WHERE m.person_id = ? ORDER BY m.id",
        {person_id}, [&](const Row& row) {
            Purse& one = purses.emplace_back();
            row.into(one.person_id, one.balance);
        });
    return purses;
}

void People::draw(const Draw& draw) {
    database_.run("UPDATE insurance SET balance_fen = balance_fen - ? WHERE person_id = ? AND insutype = '310'",
                  {draw.amount, draw.person_id});
    HUB_ASSERT(database_.changed() == 1);
}

Money People::balanceOf(std::int64_t person_id) {
    const std::optional<Insurance> found = insurance(person_id, "310");
    return found ? found->balance : Money();
}

Result<Person> People::add(const PersonInput& input) {
    if (const Result<void> good = check(input); !good.ok()) return good.failure();
    const std::optional<Person> known = personWhere("psn_cert_type = ? AND certno = ?", {input.psn_cert_type, input.certno});
    const std::int64_t id = known ? known->id : nextIdOf(database_, "person");
    std::vector<std::int64_t> givers;
    for (const std::string& certno : input.relatives) {
        const std::optional<Person> giver = personWhere("certno = ?", {certno});
        if (!giver || !insurance(giver->id, "310")) return Failure(Error::SimNotValid, "relatives must be known and have 310");
        if (giver->id == id) return Failure(Error::SimNotValid, "nobody is their own relative");
        givers.push_back(giver->id);
    }
    const Values values{fmt::format("37990000{:012}", id),
                        input.psn_cert_type,
                        input.certno,
                        input.psn_name,
                        input.gend,
                        input.brdy,
                        input.card_no,
                        input.card_sn,
                        input.civil_servant,
                        input.medical_aid,
                        id};
    database_.run(known ? "UPDATE person SET psn_no = ?, psn_cert_type = ?, certno = ?, name = ?, gend = ?, brdy = ?, card_no = ?, "
                          "card_sn = ?, civil_servant = ?, medical_aid = ? WHERE id = ?"
                        : "INSERT INTO person (psn_no, psn_cert_type, certno, name, gend, brdy, card_no, card_sn, civil_servant, "
                          "medical_aid, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                  values);
    // None is removed: a revocation may yet put money back into its account.
    database_.run("UPDATE insurance SET pays = 0 WHERE person_id = ?", {id});
    for (const Insurance& one : input.insurances) {
        database_.run(
            "INSERT INTO insurance (person_id, insutype, psn_type, pays, area, balance_fen) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT "
            "(person_id, insutype) DO UPDATE SET psn_type = excluded.psn_type, pays = excluded.pays, area = excluded.area, "
            "balance_fen = excluded.balance_fen",
            {id, one.insutype, one.psn_type, one.pays, one.area, one.balance});
    }
    database_.run("DELETE FROM mutual_aid WHERE person_id = ?", {id});
    for (const std::int64_t giver : givers)
        database_.run("INSERT OR IGNORE INTO mutual_aid (person_id, giver_id) VALUES (?, ?)", {id, giver});
    return byId(id);
}

Result<Voucher> People::newVoucher(std::string_view certno, hub::core::Duration life) {
    const std::optional<Person> person = personWhere("certno = ?", {certno});
    if (!person) return unknownPerson();
    const std::int64_t id = nextIdOf(database_, "voucher");
    common::Dice dice(seed_, fmt::format("voucher {}", id));
    Voucher voucher;
    voucher.ec_token = dice.hex(kTokenLength);
    voucher.pay_auth_no = "AUTH" + dice.hex(kTokenLength);
    voucher.expires_at = clock_.utc() + life;
    database_.run("INSERT INTO voucher (id, ec_token, pay_auth_no, person_id, expires_at_ms) VALUES (?, ?, ?, ?, ?)",
                  {id, voucher.ec_token, voucher.pay_auth_no, person->id, voucher.expires_at});
    return voucher;
}

Result<void> People::setBalance(std::string_view certno, Money balance) {
    if (balance.isNegative()) return Failure(Error::SimNotValid, "balc_fen must not be negative");
    database_.run("UPDATE insurance SET balance_fen = ? WHERE insutype = '310' AND person_id = (SELECT id FROM person WHERE certno = ?)",
                  {balance, certno});
    if (database_.changed() != 1) return unknownPerson();
    return {};
}

}  // namespace adapters::sim::nhsa
