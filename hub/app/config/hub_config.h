#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "hub/app/config/units.h"
#include "hub/vault/suite.h"

/// What config/hub.yaml says. The default of each key stands here and nowhere else; its range stands in
/// schemas/config/hub.schema.json, its meaning and consequence in config/hub.yaml (a test holds the three together).
///
/// describe() names the keys: see decode.h. Types are those of hub/core/describe.h, and durations, sizes and secrets.
namespace hub::app::config {

/// The name of a secret; the value comes from a SecretSource.
struct SecretName {
    std::string name;
    friend bool operator==(const SecretName&, const SecretName&) = default;
};

enum class ClientCertificate { None, Asked, Required };
constexpr auto enumNames(ClientCertificate) {
    using Name = std::pair<ClientCertificate, std::string_view>;
    return std::array{Name{ClientCertificate::None, "none"}, Name{ClientCertificate::Asked, "asked"},
                      Name{ClientCertificate::Required, "required"}};
}

struct TlsConfig {
    std::string certificate_file;  ///< relative to the configuration folder
    SecretName private_key;
    ClientCertificate client_certificate = ClientCertificate::None;
    std::optional<std::string> client_ca_file;  ///< there unless client_certificate is None

    friend bool operator==(const TlsConfig&, const TlsConfig&) = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("certificate_file", self.certificate_file);
        field("private_key", self.private_key);
        field("client_certificate", self.client_certificate);
        field("client_ca_file", self.client_ca_file);
    }
};

struct PeerLimits {
    std::uint32_t connections_max = 2000;
    std::uint32_t half_read_max = 200;
    std::uint32_t connects_per_s = 500;
    std::uint32_t requests_per_s = 2000;

    friend bool operator==(const PeerLimits&, const PeerLimits&) = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("connections_max", self.connections_max);
        field("half_read_max", self.half_read_max);
        field("connects_per_s", self.connects_per_s);
        field("requests_per_s", self.requests_per_s);
    }
};

struct HttpConfig {
    std::string host = "127.0.0.1";
    std::uint16_t port = 8080;  ///< 0: any
    std::string admin_socket = "admin.sock";
    std::uint32_t loop_threads = 1;
    std::uint32_t workers = 64;
    std::uint32_t queue_max = 1024;
    std::uint32_t connections_max = 20'000;
    std::uint32_t streams_max = 10'000;
    ByteSize stream_buffer_max = kib(64);
    ByteSize header_max = kib(16);
    ByteSize body_max = mib(1);
    core::Duration handshake_deadline = std::chrono::seconds(5);
    core::Duration header_deadline = std::chrono::seconds(5);
    core::Duration body_deadline = std::chrono::seconds(30);
    core::Duration write_deadline = std::chrono::seconds(30);
    core::Duration idle_max = std::chrono::seconds(60);
    core::Duration stop_deadline = std::chrono::seconds(10);
    core::Duration answer_wait = std::chrono::seconds(3);
    PeerLimits peer;
    std::optional<TlsConfig> tls;

    friend bool operator==(const HttpConfig&, const HttpConfig&) = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("host", self.host);
        field("port", self.port);
        field("admin_socket", self.admin_socket);
        field("loop_threads", self.loop_threads);
        field("workers", self.workers);
        field("queue_max", self.queue_max);
        field("connections_max", self.connections_max);
        field("streams_max", self.streams_max);
        field("stream_buffer_max", self.stream_buffer_max);
        field("header_max", self.header_max);
        field("body_max", self.body_max);
        field("handshake_deadline", self.handshake_deadline);
        field("header_deadline", self.header_deadline);
        field("body_deadline", self.body_deadline);
        field("write_deadline", self.write_deadline);
        field("idle_max", self.idle_max);
        field("stop_deadline", self.stop_deadline);
        field("answer_wait", self.answer_wait);
        field("peer", self.peer);
        field("tls", self.tls);
    }
};

struct DatabaseConfig {
    std::string url;  ///< empty: SQLite in the data folder
    std::optional<SecretName> password;
    std::uint32_t write_lanes = 4;
    std::uint32_t queue_max = 10'000;
    std::uint32_t group_units_max = 256;
    core::Duration group_wait_max = std::chrono::milliseconds(2);
    std::uint32_t read_connections = 8;
    core::Duration commit_lookup_max = std::chrono::seconds(30);
    core::Duration work_keys_kept = Days(30);

    friend bool operator==(const DatabaseConfig&, const DatabaseConfig&) = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("url", self.url);
        field("password", self.password);
        field("write_lanes", self.write_lanes);
        field("queue_max", self.queue_max);
        field("group_units_max", self.group_units_max);
        field("group_wait_max", self.group_wait_max);
        field("read_connections", self.read_connections);
        field("commit_lookup_max", self.commit_lookup_max);
        field("work_keys_kept", self.work_keys_kept);
    }
};

enum class KeysFrom { Folder, Environment };
constexpr auto enumNames(KeysFrom) {
    return std::array{std::pair{KeysFrom::Folder, std::string_view("folder")},
                      std::pair{KeysFrom::Environment, std::string_view("environment")}};
}

struct VaultConfig {
    vault::Suite suite = vault::Suite::Intl;
    KeysFrom keys_from = KeysFrom::Folder;
    std::string keys_folder = "keys";  ///< relative to the data folder

    friend bool operator==(const VaultConfig&, const VaultConfig&) = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("suite", self.suite);
        field("keys_from", self.keys_from);
        field("keys_folder", self.keys_folder);
    }
};

struct ExecutorConfig {
    std::uint32_t threads = 4;

    friend bool operator==(const ExecutorConfig&, const ExecutorConfig&) = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("threads", self.threads);
    }
};

/// Opens after so many failures in a row.
struct BreakerLimits {
    std::uint32_t failures = 5;
    core::Duration open_for = std::chrono::seconds(15);

    friend bool operator==(const BreakerLimits&, const BreakerLimits&) = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("failures", self.failures);
        field("open_for", self.open_for);
    }
};

/// A token bucket.
struct BucketLimits {
    std::uint32_t calls_per_s = 50;
    std::uint32_t burst = 100;

    friend bool operator==(const BucketLimits&, const BucketLimits&) = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("calls_per_s", self.calls_per_s);
        field("burst", self.burst);
    }
};

/// What one counterparty may take of the hub.
struct CounterpartyLimits {
    std::uint32_t threads = 4;
    std::uint32_t queue_max = 256;
    core::Duration deadline = std::chrono::seconds(8);
    BreakerLimits breaker;
    BucketLimits bucket;

    friend bool operator==(const CounterpartyLimits&, const CounterpartyLimits&) = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("threads", self.threads);
        field("queue_max", self.queue_max);
        field("deadline", self.deadline);
        field("breaker", self.breaker);
        field("bucket", self.bucket);
    }
};

struct CounterpartyDefaults {
    std::optional<std::string> e_account_bank;  ///< code of a bank; none: nobody is offered an e-account
    CounterpartyLimits hospitals;
    CounterpartyLimits others{.threads = 16, .queue_max = 256, .deadline = std::chrono::seconds(8), .breaker = {}, .bucket = {}};

    friend bool operator==(const CounterpartyDefaults&, const CounterpartyDefaults&) = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("e_account_bank", self.e_account_bank);
        field("hospitals", self.hospitals);
        field("others", self.others);
    }
};

struct JobsConfig {
    core::Duration lease = std::chrono::seconds(15);
    core::Duration outbox_interval = std::chrono::milliseconds(200);
    core::Duration hold_expiry_interval = std::chrono::seconds(5);
    core::Duration resolver_interval = std::chrono::seconds(1);
    core::Duration resolver_quiet = std::chrono::minutes(2);
    core::Duration resolver_hand_over = std::chrono::minutes(30);
    std::uint32_t reseal_rows = 200;
    core::Duration reseal_pause = std::chrono::milliseconds(200);

    friend bool operator==(const JobsConfig&, const JobsConfig&) = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("lease", self.lease);
        field("outbox_interval", self.outbox_interval);
        field("hold_expiry_interval", self.hold_expiry_interval);
        field("resolver_interval", self.resolver_interval);
        field("resolver_quiet", self.resolver_quiet);
        field("resolver_hand_over", self.resolver_hand_over);
        field("reseal_rows", self.reseal_rows);
        field("reseal_pause", self.reseal_pause);
    }
};

struct MatchingConfig {
    std::uint32_t sample_records = 100'000;

    friend bool operator==(const MatchingConfig&, const MatchingConfig&) = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("sample_records", self.sample_records);
    }
};

struct EventsConfig {
    core::Duration kept = Days(7);

    friend bool operator==(const EventsConfig&, const EventsConfig&) = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("kept", self.kept);
    }
};

struct IdempotencyConfig {
    core::Duration kept = Days(7);
    core::Duration money_kept = Days(400);

    friend bool operator==(const IdempotencyConfig&, const IdempotencyConfig&) = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("kept", self.kept);
        field("money_kept", self.money_kept);
    }
};

struct TraceConfig {
    core::Duration kept = Days(90);

    friend bool operator==(const TraceConfig&, const TraceConfig&) = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("kept", self.kept);
    }
};

enum class LogLevel { Error, Warning, Info, Debug };
constexpr auto enumNames(LogLevel) {
    using Name = std::pair<LogLevel, std::string_view>;
    return std::array{Name{LogLevel::Error, "error"}, Name{LogLevel::Warning, "warning"}, Name{LogLevel::Info, "info"},
                      Name{LogLevel::Debug, "debug"}};
}

enum class LogFormat { Text, Json };
constexpr auto enumNames(LogFormat) {
    using Name = std::pair<LogFormat, std::string_view>;
    return std::array{Name{LogFormat::Text, "text"}, Name{LogFormat::Json, "json"}};
}

struct LoggingConfig {
    LogLevel level = LogLevel::Info;
    LogFormat format = LogFormat::Text;

    friend bool operator==(const LoggingConfig&, const LoggingConfig&) = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("level", self.level);
        field("format", self.format);
    }
};

struct TimeConfig {
    std::string zone = "Asia/Shanghai";  ///< has no other value
    std::string day_cut = "00:00";       ///< HH:MM in `zone`

    friend bool operator==(const TimeConfig&, const TimeConfig&) = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("zone", self.zone);
        field("day_cut", self.day_cut);
    }
};

struct MetricsConfig {
    bool enabled = true;

    friend bool operator==(const MetricsConfig&, const MetricsConfig&) = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("enabled", self.enabled);
    }
};

struct HubConfig {
    HttpConfig http;
    DatabaseConfig database;
    VaultConfig vault;
    ExecutorConfig executor;
    CounterpartyDefaults counterparties;
    JobsConfig jobs;
    MatchingConfig matching;
    EventsConfig events;
    IdempotencyConfig idempotency;
    TraceConfig trace;
    LoggingConfig logging;
    TimeConfig time;
    MetricsConfig metrics;

    friend bool operator==(const HubConfig&, const HubConfig&) = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("http", self.http);
        field("database", self.database);
        field("vault", self.vault);
        field("executor", self.executor);
        field("counterparties", self.counterparties);
        field("jobs", self.jobs);
        field("matching", self.matching);
        field("events", self.events);
        field("idempotency", self.idempotency);
        field("trace", self.trace);
        field("logging", self.logging);
        field("time", self.time);
        field("metrics", self.metrics);
    }
};

}  // namespace hub::app::config
