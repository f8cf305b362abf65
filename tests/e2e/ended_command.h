#pragma once

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <string_view>

#include "hub/cli/command.h"
#include "hub/core/json.h"

namespace tests {

/// How `onecard` ended with what was typed.
struct EndedCommand {
    int exit = 0;
    std::string out;
    std::string err;

    bool with(hub::cli::Exit expected) const {
        if (exit == static_cast<int>(expected)) return true;
        BOOST_TEST_MESSAGE(exit << " " << out << err);
        return false;
    }
    bool says(std::string_view text) const { return out.find(text) != std::string::npos; }
    /// The text at "reviews.0.review_id".
    std::string at(std::string_view place) const {
        const auto document = hub::core::JsonDocument::parse(out);
        BOOST_REQUIRE_MESSAGE(document.ok(), out);
        hub::core::JsonValue value = document->root();
        while (!place.empty()) {
            const std::string_view step = place.substr(0, place.find('.'));
            place.remove_prefix(std::min(step.size() + 1, place.size()));
            if (value.isArray()) {
                BOOST_REQUIRE_MESSAGE(std::stoul(std::string(step)) < value.size(), out);
                value = value.at(std::stoul(std::string(step)));
            } else {
                const auto member = value.member(step);
                BOOST_REQUIRE_MESSAGE(member.has_value(), out);
                value = *member;
            }
        }
        return std::string(value.string().value_or(""));
    }
};

}  // namespace tests
