#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "hub/cli/population/draw.h"
#include "hub/contract/people.h"

namespace hub::cli::population {

enum class NameForm {
    Chinese,      ///< surname and one or two characters
    Transcribed,  ///< own name · father's name, as Uyghur and Kazakh names are written
    Foreign,      ///< capitals as in the passport, surname first
};

/// Its parts live as long as the program.
struct Name {
    NameForm form = NameForm::Chinese;
    std::string_view surname;             ///< of a transcribed name: the father's name
    std::vector<std::string_view> given;  ///< by character; of other forms one piece
    std::string text() const;
    std::string givenText() const;
};

/// Draws names as they are frequent: surnames by their share of the population, given names by sex and time of birth. Immutable.
class Names {
  public:
    Names();

    std::string_view surname(Draw& draw) const;
    /// One or two characters, as that year's parents chose.
    std::vector<std::string_view> givenName(Draw& draw, contract::Sex sex, int birth_year) const;
    /// One character that is not `other`.
    std::string_view givenCharacter(Draw& draw, contract::Sex sex, int birth_year, std::string_view other) const;
    std::string_view transcribedName(Draw& draw, contract::Sex sex) const;
    std::string_view foreignSurname(Draw& draw) const;
    std::string_view foreignGivenName(Draw& draw, contract::Sex sex) const;

    /// Without tone; empty when it is no surname here. 单 is shan, 曾 is zeng.
    std::string_view soundOf(std::string_view surname) const;
    /// Other surnames of the same sound.
    std::vector<std::string_view> homophonesOf(std::string_view surname) const;
    /// Every character that givenName() may draw, the frequent ones first.
    const std::vector<std::string_view>& givenCharacters(contract::Sex sex, int birth_year) const;

  private:
    struct Given {
        std::vector<std::string_view> characters;
        Weights weights;
    };
    const Given& given(contract::Sex sex, int birth_year) const;

    Weights surname_weights_;
    std::array<std::array<Given, 3>, 2> given_;  // by sex and by generation
};

}  // namespace hub::cli::population
