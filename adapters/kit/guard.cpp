#include "adapters/kit/guard.h"

#include <exception>
#include <string>
#include <typeinfo>

namespace adapters::kit {

hub::core::Failure faultOf(std::string_view where) {
    std::string kind = "something that is no exception";
    try {
        throw;
    } catch (const std::exception& exception) {
        kind = typeid(exception).name();
    } catch (...) {  // kept as it is: nothing more is known about it
    }
    return hub::core::Failure(hub::core::Error::AdapterFaulted, std::string(where) + ": " + kind);
}

}  // namespace adapters::kit
