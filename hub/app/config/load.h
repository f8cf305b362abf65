#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "hub/app/config/counterparty_config.h"
#include "hub/app/config/diagnostic.h"
#include "hub/app/config/hub_config.h"
#include "hub/app/config/secret_source.h"

namespace hub::app::config {

/// A counterparty's file in which there are errors.
struct OutOfService {
    std::string file;
    std::string code;  ///< empty when the file does not tell
    std::vector<Diagnostic> diagnostics;
};

struct Loaded {
    std::optional<HubConfig> hub;                    ///< absent when hub.yaml has errors: the hub does not start
    std::vector<HospitalConfig> hospitals;           ///< those without errors, by file name; also those not enabled
    std::vector<CounterpartyConfig> counterparties;  ///< the same of config/counterparties
    std::vector<OutOfService> out_of_service;        ///< each for itself: the others serve
    std::vector<Diagnostic> diagnostics;             ///< all: hub.yaml first, then files by name, each by place
    std::size_t files = 0;
};

/// What the files are checked against beside themselves.
struct Surroundings {
    const SecretSource& secrets;
    std::optional<std::vector<std::string>> adapters;  ///< ids of the installed ones; absent: not checked
};

/// Reads hub.yaml, hospitals/*.yaml and counterparties/*.yaml of `folder`, and finds every mistake in all of them in one run: what starts
/// and what is checked are the same call. Reads no more than 1 MiB a file, whatever is in it. Secrets are looked for, not kept; those of
/// a counterparty that is not enabled need not be there yet. One thread at a time.
Loaded loadConfiguration(const std::filesystem::path& folder, const Surroundings& surroundings);

}  // namespace hub::app::config
