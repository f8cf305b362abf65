#include "hub/api/events/event_streams.h"

#include <filesystem>
#include <future>
#include <iterator>
#include <mutex>
#include <random>

#include "hub/flows/events.h"
#include "tests/support/failures.h"
#include "tests/support/memory_events.h"

namespace hub::api::events {

using core::Error;
using namespace std::chrono_literals;

namespace {

/// What one client got. Any thread.
class Phone final : public StreamPort {
  public:
    explicit Phone(std::size_t bytes_max = 1'000'000) : bytes_max_(bytes_max) {}

    bool write(std::string_view bytes) override {
        const std::lock_guard lock(mutex_);
        if (closed_ || got_.size() + bytes.size() > bytes_max_) return false;
        got_ += bytes;
        return true;
    }
    void close() override {
        const std::lock_guard lock(mutex_);
        closed_ = true;
    }

    bool closed() const {
        const std::lock_guard lock(mutex_);
        return closed_;
    }

    /// The numbers in the order they came: "5 6 7 ". The first is that of "ready".
    std::string ids() const {
        const std::lock_guard lock(mutex_);
        std::string ids;
        for (std::size_t at = got_.find("id: "); at != std::string::npos; at = got_.find("\nid: ", at)) {
            at = got_.find(' ', at) + 1;
            ids += got_.substr(at, got_.find('@', at) - at) + " ";
        }
        return ids;
    }
    std::string got() const {
        const std::lock_guard lock(mutex_);
        return got_;
    }

  private:
    const std::size_t bytes_max_;
    mutable std::mutex mutex_;  // guards both below
    std::string got_;
    bool closed_ = false;
};

struct Client {
    std::shared_ptr<Phone> phone = std::make_shared<Phone>();
    std::shared_ptr<Departure> departure = std::make_shared<Departure>();

    Client() = default;
    explicit Client(std::size_t bytes_max) : phone(std::make_shared<Phone>(bytes_max)) {}
    Stream stream() const { return Stream(phone, departure); }
};

/// One read at a time; reads fail while the test says so. Any thread.
class GuardedReads final : public core::Reads {
  public:
    explicit GuardedReads(core::Reads& inner) : inner_(inner) {}

    core::Result<void> read(const Read& read) override {
        const std::lock_guard lock(mutex);
        ++snapshots;
        if (fail) return core::Failure(Error::StorageBusy);
        return inner_.read(read);
    }

    std::mutex mutex;  // guards all that stands behind it
    int snapshots = 0;
    bool fail = false;

  private:
    core::Reads& inner_;
};

std::string numbers(std::int64_t from, std::int64_t to) {
    std::string text;
    for (; from <= to; ++from) text += std::to_string(from) + " ";
    return text;
}

/// Sees how a request was answered.
class SeenPort final : public ReplyPort {
  public:
    SeenPort(std::vector<Response>& answers, std::shared_ptr<Phone> phone) : answers_(answers), phone_(std::move(phone)) {}
    void answer(Response response) override { answers_.push_back(std::move(response)); }
    std::shared_ptr<StreamPort> stream() override { return phone_; }

  private:
    std::vector<Response>& answers_;
    std::shared_ptr<Phone> phone_;
};

struct Store {
    core::VirtualExecutor time{{1'800'000'000'000}};
    core::SeededIdSource ids{time, 9};
    tests::MemoryWork work{time};
    tests::MemoryEventStore store{work};
    GuardedReads reads{work};

    /// As the relay does: durable first.
    void append(const std::string& stream, int count = 1, std::string_view type = "charge.created") {
        const std::lock_guard lock(reads.mutex);
        tests::MemoryTransaction transaction;
        for (int i = 0; i < count; ++i) {
            flows::Event event;
            event.id = ids.next<flows::EventId>();
            event.stream = stream;
            event.type = type;
            event.at = time.utc();
            event.ids = {{"charge_id", "c1"}};
            BOOST_REQUIRE(store.append(transaction, {event}).ok());
        }
    }
    void forgetAllBefore(core::UtcTime before) {
        tests::MemoryTransaction transaction;
        BOOST_REQUIRE(store.forgetBefore(transaction, before, 1000).ok());
    }
};

struct Fixture : Store {
    std::optional<EventStreams> streams{std::in_place, EventStreams::House{reads, store, time, time},
                                        StreamSettings{.streams_max = 6000, .page = 3, .pages = 4, .read_again = 1000ms}};

    void publish(const std::string& stream, int count = 1) {
        append(stream, count);
        streams->moved({stream});
    }
    void listen(const Client& client, const std::string& stream, std::optional<std::string_view> last_event_id = {}) {
        const core::Result<std::int64_t> after = streams->positionOf(stream, last_event_id);
        BOOST_REQUIRE(after.ok());
        streams->open(stream, *after, client.stream());
    }
    std::vector<Response> ask(const Client& client, std::optional<std::string_view> last_event_id) {
        std::vector<Response> answers;
        const Reply reply(std::make_unique<SeenPort>(answers, client.phone), client.departure, core::Language::English, TraceId{});
        streams->answer(reply, "s", last_event_id);
        time.runReady();
        return answers;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(event_streams, Fixture)

BOOST_AUTO_TEST_CASE(a_listener_that_brings_no_number_hears_what_comes_from_now_on) {
    append("s", 2);
    const Client client;
    listen(client, "s");
    time.runReady();
    BOOST_TEST(client.phone->got() == "id: 2@s\nevent: ready\ndata: {}\n\n");
    publish("s", 2);
    publish("other");
    time.runReady();
    BOOST_TEST(client.phone->ids() == "2 3 4 ");
}

BOOST_AUTO_TEST_CASE(an_event_says_what_happened_and_to_what) {
    const Client client;
    listen(client, "s");
    publish("s");
    time.runReady();
    const std::string got = client.phone->got();
    const std::string event = got.substr(got.find("id: 1@s\n"));
    BOOST_TEST(event.starts_with("id: 1@s\nevent: charge.created\ndata: {\"id\":\""));
    BOOST_TEST(event.find(R"("stream":"s","seq":1,"type":"charge.created","at_ms":1800000000000,)"
                          R"("ids":[{"name":"charge_id","id":"c1"}]})") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_listener_that_comes_back_gets_what_it_missed_page_by_page_and_then_what_comes) {
    append("s", 10);
    const Client client;
    listen(client, "s", "2");
    publish("s");
    time.runReady();
    publish("s");
    time.runReady();
    BOOST_TEST(client.phone->ids() == numbers(2, 12));
}

BOOST_AUTO_TEST_CASE(what_comes_between_the_look_and_the_opening_is_neither_lost_nor_doubled) {
    append("s", 1);
    const Client client;
    const core::Result<std::int64_t> after = streams->positionOf("s", "1");
    publish("s");
    time.runReady();
    streams->open("s", *after, client.stream());
    publish("s");
    time.runReady();
    BOOST_TEST(client.phone->ids() == "1 2 3 ");
}

BOOST_AUTO_TEST_CASE(whatever_comes_in_whatever_order_every_listener_gets_each_number_once) {
    const unsigned seed = 20261121;
    BOOST_TEST_MESSAGE("seed " << seed);
    std::mt19937 random(seed);
    for (int run = 0; run < 200; ++run) {
        const std::string stream = "s" + std::to_string(run);
        std::vector<std::pair<Client, int>> clients;
        int appended = 0;
        for (int step = 0; step < 40; ++step) {
            switch (random() % 5) {
                case 0:
                    append(stream);
                    ++appended;
                    break;
                case 1:
                    streams->moved({stream});
                    break;
                case 2: {
                    const int from = static_cast<int>(random() % static_cast<unsigned>(appended + 1));
                    clients.emplace_back(Client(), from);
                    listen(clients.back().first, stream, std::to_string(from));
                    break;
                }
                default:
                    time.runNext();
            }
        }
        streams->moved({stream});
        time.runReady();
        for (const auto& [client, from] : clients) BOOST_TEST(client.phone->ids() == numbers(from, appended));
    }
}

BOOST_AUTO_TEST_CASE(a_number_that_is_not_a_number_is_refused) {
    append("s", 3);
    for (const std::string_view text : {"", "x", "-1", "+1", "1x", " 1", "1.0", "9223372036854775808", "@s", "x@s", "-1@s"})
        BOOST_TEST(tests::failsWith(streams->positionOf("s", text), Error::LastEventIdNotValid));
    BOOST_TEST(*streams->positionOf("s", "0") == 0);
    BOOST_TEST(tests::failsWith(streams->positionOf("s", "9223372036854775807"), Error::EventsForgotten));
}

BOOST_AUTO_TEST_CASE(an_id_counts_in_the_stream_it_names_and_in_no_other) {
    append("s", 3);
    append("t", 3);
    BOOST_TEST(*streams->positionOf("s", "2@s") == 2);
    for (const std::string_view text : {"2@t", "2@", "2@s@s"})
        BOOST_TEST(tests::failsWith(streams->positionOf("s", text), Error::EventsForgotten));
    const Client client;
    listen(client, "s", "2@s");
    time.runReady();
    BOOST_TEST(client.phone->ids() == "2 3 ");
}

BOOST_AUTO_TEST_CASE(who_hears_that_the_person_was_merged_or_taken_apart_comes_back_to_ask_whose_stream_it_is_now) {
    for (const std::string_view type : {flows::kPersonMerged, flows::kPersonUnmerged}) {
        const std::string stream(type);
        const Client client;
        listen(client, stream);
        publish(stream);
        append(stream, 1, type);
        append(stream);
        streams->moved({stream});
        time.runReady();
        BOOST_TEST(client.phone->ids() == "0 1 2 ");  // the last of them says so
        BOOST_TEST(client.phone->closed());
        BOOST_TEST(streams->openStreams() == 0U);
        const Client again;
        listen(again, stream, "2@" + stream);
        time.runReady();
        BOOST_TEST(again.phone->ids() == "2 3 ");
        BOOST_TEST(!again.phone->closed());
        again.departure->happen();
    }
}

BOOST_AUTO_TEST_CASE(one_who_missed_what_is_forgotten_is_told_and_one_who_missed_nothing_is_not) {
    append("s", 3);
    time.advance(1ms);
    append("s", 2);
    forgetAllBefore(time.utc());
    BOOST_TEST(tests::failsWith(streams->positionOf("s", "2"), Error::EventsForgotten));
    BOOST_TEST(*streams->positionOf("s", "3") == 3);
    BOOST_TEST(*streams->positionOf("s", "5") == 5);
    BOOST_TEST(tests::failsWith(streams->positionOf("s", "6"), Error::EventsForgotten));
    time.advance(1ms);
    forgetAllBefore(time.utc());
    BOOST_TEST(tests::failsWith(streams->positionOf("s", "4"), Error::EventsForgotten));
    BOOST_TEST(*streams->positionOf("s", "5") == 5);
    BOOST_TEST(*streams->positionOf("s", std::nullopt) == 5);
}

BOOST_AUTO_TEST_CASE(a_request_is_answered_with_the_stream_or_with_410_or_400) {
    append("s", 3);
    time.advance(1ms);
    forgetAllBefore(time.utc());
    const Client late;
    const std::vector<Response> gone = ask(late, "1");
    BOOST_REQUIRE(gone.size() == 1U);
    BOOST_TEST(gone[0].status == 410);
    BOOST_TEST(gone[0].body.find("OC-API-025") != std::string::npos);
    BOOST_TEST(late.phone->got() == "");
    BOOST_TEST(ask(late, "one").at(0).status == 400);
    const Client in_time;
    BOOST_TEST(ask(in_time, "3").empty());
    BOOST_TEST(in_time.phone->ids() == "3 ");
}

BOOST_AUTO_TEST_CASE(one_for_whom_something_is_forgotten_after_the_look_is_closed_and_comes_back_to_be_told) {
    append("s", 3);
    const Client client;
    const core::Result<std::int64_t> after = streams->positionOf("s", "1");
    time.advance(1ms);
    append("s");
    forgetAllBefore(time.utc());
    streams->open("s", *after, client.stream());
    time.runReady();
    BOOST_TEST(client.phone->ids() == "1 ");
    BOOST_TEST(client.phone->closed());
    BOOST_TEST(streams->openStreams() == 0U);
}

BOOST_AUTO_TEST_CASE(a_reader_that_does_not_read_is_cut_off_and_gets_the_rest_when_it_comes_back) {
    const Client slow(400);
    const Client quick;
    listen(slow, "s");
    listen(quick, "s");
    publish("s", 10);
    time.runReady();
    BOOST_TEST(quick.phone->ids() == numbers(0, 10));
    BOOST_TEST(streams->openStreams() == 1U);
    const std::string read = slow.phone->ids();
    const std::int64_t last = std::stoll(read.substr(read.rfind(' ', read.size() - 2) + 1));
    BOOST_TEST(read == numbers(0, last));
    const Client again;
    listen(again, "s", std::to_string(last));
    time.runReady();
    BOOST_TEST(again.phone->ids() == numbers(last, 10));
}

BOOST_AUTO_TEST_CASE(a_stream_that_moved_is_read_once_however_many_listen) {
    std::vector<Client> clients(100);
    for (const Client& client : clients) listen(client, "s");
    time.runReady();
    const int pages = store.pages_read;
    publish("s", 2);
    streams->moved({"s", "nobody listens"});
    time.runReady();
    BOOST_TEST(store.pages_read == pages + 1);
    for (const Client& client : clients) BOOST_TEST(client.phone->ids() == "0 1 2 ");
}

BOOST_AUTO_TEST_CASE(streams_that_moved_together_are_read_in_few_snapshots) {
    std::vector<Client> clients(8);
    std::vector<std::string> moved;
    for (std::size_t i = 0; i < clients.size(); ++i) {
        moved.push_back("s" + std::to_string(i));
        listen(clients[i], moved.back());
    }
    time.runReady();
    for (const std::string& stream : moved) append(stream);
    const int snapshots = reads.snapshots;
    streams->moved(moved);
    time.runReady();
    BOOST_TEST(reads.snapshots == snapshots + 2);  // four pages each
    for (const Client& client : clients) BOOST_TEST(client.phone->ids() == "0 1 ");
}

BOOST_AUTO_TEST_CASE(five_thousand_streams_add_no_thread) {
    const auto threads = [] {
        return std::distance(std::filesystem::directory_iterator("/proc/self/task"), std::filesystem::directory_iterator());
    };
    const auto before = threads();
    std::vector<Client> clients(5000);
    for (std::size_t i = 0; i < clients.size(); ++i) listen(clients[i], "s" + std::to_string(i));
    time.runReady();
    BOOST_TEST(streams->openStreams() == 5000U);
    const int pages = store.pages_read;
    publish("s7");
    time.runReady();
    BOOST_TEST(store.pages_read == pages + 1);
    BOOST_TEST(clients[7].phone->ids() == "0 1 ");
    BOOST_TEST(clients[8].phone->ids() == "0 ");
    BOOST_TEST(threads() == before);
}

BOOST_AUTO_TEST_CASE(the_last_free_place_is_given_and_the_next_listener_is_told_that_the_hub_is_full) {
    streams.emplace(EventStreams::House{reads, store, time, time}, StreamSettings{.streams_max = 2});
    std::optional<Client> first(std::in_place);
    const Client second;
    listen(*first, "s");
    listen(second, "s");
    BOOST_TEST(tests::failsWith(streams->positionOf("s", std::nullopt), Error::HubFull));
    first->departure->happen();
    BOOST_TEST(streams->positionOf("s", std::nullopt).ok());
}

BOOST_AUTO_TEST_CASE(a_client_that_went_away_is_forgotten_also_when_it_went_before_it_was_served) {
    const Client early;
    early.departure->happen();
    listen(early, "s");
    const Client client;
    listen(client, "s");
    BOOST_TEST(streams->openStreams() == 1U);
    client.departure->happen();
    BOOST_TEST(streams->openStreams() == 0U);
    BOOST_TEST(client.phone->closed());
    publish("s");
    time.runReady();
    BOOST_TEST(client.phone->ids() == "0 ");
}

BOOST_AUTO_TEST_CASE(a_read_that_fails_is_made_again_after_a_pause_and_nothing_is_lost) {
    const Client client;
    listen(client, "s");
    time.runReady();
    reads.fail = true;
    publish("s");
    time.advance(999ms);
    const int snapshots = reads.snapshots;
    publish("s");  // does not cut the pause short
    time.runReady();
    BOOST_TEST(reads.snapshots == snapshots);
    reads.fail = false;
    time.advance(1ms);
    BOOST_TEST(client.phone->ids() == "0 1 2 ");
}

BOOST_AUTO_TEST_CASE(a_look_that_cannot_be_made_says_so) {
    reads.fail = true;
    BOOST_TEST(tests::failsWith(streams->positionOf("s", "0"), Error::StorageBusy));
}

BOOST_AUTO_TEST_CASE(the_end_closes_every_stream_and_what_is_posted_finds_nobody) {
    const Client client;
    listen(client, "s");
    publish("s");
    streams.reset();
    BOOST_TEST(client.phone->closed());
    time.advance(1h);
    client.departure->happen();
    BOOST_TEST(client.phone->ids() == "0 ");
}

BOOST_AUTO_TEST_SUITE_END()

// Clients come and go and events are told on several threads at once; every client that stayed gets each number once.
BOOST_FIXTURE_TEST_CASE(listeners_and_the_relay_meet_on_several_threads, Store) {
    const core::SystemClock clock;
    core::ThreadExecutor executor(clock, 3);
    {
        EventStreams streams({reads, store, executor, clock}, StreamSettings{.page = 5, .pages = 2});
        const auto stream = [](int n) { return "s" + std::to_string(n % 4); };
        std::vector<Client> stay(40);
        std::vector<Client> leave(40);
        std::thread relay([&] {
            for (int n = 0; n < 400; ++n) {
                append(stream(n));
                streams.moved({stream(n)});
            }
        });
        std::vector<std::thread> fronts;
        for (std::size_t half = 0; half < 2; ++half) {
            fronts.emplace_back([&, half] {
                for (std::size_t i = half; i < stay.size(); i += 2) {
                    streams.open(stream(static_cast<int>(i)), 0, stay[i].stream());
                    streams.open(stream(static_cast<int>(i)), 0, leave[i].stream());
                    leave[i].departure->happen();
                }
            });
        }
        relay.join();
        for (std::thread& front : fronts) front.join();
        BOOST_TEST(streams.openStreams() == stay.size());
        const auto all = [&] {
            return std::all_of(stay.begin(), stay.end(), [](const Client& one) { return one.phone->ids() == numbers(0, 100); });
        };
        for (int turns = 0; turns < 100'000 && !all(); ++turns) {  // each waits for what is posted by now
            std::promise<void> turn;
            executor.post([&] { turn.set_value(); });
            turn.get_future().wait();
        }
        BOOST_TEST(all());
        executor.stop();
    }
}

}  // namespace hub::api::events
