#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "hub/cli/command.h"
#include "hub/core/clock.h"

namespace hub::app {

/// Lines with columns as wide on a terminal as what stands in them: a Chinese character has two cells.
class Table {
  public:
    /// `head` may be empty: a table without one.
    explicit Table(std::vector<std::string> head) : head_(std::move(head)) {}

    /// REQUIRES: as many as the rows before, and the head.
    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
    void print(std::ostream& out) const;

  private:
    const std::vector<std::string> head_;
    std::vector<std::vector<std::string>> rows_;
};

/// The program's word for something ("linked") in the reader's language; a word that has no translation as it is.
std::string wordFor(const cli::Terminal& terminal, std::string_view word);

/// "2026-11-21 14:05" in Shanghai.
std::string shanghaiText(core::UtcTime time);

}  // namespace hub::app
