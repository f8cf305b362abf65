#include "adapters/cli/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <utility>

namespace adapters::cli {

namespace {

constexpr int kReadyWithinMs = 20'000;

/// The first line that comes through the pipe, or nothing within the time.
std::string lineOf(int pipe) {
    std::string line;
    pollfd ready{pipe, POLLIN, 0};
    while (poll(&ready, 1, kReadyWithinMs) > 0) {
        char c = 0;
        if (read(pipe, &c, 1) != 1) return {};
        if (c == '\n') return line;
        line += c;
    }
    return {};
}

[[noreturn]] void become(const std::vector<std::string>& arguments, int out, const std::string& log) {
    const int err = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(out, STDOUT_FILENO);
    if (err >= 0) dup2(err, STDERR_FILENO);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    std::vector<char*> argv;
    std::string self = "/proc/self/exe";
    argv.push_back(self.data());
    std::vector<std::string> copies = arguments;
    for (std::string& argument : copies) argv.push_back(argument.data());
    argv.push_back(nullptr);
    execv(self.c_str(), argv.data());
    _exit(127);
}

}  // namespace

hub::core::Result<std::unique_ptr<ChildProcess>> ChildProcess::start(const std::vector<std::string>& arguments, const std::string& log) {
    const hub::core::Failure not_ready(hub::core::Error::ChildNotReady, arguments.front() + " (" + log + ")");
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return not_ready;
    const pid_t pid = fork();
    if (pid == 0) become(arguments, ends[1], log);
    close(ends[1]);
    std::string line = pid < 0 ? std::string() : lineOf(ends[0]);
    close(ends[0]);
    if (pid < 0) return not_ready;
    std::unique_ptr<ChildProcess> child(new ChildProcess(pid, std::move(line)));
    if (child->first_line_.empty()) return not_ready;
    return child;
}

ChildProcess::~ChildProcess() { stop(); }

void ChildProcess::stop() {
    if (pid_ <= 0) return;
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
    pid_ = 0;
}

}  // namespace adapters::cli
