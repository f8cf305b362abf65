#include "adapters/sim/nhsa/codes.h"

#include "hub/core/assert.h"

namespace adapters::sim::nhsa {

namespace {

std::string_view textOf(Code code) {
    switch (code) {
        case Code::Failed:
            return "交易失败";
        case Code::Done:
            return "成功";
        case Code::NotSignedIn:
            return "签到编号无效，请重新签到";
        case Code::NotValid:
            return "缺少或不正确";
        case Code::NoPerson:
            return "查无此人或凭证已失效";
        case Code::OtherPerson:
            return "姓名或证件与参保人不符";
        case Code::DoesNotPay:
            return "该险种当前未缴费";
        case Code::OtherArea:
            return "参保地与参保人不符";
        case Code::NoVisit:
            return "就诊不存在";
        case Code::WrongState:
            return "就诊状态不允许此操作";
        case Code::SumsDiffer:
            return "明细金额不符";
        case Code::NoItem:
            return "目录中无此项目";
        case Code::LineStands:
            return "费用明细流水号已存在";
        case Code::NothingToSettle:
            return "该批次无可结算费用";
        case Code::TotalDiffers:
            return "总额与该批次费用不符";
        case Code::SettledAlready:
            return "该批次已结算";
        case Code::Cleared:
            return "已清算，不能撤销或冲正";
        case Code::NotThere:
            return "结算或订单不存在";
        case Code::UndoneAlready:
            return "已撤销或已退费";
        case Code::OrderState:
            return "订单状态不允许此操作";
        case Code::MoreThanPaid:
            return "退费金额超过支付金额";
        case Code::ReversedBefore:
            return "该交易在到达之前已被冲正";
        case Code::Busy:
            return "系统繁忙，请稍后重试";
        case Code::MessageUsed:
            return "报文编号已使用";
    }
    HUB_ASSERT(false);
}

}  // namespace

common::Refusal refusal(Code code, std::string_view detail) {
    std::string text(textOf(code));
    if (!detail.empty()) text.append("：").append(detail);
    return {std::to_string(static_cast<int>(code)), std::move(text)};
}

}  // namespace adapters::sim::nhsa
