#include "hub/cli/population/generator.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <ostream>

#include "hub/core/csv.h"
#include "hub/core/describe.h"

namespace hub::cli::population {

using contract::Sex;

namespace {

constexpr std::size_t kUsualHospitals = 3;
constexpr std::uint64_t kAtUsualHospitalOf100 = 70;
constexpr std::uint32_t kPeopleAStep = 10'000;
constexpr std::size_t kWriteBytes = std::size_t{1} << 20;

/// Fills a Population household by household.
class Generation {
  public:
    Generation(const Plan& plan, Population& population)
        : population_(population), draw_(plan.seed), households_(names_, places_, plan.seed), mistakes_(plan.rates, characters_, names_) {
        for (std::uint32_t hospital = 0; hospital < kHospitals; ++hospital) hospital_weights_.add(1000 / (hospital + 4));
        for (const std::uint32_t of_100 : {28U, 32U, 20U, 12U, 8U}) record_weights_.add(of_100);
    }

    void run(std::uint32_t people, const Progress& progress) {
        while (people_ < people) {
            const std::uint32_t before = people_;
            const Household household = households_.next(draw_, people - people_);
            add(household);
            if (people_ / kPeopleAStep != before / kPeopleAStep) progress(people_);
        }
        population_.mistakes = mistakes_.counts();
        shuffle();
    }

  private:
    using UsualHospitals = std::array<std::uint8_t, kUsualHospitals>;

    std::uint8_t anyHospital() { return static_cast<std::uint8_t>(draw_.among(hospital_weights_)); }

    std::uint8_t hospitalOf(const UsualHospitals& usual) {
        return draw_.below(100) < kAtUsualHospitalOf100 ? draw_.of(usual) : anyHospital();
    }

    void add(const Household& household) {
        UsualHospitals usual{};
        for (std::uint8_t& hospital : usual) hospital = anyHospital();
        addPerson(household, household.father, usual);
        const std::size_t mothers_first = population_.records.size();
        if (household.mother) addPerson(household, *household.mother, usual);
        const std::size_t mothers_last = population_.records.size();
        for (const Person& child : household.children) {
            const std::size_t first = population_.records.size();
            addPerson(household, child, usual);
            if (!mistakes_.startsAsNewborn(draw_, household, child)) continue;
            const std::size_t mothers = mothers_first + draw_.below(mothers_last - mothers_first);
            makeNewborn(household, child, population_.records[first], mothers);
        }
        mistakes_.passed(household);
    }

    void addPerson(const Household& household, const Person& person, const UsualHospitals& usual) {
        const std::size_t records = 1 + draw_.among(record_weights_);
        for (std::size_t i = 0; i < records; ++i) {
            Record record = mistakes_.record(draw_, household, person);
            record.person = people_;
            record.hospital = hospitalOf(usual);
            population_.records.push_back(std::move(record));
        }
        ++people_;
    }

    /// A child is born where its mother is on file.
    void makeNewborn(const Household& household, const Person& child, Record& record, std::size_t mothers) {
        const std::uint32_t person = record.person;
        record = mistakes_.newbornRecord(draw_, household, child);
        record.person = person;
        record.hospital = population_.records[mothers].hospital;
        record.mother_record = static_cast<std::uint32_t>(mothers);
    }

    void shuffle() {
        std::vector<std::uint32_t>& rows = population_.row_of;
        rows.resize(population_.records.size());
        std::iota(rows.begin(), rows.end(), 0U);
        for (std::size_t i = rows.size(); i > 1; --i) std::swap(rows[i - 1], rows[draw_.below(i)]);
    }

    Population& population_;
    const Characters characters_;
    const Names names_;
    const Places places_;
    Draw draw_;
    Households households_;
    Mistakes mistakes_;
    Weights hospital_weights_;
    Weights record_weights_;
    std::uint32_t people_ = 0;
};

/// Calls `use` with every pair of rows that are one person's.
template <class Use>
void forPairs(const Population& population, Use use) {
    const auto& records = population.records;
    for (std::size_t first = 0; first < records.size(); ++first) {
        for (std::size_t other = first + 1; other < records.size() && records[other].person == records[first].person; ++other) {
            use(population.row_of[first], population.row_of[other]);
        }
    }
}

std::string recordId(std::uint32_t row) { return fmt::format("R{:08}", row + 1); }

/// Hospitals number their files as they come, each in its own form.
std::string localId(std::uint8_t hospital, std::uint32_t number) {
    switch (hospital % 3) {
        case 0:
            return fmt::format("{:08}", 10'000'000 + number);
        case 1:
            return fmt::format("P{:07}", number);
        default:
            return fmt::format("{:010}", number);
    }
}

/// Text on its way out in large pieces.
class Pieces {
  public:
    explicit Pieces(std::ostream& out) : out_(out) {}
    void row(std::span<const std::string_view> fields) {
        core::appendCsvRow(text_, fields);
        if (text_.size() >= kWriteBytes) flush();
    }
    void flush() {
        out_.write(text_.data(), static_cast<std::streamsize>(text_.size()));
        text_.clear();
    }

  private:
    std::ostream& out_;
    std::string text_;
};

}  // namespace

std::uint64_t Population::pairs() const {
    std::uint64_t pairs = 0;
    forPairs(*this, [&](std::uint32_t, std::uint32_t) { ++pairs; });
    return pairs;
}

Population generate(const Plan& plan, const Progress& progress) {
    HUB_ASSERT(plan.people > 0);
    Population population;
    Generation(plan, population).run(plan.people, progress);
    return population;
}

void writePeople(std::ostream& out, const Population& population) {
    constexpr std::string_view kHeader[] = {"record_id", "hospital",   "local_id",         "name",
                                            "sex",       "birth_date", "id_kind",          "id_no",
                                            "phone",     "address",    "mother_record_id", "birth_order"};
    std::vector<std::uint32_t> record_at(population.row_of.size());
    for (std::uint32_t i = 0; i < population.row_of.size(); ++i) record_at[population.row_of[i]] = i;

    Pieces pieces(out);
    pieces.row(kHeader);
    std::array<std::uint32_t, kHospitals> files{};
    for (std::uint32_t row = 0; row < record_at.size(); ++row) {
        const Record& record = population.records[record_at[row]];
        const std::string id = recordId(row);
        const std::string hospital = fmt::format("H{:03}", record.hospital + 1);
        const std::string local_id = localId(record.hospital, ++files[record.hospital]);
        const std::string_view kind = record.id_kind ? core::enumName(*record.id_kind) : std::string_view();
        const std::string mother = record.mother_record ? recordId(population.row_of[*record.mother_record]) : std::string();
        const std::string order = record.birth_order > 0 ? std::to_string(record.birth_order) : std::string();
        const std::string_view fields[] = {
            id,           hospital,       local_id, record.name, record.sex == Sex::Male ? "1" : "2", record.birth_date, kind, record.id_no,
            record.phone, record.address, mother,   order};
        pieces.row(fields);
    }
    pieces.flush();
}

void writeTruth(std::ostream& out, const Population& population) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    forPairs(population, [&](std::uint32_t one, std::uint32_t other) { pairs.emplace_back(std::min(one, other), std::max(one, other)); });
    std::sort(pairs.begin(), pairs.end());

    Pieces pieces(out);
    constexpr std::string_view kHeader[] = {"record_id_a", "record_id_b"};
    pieces.row(kHeader);
    for (const auto& [one, other] : pairs) {
        const std::string a = recordId(one);
        const std::string b = recordId(other);
        const std::string_view fields[] = {a, b};
        pieces.row(fields);
    }
    pieces.flush();
}

}  // namespace hub::cli::population
