// Books commands on a disk that fails, and writes a line for every one that was answered; at the end how many operations the disk did.
//   fault_victim FOLDER COMMANDS [refused | full | dies AT SEED IMAGE]

#include <sqlite3.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "hub/ledger/writer.h"
#include "hub/storage/bench/scratch.h"
#include "hub/storage/storage.h"
#include "tests/stores/ledger/crash_load.h"
#include "tests/stores/ledger/fault_vfs.h"

namespace {

tests::DiskFault faultNamed(const std::string& name) {
    if (name == "refused") return tests::DiskFault::Refused;
    if (name == "full") return tests::DiskFault::Full;
    return tests::DiskFault::Dies;
}

void say(const std::string& line) {
    if (write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size())) _exit(4);
}

/// The log is copied into the database now and then, so that these writes fail too.
void checkpoint(const std::filesystem::path& folder) {
    sqlite3* handle = nullptr;
    sqlite3_open((folder / "hub.db").c_str(), &handle);
    sqlite3_busy_timeout(handle, 100);
    sqlite3_wal_checkpoint_v2(handle, nullptr, SQLITE_CHECKPOINT_RESTART, nullptr, nullptr);
    sqlite3_close(handle);
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 3 && count != 7) return 2;
    const std::filesystem::path folder = arguments[1];
    const std::int64_t commands = std::stoll(arguments[2]);
    tests::FaultPlan plan;
    if (count == 7) plan = {faultNamed(arguments[3]), std::stoll(arguments[4]), std::stoull(arguments[5]), arguments[6]};
    tests::installFaultyDisk(plan);

    const hub::core::SystemClock clock;
    hub::core::ThreadExecutor executor(clock, 2);
    const hub::vault::Vault vault(std::make_shared<hub::storage::bench::BenchKeys>());
    hub::storage::StorageConfig config;
    config.folder = folder;
    config.limits.read_connections = 1;
    const auto storage = hub::storage::openStorage(config, vault, executor, clock);
    if (!storage.ok()) return 3;
    if (commands > 0) {
        hub::core::SystemIdSource ids(clock);
        hub::ledger::LedgerWriter writer((*storage)->ledgerUnits(), (*storage)->reads(), (*storage)->ledger(), executor, clock,
                                         ids.next<hub::core::OutboxId>().text());
        std::atomic<std::int64_t> answered = 0;
        tests::CrashLoad load(writer, 1, [&](std::int64_t number, const hub::ledger::Ledger::Answer& answer) {
            say(std::to_string(number) + " " + tests::wordOf(answer) + "\n");
            const std::int64_t so_far = ++answered;
            if (so_far == commands / 2) checkpoint(folder);
            if (so_far >= commands) load.stop();
        });
        load.waitUntilAllStopped();
        writer.close();
    }
    (*storage)->close();
    executor.stop();
    say("operations " + std::to_string(tests::diskOperations()) + "\n");
    return 0;
}
