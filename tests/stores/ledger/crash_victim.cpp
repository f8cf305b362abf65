// Loads the ledger of a folder until it is killed, and writes a line for every command that was answered: "<number> <word>".
//   crash_victim FOLDER FIRST

#include <unistd.h>

#include <memory>
#include <string>

#include "hub/ledger/writer.h"
#include "hub/storage/bench/scratch.h"
#include "hub/storage/storage.h"
#include "tests/stores/ledger/crash_load.h"

int main(int count, char** arguments) {
    if (count != 3) return 2;
    const hub::core::SystemClock clock;
    hub::core::ThreadExecutor executor(clock, 2);
    const hub::vault::Vault vault(std::make_shared<hub::storage::bench::BenchKeys>());
    const hub::storage::StorageConfig config{.folder = arguments[1], .url = {}, .password = {}, .limits = {}, .migrate = true};
    const auto storage = hub::storage::openStorage(config, vault, executor, clock);
    if (!storage.ok()) return 3;
    hub::core::SystemIdSource ids(clock);
    hub::ledger::LedgerWriter writer((*storage)->ledgerUnits(), (*storage)->reads(), (*storage)->ledger(), executor, clock,
                                     ids.next<hub::core::OutboxId>().text());
    tests::CrashLoad load(writer, std::stoll(arguments[2]), [&](std::int64_t number, const hub::ledger::Ledger::Answer& answer) {
        const std::string line = std::to_string(number) + " " + tests::wordOf(answer) + "\n";
        if (write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size())) load.stop();  // nobody listens any more
    });
    load.waitUntilAllStopped();
    writer.close();
    (*storage)->close();
    executor.stop();
    return 0;
}
