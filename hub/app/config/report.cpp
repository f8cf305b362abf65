#include "hub/app/config/report.h"

#include <algorithm>
#include <tuple>

#include "hub/core/result.h"

namespace hub::app::config {

Diagnostic diagnosticOf(Severity severity, core::Error error, const Place& place, const Note& note, std::string source) {
    const Wording text{core::Failure(error, note.detail.zh).message(core::Language::Chinese),
                       core::Failure(error, note.detail.en).message(core::Language::English)};
    return Diagnostic{severity, error, place, text, note.suggestion, note.valid, std::move(source)};
}

void Report::error(core::Error error, Span span, const Note& note) {
    ++errors_;
    add(Severity::Error, error, source_.place(span), note);
}

void Report::warning(core::Error error, Span span, const Note& note) { add(Severity::Warning, error, source_.place(span), note); }

void Report::add(Severity severity, core::Error error, const Place& place, const Note& note) {
    if (found_.size() == kDiagnosticsMax) {
        ++left_out_;
        return;
    }
    found_.push_back(diagnosticOf(severity, error, place, note, source_.excerpt(place)));
}

std::vector<Diagnostic> Report::diagnostics() const {
    std::vector<Diagnostic> sorted = found_;
    std::stable_sort(sorted.begin(), sorted.end(), [](const Diagnostic& a, const Diagnostic& b) {
        return std::tie(a.place.line, a.place.column) < std::tie(b.place.line, b.place.column);
    });
    if (left_out_ > 0) {
        const Severity severity = hasErrors() ? Severity::Error : Severity::Warning;
        sorted.push_back(diagnosticOf(severity, core::Error::ConfigMoreMistakes, source_.whole(), noteOf(std::to_string(left_out_))));
    }
    return sorted;
}

}  // namespace hub::app::config
