#include "adapters/cli/demo/tour.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include "adapters/cli/demo/json_members.h"

namespace adapters::cli::demo {

namespace {

/// What the rows of a table of a simulator's books come to; nothing when they cannot be read.
template <class Amount>
std::optional<std::int64_t> sumOf(Http& side_door, std::string_view table, Amount amount) {
    const auto books = side_door.call("GET", "/_sim/books?" + std::string(table), "");
    if (!books.ok()) return std::nullopt;
    const auto document = hub::core::JsonDocument::parse(books->body);
    const auto rows = document.ok() ? document->root().member(table) : std::nullopt;
    if (!rows) return std::nullopt;
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < rows->size(); ++i) sum += amount(rows->at(i));
    return sum;
}

std::int64_t amountOf(const hub::core::JsonValue& row) { return memberNumber(row, "amount_fen"); }

/// What a hospital has of the people's money, by its own books.
std::optional<std::int64_t> keptBy(const SimulatedHospital& hospital) {
    Http side_door(hospital.control_port);
    if (hospital.protocol == "hl7_mllp") {
        const auto paid = sumOf(side_door, "payment", amountOf);
        const auto refunded = sumOf(side_door, "refund", amountOf);
        return paid && refunded ? std::optional(*paid - *refunded) : std::nullopt;
    }
    return sumOf(side_door, "settlement", [](const hub::core::JsonValue& row) {
        if (memberNumber(row, "refunded") != 0) return std::int64_t{0};
        return memberNumber(row, "cost_fen") - memberNumber(row, "fund_fen") - memberNumber(row, "account_fen");
    });
}

/// One line unless both are the same.
void compare(std::vector<std::string>& wrong, const std::string& whose, std::optional<std::int64_t> books, std::int64_t told) {
    if (books == told) return;
    wrong.push_back(fmt::format("{}: {} ≠ {} (fen)", whose, books ? std::to_string(*books) : std::string("?"), told));
}

}  // namespace

int TourResult::failed() const {
    return static_cast<int>(std::ranges::count_if(stories, [](const Story& story) { return !story.failed.empty(); }));
}

TourResult tour(const Journey::Surroundings& around, const TourPlan& plan, const std::function<void()>& done) {
    TourResult result;
    std::mutex mutex;  // guards result
    std::atomic<std::int32_t> next = 1;
    std::vector<std::thread> threads;
    for (std::int32_t i = 0; i < plan.side_by_side; ++i) {
        threads.emplace_back([&] {
            for (std::int32_t number = next++; number <= plan.people; number = next++) {
                Story story = Journey(around, number).run();
                const std::lock_guard lock(mutex);
                result.stories.push_back(std::move(story));
                done();
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    result.wrong = differences(around.region, result.stories);
    return result;
}

std::vector<std::string> differences(const RegionFile& region, const std::vector<Story>& stories) {
    std::vector<std::string> wrong;
    std::map<std::string, std::int64_t> told;
    std::int64_t paid = 0;
    std::int64_t refunded = 0;
    for (const Story& story : stories) {
        told[story.hospital] += story.paid_fen - story.refunded_fen;
        paid += story.paid_fen;
        refunded += story.refunded_fen;
    }
    for (const SimulatedHospital& hospital : region.hospitals) {
        compare(wrong, hospital.code, keptBy(hospital), told[hospital.code]);
    }
    Http channel(region.channel_port);
    compare(wrong, region.channel + " collected", sumOf(channel, "payment", amountOf), paid);
    compare(wrong, region.channel + " refunded", sumOf(channel, "refund", amountOf), refunded);
    const auto astray = sumOf(channel, "notification_send",
                              [](const hub::core::JsonValue& row) { return std::int64_t{memberNumber(row, "status") == 404 ? 1 : 0}; });
    if (astray != 0) wrong.push_back(region.channel + ": the hub has no address for notifications");
    return wrong;
}

}  // namespace adapters::cli::demo
