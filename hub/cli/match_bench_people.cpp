#include "hub/cli/match_bench_people.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "hub/cli/population/generator.h"
#include "hub/identity/matching/packed.h"

namespace hub::cli {

namespace matching = identity::matching;
namespace fs = std::filesystem;
using core::Error;
using core::Failure;
using core::Result;
using matching::ImageRow;
using matching::PackedRecord;

namespace {

constexpr std::uint32_t kAsked = 30'000;
constexpr std::size_t kBatch = 4096;

/// Collects rows into batches. What is left goes out at the end.
class Batches {
  public:
    explicit Batches(const TakeRows& take) : take_(take) { rows_.reserve(kBatch); }
    ~Batches() {
        if (!rows_.empty()) take_(rows_);
    }
    Batches(const Batches&) = delete;
    Batches& operator=(const Batches&) = delete;

    void add(std::uint32_t ordinal, const PackedRecord& record) {
        rows_.push_back({ordinal, benchPersonOf(ordinal), record});
        if (rows_.size() < kBatch) return;
        take_(rows_);
        rows_.clear();
    }

  private:
    const TakeRows& take_;
    std::vector<ImageRow> rows_;
};

void put(std::ostream& out, const PackedRecord& record) {
    const PackedRecord::Bytes bytes = record.toBytes();
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

void putNumber(std::ostream& out, std::uint32_t number) {
    for (int i = 0; i < 4; ++i) out.put(static_cast<char>(number >> (8 * i) & 0xff));
}

std::optional<PackedRecord> takeRecord(std::istream& in) {
    PackedRecord::Bytes bytes{};
    in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    return in ? PackedRecord::fromBytes(bytes) : std::nullopt;
}

std::optional<std::uint32_t> takeNumber(std::istream& in) {
    std::uint32_t number = 0;
    for (int i = 0; i < 4; ++i) number |= static_cast<std::uint32_t>(in.get() & 0xff) << (8 * i);
    return in ? std::optional(number) : std::nullopt;
}

}  // namespace

matching::MatchRecord matchRecordOf(const population::Record& record) {
    matching::MatchRecord made;
    made.name = record.name;
    made.sex = record.sex;
    if (const Result<core::Date> date = core::Date::parse(record.birth_date); date.ok()) made.birth_date = *date;
    made.id_no = record.id_no;
    made.phone = record.phone;
    made.address = record.address;
    made.mother = record.mother_record;
    made.birth_order = record.birth_order;
    return made;
}

core::IdBits benchPersonOf(std::uint32_t ordinal) {
    core::IdBits id;
    id.bytes[0] = 1;  // none() is nobody
    for (std::size_t i = 0; i < 4; ++i) id.bytes[15 - i] = static_cast<std::uint8_t>(ordinal >> (8 * i));
    return id;
}

bool BenchPeople::isAsked(std::uint32_t person) const { return person % std::max(people / kAsked, 1U) == 0; }

Questions BenchPeople::make(const TakeRows& take, const PeopleProgress& progress) const {
    const population::Population made = population::generate({seed, people, {}}, progress);
    const matching::FeatureReader reader;
    const matching::Packer packer{matching::PackKey(kBenchSecret)};
    const auto packed = [&](const population::Record& record) { return packer.pack(reader.read(matchRecordOf(record))); };
    Questions questions;
    Batches batches(take);
    std::uint32_t rows = 0;
    for (std::size_t i = 0; i < made.records.size(); ++i) {
        const population::Record& record = made.records[i];
        if (record.person == rows) {
            batches.add(rows++, packed(record));
            if (rows % 100'000 == 0) progress(rows);
        } else if (isAsked(record.person) && (questions.empty() || questions.back().ordinal != record.person)) {
            questions.push_back({record.person, packed(record)});
        }
    }
    return questions;
}

Result<void> BenchPeople::write(const fs::path& file, const PeopleProgress& progress) const {
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    const fs::path part = file.string() + ".part";
    std::ofstream out(part, std::ios::binary);
    const Questions questions = make(
        [&](std::span<const ImageRow> rows) {
            for (const ImageRow& row : rows) put(out, row.record);
        },
        progress);
    for (const auto& question : questions) {
        putNumber(out, question.ordinal);
        put(out, question.record);
    }
    out.close();
    if (out) fs::rename(part, file, error);
    return out && !error ? Result<void>() : Failure(Error::RegionNotWritable, file.string());
}

Result<Questions> BenchPeople::read(const fs::path& folder, const TakeRows& take, const PeopleProgress& progress) const {
    const fs::path file = folder / fmt::format("match-{}-{}.packed", people, seed);
    if (!fs::exists(file)) {
        const Result<void> written = write(file, progress);
        if (!written.ok()) return written.failure();
    }
    std::ifstream in(file, std::ios::binary);
    {
        Batches batches(take);
        for (std::uint32_t ordinal = 0; ordinal < people; ++ordinal) {
            const std::optional<PackedRecord> record = takeRecord(in);
            if (!record) return Failure(Error::FileNotReadable, file.string());
            batches.add(ordinal, *record);
        }
    }
    Questions questions;
    while (in.peek() != std::ifstream::traits_type::eof()) {
        const std::optional<std::uint32_t> ordinal = takeNumber(in);
        const std::optional<PackedRecord> record = takeRecord(in);
        if (!ordinal || !record) return Failure(Error::FileNotReadable, file.string());
        questions.push_back({*ordinal, *record});
    }
    return questions;
}

}  // namespace hub::cli
