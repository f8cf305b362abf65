#include <stdexcept>

#include "tests/adapters/sample/broken/altered.h"

using namespace hub::contract;

namespace adapters::throws {

std::unique_ptr<Adapter> makeAdapter();

/// What a plugin without kit::guard does.
std::unique_ptr<Adapter> makeAdapter() {
    return tests::alteredSample([](Handler<tests::Create>&, const Meta&, const tests::Create::Request&) {
        throw std::runtime_error("broken on purpose");
        return tests::CreateOutcome::accepted();
    });
}

}  // namespace adapters::throws
