#pragma once

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "adapters/codec/xml/parse.h"
#include "adapters/kit/mapping/code_maps.h"
#include "adapters/kit/mapping/shape.h"

/// An invented operation for the tests of the engine: a bill with its lines, for a person.
namespace tests::mapping {

namespace core = hub::core;
using namespace adapters::kit::mapping;
using adapters::kit::SettingsProblems;

enum class Colour { Red, Blue };
constexpr auto enumNames(Colour) {
    using Name = std::pair<Colour, std::string_view>;
    return std::array{Name{Colour::Red, "red"}, Name{Colour::Blue, "blue"}};
}

struct Line {
    static constexpr std::string_view kTypeName = "Line";
    std::string name;
    core::Money amount;
    std::optional<core::Decimal> quantity;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("name", self.name, "");
        field("amount_fen", self.amount, "");
        field("quantity", self.quantity, "");
    }
};

struct Person {
    static constexpr std::string_view kTypeName = "Person";
    core::Sensitive<core::PersonName> name;
    std::optional<core::Date> birth_date;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("name", self.name, "");
        field("birth_date", self.birth_date, "");
    }
};

struct Bill {
    static constexpr std::string_view kTypeName = "Bill";
    std::string key;
    Colour colour = Colour::Red;
    bool open = true;
    std::int32_t pages = 0;
    std::optional<Person> person;
    std::optional<core::UtcTime> at;
    std::vector<Person> others;
    std::vector<Line> lines;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("key", self.key, "");
        field("colour", self.colour, "");
        field("open", self.open, "");
        field("pages", self.pages, "");
        field("person", self.person, "");
        field("at_ms", self.at, "");
        field("others", self.others, "");
        field("lines", self.lines, "");
    }
};

struct Bills {
    static constexpr std::string_view kTypeName = "Bills";
    std::vector<Bill> bills;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("bills", self.bills, "");
    }
};

inline core::JsonDocument json(std::string_view text) {
    core::Result<core::JsonDocument> document = core::JsonDocument::parse(text);
    BOOST_REQUIRE_MESSAGE(document.ok(), text);
    return std::move(*document);
}

inline adapters::codec::xml::Element xml(std::string_view text) {
    core::Result<adapters::codec::xml::Element> element = adapters::codec::xml::parseText(text, 1 << 20);
    BOOST_REQUIRE_MESSAGE(element.ok(), text);
    return std::move(*element);
}

inline CodeMaps maps() {
    SettingsProblems problems;
    const core::JsonDocument spec = json(R"({"colour":{"codes":{"1":"red","2":"blue"}},"flag":{"codes":{"Y":"true","N":"false"}},
        "shade":{"codes":{"1":"crimson"}}})");
    CodeMaps maps = CodeMaps::parse(spec.root(), "/code_maps", problems);
    BOOST_REQUIRE(!problems.any());
    return maps;
}

/// "pointer: text" of each.
inline std::vector<std::string> placesOf(const SettingsProblems& problems) {
    std::vector<std::string> places;
    for (const auto& problem : problems.all()) places.push_back(problem.pointer);
    return places;
}

}  // namespace tests::mapping
