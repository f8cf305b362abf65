#include "hub/app/log.h"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace hub::app {

namespace {

spdlog::level::level_enum levelOf(config::LogLevel level) {
    switch (level) {
        case config::LogLevel::Error:
            return spdlog::level::err;
        case config::LogLevel::Warning:
            return spdlog::level::warn;
        case config::LogLevel::Info:
            return spdlog::level::info;
        case config::LogLevel::Debug:
            return spdlog::level::debug;
    }
    HUB_ASSERT(false);
}

/// A value may hold what a counterparty wrote: it stays one line.
std::string oneLine(std::string_view text) {
    std::string line;
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20) {
            line += ' ';
        } else if (c == '"') {
            line += '\'';
        } else {
            line += c;
        }
    }
    return line;
}

}  // namespace

void beginLog(const config::LoggingConfig& config) {
    auto logger = std::make_shared<spdlog::logger>("onecard", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    logger->set_level(levelOf(config.level));
    logger->flush_on(spdlog::level::info);
    logger->set_pattern(config.format == config::LogFormat::Json ? R"({"at":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","line":"%v"})"
                                                                 : "%Y-%m-%dT%H:%M:%S.%eZ %l %v",
                        spdlog::pattern_time_type::utc);
    spdlog::set_default_logger(std::move(logger));
}

void logInfo(std::string_view event, std::string_view fields) { spdlog::info("event={} {}", event, fields); }
void logWarning(std::string_view event, std::string_view fields) { spdlog::warn("event={} {}", event, fields); }
void logError(std::string_view event, std::string_view fields) { spdlog::error("event={} {}", event, fields); }

std::string logFields(const core::Failure& failure) {
    return fmt::format("code={} detail=\"{}\"", failure.code(), oneLine(failure.detail()));
}

}  // namespace hub::app
