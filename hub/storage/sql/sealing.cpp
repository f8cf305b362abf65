#include "hub/storage/sql/sealing.h"

#include <utility>

namespace hub::storage::sql {

namespace {

std::string_view bytesOf(const core::IdBits& id) { return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()}; }

}  // namespace

Value sealed(const vault::Vault& vault, std::string_view column, const core::IdBits& row, const core::Sensitive<std::string>& plain) {
    return Value::blob(vault.seal({column, bytesOf(row)}, plain.reveal()));
}

core::Result<void> openInto(core::Sensitive<std::string>& plain, const vault::Vault& vault, std::string_view column,
                            const core::IdBits& row, std::string_view sealed) {
    core::Result<std::string> opened = vault.open({column, bytesOf(row)}, sealed);
    if (!opened.ok()) return opened.failure();
    plain = core::Sensitive<std::string>(*std::move(opened));
    return {};
}

}  // namespace hub::storage::sql
