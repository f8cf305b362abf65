#include "hub/app/bench/lookup_people.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <future>
#include <memory>
#include <utility>
#include <vector>

#include "hub/identity/check_character.h"
#include "hub/identity/index/master_index.h"

namespace hub::app {

using core::Result;
using identity::CardId;
using identity::PersonId;

namespace {

constexpr std::uint32_t kUnit = 50'000;  // people: an index page that a unit dirties is written once for all of them
constexpr std::uint32_t kDays = 27'000;  // of birth; 10 million people are some 400 a day
constexpr std::uint64_t kFirstMs = 1'600'000'000'000;
constexpr core::UtcTime kRegisteredAt{1'700'000'000'000};

constexpr std::array<std::string_view, 16> kSurnames{"测", "试", "样", "例", "虚", "构", "演", "练",
                                                     "王", "李", "张", "刘", "陈", "杨", "赵", "黄"};
constexpr std::array<std::string_view, 32> kGiven{"甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸", "子",
                                                  "丑", "寅", "卯", "辰", "巳", "午", "未", "申", "酉", "戌", "亥",
                                                  "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};

/// The finaliser of SplitMix64: one to one.
std::uint64_t mixed(std::uint64_t number) {
    number = (number ^ number >> 30U) * 0xBF58476D1CE4E5B9U;
    number = (number ^ number >> 27U) * 0x94D049BB133111EBU;
    return number ^ number >> 31U;
}

/// Rising with the number, as ids rise with time; the rest looks random.
core::IdBits idOf(std::uint32_t number, std::uint64_t kind) {
    core::IdBits id;
    const std::uint64_t ms = kFirstMs + number;
    const std::uint64_t rest = mixed(number * 2U + kind);
    for (std::size_t i = 0; i < 6; ++i) id.bytes[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
    for (std::size_t i = 0; i < 8; ++i) id.bytes[8 + i] = static_cast<std::uint8_t>(rest >> (56 - 8 * i));
    return id;
}

/// One to one below nine hundred thousand million, the numbers cards have.
core::CardNumber cardNumberOf(std::uint32_t number) {
    constexpr std::uint64_t kCoprime = 618'033'988'747;
    core::IdBits drawn;
    const std::uint64_t random = number * kCoprime % 900'000'000'000;
    for (std::size_t i = 0; i < 8; ++i) drawn.bytes[8 + i] = static_cast<std::uint8_t>(random >> (56 - 8 * i));
    return identity::cardNumberFrom(drawn);
}

core::Date birthDateOf(std::uint32_t number) {
    constexpr core::UtcTime kFirstDay{-946'771'200'000};  // 1940-01-01
    return core::shanghaiDate(kFirstDay + std::chrono::hours(24) * static_cast<std::int64_t>(number % kDays), core::Duration(0));
}

/// What one person is in the database.
struct Rows {
    LookupPerson who;
    identity::matching::PackedRecord record;
};

Result<void> write(Foundation& foundation, identity::index::MasterIndex& index, core::Transaction& transaction,
                   const std::vector<Rows>& rows) {
    identity::IdentityStore& people = foundation.storage().identity();
    for (const Rows& row : rows) {
        const Result<void> person = people.addPerson(transaction, row.who.person);
        if (!person.ok()) return person;
        const Result<void> card = people.addCard(transaction, row.who.card);
        if (!card.ok()) return card;
        const Result<void> kept = index.keepNew(transaction, row.who.person.id.bits, row.who.person.id, row.record);
        if (!kept.ok()) return kept;
    }
    return {};
}

/// They come in in order, so that those who stand are the first.
Result<std::uint32_t> howManyStand(Foundation& foundation, std::uint32_t people) {
    std::uint32_t stand = 0;
    const Result<void> read = foundation.storage().reads().read([&](core::ReadTransaction& transaction) -> Result<void> {
        std::uint32_t least = 0;
        std::uint32_t most = people;
        while (least < most) {
            const std::uint32_t middle = least + (most - least) / 2;
            const auto found = foundation.storage().identity().findPerson(transaction, PersonId{idOf(middle, 0)});
            if (!found.ok() && found.failure().error() != core::Error::PersonNotFound) return found.failure();
            if (found.ok()) {
                least = middle + 1;
            } else {
                most = middle;
            }
        }
        stand = least;
        return {};
    });
    if (!read.ok()) return read.failure();
    return stand;
}

}  // namespace

LookupPerson lookupPersonAt(std::uint32_t number) {
    const std::uint64_t drawn = mixed(number);
    const core::Date birth_date = birthDateOf(number);
    const std::uint32_t sequence = number / kDays;
    std::string certificate =
        fmt::format("379999{:04}{:02}{:02}{:03}", birth_date.year, int{birth_date.month}, int{birth_date.day}, sequence);
    certificate += identity::checkCharacter(certificate);

    LookupPerson who;
    who.person.id = PersonId{idOf(number, 0)};
    contract::PersonDetails& details = who.person.details;
    details.name = core::Sensitive(core::PersonName{fmt::format("{}{}{}", kSurnames[drawn % kSurnames.size()],
                                                                kGiven[drawn / 16 % kGiven.size()], kGiven[drawn / 512 % kGiven.size()])});
    details.sex = sequence % 2 == 1 ? contract::Sex::Male : contract::Sex::Female;
    details.birth_date = core::Sensitive(birth_date);
    details.certificate =
        contract::Certificate{contract::CertificateKind::ResidentId, core::Sensitive(core::CertificateNumber{std::move(certificate)})};
    details.phone = core::Sensitive(core::PhoneNumber{fmt::format("139{:08}", number)});
    who.person.registered_at = kRegisteredAt;
    who.card.id = CardId{idOf(number, 1)};
    who.card.person = who.person.id;
    who.card.number = core::Sensitive(cardNumberOf(number));
    who.card.issued_at = kRegisteredAt;
    who.card.changed_at = kRegisteredAt;
    return who;
}

Result<LookupFill> fillLookupPeople(Foundation& foundation, std::uint32_t people, const std::function<void(std::uint32_t)>& progress) {
    HUB_ASSERT(people <= kLookupPeopleMax);
    storage::Storage& storage = foundation.storage();
    const Result<std::uint32_t> stand = howManyStand(foundation, people);
    if (!stand.ok()) return stand.failure();
    identity::index::MasterIndex index(storage.reads(), storage.matches(), identity::matching::startingWeights());
    const core::MonoTime began = foundation.clock().mono();
    std::future<core::WorkOutcome> before;  // one unit is written while the next is made
    const auto settled = [&before]() -> Result<void> {
        if (!before.valid()) return {};
        const core::WorkOutcome outcome = before.get();
        return outcome.end == core::WorkEnd::Done ? Result<void>() : Result<void>(*outcome.why);
    };
    for (std::uint32_t from = *stand; from < people;) {
        const std::uint32_t until = std::min(people, from + kUnit);
        const auto rows = std::make_shared<std::vector<Rows>>();  // shared: the unit may run again
        rows->reserve(until - from);
        for (std::uint32_t number = from; number < until; ++number) {
            LookupPerson who = lookupPersonAt(number);
            const identity::index::MatchedRecord record = index.packed(index.read(who.person.details));
            rows->push_back({std::move(who), record.packed});
        }
        const Result<void> done = settled();
        if (!done.ok()) return done.failure();
        progress(from);
        const auto written = std::make_shared<std::promise<core::WorkOutcome>>();
        before = written->get_future();
        storage.units().run(
            {core::WorkKey{fmt::format("lookup-people/{}/{}", from, until)}, core::IdBits{}},
            [&foundation, &index, rows](core::Transaction& transaction) { return write(foundation, index, transaction, *rows); },
            [written](const core::WorkOutcome& outcome) { written->set_value(outcome); });
        from = until;
    }
    const Result<void> done = settled();
    if (!done.ok()) return done.failure();
    progress(people);
    return LookupFill{people - *stand, static_cast<double>((foundation.clock().mono() - began).count()) / 1e9};
}

}  // namespace hub::app
