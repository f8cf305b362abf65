#pragma once

#include <string_view>

#include "adapters/codec/charset/charset.h"

namespace adapters::codec::charset {

/// What bytes look like against what their sender says they are (case 67).
enum class Verdict {
    Ascii,         ///< no byte above 7F: every charset reads them alike
    AsDeclared,    ///< nothing speaks against the declared charset
    Doubtful,      ///< well-formed as declared, but common Chinese when read as the other of UTF-8 and GB18030: short names can be both
    LooksUtf8,     ///< UTF-8, declared otherwise
    LooksGb18030,  ///< GB18030 (or GBK), declared otherwise
    Damaged,       ///< neither the declared charset nor the other one
};

/// A verdict on structure, in one pass and without a table of characters; what follows from it (warn, quarantine, read it as it looks)
/// is the caller's policy.
Verdict sniff(std::string_view bytes, Charset declared);

}  // namespace adapters::codec::charset
