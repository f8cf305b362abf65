#include "tests/adapters/conformance/bench.h"

#include <fmt/format.h>

#include <algorithm>

#include "hub/contract/operations/inbound.h"

namespace tests::conformance {

namespace contract = hub::contract;
namespace core = hub::core;

std::string nameOf(int number) {
    constexpr std::string_view kDigits = "〇一二三四五六七八九";
    constexpr std::size_t kBytes = 3;
    const auto digit = [&](int value) { return kDigits.substr(static_cast<std::size_t>(value) * kBytes, kBytes); };
    return fmt::format("{}{}{}", kNameMark, digit(number / 10), digit(number % 10));
}

std::string numberOf(int number) { return fmt::format("{}{:05}", kNumberMark, number); }

void Run::find(const std::string& what) {
    const std::lock_guard lock(mutex_);
    findings_.push_back({check_, what});
}

void Run::said(const std::string& text) {
    const std::lock_guard lock(mutex_);
    said_.push_back(text);
}

std::vector<std::string> Run::allSaid() const {
    const std::lock_guard lock(mutex_);
    return said_;
}

std::vector<Finding> Run::findings() const {
    const std::lock_guard lock(mutex_);
    return findings_;
}

Bench::Bench(Run& run, std::string_view charset, core::Duration within)
    : run_(run), host_(run.subject.secrets()), peer_(run.subject.peer(charset)), adapter_(run.plugin.create()) {
    peer_->start();
    const contract::InstanceSettings settings = run.subject.settings(*peer_, charset, within);
    core::Result<std::unique_ptr<contract::Instance>> instance = adapter_->open(settings, host_);
    const core::Result<void> started = instance.ok() ? (*instance)->start() : core::Result<void>(instance.failure());
    if (started.ok()) {
        instance_ = std::move(*instance);
    } else {
        run.find(fmt::format("it does not open and start: {} {}", started.failure().code(), started.failure().detail()));
    }
}

Bench::~Bench() {
    if (opened()) stop();
    instance_.reset();
    adapter_.reset();
    peer_->stop();
    run_.said(host_.notices());
}

void Bench::stop() {
    if (!stopped_) instance_->stop();
    stopped_ = true;
}

std::vector<const AnyOperation*> Bench::offered() const {
    std::vector<const AnyOperation*> operations;
    for (const contract::Capability& capability : instance_->capabilities()) {
        const AnyOperation* operation = operationNamed(capability.operation);
        if (operation != nullptr && operation->port() == contract::kInboundPort) continue;  // a call by the peer, not of it
        if (operation != nullptr && instance_->handler(operation->port(), operation->name()) != nullptr) operations.push_back(operation);
    }
    return operations;
}

std::vector<const AnyOperation*> Bench::offeredWrites() const {
    std::vector<const AnyOperation*> writes = offered();
    std::erase_if(writes, [](const AnyOperation* operation) { return !operation->writes(); });
    return writes;
}

contract::Capability Bench::capability(const AnyOperation& operation) const {
    for (contract::Capability& capability : instance_->capabilities()) {
        if (capability.operation == operation.name()) return std::move(capability);
    }
    HUB_ASSERT(false);
}

Example Bench::example(const AnyOperation& operation, int number) {
    if (std::optional<Example> example = run_.subject.example(operation.name(), number)) return *example;
    run_.find(fmt::format("{} is offered, but its subject has no example of it", operation.name()));
    return {};
}

contract::Meta Bench::metaOf(const AnyOperation& operation, int number, std::size_t step) {
    constexpr auto kCallerWaits = std::chrono::minutes(1);
    contract::Meta meta;
    // 20 characters, the shortest any counterparty takes; letters and digits, which every counterparty takes
    meta.wire_id = fmt::format("{}{:x>14.14}{:05}", "WXYZ"[step], operation.name(), number);
    std::replace(meta.wire_id.begin(), meta.wire_id.end(), '.', 'x');
    meta.attempt = "ATTEMPT" + meta.wire_id;
    meta.counterparty = "SIM001";
    meta.trace = "trace-" + meta.wire_id;
    meta.business_date = core::shanghaiDate(clock().utc(), core::Duration(0));
    meta.deadline_at = clock().utc() + kCallerWaits;
    return meta;
}

Heard Bench::callStep(const AnyOperation& operation, int number, std::size_t step, bool asks) {
    contract::Meta meta = metaOf(operation, number, step);
    const std::vector<std::string> steps = capability(operation).steps;
    if (!steps.empty()) {
        const std::lock_guard lock(mutex_);
        meta.step = steps.at(step);
        meta.steps_done = brought_[{&operation, number}];
    }
    const std::string request = example(operation, number).request;
    const Heard heard = asks ? operation.inquire(*instance_, meta, request) : operation.call(*instance_, meta, request);
    run_.said(heard.open_texts);
    if (heard.ending == "thrown") run_.find(fmt::format("{} threw", operation.name()));
    return heard;
}

void Bench::bring(const AnyOperation& operation, int number) {
    const std::vector<std::string> steps = capability(operation).steps;
    for (std::size_t step = 0; step + 1 < steps.size(); ++step) {
        const Heard heard = callStep(operation, number, step, /*asks=*/false);
        if (heard.ending != "step_done")
            run_.find(fmt::format("{}: its step {} is {}; right: step_done", operation.name(), steps[step], heard.ending));
        ++brought_effects_;
        const std::lock_guard lock(mutex_);
        brought_[{&operation, number}].push_back(
            {steps[step], metaOf(operation, number, step).wire_id, core::Sensitive<std::string>(heard.evidence)});
    }
}

Heard Bench::heard(const AnyOperation& operation, int number, bool asks) {
    const std::size_t steps = capability(operation).steps.size();
    return callStep(operation, number, steps == 0 ? 0 : steps - 1, asks);
}

}  // namespace tests::conformance
