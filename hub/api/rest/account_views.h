#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hub/ledger/ledger.h"
#include "hub/payment/e_account.h"

namespace hub::api::rest {

struct OpenEAccount {
    static constexpr std::string_view kTypeName = "OpenEAccount";
    core::Sensitive<std::string> linked_card;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("linked_card", self.linked_card,
              "number of the person's own bank card, 12 to 19 digits: money comes in and goes out by it alone");
    }
};

struct EAccountView {
    static constexpr std::string_view kTypeName = "EAccount";
    payment::EAccountId e_account_id;
    std::string bank;
    payment::EAccountState state = payment::EAccountState::Opening;
    std::optional<std::string> reason;
    std::optional<core::UtcTime> opened_at;
    std::optional<core::Money> balance;
    std::optional<core::Money> frozen;
    std::optional<core::UtcTime> as_of;
    std::optional<core::UtcTime> next_check_at;
    std::optional<core::UtcTime> hand_over_at;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("e_account_id", self.e_account_id, "our id of it");
        field("bank", self.bank, "code of the bank");
        field("state", self.state, "where it stands; in_doubt is being confirmed with the bank");
        field("reason", self.reason, "refused: why");
        field("opened_at_ms", self.opened_at, "when the bank opened it");
        field("balance_fen", self.balance, "what the hub's books say is there; absent in the answer to opening");
        field("frozen_fen", self.frozen, "part of it: withdrawals on their way");
        field("as_of_ms", self.as_of, "when it was so");
        field("next_check_at_ms", self.next_check_at, "while it is open business: the next look");
        field("hand_over_at_ms", self.hand_over_at, "while it is open business: a person takes part then");
    }
};

struct MakeAccountTransfer {
    static constexpr std::string_view kTypeName = "MakeAccountTransfer";
    payment::AccountTransferKind kind = payment::AccountTransferKind::TopUp;
    core::Money amount;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("kind", self.kind, "top_up: from the linked card; withdraw: to it");
        field("amount_fen", self.amount, "above zero");
    }
};

struct AccountTransferView {
    static constexpr std::string_view kTypeName = "AccountTransfer";
    payment::AccountTransferId transfer_id;
    payment::AccountTransferKind kind = payment::AccountTransferKind::TopUp;
    core::Money amount;
    payment::AccountTransferState state = payment::AccountTransferState::Sending;
    std::optional<std::string> reason;
    std::optional<std::string> bank_number;
    std::optional<core::UtcTime> booked_at;
    core::UtcTime created_at;
    std::optional<core::UtcTime> next_check_at;
    std::optional<core::UtcTime> hand_over_at;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("transfer_id", self.transfer_id, "our id of it");
        field("kind", self.kind, "from where to where");
        field("amount_fen", self.amount, "how much");
        field("state", self.state, "where it stands; in_doubt is being confirmed with the bank, accepted is not done");
        field("reason", self.reason, "rejected: why; balance_too_low where there is not so much");
        field("bank_number", self.bank_number, "the bank's number of it");
        field("booked_at_ms", self.booked_at, "when the bank booked it");
        field("created_at_ms", self.created_at, "when it was asked for");
        field("next_check_at_ms", self.next_check_at, "while it is open: the next look");
        field("hand_over_at_ms", self.hand_over_at, "while it is open: a person takes part then");
    }
};

struct AccountTransfersView {
    static constexpr std::string_view kTypeName = "AccountTransfers";
    std::vector<AccountTransferView> transfers;
    std::optional<payment::AccountTransferId> next;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("transfers", self.transfers, "the newest first");
        field("next", self.next, "there may be more: the after of the next page");
    }
};

struct AccountEntryView {
    static constexpr std::string_view kTypeName = "AccountEntry";
    std::int64_t sequence = 0;
    ledger::EntryKind kind = ledger::EntryKind::Transfer;
    core::IdBits cause;
    core::Money change;
    core::Money amount;
    core::Money balance;
    core::Money frozen;
    core::UtcTime booked_at;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("sequence", self.sequence, "counts from 1 without a gap");
        field("kind", self.kind, "hold freezes, post moves what was frozen, void and expire free it, transfer moves at once");
        field("cause_id", self.cause, "id of the transfer that it belongs to");
        field("change_fen", self.change, "of the balance; zero where money is only frozen or freed");
        field("amount_fen", self.amount, "moved, frozen or freed");
        field("balance_fen", self.balance, "after this entry");
        field("frozen_fen", self.frozen, "after this entry");
        field("booked_at_ms", self.booked_at, "when it was booked");
    }
};

struct AccountEntriesView {
    static constexpr std::string_view kTypeName = "AccountEntries";
    std::vector<AccountEntryView> entries;
    std::optional<std::int64_t> next;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("entries", self.entries, "the oldest first");
        field("next", self.next, "there may be more: the after of the next page");
    }
};

EAccountView viewOf(const payment::EAccount& account);
AccountTransferView viewOf(const payment::AccountTransfer& transfer);
AccountEntryView viewOf(const ledger::Entry& entry);

}  // namespace hub::api::rest
