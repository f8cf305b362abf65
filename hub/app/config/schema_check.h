#pragma once

#include "hub/app/config/report.h"
#include "hub/app/config/tree.h"

namespace hub::app::config {

/// The files of schemas/config, which are part of the program.
enum class Schema { Hub, Hospital, Counterparty };

/// Reports everything in `root` that the schema does not allow, each at its place and once, and marks it faulty. What was faulty before
/// is passed over. Beside draft-07 the schemas have
///   x-unit     duration | size, with x-minimum and x-maximum written in the same units
///   x-format   how a text is written: value_format.h
void checkAgainst(Schema schema, Node& root, Report& report);

}  // namespace hub::app::config
