#include "tests/support/mariadb.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace tests {

namespace {

namespace fs = std::filesystem;

std::string programNamed(const std::string& name) {
    for (const char* folder : {"/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"}) {
        const fs::path path = fs::path(folder) / name;
        if (access(path.c_str(), X_OK) == 0) return path.string();
    }
    BOOST_FAIL(name +
               " is not installed; these tests need the packages of scripts/packages/test.txt (mariadb-server-core, mariadb-client)");
    return {};
}

/// Starts a program with its output appended to `log` and nothing to read. It dies with the thread that started it.
pid_t spawn(const std::vector<std::string>& command, const fs::path& log) {
    std::vector<char*> words;
    for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    const pid_t child = fork();
    BOOST_REQUIRE(child >= 0);
    if (child > 0) return child;
    const int nothing = open("/dev/null", O_RDONLY);
    const int output = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || dup2(nothing, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0) _exit(126);
    execv(words[0], words.data());
    _exit(127);
}

int endOf(pid_t child) {
    int status = 0;
    BOOST_REQUIRE(waitpid(child, &status, 0) == child);
    return status;
}

std::uint16_t freePort() {
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    BOOST_REQUIRE(listener >= 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    BOOST_REQUIRE(bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0);
    BOOST_REQUIRE(getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    close(listener);
    return ntohs(address.sin_port);
}

/// As root the server changes to the user mysql where there is one, and stays root where not. An ordinary user stays what he is.
std::vector<std::string> userOption(const fs::path& folder) {
    if (geteuid() != 0) return {};
    const passwd* const user = getpwnam("mysql");
    if (user == nullptr) return {"--user=root"};
    BOOST_REQUIRE(chown(folder.c_str(), user->pw_uid, user->pw_gid) == 0);
    return {"--user=mysql"};
}

/// Its own: a server that starts clears other servers' tables out of a shared one.
std::string tmpdirOption(const fs::path& folder) { return "--tmpdir=" + folder.string(); }

}  // namespace

MariaDb::MariaDb(Disk disk) : disk_(disk) {
    std::vector<std::string> command{programNamed("mariadb-install-db"), "--no-defaults"};  // --no-defaults comes first
    for (const std::string& option : userOption(folder_.path())) command.push_back(option);
    command.insert(command.end(),
                   {"--datadir=" + (folder_.path() / "data").string(), tmpdirOption(folder_.path()),
                    "--auth-root-authentication-method=normal", "--skip-test-db", "--force",  // a bare machine cannot look its own name up
                    "--innodb-log-file-size=32M"});
    const int status = endOf(spawn(command, folder_.path() / "log"));
    BOOST_REQUIRE_MESSAGE(status == 0, "mariadb-install-db failed: " << logTail());
    start();
}

MariaDb::~MariaDb() {
    if (server_ == 0) return;
    ::kill(server_, SIGTERM);
    waitpid(server_, nullptr, 0);
}

MariaDb& MariaDb::shared() {
    static MariaDb server(Disk::Unsynced);
    return server;
}

void MariaDb::start() {
    port_ = freePort();
    std::vector<std::string> command{programNamed("mariadbd"), "--no-defaults"};
    for (const std::string& option : userOption(folder_.path())) command.push_back(option);
    const std::string folder = folder_.path().string();
    command.insert(command.end(), {"--datadir=" + folder + "/data", tmpdirOption(folder_.path()), "--port=" + std::to_string(port_),
                                   "--bind-address=127.0.0.1", "--socket=" + folder + "/socket", "--pid-file=" + folder + "/pid",
                                   "--log-error=" + folder + "/error.log", "--character-set-server=utf8mb4",
                                   "--collation-server=utf8mb4_bin", "--innodb-buffer-pool-size=128M", "--innodb-log-file-size=32M",
                                   "--max-allowed-packet=64M", "--skip-name-resolve", "--max-connections=200"});
    if (disk_ == Disk::Unsynced) command.emplace_back("--innodb-flush-method=nosync");
    server_ = spawn(command, folder_.path() / "log");
    const int status = endOf(spawn({programNamed("mariadb-admin"), "--no-defaults", "-uroot", "--socket=" + folder + "/socket",
                                    "--connect-timeout=30", "--wait=60", "ping"},
                                   folder_.path() / "log"));
    BOOST_REQUIRE_MESSAGE(status == 0, "mariadbd does not answer: " << logTail());
}

std::string MariaDb::newDatabase() {
    const std::string name = "test_" + std::to_string(++databases_);
    run("CREATE DATABASE " + name);
    return name;
}

std::string MariaDb::url(const std::string& database) const {
    return "mysql://root@localhost/" + database + "?socket=" + (folder_.path() / "socket").string();
}

std::string MariaDb::urlByPort(const std::string& database) const {
    return "mysql://root@127.0.0.1:" + std::to_string(port_) + "/" + database;
}

void MariaDb::run(const std::string& statements) const {
    const int status = endOf(spawn(
        {programNamed("mariadb"), "--no-defaults", "-uroot", "--socket=" + (folder_.path() / "socket").string(), "--execute=" + statements},
        folder_.path() / "log"));
    BOOST_REQUIRE_MESSAGE(status == 0, statements << " failed: " << logTail());
}

void MariaDb::kill() {
    ::kill(server_, SIGKILL);
    endOf(server_);
    server_ = 0;
}

void MariaDb::restart() { start(); }

std::string MariaDb::logTail() const {
    std::ostringstream text;
    for (const char* name : {"log", "error.log"}) text << std::ifstream(folder_.path() / name).rdbuf() << '\n';
    const std::string all = text.str();
    return all.size() > 3000 ? all.substr(all.size() - 3000) : all;
}

}  // namespace tests
