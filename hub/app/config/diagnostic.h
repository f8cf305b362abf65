#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "hub/core/error.h"

namespace hub::app::config {

enum class Severity {
    Error,    ///< hub.yaml: no start; a counterparty's file: that counterparty stays out of service
    Warning,  ///< it works, and is probably not what was meant
};

/// The same sentence for both readers.
struct Wording {
    std::string zh;
    std::string en;
};

/// Counted as editors count: lines and columns from 1, a column is one Unicode character.
struct Place {
    std::string file;        ///< as it was named on the way to it: "config/hub.yaml"
    std::size_t line = 0;    ///< 0: the file as a whole
    std::size_t column = 0;  ///< 0 with line 0
    std::size_t length = 0;  ///< characters to underline, at least 1 with a line
};

/// One mistake, at its place. Holds no value of a secret: where one was written out, `source` has stars in its place.
struct Diagnostic {
    Severity severity = Severity::Error;
    core::Error error{};
    Place place;
    Wording text;
    std::string suggestion;          ///< what was probably meant, as it would be written; empty when nothing is near
    std::vector<std::string> valid;  ///< what may stand there; empty when that is not a short list
    std::string source;              ///< the line concerned, as written; empty with line 0
};

struct Counts {
    std::size_t errors = 0;
    std::size_t warnings = 0;
};
Counts count(const std::vector<Diagnostic>& diagnostics);

/// For a terminal, each like this, and nothing for an empty list:
///
///     config/hub.yaml:14:3: 错误 OC-CFG-021: “prot”不是已知的键。是否想写 port？
///        14 |   prot: 8080
///           |   ^~~~  可用：host, port
///
/// The caret stands right under wide characters and tabs.
std::string toText(const std::vector<Diagnostic>& diagnostics, core::Language language);

/// {format_version, valid, error_count, warning_count, diagnostics: [{severity, code, summary, range {filename, start, end}, …}]}.
/// `end` is the column after the last one concerned. `valid` is true when there are no errors; warnings do not count.
std::string toJson(const std::vector<Diagnostic>& diagnostics, core::Language language);

}  // namespace hub::app::config
