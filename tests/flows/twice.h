#pragma once

#include <string>
#include <vector>

#include "tests/flows/rest_region.h"

namespace tests {

/// One person who came twice, with a resident id and with a passport, and is not known to be one yet. Of the two who becomes the root is
/// certain: the resident id was there first.
struct CameTwice : RestRegion {
    static constexpr const char* kResidentId = "379999199001010010";
    static constexpr const char* kPassport = "E99999999";

    std::string root = registered("测试甲", kResidentId);
    std::string part = registeredBy(kPassport);

    static hub::identity::PersonId idIn(const std::string& path) {
        const auto id = hub::identity::PersonId::parse(path.substr(path.rfind('/') + 1));
        BOOST_REQUIRE(id.ok());
        return *id;
    }
    static std::string passportOf(const std::string& number) {
        return R"({"person":{"name":"测试甲","sex":"male","birth_date":"1990-01-01","certificate":{"kind":"passport","number":")" + number +
               R"("}}})";
    }
    /// Later than everybody before: who registered first goes on in a merge.
    std::string registeredBy(const std::string& passport) {
        clock.pass(hub::core::Duration(1));
        const RestAnswer answer = call("POST", "/api/v1/people", entrance, passportOf(passport));
        BOOST_REQUIRE_MESSAGE(answer.status == 201, answer.body);
        return "/api/v1/people/" + answer.at("person_id");
    }

    /// By a decision without a review; with everything that follows begun.
    void join(const std::string& one, const std::string& other) {
        BOOST_REQUIRE(unit([&](hub::core::Transaction& transaction) {
                          return merging.join(transaction, idIn(one), idIn(other), {{}, "matching", "matching", "certain"}, actor());
                      }).ok());
    }
    void join() { join(root, part); }
    void takeApart(const std::string& subsumed) {
        BOOST_REQUIRE(unit([&](hub::core::Transaction& transaction) {
                          return merging.unmerge(transaction, idIn(subsumed), "zhao", "wrong", actor());
                      }).ok());
    }
    void takeApart() { takeApart(part); }

    void told(const std::string& hospital, const std::string& local_patient, const auto& content) {
        const auto event = hub::contract::eventOf(hub::core::Sensitive(hub::core::CardNumber{local_patient}), content);
        BOOST_REQUIRE(unit([&](hub::core::Transaction& transaction) { return inbound.apply(transaction, hospital, event); }).ok());
    }

    /// Lines about this one registration with this action, oldest first.
    std::vector<hub::audit::AuditEntry> audited(const std::string& path, const std::string& action) {
        using namespace hub;
        audit::AuditSearch search;
        search.about = idIn(path);
        search.until = clock.utc() + core::Duration(1);
        search.limit = 1000;
        const auto entries = read<std::vector<audit::ChainedEntry>>(
            [&](core::ReadTransaction& transaction) { return storage->audit().search(transaction, search); });
        std::vector<audit::AuditEntry> found;
        for (const audit::ChainedEntry& one : entries) {
            if (one.entry.action == action) found.push_back(one.entry);
        }
        return found;
    }

    static hub::audit::AuditEntry actor() {
        hub::audit::AuditEntry entry;
        entry.actor = "matching";
        return entry;
    }
};

}  // namespace tests
