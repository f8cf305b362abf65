#include "hub/payment/e_account.h"

#include <fmt/format.h>

#include "hub/core/assert.h"

namespace hub::payment {

std::string eAccountMirror(PersonId person) { return fmt::format("e_account/{}", person.text()); }

std::string eAccountsAtBank(std::string_view bank) { return fmt::format("bank/{}.e_accounts", bank); }

contract::TransferKind toContract(AccountTransferKind kind) {
    switch (kind) {
        case AccountTransferKind::TopUp:
            return contract::TransferKind::TopUp;
        case AccountTransferKind::Withdraw:
            return contract::TransferKind::Withdraw;
        case AccountTransferKind::Pay:
            return contract::TransferKind::Pay;
        case AccountTransferKind::GiveBack:
            return contract::TransferKind::GiveBack;
    }
    HUB_ASSERT(false);
}

}  // namespace hub::payment
