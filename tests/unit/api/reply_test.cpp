#include "hub/api/reply.h"

#include <thread>

#include "tests/support/failures.h"

namespace hub::api {

namespace {

struct Seen {
    std::vector<Response> answers;
    std::string streamed;
    int closes = 0;
};

class SeenStream final : public StreamPort {
  public:
    explicit SeenStream(Seen& seen) : seen_(seen) {}
    bool write(std::string_view bytes) override {
        seen_.streamed += bytes;
        return true;
    }
    void close() override { ++seen_.closes; }

  private:
    Seen& seen_;
};

class SeenPort final : public ReplyPort {
  public:
    explicit SeenPort(Seen& seen) : seen_(seen) {}
    void answer(Response response) override { seen_.answers.push_back(std::move(response)); }
    std::shared_ptr<StreamPort> stream() override { return std::make_shared<SeenStream>(seen_); }

  private:
    Seen& seen_;
};

struct Fixture {
    Seen seen;
    std::shared_ptr<Departure> departure = std::make_shared<Departure>();
    std::optional<Reply> reply = Reply(std::make_unique<SeenPort>(seen), departure, core::Language::English, TraceId{});
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(reply_duty, Fixture)

BOOST_AUTO_TEST_CASE(the_first_answer_counts_and_the_second_says_no) {
    const Reply copy = *reply;
    BOOST_TEST(reply->send(jsonResponse(202, "{}")));
    BOOST_TEST(!copy.send(jsonResponse(200, "{}")));
    BOOST_TEST(!copy.fail(core::Failure(core::Error::HubBusy)));
    BOOST_TEST(!copy.stream());
    BOOST_REQUIRE(seen.answers.size() == 1U);
    BOOST_TEST(seen.answers[0].status == 202);
}

BOOST_AUTO_TEST_CASE(the_last_dropped_copy_answers_by_itself) {
    std::optional<Reply> copy = *reply;
    reply.reset();
    BOOST_TEST(seen.answers.empty());
    copy.reset();
    BOOST_REQUIRE(seen.answers.size() == 1U);
    BOOST_TEST(seen.answers[0].status == 500);
    BOOST_TEST(seen.answers[0].body.find(core::errorInfo(core::Error::ReplyDropped).code) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_answered_reply_is_dropped_in_silence) {
    reply->send({});
    reply.reset();
    BOOST_TEST(seen.answers.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_departure_is_told_once_and_to_late_askers_at_once) {
    int told = 0;
    reply->whenClientGone([&] { ++told; });
    BOOST_TEST(!reply->clientGone());
    departure->happen();
    departure->happen();
    BOOST_TEST(told == 1);
    BOOST_TEST(reply->clientGone());
    reply->whenClientGone([&] { ++told; });
    BOOST_TEST(told == 2);
}

BOOST_AUTO_TEST_CASE(nobody_is_told_of_a_departure_after_the_answer) {
    int told = 0;
    reply->whenClientGone([&] { ++told; });
    reply->send({});
    departure->happen();
    BOOST_TEST(told == 0);
}

BOOST_AUTO_TEST_CASE(a_stream_ends_with_its_last_copy) {
    std::optional<Stream> stream = reply->stream();
    BOOST_REQUIRE(stream.has_value());
    reply.reset();
    std::optional<Stream> copy = stream;
    stream.reset();
    BOOST_TEST(seen.closes == 0);
    BOOST_TEST(copy->send({"7", "charge.created", "a"}));
    copy.reset();
    BOOST_TEST(seen.closes == 1);
    BOOST_TEST(seen.answers.empty());
    BOOST_TEST(seen.streamed == "id: 7\nevent: charge.created\ndata: a\n\n");
}

BOOST_AUTO_TEST_CASE(closing_a_stream_oneself_is_no_news) {
    int told = 0;
    const Stream stream = *reply->stream();
    stream.whenClosed([&] { ++told; });
    stream.close();
    departure->happen();
    BOOST_TEST(told == 0);
    BOOST_TEST(stream.closed());
}

BOOST_AUTO_TEST_CASE(an_event_cannot_start_a_field_of_its_own) {
    BOOST_TEST((StreamEvent{"1\nevent: x", "a\r\ndata: b", "one\r\ntwo\nthree\rfour"}.text()) ==
               "id: 1\nevent: a\ndata: one\ndata: two\ndata: three\ndata: four\n\n");
    BOOST_TEST((StreamEvent{}.text()) == "data: \n\n");
}

BOOST_AUTO_TEST_CASE(of_two_racing_answers_exactly_one_wins) {
    const Reply other = *reply;
    bool other_won = false;
    std::thread rival([&] { other_won = other.send({}); });
    const bool won = reply->send({});
    rival.join();
    BOOST_TEST(won != other_won);
    BOOST_TEST(seen.answers.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace hub::api
