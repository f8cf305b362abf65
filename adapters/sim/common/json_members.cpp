#include "adapters/sim/common/json_members.h"

namespace adapters::sim::common {

MemberPlace placeOf(const std::string& text, std::string_view member) {
    const std::string start = "\"" + std::string(member) + "\":";
    MemberPlace place{text.find(start)};
    if (!place.found()) return place;
    place.begin = place.name + start.size();
    const bool is_text = text[place.begin] == '"';
    place.end = is_text ? text.find('"', place.begin + 1) + 1 : text.find_first_of(",}]", place.begin);
    return place;
}

void setMember(std::string& text, std::string_view member, std::string_view value) {
    const MemberPlace place = placeOf(text, member);
    if (place.found()) text.replace(place.begin, place.end - place.begin, value);
}

void removeMember(std::string& text, std::string_view member) {
    const MemberPlace place = placeOf(text, member);
    if (!place.found()) return;
    const bool is_last = text[place.end] != ',';
    const bool is_first = text[place.name - 1] != ',';
    const std::size_t from = is_last && !is_first ? place.name - 1 : place.name;
    text.erase(from, place.end - from + (is_last ? 0 : 1));
}

void spoilAmount(std::string& text, std::string_view member, bool third_decimal) {
    const MemberPlace place = placeOf(text, member);
    if (!place.found()) return;
    const std::string number = text.substr(place.begin, place.end - place.begin);
    text.replace(place.begin, place.end - place.begin, third_decimal ? number + ".125" : std::to_string(std::stoll(number) + 1));
}

}  // namespace adapters::sim::common
