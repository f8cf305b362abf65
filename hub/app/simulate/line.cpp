#include "hub/app/simulate/line.h"

#include "hub/app/simulate/answering.h"

namespace hub::simulate {

using contract::Finding;

void LifeLine::call(const flows::Call& call, OnCall on_answer) {
    if (!*life_) return;
    if (call.operation == contract::OrderClose::kName && not_there_.contains(requestOf<contract::OrderClose>(call).our_number))
        return executor_.post([on_answer = std::move(on_answer)] { on_answer(doneWith(contract::OrderClose::Result{})); });
    region_.call(call, [life = life_, on_answer = std::move(on_answer)](const flows::CallAnswer& answer) {
        if (*life) on_answer(answer);
    });
}

void LifeLine::inquire(const flows::Call& call, OnInquiry on_answer) {
    if (!*life_) return;
    region_.inquire(call, [this, life = life_, number = call.meta.wire_id, on_answer = std::move(on_answer)](flows::InquiryAnswer answer) {
        if (!*life) return;
        if (removed_.contains(Safeguard::Fence) && answer.finding == Finding::NotThere) not_there_.insert(number);
        if (removed_.contains(Safeguard::WhoPaid) && answer.finding == Finding::SomeoneElse) answer.finding = Finding::Ours;
        on_answer(answer);
    });
}

}  // namespace hub::simulate
