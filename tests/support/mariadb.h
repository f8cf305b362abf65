#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

#include "tests/support/file_tree.h"

namespace tests {

/// A MariaDB server of this test's own: own data, socket and port, never 3306, nothing of /etc/mysql, gone with the object (and with
/// the process, however that ends). Its user is root without a password. Fails the test where the server is not installed.
class MariaDb {
  public:
    /// Synced: to disk at every COMMIT, as in the field. Unsynced: what it wrote outlives a kill but not a power cut, and many
    /// new tables cost little.
    enum class Disk { Synced, Unsynced };

    explicit MariaDb(Disk disk);
    MariaDb(const MariaDb&) = delete;
    MariaDb& operator=(const MariaDb&) = delete;
    ~MariaDb();

    /// The one (Unsynced) that all tests of this program share, started when first asked for.
    static MariaDb& shared();

    /// A new empty database on it; its name.
    std::string newDatabase();

    std::string url(const std::string& database) const;
    std::string urlByPort(const std::string& database) const;

    /// Runs statements as root.
    void run(const std::string& statements) const;

    /// kill -9: what a power cut leaves.
    void kill();
    /// After kill(): the same data again. Returns when it answers.
    void restart();

  private:
    void start();
    std::string logTail() const;

    FileTree folder_;
    const Disk disk_;
    std::uint16_t port_ = 0;
    pid_t server_ = 0;
    int databases_ = 0;
};

}  // namespace tests
