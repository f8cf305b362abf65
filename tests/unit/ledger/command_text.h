#pragma once

#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "hub/ledger/ledger.h"

namespace tests {

inline hub::ledger::CommandKey commandKey(const std::string& name) { return {hub::core::IdBits{{7}}, name}; }

/// One command as a line: its step, and its movements with ';' between. Amounts are fen.
///
///     pay   bank/b > e_account/P 100 ; hold e_account/P > hospital_payable/H 60 until 5000
///     end   post pay#1 50
///     end   void pay#1        (expire pay#1, close e_account/P)
inline hub::ledger::Command commandOf(const std::string& line) {
    const auto fen = [](const std::string& text) { return hub::core::Money::fromFen(std::stoll(text)); };
    const auto holdNamed = [](const std::string& text) {
        const std::size_t mark = text.find('#');
        return hub::ledger::MovementKey{commandKey(text.substr(0, mark)), std::stoi(text.substr(mark + 1))};
    };
    std::istringstream in(line);
    hub::ledger::Command command;
    std::string word;
    in >> word;
    command.key = commandKey(word);
    std::vector<std::vector<std::string>> parts(1);
    while (in >> word) {
        if (word == ";") {
            parts.emplace_back();
        } else {
            parts.back().push_back(word);
        }
    }
    for (const std::vector<std::string>& part : parts) {
        const std::string& verb = part.at(0);
        if (verb == "hold") {
            command.chain.emplace_back(hub::ledger::Hold{part.at(1), part.at(3), fen(part.at(4)), {std::stoll(part.at(6))}});
        } else if (verb == "post") {
            hub::ledger::Post post{holdNamed(part.at(1)), std::nullopt};
            if (part.size() > 2) post.amount = fen(part[2]);
            command.chain.emplace_back(post);
        } else if (verb == "void") {
            command.chain.emplace_back(hub::ledger::Void{holdNamed(part.at(1))});
        } else if (verb == "expire") {
            command.chain.emplace_back(hub::ledger::Expire{holdNamed(part.at(1))});
        } else if (verb == "close") {
            command.chain.emplace_back(hub::ledger::Close{part.at(1)});
        } else {
            BOOST_REQUIRE_MESSAGE(part.size() == 4 && part[1] == ">", line);
            command.chain.emplace_back(hub::ledger::Transfer{verb, part[2], fen(part[3])});
        }
    }
    return command;
}

}  // namespace tests
