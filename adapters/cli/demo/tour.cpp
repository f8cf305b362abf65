#include "adapters/cli/demo/tour.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

namespace adapters::cli::demo {

namespace {

std::int64_t amountIn(const hub::core::JsonValue& row, std::string_view column) {
    const auto value = row.member(column);
    return value && value->integer() ? *value->integer() : 0;
}

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

/// One line unless both are the same.
void compare(std::vector<std::string>& wrong, const std::string& whose, std::optional<std::int64_t> books, std::int64_t told) {
    if (books == told) return;
    wrong.push_back(fmt::format("{}: {} ≠ {} (fen)", whose, books ? std::to_string(*books) : std::string("?"), told));
}

}  // namespace

int TourResult::failed() const {
    return static_cast<int>(std::ranges::count_if(stories, [](const Story& story) { return !story.failed.empty(); }));
}

TourResult tour(const Journey::Surroundings& around, const TourPlan& plan, const std::function<void(int done)>& progress) {
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
                progress(static_cast<int>(result.stories.size()));
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
        Http side_door(hospital.control_port);
        const auto kept = sumOf(side_door, "settlement", [](const hub::core::JsonValue& row) {
            if (amountIn(row, "refunded") != 0) return std::int64_t{0};
            return amountIn(row, "cost_fen") - amountIn(row, "fund_fen") - amountIn(row, "account_fen");
        });
        compare(wrong, hospital.code, kept, told[hospital.code]);
    }
    Http channel(region.channel_port);
    const auto all = [](const hub::core::JsonValue& row) { return amountIn(row, "amount_fen"); };
    compare(wrong, region.channel + " collected", sumOf(channel, "payment", all), paid);
    compare(wrong, region.channel + " refunded", sumOf(channel, "refund", all), refunded);
    const auto astray = sumOf(channel, "notification_send",
                              [](const hub::core::JsonValue& row) { return std::int64_t{amountIn(row, "status") == 404 ? 1 : 0}; });
    if (astray != 0) wrong.push_back(region.channel + ": the hub has no address for notifications");
    return wrong;
}

}  // namespace adapters::cli::demo
