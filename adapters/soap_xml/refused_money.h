#pragma once

#include <utility>

#include "adapters/kit/answer.h"

namespace adapters::soap_xml {

/// A "no" to a write of money is checked once before it counts: the text of a -1 may report a time-out inside the HIS while it acted
/// (trap 20). Found as ours it is done; as long as nobody can tell it is unknown; otherwise the refusal stands.
template <class T>
hub::contract::Outcome<T> unlessOurs(const hub::contract::Refusal& refusal, hub::contract::Inquiry<T> found) {
    using hub::contract::Finding;
    using Outcome = hub::contract::Outcome<T>;
    switch (found.finding) {
        case Finding::Ours:
            return found.result ? Outcome::done(std::move(*found.result)) : Outcome::stepDone(found.evidence->reveal());
        case Finding::SomeoneElse:
        case Finding::NotThere:
            return Outcome::refused(refusal);
        case Finding::NotYet:
        case Finding::CannotTell:
            return Outcome::unknown(hub::core::Failure(hub::core::Error::PeerAnswerNotValid,
                                                       "it refused, and whether it acted all the same cannot be told: " +
                                                           (found.trouble ? found.trouble->code : std::string("not yet"))));
    }
    HUB_ASSERT(false);
}

}  // namespace adapters::soap_xml
