#include "hub/app/config/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>

#include "hub/app/config/display_width.h"
#include "hub/core/json.h"

namespace hub::app::config {

namespace {

struct Words {
    std::string_view error, warning, suggestion, valid, between;
};
constexpr Words kChinese{"错误", "警告", "是否想写 {}？", "可用：{}", "。"};
constexpr Words kEnglish{"error", "warning", "did you mean {}?", "valid: {}", "; "};

const Words& words(core::Language language) { return language == core::Language::Chinese ? kChinese : kEnglish; }

const std::string& sentence(const Diagnostic& diagnostic, core::Language language) {
    return language == core::Language::Chinese ? diagnostic.text.zh : diagnostic.text.en;
}

/// As wide as `text` on a terminal, with its tabs kept, so that whatever follows stands under what followed `text`.
std::string blankLike(std::string_view text) {
    std::string blank;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view character = characterAt(text, at);
        blank += character == "\t" ? "\t" : std::string(displayWidth(character), ' ');
        at += character.size();
    }
    return blank;
}

std::string underline(std::string_view concerned) { return "^" + std::string(std::max<std::size_t>(displayWidth(concerned), 1) - 1, '~'); }

void appendExcerpt(std::string& out, const Diagnostic& diagnostic) {
    const std::string_view source = diagnostic.source;
    const std::size_t from = characterOffset(source, 0, diagnostic.place.column - 1);
    const std::size_t to = characterOffset(source, from, diagnostic.place.length);
    out += fmt::format("{:>5} | {}\n", diagnostic.place.line, source);
    out += fmt::format("{:>5} | {}{}", "", blankLike(source.substr(0, from)), underline(source.substr(from, to - from)));
}

void writePosition(core::JsonWriter& out, std::string_view name, std::size_t line, std::size_t column) {
    out.key(name);
    out.beginObject();
    out.key("line");
    out.integer(static_cast<std::int64_t>(line));
    out.key("column");
    out.integer(static_cast<std::int64_t>(column));
    out.endObject();
}

void writeRange(core::JsonWriter& out, const Place& place) {
    out.key("range");
    out.beginObject();
    out.key("filename");
    out.string(place.file);
    if (place.line > 0) {
        writePosition(out, "start", place.line, place.column);
        writePosition(out, "end", place.line, place.column + place.length);
    }
    out.endObject();
}

void write(core::JsonWriter& out, const Diagnostic& diagnostic, core::Language language) {
    out.beginObject();
    out.key("severity");
    out.string(diagnostic.severity == Severity::Error ? "error" : "warning");
    out.key("code");
    out.string(core::errorInfo(diagnostic.error).code);
    out.key("summary");
    out.string(sentence(diagnostic, language));
    writeRange(out, diagnostic.place);
    if (!diagnostic.suggestion.empty()) {
        out.key("suggestion");
        out.string(diagnostic.suggestion);
    }
    if (!diagnostic.valid.empty()) {
        out.key("valid");
        out.beginArray();
        for (const std::string& value : diagnostic.valid) out.string(value);
        out.endArray();
    }
    if (!diagnostic.source.empty()) {
        out.key("source");
        out.string(diagnostic.source);
    }
    out.endObject();
}

}  // namespace

Counts count(const std::vector<Diagnostic>& diagnostics) {
    Counts counts;
    for (const Diagnostic& one : diagnostics) ++(one.severity == Severity::Error ? counts.errors : counts.warnings);
    return counts;
}

std::string toText(const std::vector<Diagnostic>& diagnostics, core::Language language) {
    const Words& say = words(language);
    std::string out;
    for (const Diagnostic& one : diagnostics) {
        const bool has_line = one.place.line > 0;
        out += one.place.file;
        if (has_line) out += fmt::format(":{}:{}", one.place.line, one.place.column);
        out += fmt::format(": {} {}: {}", one.severity == Severity::Error ? say.error : say.warning, core::errorInfo(one.error).code,
                           sentence(one, language));
        if (!one.suggestion.empty()) out.append(say.between).append(fmt::format(fmt::runtime(say.suggestion), one.suggestion));
        out += '\n';
        if (!one.source.empty()) appendExcerpt(out, one);
        if (!one.valid.empty()) out += "  " + fmt::format(fmt::runtime(say.valid), fmt::join(one.valid, ", "));
        if (!one.source.empty() || !one.valid.empty()) out += '\n';
    }
    return out;
}

std::string toJson(const std::vector<Diagnostic>& diagnostics, core::Language language) {
    const Counts counts = count(diagnostics);
    core::JsonWriter out(core::Exposure::Masked);
    out.beginObject();
    out.key("format_version");
    out.string("1.0");
    out.key("valid");
    out.boolean(counts.errors == 0);
    out.key("error_count");
    out.integer(static_cast<std::int64_t>(counts.errors));
    out.key("warning_count");
    out.integer(static_cast<std::int64_t>(counts.warnings));
    out.key("diagnostics");
    out.beginArray();
    for (const Diagnostic& one : diagnostics) write(out, one, language);
    out.endArray();
    out.endObject();
    return out.text();
}

}  // namespace hub::app::config
