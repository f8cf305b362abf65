#include "tests/adapters/sample/broken/altered.h"

using namespace hub::contract;

namespace adapters::leaks_a_name {

std::unique_ptr<Adapter> makeAdapter();

/// The detail of a failure goes into logs.
std::unique_ptr<Adapter> makeAdapter() {
    return tests::alteredSample([](Handler<tests::Create>& sample, const Meta& meta, const tests::Create::Request& request) {
        tests::CreateOutcome outcome = sample.call(meta, request);
        if (outcome.trouble) outcome.trouble->detail += request.person.name.reveal().text;
        return outcome;
    });
}

}  // namespace adapters::leaks_a_name
