#pragma once

#include "adapters/sim/common/books.h"

namespace adapters::sim::trancode {

/// Opens an invented hospital in books that have no department yet: 3 departments, 4 doctors, 6 people with names that are hard to carry
/// (README.md lists them), one stay with two days of costs. Nothing when there are departments.
void seedHospital(common::Books& books, const hub::core::Clock& clock);

}  // namespace adapters::sim::trancode
