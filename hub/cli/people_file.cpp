#include "hub/cli/people_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <utility>

#include "hub/cli/people_columns.h"
#include "hub/core/csv.h"

namespace hub::cli {

using core::CsvReader;
using core::CsvRow;
using core::Error;
using core::Failure;
using core::Result;
using identity::matching::MatchRecord;

namespace {

constexpr std::array<std::string_view, 2> kTruthHeader{"record_id_a", "record_id_b"};

const std::string& at(const CsvRow& row, PeopleColumn column) { return row.fields[static_cast<std::size_t>(column)]; }

Failure notReadable(const std::string& path, std::size_t line, std::string_view what) {
    return Failure(Error::FileNotReadable, fmt::format("{} line {}: {}", path, line, what));
}

/// Calls `use`(row) for each row after the header.
template <std::size_t N, class Use>
Result<void> eachRow(const std::string& path, const std::array<std::string_view, N>& header, Use use) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return Failure(Error::FileNotReadable, path);
    CsvReader reader(in);
    CsvRow row;
    bool first = true;
    while (true) {
        const Result<bool> more = reader.next(row);
        if (!more.ok()) return Failure(Error::FileNotReadable, path + " " + more.failure().detail());
        if (!*more) break;
        if (std::exchange(first, false)) {
            if (std::equal(row.fields.begin(), row.fields.end(), header.begin(), header.end())) continue;
            return notReadable(path, row.line, fmt::format("the header should be {}", fmt::join(header, ",")));
        }
        if (row.fields.size() != N) return notReadable(path, row.line, fmt::format("{} fields, {} are expected", row.fields.size(), N));
        const Result<void> used = use(row);
        if (!used.ok()) return used;
    }
    return first ? notReadable(path, 1, "the file is empty") : Result<void>();
}

MatchRecord recordOf(const CsvRow& row, PeopleFile& people) {
    MatchRecord record;
    record.name = at(row, PeopleColumn::Name);
    if (at(row, PeopleColumn::Sex) == "1") record.sex = contract::Sex::Male;
    if (at(row, PeopleColumn::Sex) == "2") record.sex = contract::Sex::Female;
    if (const std::string& text = at(row, PeopleColumn::BirthDate); !text.empty()) {
        const Result<core::Date> date = core::Date::parse(text);
        if (date.ok()) record.birth_date = *date;
        people.dates_unreadable += date.ok() ? 0 : 1;
    }
    record.id_no = at(row, PeopleColumn::IdNo);
    record.phone = at(row, PeopleColumn::Phone);
    record.address = at(row, PeopleColumn::Address);
    const std::string& order = at(row, PeopleColumn::BirthOrder);
    if (order.size() == 1 && order[0] >= '1' && order[0] <= '9') record.birth_order = static_cast<std::uint8_t>(order[0] - '0');
    return record;
}

}  // namespace

Result<PeopleFile> readPeople(const std::string& path, const identity::matching::FeatureReader& reader) {
    struct Child {
        std::uint32_t record;
        std::size_t line;
        std::string mother;
    };
    PeopleFile people;
    std::vector<Child> children;
    const Result<void> read = eachRow(path, kPeopleHeader, [&](const CsvRow& row) -> Result<void> {
        const auto place = static_cast<std::uint32_t>(people.records.size());
        if (!people.by_id.emplace(at(row, PeopleColumn::RecordId), place).second)
            return notReadable(path, row.line, "this record_id came before");
        people.records.push_back(reader.read(recordOf(row, people)));
        if (!at(row, PeopleColumn::MotherRecordId).empty()) children.push_back({place, row.line, at(row, PeopleColumn::MotherRecordId)});
        return {};
    });
    if (!read.ok()) return read.failure();
    for (const Child& child : children) {
        const auto mother = people.by_id.find(child.mother);
        if (mother == people.by_id.end()) return notReadable(path, child.line, "there is no record of this mother_record_id");
        people.records[child.record].mother = mother->second;
    }
    return people;
}

Result<identity::matching::TruePairs> readTruth(const std::string& path, const PeopleFile& people) {
    identity::matching::TruePairs pairs;
    const Result<void> read = eachRow(path, kTruthHeader, [&](const CsvRow& row) -> Result<void> {
        const auto one = people.by_id.find(row.fields[0]);
        const auto other = people.by_id.find(row.fields[1]);
        if (one == people.by_id.end() || other == people.by_id.end()) return notReadable(path, row.line, "there is no such record");
        if (one->second != other->second) pairs.push_back(std::minmax(one->second, other->second));
        return {};
    });
    if (!read.ok()) return read.failure();
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    return pairs;
}

}  // namespace hub::cli
