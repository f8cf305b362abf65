#include "adapters/sim/nhsa/messages.h"

#include <fmt/format.h>

#include "adapters/sim/common/dice.h"
#include "adapters/sim/nhsa/schema.h"

namespace adapters::sim::nhsa {

using common::Row;

namespace {

constexpr std::size_t kSignNoLength = 16;
constexpr std::chrono::seconds kNonceKept(601);  // a timestamp is good 300 s before and after: later its header is refused anyway

}  // namespace

bool Messages::takeNonce(std::string_view nonce) {
    const UtcTime now = clock_.utc();
    database_.run("DELETE FROM nonce WHERE at_ms < ?", {now + -std::chrono::duration_cast<hub::core::Duration>(kNonceKept)});
    database_.run("INSERT OR IGNORE INTO nonce VALUES (?, ?)", {nonce, now});
    return database_.changed() == 1;
}

std::string Messages::signIn(std::string_view hospital, std::string_view opter) {
    const std::int64_t id = nextIdOf(database_, "sign_in");
    std::string sign_no = common::Dice(seed_, fmt::format("sign_in {}", id)).hex(kSignNoLength);
    database_.run("INSERT INTO sign_in VALUES (?, ?, ?, ?, ?, ?)", {id, sign_no, hospital, opter, clock_.utc(), dayOf(clock_.utc())});
    return sign_no;
}

bool Messages::isSignedIn(std::string_view sign_no, std::string_view hospital) {
    bool found = false;
    database_.each("SELECT id FROM sign_in WHERE sign_no = ? AND hospital = ? AND day = ?", {sign_no, hospital, dayOf(clock_.utc())},
                   [&](const Row&) { found = true; });
    return found;
}

void Messages::endSignIns() { database_.run("UPDATE sign_in SET day = ''"); }

std::optional<Message> Messages::message(std::string_view msgid) {
    std::optional<Message> found;
    database_.each("SELECT msgid, infno, psn_no, infcode, reversed_by FROM message WHERE msgid = ?", {msgid}, [&](const Row& row) {
        Message& one = found.emplace();
        row.into(one.msgid, one.infno, one.psn_no, one.infcode, one.reversed_by);
    });
    return found;
}

void Messages::take(const Message& message) {
    database_.run("INSERT INTO message (msgid, infno, psn_no, at_ms, infcode, reversed_by) VALUES (?, ?, ?, ?, ?, ?)",
                  {message.msgid, message.infno, message.psn_no, clock_.utc(), message.infcode, message.reversed_by});
}

void Messages::reverse(std::string_view msgid, std::string_view reversed_by) {
    database_.run("UPDATE message SET reversed_by = ? WHERE msgid = ?", {reversed_by, msgid});
}

void Messages::fence(std::string_view msgid, std::string_view infno, std::string_view made_by) {
    database_.run("INSERT OR IGNORE INTO fence VALUES (?, ?, ?, ?)", {msgid, infno, made_by, clock_.utc()});
}

bool Messages::isFenced(std::string_view msgid, std::string_view infno) {
    bool found = false;
    database_.each("SELECT msgid FROM fence WHERE msgid = ? AND infno = ?", {msgid, infno}, [&](const Row&) { found = true; });
    return found;
}

void Messages::note(const Call& call) {
    database_.run("INSERT INTO call (at_ms, operation, number, hospital, input, result) VALUES (?, ?, ?, ?, ?, ?)",
                  {clock_.utc(), call.operation, call.number, call.hospital, call.input, call.result});
}

}  // namespace adapters::sim::nhsa
