#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "hub/app/config/diagnostic.h"
#include "hub/app/config/source.h"

namespace hub::app::config {

/// What a diagnostic says beside its code and place.
struct Note {
    Wording detail;  ///< goes into the code's sentence
    std::string suggestion = {};
    std::vector<std::string> valid = {};
};

/// The same in both languages: a key, a name.
inline Note noteOf(const std::string& detail) { return Note{{detail, detail}}; }

/// The mistakes of one file, as they are found. One thread.
class Report {
  public:
    static constexpr std::size_t kDiagnosticsMax = 100;

    /// `source` outlives the report.
    explicit Report(const Source& source) : source_(source) {}

    void error(core::Error error, Span span, const Note& note);
    void warning(core::Error error, Span span, const Note& note);

    bool hasErrors() const { return errors_ > 0; }

    /// Sorted by place. Past kDiagnosticsMax the last one says how many more there were.
    std::vector<Diagnostic> diagnostics() const;

  private:
    void add(Severity severity, core::Error error, const Place& place, const Note& note);

    const Source& source_;
    std::vector<Diagnostic> found_;
    std::size_t errors_ = 0;
    std::size_t left_out_ = 0;
};

/// The diagnostic itself, for what belongs to no file that could be read.
Diagnostic diagnosticOf(Severity severity, core::Error error, const Place& place, const Note& note, std::string source = {});

}  // namespace hub::app::config
