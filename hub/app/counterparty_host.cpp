#include "hub/app/counterparty_host.h"

#include <utility>

#include "hub/app/log.h"
#include "hub/core/text.h"

namespace hub::app {

core::Result<contract::Acceptance> CounterpartyHost::accept(contract::Inbound message) {
    const std::string type = core::clearType(message.message_type);
    core::Result<contract::Acceptance> accepted = gate_.accept(counterparty_, policy_, std::move(message));
    if (!accepted.ok()) {
        logWarning("message_not_accepted", "counterparty=" + counterparty_ + " type=" + type + " " + logFields(accepted.failure()));
    } else if (accepted->other_body_before) {
        logWarning("same_id_other_body", "counterparty=" + counterparty_ + " type=" + type);
    }
    return accepted;
}

void CounterpartyHost::notice(const core::Failure& what) {
    logWarning("adapter_notice", "counterparty=" + counterparty_ + " " + logFields(what));
}

}  // namespace hub::app
