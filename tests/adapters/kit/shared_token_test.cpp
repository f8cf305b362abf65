#include "adapters/kit/shared_token.h"

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <future>
#include <thread>

#include "hub/core/executor.h"

namespace {

namespace core = hub::core;
using namespace std::chrono_literals;
using adapters::kit::NoAnswer;
using adapters::kit::SharedToken;
using adapters::kit::Token;
using adapters::kit::TokenAnswer;
using core::Error;

std::string textOf(const TokenAnswer& answer) {
    const auto* token = std::get_if<Token>(&answer);
    return token == nullptr ? "none" : token->text.reveal();
}

}  // namespace

BOOST_AUTO_TEST_CASE(many_threads_share_one_fetch_and_its_end) {
    constexpr int kThreads = 8;
    for (const bool fails : {false, true}) {
        core::VirtualExecutor clock({0});
        std::promise<void> begun;
        std::promise<void> may_end;
        std::atomic<int> fetches = 0;
        SharedToken token(
            "appToken",
            [&]() -> TokenAnswer {
                if (++fetches == 1) {
                    begun.set_value();
                    may_end.get_future().wait();
                }
                if (fails) return NoAnswer{core::Failure(Error::PeerAnswerLost), false};
                return Token{core::Sensitive<std::string>("t"), clock.mono() + 1h};
            },
            clock);
        std::future<TokenAnswer> first = std::async(std::launch::async, [&] { return token.take(); });
        begun.get_future().wait();
        std::vector<std::future<TokenAnswer>> others;
        std::atomic<int> arriving = 0;
        for (int i = 0; i < kThreads; ++i) {
            others.push_back(std::async(std::launch::async, [&] {
                ++arriving;
                return token.take();
            }));
        }
        while (arriving < kThreads) std::this_thread::yield();
        may_end.set_value();
        BOOST_TEST(textOf(first.get()) == (fails ? "none" : "t"));
        for (auto& other : others) BOOST_TEST(textOf(other.get()) == (fails ? "none" : "t"));
        if (!fails) BOOST_TEST(fetches == 1);  // after a failure, who comes later than its end fetches anew
    }
}

BOOST_AUTO_TEST_CASE(another_token_is_fetched_only_when_the_refused_one_is_the_one_that_is_kept) {
    core::VirtualExecutor clock({0});
    int fetches = 0;
    SharedToken token(
        "appToken",
        [&]() -> TokenAnswer {
            return Token{core::Sensitive<std::string>(std::to_string(++fetches)), clock.mono() + 1h};
        },
        clock);
    BOOST_TEST(textOf(token.take()) == "1");
    BOOST_TEST(textOf(token.takeInsteadOf(core::Sensitive<std::string>("1"))) == "2");
    BOOST_TEST(textOf(token.takeInsteadOf(core::Sensitive<std::string>("1"))) == "2");
    BOOST_TEST(textOf(token.take()) == "2");
    BOOST_TEST(textOf(token.takeNew()) == "3");
}

BOOST_AUTO_TEST_CASE(a_fetch_that_throws_leaves_nobody_waiting) {
    core::VirtualExecutor clock({0});
    bool throws = true;
    SharedToken token(
        "appToken",
        [&]() -> TokenAnswer {
            if (std::exchange(throws, false)) throw std::runtime_error("secret");
            return Token{core::Sensitive<std::string>("t"), clock.mono() + 1h};
        },
        clock);
    const TokenAnswer first = token.take();
    BOOST_REQUIRE(std::holds_alternative<NoAnswer>(first));
    BOOST_TEST((std::get<NoAnswer>(first).failure.error() == Error::AdapterFaulted));
    BOOST_TEST(std::get<NoAnswer>(first).failure.detail().find("secret") == std::string::npos);
    BOOST_TEST(textOf(token.take()) == "t");
}
