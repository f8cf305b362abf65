#include "hub/app/http_settings.h"

#include <fstream>
#include <sstream>

namespace hub::app {

namespace {

core::Result<std::string> fileText(const std::filesystem::path& file) {
    std::ifstream stream(file);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream) return core::Failure(core::Error::TlsFilesNotUsable, file.string());
    return text.str();
}

}  // namespace

api::http::Settings httpSettings(const config::HttpConfig& config) {
    api::http::Settings settings;
    settings.loops = config.loop_threads;
    settings.workers = config.workers;
    settings.queue_max = config.queue_max;
    settings.connections_max = config.connections_max;
    settings.head_bytes_max = config.header_max.bytes;
    settings.stream_bytes_max = config.stream_buffer_max.bytes;
    settings.stop_within = config.stop_deadline;
    settings.deadlines.handshake = config.handshake_deadline;
    settings.deadlines.head = config.header_deadline;
    settings.deadlines.body = config.body_deadline;
    settings.deadlines.write = config.write_deadline;
    settings.deadlines.idle = config.idle_max;
    settings.peer.connections = config.peer.connections_max;
    settings.peer.half_read = config.peer.half_read_max;
    settings.peer.connections_per_second = config.peer.connects_per_s;
    settings.peer.connections_burst = 2.0 * config.peer.connects_per_s;
    settings.peer.requests_per_second = config.peer.requests_per_s;
    settings.peer.requests_burst = 2.0 * config.peer.requests_per_s;
    return settings;
}

core::Result<std::optional<api::http::TlsFiles>> tlsFiles(const config::HttpConfig& config, const config::SecretSource& secrets,
                                                          const std::filesystem::path& config_folder) {
    if (!config.tls) return std::optional<api::http::TlsFiles>();
    api::http::TlsFiles files;
    core::Result<std::string> chain = fileText(config_folder / config.tls->certificate_file);
    if (!chain.ok()) return chain.failure();
    files.certificate_chain = std::move(*chain);
    const core::Result<core::Sensitive<std::string>> key = secrets.secret(config.tls->private_key.name);
    if (!key.ok()) return key.failure();
    files.private_key = key->reveal();
    if (config.tls->client_ca_file) {
        core::Result<std::string> authority = fileText(config_folder / *config.tls->client_ca_file);
        if (!authority.ok()) return authority.failure();
        files.client_authority = std::move(*authority);
    }
    files.client_certificate_required = config.tls->client_certificate == config::ClientCertificate::Required;
    return std::optional(std::move(files));
}

}  // namespace hub::app
