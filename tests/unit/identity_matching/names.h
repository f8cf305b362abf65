#pragma once

#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>
#include <string_view>

#include "hub/identity/matching/han.h"

namespace tests::matching {

using hub::identity::matching::ChildOf;
using hub::identity::matching::NameForm;
using hub::identity::matching::NameReader;
using hub::identity::matching::NameScript;
using hub::identity::matching::Syllable;

/// One for all cases: making it takes longer than all of them.
const NameReader& reader();

/// As UTF-8, U+FFFD as "?".
std::string charactersOf(std::string_view name);

/// "zhang wei", "-" for a character without a reading.
std::string syllablesOf(std::string_view name);

/// "ann mary"
std::string wordsOf(std::string_view name);

int surnameOf(std::string_view name);

Syllable syllable(std::u32string_view letters);

}  // namespace tests::matching

namespace hub::identity::matching {

std::ostream& operator<<(std::ostream& out, NameScript script);
std::ostream& operator<<(std::ostream& out, ChildOf child);

}  // namespace hub::identity::matching
