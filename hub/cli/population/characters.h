#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace hub::cli::population {

/// The characters of a UTF-8 text, as pieces of it.
std::vector<std::string_view> charactersOf(std::string_view text);

/// What a clerk who types by sound makes of the characters of given names. Built from tables of our own, so that no matcher's tables
/// are measured with themselves. Immutable.
class Characters {
  public:
    Characters();

    /// Without tone, lower case; empty for a character that is in no name here.
    std::string_view soundOf(std::string_view character) const;
    /// Other characters of the same sound.
    std::vector<std::string_view> homophonesOf(std::string_view character) const;
    /// The text with every character in traditional script; the same text when nothing differs.
    std::string traditional(std::string_view text) const;
    /// Not in GB 2312: older systems could not write it.
    bool isRare(std::string_view character) const;

  private:
    struct Group {
        std::string_view sound;
        std::vector<std::string_view> characters;
    };
    std::vector<Group> groups_;
    std::unordered_map<std::string_view, std::size_t> group_of_;
    std::unordered_map<std::string_view, std::string_view> traditional_of_;
};

}  // namespace hub::cli::population
