#include "adapters/cli/bench/paired_reads.h"

#include <thread>
#include <utility>

namespace adapters::cli::bench {

using hub::cli::percentile;
using hub::core::Result;

namespace {

struct Half {
    ReadResult reads;
    ReadResult beside;

    double p50() const { return percentile(reads.ms, 0.5); }
    double p99() const { return percentile(reads.ms, 0.99); }
};

class Pairs {
  public:
    Pairs(const PairPlan& plan, const hub::core::Clock& clock) : plan_(plan), clock_(clock) {}

    Result<PairResult> run() {
        half();
        const hub::core::MonoTime began = clock_.mono();
        for (std::size_t i = 0; i < plan_.pairs; ++i) {
            const Result<void> ran = pair(/*burden_first=*/i % 2 == 1);
            if (!ran.ok()) return ran.failure();
        }
        result_.seconds = static_cast<double>((clock_.mono() - began).count()) / 1e9;
        result_.ratio = percentile(ratios_, 0.5);
        result_.added_ms = percentile(added_, 0.5);
        result_.p50_ms = percentile(p50_with_, 0.5);
        result_.p99_ms = percentile(p99_with_, 0.5);
        result_.p50_without_ms = percentile(p50_without_, 0.5);
        result_.p99_without_ms = percentile(p99_without_, 0.5);
        return std::move(result_);
    }

  private:
    Half half() const {
        Half half;
        std::thread beside;
        if (plan_.beside) beside = std::thread([&] { half.beside = readPaced(*plan_.beside, clock_); });
        if (plan_.lead_seconds > 0) {
            ReadPlan lead = plan_.reads;
            lead.seconds = plan_.lead_seconds;
            readPaced(lead, clock_);
        }
        half.reads = readPaced(plan_.reads, clock_);
        if (beside.joinable()) beside.join();
        return half;
    }

    Result<void> pair(bool burden_first) {
        Half without;
        if (!burden_first) without = half();
        const Result<void> burdened = plan_.burden();
        if (!burdened.ok()) return burdened;
        const Half with = half();
        const Result<void> relieved = plan_.relieve();
        if (!relieved.ok()) return relieved;
        if (burden_first) without = half();

        add(with, p50_with_, p99_with_, result_.beside_with);
        add(without, p50_without_, p99_without_, result_.beside_without);
        added_.push_back(with.p99() - without.p99());
        if (without.p99() > 0) ratios_.push_back(with.p99() / without.p99());
        return {};
    }

    void add(const Half& half, std::vector<double>& p50, std::vector<double>& p99, ReadResult& beside) {
        p50.push_back(half.p50());
        p99.push_back(half.p99());
        result_.n += static_cast<std::int64_t>(half.reads.ms.size());
        result_.asked += half.reads.asked();
        beside.ms.insert(beside.ms.end(), half.beside.ms.begin(), half.beside.ms.end());
        beside.refused += half.beside.refused;
        beside.lost += half.beside.lost;
    }

    const PairPlan& plan_;
    const hub::core::Clock& clock_;
    PairResult result_;
    std::vector<double> ratios_;
    std::vector<double> added_;
    std::vector<double> p50_with_;
    std::vector<double> p99_with_;
    std::vector<double> p50_without_;
    std::vector<double> p99_without_;
};

}  // namespace

Result<PairResult> readInPairs(const PairPlan& plan, const hub::core::Clock& clock) { return Pairs(plan, clock).run(); }

void fill(hub::cli::BenchResult& result, const PairResult& measured, std::string baseline) {
    result.value = measured.p99_ms;
    result.unit = "ms";
    result.p50_ms = measured.p50_ms;
    result.p99_ms = measured.p99_ms;
    result.n = measured.n;
    result.seconds = measured.seconds;
    result.extras["p99_added_ms"] = measured.added_ms;
    result.extras["p50_without_ms"] = measured.p50_without_ms;
    result.extras["success_share"] = measured.asked == 0 ? 0 : static_cast<double>(measured.n) / static_cast<double>(measured.asked);
    result.baseline = hub::cli::Baseline{std::move(baseline), measured.p99_without_ms};
    result.ratio = measured.ratio;
}

}  // namespace adapters::cli::bench
