#include "hub/app/system_routes.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <sstream>
#include <utility>

namespace hub::app {

namespace {

using prometheus::MetricFamily;
using prometheus::MetricType;
using Labels = std::vector<std::pair<std::string, std::string>>;

/// Collects families of one metric each or of one a label.
class Page {
  public:
    void family(std::string name, std::string help, MetricType type) {
        MetricFamily family;
        family.name = std::move(name);
        family.help = std::move(help);
        family.type = type;
        families_.push_back(std::move(family));
    }
    void value(double value, const Labels& labels = {}) {
        prometheus::ClientMetric metric;
        for (const auto& [name, text] : labels) metric.label.push_back({name, text});
        if (families_.back().type == MetricType::Counter) {
            metric.counter.value = value;
        } else {
            metric.gauge.value = value;
        }
        families_.back().metric.push_back(std::move(metric));
    }
    void counter(std::string name, std::string help, std::uint64_t count) {
        family(std::move(name), std::move(help), MetricType::Counter);
        value(static_cast<double>(count));
    }
    void gauge(std::string name, std::string help, double now) {
        family(std::move(name), std::move(help), MetricType::Gauge);
        value(now);
    }
    std::string text() const {
        std::ostringstream out;
        prometheus::TextSerializer().Serialize(out, families_);
        return out.str();
    }

  private:
    std::vector<MetricFamily> families_;
};

void addCounterparties(Page& page, gateway::Gateway& gateway) {
    const auto all = gateway.metrics();
    page.family("onecard_counterparty_calls_total", "calls that ended, by counterparty and ending", MetricType::Counter);
    for (const auto& [code, metrics] : all) {
        for (const auto& [ending, name] : enumNames(contract::Ending{}))
            page.value(static_cast<double>(metrics.endings.at(static_cast<std::size_t>(ending))),
                       {{"counterparty", code}, {"ending", std::string(name)}});
    }
    page.family("onecard_counterparty_late_total", "answers that came after the deadline", MetricType::Counter);
    for (const auto& [code, metrics] : all) page.value(static_cast<double>(metrics.late), {{"counterparty", code}});
    page.family("onecard_counterparty_queued", "calls that wait for a thread", MetricType::Gauge);
    for (const auto& [code, metrics] : all) page.value(static_cast<double>(metrics.queued), {{"counterparty", code}});
    page.family("onecard_counterparty_state", "1 for the state it is in", MetricType::Gauge);
    for (const gateway::ServiceChange& change : gateway.status())
        page.value(1, {{"counterparty", change.counterparty}, {"state", std::string(core::enumName(change.state))}});
}

void addPolling(Page& page, const std::vector<jobs::ChargeWatchFigures>& hospitals) {
    const auto each = [&](std::string name, std::string help, MetricType type, const auto& value) {
        page.family(std::move(name), std::move(help), type);
        for (const jobs::ChargeWatchFigures& one : hospitals) page.value(static_cast<double>(value(one)), {{"hospital", one.hospital}});
    };
    using Figures = jobs::ChargeWatchFigures;
    each("onecard_polling_files", "files whose charges are watched", MetricType::Gauge, [](const Figures& one) { return one.watched; });
    each("onecard_polling_longest_wait_seconds", "how long an open page or a checked-in patient waits for the next reading",
         MetricType::Gauge, [](const Figures& one) { return static_cast<double>(one.longest_wait.count()) / 1e3; });
    each("onecard_polling_readings_total", "lists of charges read", MetricType::Counter, [](const Figures& one) { return one.readings; });
    each("onecard_polling_calls_total", "calls made for them", MetricType::Counter, [](const Figures& one) { return one.calls; });
    each("onecard_polling_failures_total", "readings that kept nothing", MetricType::Counter,
         [](const Figures& one) { return one.failures; });
}

void addMatching(Page& page, const identity::index::MasterIndex& index, const flows::FileMatchingCounters& files,
                 const flows::MatchCounters& people, const jobs::MatchAskerCounters& questions, const jobs::MatchWalkCounters& walk) {
    page.gauge("onecard_match_ready", "1 once the matcher's image is loaded", index.isReady() ? 1 : 0);
    page.gauge("onecard_match_records", "records in the matcher's image", static_cast<double>(index.size()));
    page.family("onecard_match_files_total", "files of which only the matcher could say whose they are, by what became of them",
                MetricType::Counter);
    for (const auto& [outcome, count] : {std::pair("created", &files.created), std::pair("linked", &files.linked),
                                         std::pair("probable", &files.probable), std::pair("review", &files.review)})
        page.value(static_cast<double>(*count), {{"outcome", std::string(outcome)}});
    page.counter("onecard_match_questions_total", "people asked about, who else they could be", people.asked);
    page.counter("onecard_match_questions_postponed_total", "such questions that have to wait", questions.postponed);
    page.counter("onecard_match_questions_parked_total", "such questions that no further try answers", questions.parked);
    page.gauge("onecard_match_walk_left", "people of whom it is not known yet whether the matcher has a record; 100000: so many or more",
               static_cast<double>(walk.left));
    page.counter("onecard_match_walk_asked_total", "people asked about because the matcher had no record of them", walk.asked_about);
    page.counter("onecard_match_reviews_total", "reviews that matching opened", people.reviews);
    page.counter("onecard_match_merges_total", "merges that matching made", people.merges);
}

/// `verb` as in onecard_resealed_total.
void addRewriting(Page& page, const jobs::RewritingCounters& job, const std::string& verb, const std::string& key) {
    page.counter("onecard_" + verb + "ed_total", "values brought under the current " + key, job.rewritten);
    page.counter("onecard_" + verb + "_overtaken_total", "values written anew by others while they were", job.overtaken);
    page.counter("onecard_" + verb + "_not_opened_total", "tries at values that are broken or whose key is missing", job.not_opened);
    page.gauge("onecard_" + verb + "_columns_left", "columns not known to be wholly under the current " + key,
               static_cast<double>(job.columns_left));
}

}  // namespace

std::string SystemPages::metrics() const {
    Page page;
    const api::http::Metrics http = sources_.http();
    page.gauge("onecard_http_connections_open", "connections now open", static_cast<double>(http.connections_open));
    page.gauge("onecard_http_streams_open", "event streams now open", static_cast<double>(http.streams_open));
    page.gauge("onecard_http_queue", "requests that wait for a worker", static_cast<double>(http.queue_depth));
    page.counter("onecard_http_requests_total", "requests handed to a worker", http.requests);
    page.family("onecard_http_responses_total", "answers by class", MetricType::Counter);
    for (std::size_t digit = 1; digit < http.responses.size(); ++digit)
        page.value(static_cast<double>(http.responses.at(digit)), {{"class", std::to_string(digit) + "xx"}});

    const storage::StorageFigures storage = sources_.storage.figures();
    page.counter("onecard_units_done_total", "units of work that are durable", storage.units_done);
    page.counter("onecard_units_not_done_total", "units of work of which nothing happened", storage.units_not_done);
    page.counter("onecard_commits_in_doubt_total", "commits whose answer was lost", storage.commits_in_doubt);
    page.gauge("onecard_units_waiting", "units of work that wait", static_cast<double>(storage.units_waiting));
    page.gauge("onecard_commit_p99_seconds", "99th percentile of commits", static_cast<double>(storage.commit_p99_ns) / 1e9);

    const ledger::WriterFigures ledger = sources_.ledger.figures();
    page.counter("onecard_ledger_commands_total", "commands of the ledger that ended", ledger.commands);
    page.gauge("onecard_ledger_waiting", "commands of the ledger that wait", static_cast<double>(ledger.waiting));

    const flows::RunnerCounters& attempts = sources_.runner.counters();
    page.counter("onecard_attempts_sent_total", "writes sent to counterparties", attempts.sent);
    page.counter("onecard_attempts_unknown_total", "writes whose end nobody knew at first", attempts.unknown);
    page.counter("onecard_attempts_asked_total", "questions after the end of a write", attempts.asked);
    page.counter("onecard_attempts_parked_total", "writes handed to a person", attempts.parked);
    page.counter("onecard_inbound_applied_total", "events of counterparties applied", sources_.applier.counters().applied);
    page.counter("onecard_inbound_parked_total", "events of counterparties set aside for a person", sources_.applier.counters().parked);
    page.counter("onecard_name_checks_settled_total", "people whose real name was asked after again, with an answer",
                 sources_.name_checker.counters().settled);
    page.counter("onecard_name_checks_postponed_total", "and without one", sources_.name_checker.counters().postponed);
    addMatching(page, sources_.index, sources_.file_matching.counters(), sources_.match_flow.counters(), sources_.match_asker.counters(),
                sources_.match_walk.counters());
    page.counter("onecard_events_relayed_total", "events given to streams", sources_.relay.counters().relayed);
    addRewriting(page, sources_.resealing.counters(), "reseal", "seal key");
    addRewriting(page, sources_.reindexing.counters(), "reindex", "index key");
    addPolling(page, sources_.polling());
    addCounterparties(page, sources_.gateway);
    return page.text();
}

std::vector<api::Route> SystemPages::routes(bool with_metrics) {
    const auto page = [](std::string path, auto endpoint) {
        api::Route route;
        route.method = "GET";
        route.path = std::move(path);
        route.listed = false;
        route.endpoint = std::move(endpoint);
        return route;
    };
    const auto text = [](int status, std::string body) {
        api::Response response;
        response.status = status;
        response.headers.add("Content-Type", "text/plain; charset=utf-8");
        response.body = std::move(body);
        return response;
    };
    std::vector<api::Route> pages;
    pages.push_back(page("/livez", [text](const api::Request&, const api::Reply& reply) { reply.send(text(200, "ok\n")); }));
    pages.push_back(page("/readyz", [this, text](const api::Request&, const api::Reply& reply) {
        reply.send(ready_ ? text(200, "ready\n") : text(503, "not ready\n"));
    }));
    if (with_metrics)
        pages.push_back(page("/metrics", [this, text](const api::Request&, const api::Reply& reply) { reply.send(text(200, metrics())); }));
    return pages;
}

}  // namespace hub::app
