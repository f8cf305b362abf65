#pragma once

#include <memory>
#include <string>

#include "adapters/cli/demo/http.h"
#include "hub/app/hub_server.h"
#include "hub/cli/admin_client.h"
#include "tests/support/failures.h"
#include "tests/support/file_tree.h"
#include "tests/support/problems.h"

namespace tests {

/// A hub in this process without any reachable counterparty: hospital H01 is configured and its adapter is not there.
struct RunningHub {
    using Answer = adapters::cli::demo::Answer;
    using Fields = adapters::cli::demo::Http::Fields;

    FileTree tree;
    const hub::app::config::SecretEnvironment secrets;
    std::filesystem::path adapters = tree.path() / "adapters";  ///< none there
    std::string hub_keys;                                       ///< more lines of hub.yaml
    std::unique_ptr<hub::app::HubServer> server;
    std::unique_ptr<adapters::cli::demo::Http> http;

    void start() {
        tree.write("config/hub.yaml", "apiVersion: onecard/v1\nkind: Hub\nhttp: {port: 0}\nlogging: {level: error}\n" + hub_keys);
        tree.write("config/hospitals/H01.yaml",
                   "apiVersion: onecard/v1\nkind: Hospital\nmetadata: {code: H01, name: 测试医院}\nspec: {adapter: sample}\n");
        const hub::app::config::Loaded loaded = hub::app::config::loadConfiguration(tree.path() / "config", {secrets, std::nullopt});
        BOOST_REQUIRE(loaded.hub.has_value());
        auto started = hub::app::HubServer::start(loaded, secrets, {tree.path() / "data", tree.path() / "config", adapters});
        BOOST_REQUIRE(started.ok());
        server = std::move(*started);
        BOOST_REQUIRE(server->announce().ok());
        http = std::make_unique<adapters::cli::demo::Http>(server->reachable().http);
    }
    ~RunningHub() {
        if (server) BOOST_TEST(server->stop() == 0U);
    }

    std::string data() const { return (tree.path() / "data").string(); }

    /// `wish` as in {"role":"entrance"}.
    std::string tokenOf(const std::string& client, const std::string& wish) const {
        const auto token = hub::cli::askHub(data(), "POST", "/admin/v1/clients/" + client + "/tokens", wish);
        BOOST_REQUIRE(token.ok());
        BOOST_REQUIRE(token->status == 201);
        return adapters::cli::demo::textIn(token->body, "token");
    }
    Answer call(const std::string& method, const std::string& path, const std::string& token, const std::string& json = {},
                const Fields& fields = {}) {
        const hub::core::Result<Answer> answer = http->call(method, path, token, json, fields);
        BOOST_REQUIRE(answer.ok());
        return *answer;
    }
    /// The problem in the answer, as a failure.
    hub::core::Result<Answer> refused(const std::string& method, const std::string& path, const std::string& token,
                                      const std::string& json = {}) {
        Answer answer = call(method, path, token, json);
        if (!answer.ok()) return failureIn(answer.body);
        return answer;
    }
};

/// The same, with a token of a city app.
struct OpenedHub : RunningHub {
    std::string entrance;

    explicit OpenedHub(const std::string& more_of_hub_yaml = {}) {
        hub_keys = more_of_hub_yaml;
        start();
        entrance = tokenOf("city-app", R"({"role":"entrance"})");
    }
    Answer registered(const std::string& name = "测试甲") {
        return call("POST", "/api/v1/people", entrance,
                    R"({"person":{"name":")" + name +
                        R"(","sex":"male","certificate":{"kind":"resident_id","number":"379999199001010010"},"phone":"13900000001"}})");
    }
};

}  // namespace tests
