#include "hub/app/load/people_loading.h"

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <utility>
#include <vector>

#include "hub/app/load/load_rows.h"
#include "hub/core/csv.h"
#include "hub/identity/weights_book.h"

namespace hub::app {

using core::Error;
using core::Failure;
using core::Result;
using flows::LoadedRow;
using flows::PeopleLoad;

namespace {

constexpr std::array<std::string_view, 7> kReportHeader{"line", "what", "column", "reason", "file_id", "person_id", "guards"};

/// Rows that a person has to look at: appended to when a load is taken up again.
class Report {
  public:
    Report(const std::string& path, bool goes_on) {
        if (path.empty()) return;
        file_.open(path, goes_on ? std::ios::app : std::ios::trunc);
        open_ = true;
        if (!goes_on || file_.tellp() == 0) add(kReportHeader);
    }

    void rejected(const RejectedRow& row) { add({fmt::format("{}", row.line), "rejected", row.column, row.reason, "", "", ""}); }
    void review(const LoadedRow& row) {
        add({fmt::format("{}", row.line), "review", "", "", row.file.text(), row.person.text(),
             row.weighing ? fmt::format("{}", row.weighing->guards) : std::string()});
    }

    bool isWhole() {
        if (open_) file_.flush();
        return !open_ || file_.good();
    }

  private:
    void add(const std::array<std::string_view, 7>& fields) {
        if (!open_) return;
        std::string line;
        core::appendCsvRow(line, fields);
        file_ << line;
    }

    std::ofstream file_;
    bool open_ = false;
};

double secondsBetween(core::MonoTime from, core::MonoTime to) { return static_cast<double>((to - from).count()) / 1e9; }

/// Rows until a batch is full.
struct Batch {
    std::vector<flows::LoadRow> rows;
    std::vector<RejectedRow> rejected;
    bool empty() const { return rows.empty() && rejected.empty(); }
    bool full() const { return rows.size() + rejected.size() >= PeopleLoad::kBatch; }
};

Result<void> takeBatch(PeopleLoad& load, const Batch& batch, Report& report, const std::function<void(const LoadedRow&)>& each) {
    const Result<std::vector<LoadedRow>> loaded = load.take(batch.rows, static_cast<std::int64_t>(batch.rejected.size()));
    if (!loaded.ok()) return loaded.failure();
    for (const RejectedRow& row : batch.rejected) report.rejected(row);
    for (const LoadedRow& row : *loaded) {
        if (row.how == flows::Loaded::Review) report.review(row);
        if (each) each(row);
    }
    return {};
}

/// By which the running hub decides as well.
Result<identity::matching::Weights> activeWeights(storage::Storage& storage, core::IdSource& ids, const core::Clock& clock) {
    identity::WeightsBook book(storage.weights(), ids, clock);
    return book.begin(storage.units());
}

}  // namespace

Result<PeopleLoadResult> loadPeople(Foundation& foundation, const PeopleLoading& loading) {
    const core::Clock& clock = foundation.clock();
    const core::MonoTime began = clock.mono();
    const Result<core::Digest> digest = digestOfFile(loading.file);
    if (!digest.ok()) return digest.failure();
    Result<LoadRows> rows = LoadRows::open(loading.file, core::shanghaiDate(clock.utc(), core::Duration(0)));
    if (!rows.ok()) return rows.failure();

    storage::Storage& storage = foundation.storage();
    core::SystemIdSource ids(clock);
    identity::HospitalFiles files(storage.identity(), ids, clock);
    const Result<identity::matching::Weights> weights = activeWeights(storage, ids, clock);
    if (!weights.ok()) return weights.failure();
    identity::index::MasterIndex index(storage.reads(), storage.matches(), *weights);
    identity::Merges merges(storage.merges(), storage.reviews(), storage.identity(), clock);
    identity::index::KnownPeople known({storage.identity(), storage.relations(), merges, index, clock});
    const core::MonoTime index_began = clock.mono();
    const Result<void> indexed = index.load(storage.reads(), loading.index_progress);
    if (!indexed.ok()) return indexed.failure();
    PeopleLoadResult result;
    result.index_seconds = secondsBetween(index_began, clock.mono());

    PeopleLoad load({storage.units(), storage.reads(), storage.identity(), files, storage.matches(), index, known, ids, clock}, *digest);
    const Result<identity::LoadProgress> before = load.begin();
    if (!before.ok()) return before.failure();
    result.taken_up_at = before->rows;
    const Result<bool> skipped = rows->skip(before->rows);
    if (!skipped.ok()) return skipped.failure();
    Report report(loading.report, before->rows > 0);

    LoadRows::Row row;
    for (bool more = true; more;) {
        Batch batch;
        while (!batch.full()) {
            const Result<bool> next = rows->next(row);
            if (!next.ok()) return next.failure();
            more = *next;
            if (!more) break;
            if (auto* rejected = std::get_if<RejectedRow>(&row)) {
                batch.rejected.push_back(std::move(*rejected));
            } else {
                batch.rows.push_back(std::move(std::get<flows::LoadRow>(row)));
            }
        }
        if (batch.empty()) break;
        const Result<void> taken = takeBatch(load, batch, report, loading.each);
        if (!taken.ok()) return taken.failure();
        if (loading.progress) loading.progress(load.progress().rows);
    }
    const Result<void> finished = load.finish();
    if (!finished.ok()) return finished.failure();
    if (!report.isWhole()) return Failure(Error::RegionNotWritable, loading.report);
    result.progress = load.progress();
    result.seconds = secondsBetween(began, clock.mono());
    return result;
}

}  // namespace hub::app
