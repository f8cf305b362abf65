#pragma once

#include <string>
#include <string_view>

/// Changes to members of JSON texts that a simulator wrote itself, for what a writer of correct JSON cannot write. No string can hold
/// `"name":`, its quotes would be escaped. Without a member of that name nothing happens.
namespace adapters::sim::common {

/// Where a member is: its name, and its value from after the colon to the next comma or bracket, or the end of the string.
struct MemberPlace {
    std::size_t name = std::string::npos;
    std::size_t begin = 0;
    std::size_t end = 0;

    bool found() const { return name != std::string::npos; }
};

/// The first of that name. REQUIRES: its value is a text without quotes in it, or a number.
MemberPlace placeOf(const std::string& text, std::string_view member);

/// `value` is JSON.
void setMember(std::string& text, std::string_view member, std::string_view value);
void removeMember(std::string& text, std::string_view member);

/// One fen too high, or three decimals. REQUIRES: the value is a whole number.
void spoilAmount(std::string& text, std::string_view member, bool third_decimal);

}  // namespace adapters::sim::common
