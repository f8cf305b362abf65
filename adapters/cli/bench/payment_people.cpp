#include "adapters/cli/bench/payment_people.h"

#include <fmt/format.h>
#include <poll.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "adapters/cli/demo/http.h"
#include "adapters/cli/demo/journey.h"
#include "adapters/cli/demo/json_members.h"

namespace adapters::cli::bench {

using demo::Answer;
using demo::Http;
using demo::memberNumber;
using demo::memberText;
using hub::core::Clock;
using hub::core::Error;
using hub::core::Failure;
using hub::core::JsonDocument;
using hub::core::Result;

namespace {

constexpr std::size_t kChargesEach = 40;  // a person's list shows 50
constexpr auto kWithin = std::chrono::seconds(60);
constexpr int kLookEveryMs = 50;

struct Somebody {
    std::string certificate;
    std::string path;  ///< /api/v1/people/{person_id}
    std::string token;
    std::size_t charges = 0;
};

Failure notAsWanted(const std::string& what, const Result<Answer>& answer) {
    if (!answer.ok()) return answer.failure();
    return Failure(Error::HubNotAnswering, fmt::format("{}: {} {}", what, answer->status, answer->body.substr(0, 300)));
}

/// `work`(number) for each number below `count`, by so many threads; the first failure ends it.
Result<void> inParallel(std::size_t threads, std::size_t count, const std::function<Result<void>(std::size_t)>& work) {
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;  // guards failed
    std::optional<Failure> failed;
    std::vector<std::thread> all;
    for (std::size_t i = 0; i < threads; ++i) {
        all.emplace_back([&] {
            for (std::size_t number = next++; number < count; number = next++) {
                const Result<void> done = work(number);
                if (done.ok()) continue;
                const std::lock_guard lock(mutex);
                if (!failed) failed = done.failure();
                next = count;
            }
        });
    }
    for (std::thread& thread : all) thread.join();
    return failed ? Result<void>(*failed) : Result<void>();
}

Result<void> registers(Somebody& one, std::size_t number, const PaymentPeople& people, const std::string& hospital, const Clock& clock) {
    Http hub(people.hub_port);
    one.certificate = demo::madeUpCertificate(static_cast<std::int32_t>(number));
    const Result<Answer> registered =
        hub.call("POST", "/api/v1/people", people.entrance_token,
                 fmt::format(R"({{"person":{{"name":"测试{}","sex":"unknown","certificate":{{"kind":"resident_id","number":"{}"}}}}}})",
                             number % 2 == 0 ? "甲" : "乙", one.certificate));
    if (!registered.ok() || !registered->ok()) return notAsWanted("POST /people", registered);
    one.path = "/api/v1/people/" + demo::textIn(registered->body, "person_id");
    const Result<Answer> token = hub.call("POST", one.path + "/tokens", people.entrance_token);
    if (!token.ok() || !token->ok()) return notAsWanted("POST /tokens", token);
    one.token = demo::textIn(token->body, "token");
    const hub::core::MonoTime until = clock.mono() + kWithin;
    while (true) {
        const Result<Answer> file = hub.call("POST", one.path + "/files", one.token, fmt::format(R"({{"hospital":"{}"}})", hospital));
        if (file.ok() && file->status != 202 && file->ok()) return {};
        const bool again = file.ok() && (file->status == 202 || file->status == 503);
        if (!again || clock.mono() >= until) return notAsWanted("POST /files", file);
        poll(nullptr, 0, kLookEveryMs);
    }
}

/// The hospital's own numbers of its patients by certificate.
Result<std::map<std::string, std::int64_t>> patientsOf(const SimulatedHospital& hospital) {
    const Result<Answer> books = Http(hospital.control_port).call("GET", "/_sim/books?patient", "");
    if (!books.ok() || !books->ok()) return notAsWanted("books", books);
    std::map<std::string, std::int64_t> patients;
    const auto document = JsonDocument::parse(books->body);
    const auto rows = document.ok() ? document->root().member("patient") : std::nullopt;
    for (std::size_t i = 0; rows && i < rows->size(); ++i)
        patients[memberText(rows->at(i), "certificate_number")] = memberNumber(rows->at(i), "id");
    return patients;
}

Result<void> charges(const SimulatedHospital& hospital, std::int64_t patient, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        const std::int64_t fen = 1000 + static_cast<std::int64_t>(i) * 37;
        const Result<Answer> made =
            Http(hospital.control_port)
                .call("POST", "/_sim/charges", "",
                      fmt::format(R"({{"patient_id":{0},"visit_number":"","name":"门诊费","doctor":"1001","lines":[)"
                                  R"({{"code":"C20","name":"测试检验","kind":"C","unit":"次","spec":"",)"
                                  R"("price_fen":{1},"quantity_hundredths":100,"amount_fen":{1}}}]}})",
                                  patient, fen));
        if (!made.ok() || !made->ok()) return notAsWanted("charges", made);
    }
    return {};
}

/// The open charges of a person, once the hub has heard of all of them.
Result<std::vector<PaymentToMake>> open(const Somebody& one, const PaymentPeople& people, const Clock& clock) {
    Http hub(people.hub_port);
    const hub::core::MonoTime until = clock.mono() + kWithin;
    while (true) {
        const Result<Answer> list = hub.call("GET", one.path + "/charges", one.token);
        if (!list.ok() || !list->ok()) return notAsWanted("GET /charges", list);
        std::vector<PaymentToMake> all;
        const auto document = JsonDocument::parse(list->body);
        const auto rows = document.ok() ? document->root().member("charges") : std::nullopt;
        for (std::size_t i = 0; rows && i < rows->size(); ++i) {
            const auto row = rows->at(i);
            const auto content = row.member("content");
            if (!content || memberText(row, "state") != "open") continue;
            const std::int64_t total = memberNumber(*content, "total_fen");
            all.push_back({one.path + "/payments", one.token,
                           fmt::format(R"({{"channel":"{}","payer":"openid-bench","charges":[)"
                                       R"({{"charge_id":"{}","expected_version":"{}","expected_total_fen":{}}}]}})",
                                       people.region.channel, memberText(row, "charge_id"), memberText(*content, "version"), total),
                           memberText(row, "charge_id"), memberText(row, "hospital"), total});
        }
        if (all.size() >= one.charges) return all;
        if (clock.mono() >= until) return Failure(Error::HubNotAnswering, fmt::format("{} of {} charges arrived", all.size(), one.charges));
        poll(nullptr, 0, kLookEveryMs);
    }
}

}  // namespace

Result<std::vector<PaymentToMake>> PaymentPeople::prepare(std::size_t payments, const Clock& clock) const {
    std::vector<Somebody> all((payments + kChargesEach - 1) / kChargesEach);
    const auto hospitalOf = [&](std::size_t number) -> const SimulatedHospital& {
        return region.hospitals[number % region.hospitals.size()];
    };
    const Result<void> registered = inParallel(
        threads, all.size(), [&](std::size_t number) { return registers(all[number], number, *this, hospitalOf(number).code, clock); });
    if (!registered.ok()) return registered.failure();

    std::vector<std::map<std::string, std::int64_t>> patients;
    for (const SimulatedHospital& hospital : region.hospitals) {
        Result<std::map<std::string, std::int64_t>> known = patientsOf(hospital);
        if (!known.ok()) return known.failure();
        patients.push_back(*std::move(known));
    }
    for (std::size_t number = 0; number < all.size(); ++number)
        all[number].charges = std::min(kChargesEach, payments - number * kChargesEach);
    const Result<void> charged = inParallel(threads, all.size(), [&](std::size_t number) -> Result<void> {
        const auto& known = patients[number % patients.size()];
        const auto found = known.find(all[number].certificate);
        if (found == known.end()) return Failure(Error::HubNotAnswering, hospitalOf(number).code + ": no file of a person");
        return charges(hospitalOf(number), found->second, all[number].charges);
    });
    if (!charged.ok()) return charged.failure();

    std::vector<std::vector<PaymentToMake>> lists(all.size());
    const Result<void> listed = inParallel(threads, all.size(), [&](std::size_t number) -> Result<void> {
        Result<std::vector<PaymentToMake>> one = open(all[number], *this, clock);
        if (!one.ok()) return one.failure();
        lists[number] = *std::move(one);
        return {};
    });
    if (!listed.ok()) return listed.failure();

    // One of each in turn: nobody pays everything at once, and no hospital gets all the load for a while.
    std::vector<PaymentToMake> ready;
    for (std::size_t turn = 0; turn < kChargesEach; ++turn) {
        for (std::vector<PaymentToMake>& list : lists)
            if (turn < list.size()) ready.push_back(std::move(list[turn]));
    }
    return ready;
}

}  // namespace adapters::cli::bench
