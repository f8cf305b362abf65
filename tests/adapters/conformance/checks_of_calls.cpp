#include <fmt/format.h>

#include <atomic>
#include <future>
#include <thread>

#include "tests/adapters/conformance/checks.h"

namespace tests::conformance {

namespace contract = hub::contract;
namespace core = hub::core;

namespace {

using namespace std::chrono_literals;

constexpr core::Duration kPatient = 20s;   // never reached by a call that conforms
constexpr core::Duration kShort = 300ms;   // of a call that is to give up
constexpr core::Duration kTolerance = 2s;  // of a loaded machine

bool isOneOf(const Heard& heard, std::initializer_list<std::string_view> endings) {
    return std::find(endings.begin(), endings.end(), heard.ending) != endings.end();
}

void expect(Run& run, const AnyOperation& operation, std::string_view when, const Heard& heard,
            std::initializer_list<std::string_view> endings) {
    if (isOneOf(heard, endings)) return;
    run.find(fmt::format("{}: {} is {}; right: {}", operation.name(), when, heard.ending, fmt::join(endings, " or ")));
}

void expectAnswer(Run& run, const AnyOperation& operation, std::string_view when, const Heard& heard, const Example& example) {
    if (heard.result.find(example.answer_holds) == std::string::npos)
        run.find(fmt::format("{}: {}: the result does not hold {}", operation.name(), when, example.answer_holds));
}

void expectEffects(Run& run, const AnyOperation& operation, std::string_view when, const Bench& bench, int effects) {
    if (bench.effects() != effects)
        run.find(fmt::format("{}: {}: {} effects at the peer; right: {}", operation.name(), when, bench.effects(), effects));
}

/// Runs `body` on a bench of its own for every operation offered, so that effects are counted from zero; the example of that number is
/// ready to be used.
template <class Body>
void forEachOffered(Run& run, core::Duration within, bool only_writes, int number, Body body) {
    std::vector<const AnyOperation*> operations;
    {
        Bench bench(run, run.subject.charsets().front(), within);
        if (!bench.opened()) return;
        operations = only_writes ? bench.offeredWrites() : bench.offered();
    }
    for (const AnyOperation* operation : operations) {
        Bench bench(run, run.subject.charsets().front(), within);
        if (!bench.opened()) continue;
        bench.bring(*operation, number);
        body(bench, *operation);
    }
}

void whatTheyKnowIsAskedBy(Run& run, Bench& bench, const AnyOperation& operation, int number, std::string_view when) {
    const Heard asked = bench.inquire(operation, number);
    if (bench.capability(operation).asks_by == contract::AsksBy::Nothing) return expect(run, operation, when, asked, {"cannot_tell"});
    expect(run, operation, when, asked, {"ours"});
    if (asked.ending == "ours") expectAnswer(run, operation, when, asked, bench.example(operation, number));
}

void aGoodCallIsDone(Run& run) {
    for (const std::string& charset : run.subject.charsets()) {
        Bench bench(run, charset, kPatient);
        if (!bench.opened()) return;
        for (const AnyOperation* operation : bench.offered()) {
            bench.bring(*operation, 0);
            const int before = bench.effects();
            const Heard heard = bench.call(*operation, 0);
            expect(run, *operation, "a good call in " + charset, heard, {"done", "accepted"});
            if (heard.ending == "done") expectAnswer(run, *operation, "in " + charset, heard, bench.example(*operation, 0));
            expectEffects(run, *operation, "a good call", bench, before + (operation->writes() ? 1 : 0));
        }
    }
}

void aPeerThatIsDownIsNotReached(Run& run) {
    forEachOffered(run, kPatient, /*only_writes=*/false, 0, [&](Bench& bench, const AnyOperation& operation) {
        bench.peer().stop();
        expect(run, operation, "a call of a peer that is down", bench.call(operation, 0), {"not_reached"});
        if (operation.writes()) expect(run, operation, "an inquiry of it", bench.inquire(operation, 0), {"cannot_tell"});
    });
}

void aLostAnswerIsUnknown(Run& run) {
    for (const Fault fault : {Fault::LoseAnswer, Fault::ResetAfterActing, Fault::Garbage}) {
        const std::string when = fault == Fault::LoseAnswer ? "a lost answer"
                                 : fault == Fault::Garbage  ? "garbage"
                                                            : "a reset after acting";
        forEachOffered(run, kPatient, /*only_writes=*/true, 1, [&](Bench& bench, const AnyOperation& operation) {
            bench.peer().fail(fault, 1);
            expect(run, operation, when, bench.call(operation, 1), {"unknown"});
            whatTheyKnowIsAskedBy(run, bench, operation, 1, "the inquiry after " + when);
            expectEffects(run, operation, when, bench, 1);
        });
    }
}

void nothingDoneIsNotThere(Run& run) {
    forEachOffered(run, kPatient, /*only_writes=*/true, 2, [&](Bench& bench, const AnyOperation& operation) {
        bench.peer().fail(Fault::ResetBeforeActing, 1);
        expect(run, operation, "a reset before acting", bench.call(operation, 2), {"unknown", "not_reached"});
        if (bench.capability(operation).asks_by != contract::AsksBy::Nothing)
            expect(run, operation, "the inquiry after it", bench.inquire(operation, 2), {"not_there"});
        expectEffects(run, operation, "a reset before acting", bench, 0);
    });
}

void aReadIsNeverDoneFromGarbage(Run& run) {
    forEachOffered(run, kPatient, /*only_writes=*/false, 3, [&](Bench& bench, const AnyOperation& operation) {
        bench.peer().fail(Fault::Garbage, 1);
        expect(run, operation, "garbage", bench.call(operation, 3), {"unknown", "not_reached"});
    });
}

void aRepeatIsAsDeclared(Run& run) {
    forEachOffered(run, kPatient, /*only_writes=*/true, 4, [&](Bench& bench, const AnyOperation& operation) {
        if (bench.capability(operation).repeat != contract::Repeat::SameAnswer) return;
        const Heard first = bench.call(operation, 4);
        const Heard second = bench.call(operation, 4);
        if (first.ending != second.ending || first.result != second.result)
            run.find(fmt::format("{}: same_answer is declared, but the second answer is another", operation.name()));
        expectEffects(run, operation, "a second send under the same number", bench, 1);
    });
}

void aSilentPeerIsGivenUp(Run& run) {
    forEachOffered(run, kShort, /*only_writes=*/false, 5, [&](Bench& bench, const AnyOperation& operation) {
        bench.peer().fail(Fault::Hang, 1);
        const core::MonoTime begin = bench.clock().mono();
        std::future<Heard> answer = std::async(std::launch::async, [&] { return bench.call(operation, 5); });
        if (answer.wait_for(kShort + kTolerance) != std::future_status::ready) {
            run.find(fmt::format("{}: a silent peer holds the call past {} ms", operation.name(), (kShort + kTolerance).count()));
            bench.peer().stop();
        }
        expect(run, operation, "a silent peer", answer.get(), {"unknown"});
        if (bench.clock().mono() - begin < kShort / 2) run.find(fmt::format("{}: gave up long before its time", operation.name()));
    });
}

void aSlowAnswerIsTaken(Run& run) {
    forEachOffered(run, kPatient, /*only_writes=*/false, 6, [&](Bench& bench, const AnyOperation& operation) {
        bench.peer().fail(Fault::Hold, 1);
        std::future<Heard> answer = std::async(std::launch::async, [&] { return bench.call(operation, 6); });
        if (!bench.peer().waitForCalls(1)) run.find(fmt::format("{}: the call did not arrive", operation.name()));
        bench.peer().release();
        expect(run, operation, "a slow answer", answer.get(), {"done", "accepted"});
    });
}

void stopEndsBlockedCalls(Run& run) {
    constexpr int kCalls = 4;
    Bench bench(run, run.subject.charsets().front(), kPatient);
    if (!bench.opened() || bench.offered().empty()) return;
    const AnyOperation& operation = *bench.offered().front();
    bench.peer().fail(Fault::Hang, kCalls);
    std::vector<std::future<Heard>> answers;
    for (int i = 0; i < kCalls; ++i) answers.push_back(std::async(std::launch::async, [&, i] { return bench.call(operation, 10 + i); }));
    if (!bench.peer().waitForCalls(kCalls)) run.find("the calls did not arrive");
    bench.stop();
    for (std::future<Heard>& answer : answers) {
        if (answer.wait_for(kTolerance) == std::future_status::ready) continue;
        run.find("a blocked call outlives stop()");
        bench.peer().stop();
    }
}

void callsFromManyThreadsAreRight(Run& run) {
    constexpr int kThreads = 8;
    constexpr int kCallsEach = 6;
    Bench bench(run, run.subject.charsets().back(), kPatient);
    if (!bench.opened()) return;
    const std::vector<const AnyOperation*> operations = bench.offered();
    std::atomic<int> writes = 0;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
        threads.emplace_back([&, thread] {
            for (int i = 0; i < kCallsEach; ++i) {
                const int number = 20 + thread * kCallsEach + i;
                const AnyOperation& operation = *operations[static_cast<std::size_t>(number) % operations.size()];
                bench.bring(operation, number);
                const Heard heard = bench.call(operation, number);
                expect(run, operation, "one of many calls", heard, {"done", "accepted"});
                if (heard.ending == "done") expectAnswer(run, operation, "one of many calls", heard, bench.example(operation, number));
                if (operation.writes()) ++writes;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    if (bench.effects() != writes) run.find(fmt::format("{} writes had {} effects", writes.load(), bench.effects()));
}

}  // namespace

std::vector<Check> checksOfCalls() {
    return {{"a good call is done, in every charset and with rare characters", aGoodCallIsDone},
            {"a peer that is down is not reached", aPeerThatIsDownIsNotReached},
            {"a write whose answer is lost is unknown and then found", aLostAnswerIsUnknown},
            {"a write that did not happen is not there", nothingDoneIsNotThere},
            {"nothing is read out of garbage", aReadIsNeverDoneFromGarbage},
            {"a repeat does what is declared", aRepeatIsAsDeclared},
            {"a silent peer is given up in time", aSilentPeerIsGivenUp},
            {"a slow answer is taken", aSlowAnswerIsTaken},
            {"stop ends blocked calls", stopEndsBlockedCalls},
            {"calls from many threads are right", callsFromManyThreadsAreRight}};
}

}  // namespace tests::conformance
