#include "hub/payment/e_account.h"

#include <fmt/format.h>

namespace hub::payment {

std::string eAccountMirror(PersonId person) { return fmt::format("e_account/{}", person.text()); }

std::string eAccountsAtBank(std::string_view bank) { return fmt::format("bank/{}.e_accounts", bank); }

contract::TransferKind toContract(AccountTransferKind kind) {
    return kind == AccountTransferKind::TopUp ? contract::TransferKind::TopUp : contract::TransferKind::Withdraw;
}

}  // namespace hub::payment
