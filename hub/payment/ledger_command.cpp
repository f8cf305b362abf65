#include "hub/payment/ledger_command.h"

#include <fmt/format.h>

namespace hub::payment {

namespace {

std::string_view prefix(Settles settles) { return settles == Settles::Direct ? "memo_" : ""; }

}  // namespace

std::string clearingAccount(Settles settles, std::string_view channel, std::string_view merchant) {
    return fmt::format("{}channel_clearing/{}/{}", prefix(settles), channel, merchant);
}

std::string fundAccount(Settles settles, std::string_view insurer) { return fmt::format("{}fund_receivable/{}", prefix(settles), insurer); }

std::string personalAccount(Settles settles, std::string_view insurer) {
    return fmt::format("{}personal_account_receivable/{}", prefix(settles), insurer);
}

std::string hospitalAccount(Settles settles, std::string_view hospital) {
    return fmt::format("{}hospital_payable/{}", prefix(settles), hospital);
}

std::string refundAccount(Settles settles, std::string_view channel) {
    return fmt::format("{}refund_payable/{}", prefix(settles), channel);
}

std::string suspenseAccount(Settles settles, std::string_view channel) { return fmt::format("{}suspense/{}", prefix(settles), channel); }

}  // namespace hub::payment
