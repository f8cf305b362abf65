#include <atomic>

#include "tests/adapters/sample/broken/altered.h"

using namespace hub::contract;

namespace adapters::acts_again {

std::unique_ptr<Adapter> makeAdapter();

/// Declares repeat: same_answer, and gives each send a number of its own.
std::unique_ptr<Adapter> makeAdapter() {
    return tests::alteredSample([](Handler<tests::Create>& sample, const Meta& meta, const tests::Create::Request& request) {
        static std::atomic<int> sends = 0;
        const tests::CreateOutcome first = sample.call(meta, request);
        if (first.ending != Ending::Done) return first;
        Meta again = meta;
        again.wire_id += std::to_string(++sends);
        return meta.wire_id.ends_with("00004") ? sample.call(again, request) : first;
    });
}

}  // namespace adapters::acts_again
