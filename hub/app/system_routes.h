#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "hub/api/events/event_streams.h"
#include "hub/api/http/metrics.h"
#include "hub/api/router.h"
#include "hub/flows/attempt_runner.h"
#include "hub/flows/file_matching.h"
#include "hub/flows/match_flow.h"
#include "hub/gateway/gateway.h"
#include "hub/jobs/charge_watch.h"
#include "hub/jobs/event_relay.h"
#include "hub/jobs/inbound_applier.h"
#include "hub/jobs/match_asker.h"
#include "hub/jobs/match_walk.h"
#include "hub/jobs/name_checker.h"
#include "hub/jobs/rewriting.h"
#include "hub/ledger/writer.h"
#include "hub/storage/storage.h"

namespace hub::app {

/// /livez, /readyz and /metrics: for whoever watches over the process. They tell nothing about people. Any thread.
class SystemPages {
  public:
    /// All outlive the pages.
    struct Sources {
        gateway::Gateway& gateway;
        storage::Storage& storage;
        ledger::LedgerWriter& ledger;
        flows::AttemptRunner& runner;
        jobs::EventRelay& relay;
        jobs::InboundApplier& applier;
        jobs::NameChecker& name_checker;
        identity::index::MasterIndex& index;
        flows::FileMatching& file_matching;
        flows::MatchFlow& match_flow;
        jobs::MatchAsker& match_asker;
        jobs::MatchWalk& match_walk;
        jobs::Rewriting& resealing;
        jobs::Rewriting& reindexing;
        api::events::EventStreams& streams;
        std::function<std::vector<jobs::ChargeWatchFigures>()> polling;
        std::function<api::http::Metrics()> http;
    };

    explicit SystemPages(Sources sources) : sources_(std::move(sources)) {}

    /// Without `with_metrics` there is no /metrics.
    std::vector<api::Route> routes(bool with_metrics);

    void ready() { ready_ = true; }
    void stopping() { ready_ = false; }

    /// The text format of Prometheus, version 0.0.4.
    std::string metrics() const;

  private:
    Sources sources_;
    std::atomic<bool> ready_ = false;
};

}  // namespace hub::app
