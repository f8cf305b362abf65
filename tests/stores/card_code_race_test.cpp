#include <future>

#include "hub/audit/witness.h"
#include "hub/identity/card_codes.h"
#include "hub/identity/registration.h"
#include "hub/storage/storage.h"
#include "tests/stores/engines.h"
#include "tests/stores/people.h"

using namespace hub::core;
using namespace hub::identity;
using hub::storage::Storage;

namespace {

/// A hub's own connections, lanes and ids, on a database that others use too.
struct Process {
    Process(const std::string& url, const hub::vault::Vault& vault, const hub::vault::Signer& signer, std::uint64_t seed)
        : ids(clock, seed) {
        hub::storage::StorageConfig config;
        config.url = url;
        auto opened = hub::storage::openStorage(config, vault, executor, clock);
        BOOST_REQUIRE(opened.ok());
        storage = std::move(*opened);
        codes.emplace(storage->identity(), signer, ids, clock);
        witness.emplace(storage->audit(), ids, clock);
    }
    ~Process() {
        storage->close();
        executor.stop();
    }

    /// Uses the code up, with its line of the audit, as a scan does.
    std::future<WorkOutcome> redeem(const std::string& code, const std::string& key) {
        const auto ended = std::make_shared<std::promise<WorkOutcome>>();  // shared: the unit calls back on another thread
        const auto work = [this, code](Transaction& transaction) -> Result<void> {
            const Result<Card> card = codes->redeem(transaction, code);
            if (!card.ok()) return card.failure();
            hub::audit::AuditEntry entry;
            entry.action = "credential.scan";
            entry.about = card->person;
            const auto noted = witness->note(transaction, entry);
            return noted.ok() ? Result<void>() : noted.failure();
        };
        storage->units().run({WorkKey{key}, {}}, work, [ended](const WorkOutcome& outcome) { ended->set_value(outcome); });
        return ended->get_future();
    }

    SystemClock clock;
    ThreadExecutor executor{clock, 2};
    SeededIdSource ids;
    std::unique_ptr<Storage> storage;
    std::optional<CardCodes> codes;
    std::optional<hub::audit::Witness> witness;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(card_code_race)

BOOST_AUTO_TEST_CASE(of_two_hubs_on_one_database_that_scan_one_code_at_once_exactly_one_opens_it) {
    constexpr int kCodes = 40;
    const tests::FileTree folder;
    BOOST_REQUIRE(hub::vault::FileKeySource::create(folder.path() / "keys").ok());
    BOOST_REQUIRE(hub::vault::Signer::create(folder.path() / "keys").ok());
    const hub::vault::Vault vault(std::make_shared<hub::vault::FileKeySource>(*hub::vault::FileKeySource::open(folder.path() / "keys")));
    const auto signer = hub::vault::Signer::open(folder.path() / "keys");
    BOOST_REQUIRE(signer.ok());
    const std::string url = tests::MariaDb::shared().url(tests::MariaDb::shared().newDatabase());
    Process one(url, vault, *signer, 1);
    Process other(url, vault, *signer, 2);

    Cards cards(one.storage->identity(), one.ids, one.clock);
    Registration registration(one.storage->identity(), cards, one.ids, one.clock);
    std::optional<Registered> made;
    BOOST_REQUIRE((runAndWait(one.storage->units(), {WorkKey{"register"}, {}}, [&](Transaction& transaction) -> Result<void> {
                       const auto registered = registration.registerPerson(transaction, tests::zhangSan());
                       if (!registered.ok()) return registered.failure();
                       made = *registered;
                       return {};
                   }).end == WorkEnd::Done));

    std::vector<std::future<WorkOutcome>> firsts;
    std::vector<std::future<WorkOutcome>> seconds;
    for (int i = 0; i < kCodes; ++i) {
        const std::string code = *one.codes->issue(*made->card);
        firsts.push_back(one.redeem(code, "one/" + std::to_string(i)));
        seconds.push_back(other.redeem(code, "other/" + std::to_string(i)));
    }
    for (int i = 0; i < kCodes; ++i) {
        const WorkOutcome first = firsts[static_cast<std::size_t>(i)].get();
        const WorkOutcome second = seconds[static_cast<std::size_t>(i)].get();
        const bool first_won = first.end == WorkEnd::Done;
        BOOST_TEST(first_won != (second.end == WorkEnd::Done), "code " << i);
        const WorkOutcome& lost = first_won ? second : first;
        BOOST_TEST((lost.why && lost.why->error() == Error::CardCodeUsed), "code " << i);
    }
    hub::audit::AuditSearch search;
    search.about = made->person.id;
    search.until = one.clock.utc() + Duration(60'000);
    search.limit = 1000;
    std::size_t lines = 0;
    BOOST_REQUIRE(other.storage->reads()
                      .read([&](ReadTransaction& transaction) -> Result<void> {
                          const auto entries = other.storage->audit().search(transaction, search);
                          if (!entries.ok()) return entries.failure();
                          lines = entries->size();
                          return {};
                      })
                      .ok());
    BOOST_TEST(lines == static_cast<std::size_t>(kCodes));
}

BOOST_AUTO_TEST_SUITE_END()
