#include "tests/unit/identity_matching/generated.h"

#include "hub/cli/population/generator.h"

namespace tests::matching {

const Generated& generated() {
    static const Generated kGenerated = [] {
        const cli::population::Population made = cli::population::generate({/*seed=*/5, /*people=*/1500, {}}, [](std::uint32_t) {});
        Generated all;
        for (const cli::population::Record& one : made.records) {
            const char sex = one.sex == contract::Sex::Male ? 'm' : 'f';
            MatchRecord record = matching::record(one.name, one.birth_date, sex, one.id_no, one.phone, one.address);
            record.mother = one.mother_record;
            record.birth_order = one.birth_order;
            all.records.push_back(featureReader().read(record));
            all.person.push_back(one.person);
        }
        return all;
    }();
    return kGenerated;
}

}  // namespace tests::matching
