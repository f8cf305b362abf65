#include "hub/access/client.h"

#include <algorithm>

namespace hub::access {

namespace {

bool isLower(char c) { return c >= 'a' && c <= 'z'; }
bool isCodeCharacter(char c) { return isLower(c) || (c >= '0' && c <= '9') || c == '-'; }

}  // namespace

core::Result<void> checkClient(const Client& client) {
    const std::string& code = client.code;
    const bool fits = code.size() >= 2 && code.size() <= 32 && isLower(code[0]) && std::all_of(code.begin(), code.end(), isCodeCharacter);
    if (!fits) return core::Failure(core::Error::ClientNotValid, "code");
    const bool names_hospital = !client.hospital.empty() && client.hospital.size() <= 64;
    if (client.kind == ClientKind::Hospital ? !names_hospital : !client.hospital.empty())
        return core::Failure(core::Error::ClientNotValid, "hospital");
    return {};
}

}  // namespace hub::access
