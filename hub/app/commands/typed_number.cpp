#include "hub/app/commands/typed_number.h"

#include <termios.h>
#include <unistd.h>

#include <iostream>
#include <string>

namespace hub::app {

using core::Error;
using core::Failure;
using core::Result;

namespace {

/// What is typed does not appear while this lives.
class Unseen {
  public:
    Unseen() : known_(tcgetattr(STDIN_FILENO, &before_) == 0) {
        if (!known_) return;
        termios unseen = before_;
        unseen.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen);
    }
    ~Unseen() {
        if (known_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    }
    Unseen(const Unseen&) = delete;
    Unseen& operator=(const Unseen&) = delete;

  private:
    termios before_{};
    const bool known_;
};

std::string trimmed(const std::string& line) {
    constexpr const char* kBlanks = " \t\r";
    const std::size_t begin = line.find_first_not_of(kBlanks);
    return begin == std::string::npos ? std::string() : line.substr(begin, line.find_last_not_of(kBlanks) - begin + 1);
}

}  // namespace

TypedNumber TypedNumber::standard() { return {std::cin, isatty(STDIN_FILENO) == 1}; }

Result<core::Sensitive<std::string>> TypedNumber::read(cli::Terminal& terminal, std::string_view option) const {
    const Failure how(Error::OptionNotValid, "--number -");
    if (option != "-" && !(option.empty() && terminal_)) return how;
    std::string line;
    if (terminal_) {
        terminal.err << cli::text(terminal, "号码（不显示）: ", "number (not shown): ") << std::flush;
        const Unseen unseen;
        std::getline(*in_, line);
    } else {
        std::getline(*in_, line);
    }
    if (terminal_) terminal.err << "\n";
    std::string number = trimmed(line);
    if (number.empty()) return how;
    return core::Sensitive(std::move(number));
}

}  // namespace hub::app
