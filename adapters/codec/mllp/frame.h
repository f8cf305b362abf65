#pragma once

#include <string>
#include <string_view>

#include "hub/core/result.h"

namespace adapters::codec::mllp {

inline constexpr char kStart = '\x0B';  ///< VT, before the message
inline constexpr char kEnd = '\x1C';    ///< FS, after it, followed by CR

/// VT + payload + FS + CR in one piece, for one write: peers exist that read an answer only out of one packet (case 23).
/// A payload that itself holds VT or FS cannot be told from its frame and is MllpPayloadNotFramable with the offset.
hub::core::Result<std::string> frame(std::string_view payload);

}  // namespace adapters::codec::mllp
