#include "tests/adapters/sample/broken/altered.h"

using namespace hub::contract;

namespace adapters::says_not_reached {

std::unique_ptr<Adapter> makeAdapter();

/// Dangerous: a hub that believes it sends the write again.
std::unique_ptr<Adapter> makeAdapter() {
    return tests::alteredSample([](Handler<tests::Create>& sample, const Meta& meta, const tests::Create::Request& request) {
        tests::CreateOutcome outcome = sample.call(meta, request);
        if (outcome.ending == Ending::Unknown) outcome.ending = Ending::NotReached;
        return outcome;
    });
}

}  // namespace adapters::says_not_reached
