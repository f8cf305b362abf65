#pragma once

#include <type_traits>
#include <utility>

#include "hub/core/work.h"

namespace hub::core {

/// What `find`(transaction), a Result, found in a snapshot of its own. Also: as of Reads::read().
template <class Find>
std::invoke_result_t<const Find&, ReadTransaction&> readOne(Reads& reads, const Find& find) {
    std::invoke_result_t<const Find&, ReadTransaction&> found = Failure(Error::StorageDown);
    const Result<void> read = reads.read([&](ReadTransaction& transaction) -> Result<void> {
        found = find(transaction);
        return {};
    });
    if (!read.ok()) return read.failure();
    return found;
}

}  // namespace hub::core
