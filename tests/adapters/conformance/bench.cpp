#include "tests/adapters/conformance/bench.h"

#include <fmt/format.h>

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

Heard Bench::heard(const AnyOperation& operation, int number, bool asks) {
    constexpr auto kCallerWaits = std::chrono::minutes(1);
    contract::Meta meta;
    meta.wire_id = fmt::format("W{:.>14.14}{:05}", operation.name(), number);  // 20 characters, the shortest any counterparty takes
    meta.attempt = "ATTEMPT" + meta.wire_id;
    meta.counterparty = "SIM001";
    meta.trace = "trace-" + meta.wire_id;
    meta.business_date = core::shanghaiDate(clock().utc(), core::Duration(0));
    meta.deadline_at = clock().utc() + kCallerWaits;
    const std::string request = example(operation, number).request;
    const Heard heard = asks ? operation.inquire(*instance_, meta, request) : operation.call(*instance_, meta, request);
    run_.said(heard.open_texts);
    if (heard.ending == "thrown") run_.find(fmt::format("{} threw", operation.name()));
    return heard;
}

}  // namespace tests::conformance
