#include "adapters/kit/offering_instance.h"

namespace adapters::kit {

namespace contract = hub::contract;

std::vector<contract::Capability> OfferingInstance::capabilities() const {
    std::vector<contract::Capability> capabilities;
    for (const Offer& offer : offers_) capabilities.push_back(offer.capability);
    return capabilities;
}

contract::AnyHandler* OfferingInstance::handler(std::string_view port, std::string_view operation) {
    const Offer* offer = find(port, operation);
    return offer == nullptr ? nullptr : offer->handler.get();
}

void OfferingInstance::add(contract::Capability capability, std::string_view port, std::unique_ptr<contract::AnyHandler> handler) {
    HUB_ASSERT(find(port, capability.operation) == nullptr);
    offers_.push_back({std::move(capability), port, std::move(handler)});
}

const OfferingInstance::Offer* OfferingInstance::find(std::string_view port, std::string_view operation) const {
    for (const Offer& offer : offers_) {
        if (offer.port == port && offer.capability.operation == operation) return &offer;
    }
    return nullptr;
}

}  // namespace adapters::kit
