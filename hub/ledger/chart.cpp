#include "hub/ledger/chart.h"

#include <algorithm>
#include <array>

#include "hub/core/text.h"
#include "hub/vault/vault.h"

namespace hub::ledger {

namespace {

constexpr std::size_t kKeyMax = 200;  // the column's length
constexpr std::size_t kNameMax = 64;
constexpr std::string_view kMemo = "memo_";

constexpr std::optional<core::Money> kNone = std::nullopt;
constexpr std::optional<core::Money> kZero = core::Money();

constexpr std::array kChart{
    // what we have
    AccountKind{"channel_clearing", "channel/merchant", 2, Side::Debit, kNone, true},    // collected by a channel, not yet paid out to us
    AccountKind{"fund_receivable", "insurer", 1, Side::Debit, kNone, true},              // pooled fund's part of settled bills
    AccountKind{"personal_account_receivable", "insurer", 1, Side::Debit, kNone, true},  // insurance personal accounts' part
    AccountKind{"credit_receivable", "person", 1, Side::Debit, kZero, false},  // treat first, pay later; nobody pays back more than is owed
    AccountKind{"bank", "account", 1, Side::Debit, kNone, false},
    // what we owe
    AccountKind{"hospital_payable", "hospital", 1, Side::Credit, kNone, true},
    AccountKind{"refund_payable", "channel", 1, Side::Credit, kNone, true},           // owed to payers until it is back
    AccountKind{"e_account", "person", 1, Side::Credit, kZero, false},                // mirror of the bank's account
    AccountKind{"legacy_prepaid", "hospital/person", 2, Side::Credit, kZero, false},  // old balances, refund only
    AccountKind{"inpatient_deposit", "hospital/stay", 2, Side::Credit, kZero, false},
    AccountKind{"suspense", "counterparty", 1, Side::Credit, kNone, true},  // money nobody asked for, until it has gone back
    AccountKind{"fee", "what", 1, Side::Credit, kNone, false},
};

bool isName(std::string_view name) {
    return !name.empty() && name.size() <= kNameMax && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
    });
}

const AccountKind* kindNamed(std::string_view name) {
    const auto found = std::ranges::find(kChart, name, &AccountKind::name);
    return found == kChart.end() ? nullptr : &*found;
}

AccountId idOf(std::string_view key) {
    AccountId id;
    const core::Digest digest = vault::Vault::digest(key);
    std::copy_n(digest.bytes.begin(), id.bits.bytes.size(), id.bits.bytes.begin());
    return id;
}

}  // namespace

std::span<const AccountKind> chart() { return kChart; }

core::Result<AccountName> AccountName::parse(std::string_view key) {
    const auto notValid = [&] { return core::Failure(core::Error::AccountNotValid, core::shapeOf(key)); };
    if (key.size() > kKeyMax) return notValid();
    AccountName account;
    std::string_view rest = key;
    std::string_view kind = rest.substr(0, rest.find('/'));
    rest.remove_prefix(kind.size());
    if (kind.starts_with(kMemo)) {
        account.memo = true;
        kind.remove_prefix(kMemo.size());
    }
    account.kind = kindNamed(kind);
    if (account.kind == nullptr || (account.memo && !account.kind->may_be_memo)) return notValid();
    for (std::size_t i = 0; i < account.kind->name_count; ++i) {
        if (!rest.starts_with('/')) return notValid();
        rest.remove_prefix(1);
        const std::string_view name = rest.substr(0, rest.find('/'));
        if (!isName(name)) return notValid();
        rest.remove_prefix(name.size());
    }
    if (!rest.empty()) return notValid();
    account.id = idOf(key);
    account.key = key;
    return account;
}

}  // namespace hub::ledger
