#include "adapters/cli/codec_check.h"

#include <CLI/CLI.hpp>

#include "adapters/codec/hl7v2/check.h"
#include "hub/cli/file.h"
#include "hub/core/clock.h"
#include "hub/core/json.h"

namespace adapters::cli {

namespace {

using codec::hl7v2::CheckReport;
using hub::cli::Exit;
using hub::cli::Terminal;
using hub::cli::text;

void printJson(Terminal& terminal, const CheckReport& report, std::int64_t ms) {
    hub::core::JsonWriter out(hub::core::Exposure::Masked);
    out.beginObject();
    out.key("messages");
    out.integer(static_cast<std::int64_t>(report.messages));
    out.key("round_trip_exact");
    out.integer(static_cast<std::int64_t>(report.round_trip_exact));
    out.key("rejected");
    out.beginArray();
    for (const CheckReport::Rejected& rejected : report.rejected) {
        out.beginObject();
        out.key("file");
        out.string(rejected.file);
        out.key("offset");
        out.integer(static_cast<std::int64_t>(rejected.offset));
        out.key("reason");
        out.string(rejected.reason);
        out.endObject();
    }
    out.endArray();
    out.key("ms");
    out.integer(ms);
    out.endObject();
    terminal.out << out.text() << "\n";
}

void printText(Terminal& terminal, const CheckReport& report) {
    for (const CheckReport::Rejected& rejected : report.rejected) {
        terminal.out << rejected.file << ":" << rejected.offset << ": " << rejected.reason << "\n";
    }
    terminal.out << text(terminal, "报文 ", "messages ") << report.messages << text(terminal, "，逐字节写回 ", ", written back exactly ")
                 << report.round_trip_exact << text(terminal, "，拒绝 ", ", rejected ") << report.messages - report.round_trip_exact
                 << "\n";
}

}  // namespace

void CodecCheck::declare(CLI::App& app) {
    app.add_option("codec", codec_, "hl7v2")->required()->check(CLI::IsMember({"hl7v2"}));
    app.add_option("file", files_, "FILE…")->required();
}

Exit CodecCheck::run(Terminal& terminal) {
    const hub::core::SystemClock clock;
    const hub::core::MonoTime start = clock.mono();
    CheckReport report;
    Exit exit = Exit::Ok;
    for (const std::string& file : files_) {
        const auto bytes = hub::cli::readFile(file);
        if (!bytes.ok()) {
            exit = hub::cli::report(terminal, bytes.failure());
            continue;
        }
        codec::hl7v2::checkFile(file, *bytes, report);
    }
    const auto ms = std::chrono::duration_cast<hub::core::Duration>(clock.mono() - start).count();
    terminal.json ? printJson(terminal, report, ms) : printText(terminal, report);
    return exit;
}

}  // namespace adapters::cli
