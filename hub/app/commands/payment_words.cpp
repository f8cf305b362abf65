#include "hub/app/commands/payment_words.h"

#include <algorithm>
#include <array>

#include "hub/core/assert.h"

namespace hub::app {

using cli::Terminal;
using cli::text;
using flows::StoryKind;
using payment::DecisionState;
using payment::LegState;
using payment::PaymentState;
using payment::RefundState;
using payment::Verdict;
using payment::Why;

namespace {

struct Said {
    std::string_view word;
    std::string_view zh;
    std::string_view en;
};

/// Kinds of cases, what happened, steps, causes and reasons, as they are named in the rows.
constexpr std::array kSaid{
    Said{"overdue", "超过承诺时间", "overdue"},
    Said{"parked", "查询已尽，须人工", "can be found out by nobody but a person"},
    Said{"late_success", "结束后到账", "money came after the end"},
    Said{"amount_differs", "金额不符", "the amount is not ours"},
    Said{"ledger_refused", "账簿拒绝", "refused by the ledger"},
    Said{"step_stranded", "院内前一步成、后一步未成", "an earlier step at the hospital stands, the last one does not"},
    Said{"paid_after_all", "退款时医院又记了账", "the hospital has booked what is being given back"},
    Said{"refund_refused", "渠道不退", "the channel will not give the money back"},
    Said{"refund_not_posted", "已退款，医院不记账", "the money is back, the hospital will not book it"},
    Said{"not_ours", "对方用我方单号记了别人的", "another's record stands under our number"},
    Said{"made", "发起", "made"},
    Said{"paid", "到账", "paid"},
    Said{"posted", "医院记账", "booked by the hospital"},
    Said{"paid_back", "退到付款人", "back at the payer"},
    Said{"collected", "记：收款", "collected"},
    Said{"revoked", "记：撤销医保部分", "the insurer's part revoked"},
    Said{"owed", "记：应退", "owed to the payer"},
    Said{"returned", "记：已退", "returned to the payer"},
    Said{"completed", "认定已收", "completed"},
    Said{"give_back", "退给付款人", "give it back"},
    Said{"again", "再试一次", "try again"},
    Said{"done_by_hand", "已另行办妥", "done by hand"},
    Said{"start_refund", "代发起退费", "refund on the person's behalf"},
    Said{"opened", "打开", "opened"},
    Said{"closed", "关闭", "closed"},
    Said{"proposed", "提出", "proposed"},
    Said{"confirmed", "确认", "confirmed"},
    Said{"dropped", "放弃", "dropped"},
    Said{"overtaken", "已失效", "overtaken"},
    Said{"done", "成功", "done"},
    Said{"refused", "被拒", "refused"},
    Said{"unknown", "结局未知", "unknown"},
    Said{"ready", "待发", "ready"},
    Said{"accepted", "对方已受理", "accepted"},
    Said{"not_reached", "未送达", "not reached"},
    Said{"not_happened", "证实未发生", "did not happen"},
    Said{"someone_else", "是别人的", "somebody else's"},
    Said{"person_asked", "本人申请", "the person asked"},
    Said{"hospital_asked", "医院发起", "the hospital asked"},
    Said{"booking_ended", "退号", "the booking ended"},
    Said{"by_hand", "另行办妥", "by hand"},
};

}  // namespace

std::string_view saidOf(const Terminal& terminal, PaymentState state) {
    switch (state) {
        case PaymentState::Insuring:
            return text(terminal, "向医保试算", "the insurer is asked how it splits the bill");
        case PaymentState::Agreeing:
            return text(terminal, "等待本人确认医保分割", "the person is shown the split");
        case PaymentState::Checking:
            return text(terminal, "向医院核对费用", "the hospital is asked about the charges");
        case PaymentState::Settling:
            return text(terminal, "医保正在结算", "the insurer settles");
        case PaymentState::Ordering:
            return text(terminal, "向渠道下单", "an order is asked of the channel");
        case PaymentState::InDoubt:
            return text(terminal, "渠道是否有单未知，正在查询", "nobody knows whether the channel has an order; it is asked");
        case PaymentState::Collecting:
            return text(terminal, "等待付款", "the payer may pay");
        case PaymentState::Closing:
            return text(terminal, "正在关单；关成之前仍可付款", "the order is being closed; until then the payer may still pay");
        case PaymentState::Posting:
            return text(terminal, "钱已到账，正在记账", "the money is there, the ledger is told");
        case PaymentState::Confirming:
            return text(terminal, "已记账，正在通知医院", "booked; the hospital is told");
        case PaymentState::HisDoubt:
            return text(terminal, "已付款，正与医院确认", "paid, being confirmed with the hospital");
        case PaymentState::Unsettling:
            return text(terminal, "正在撤销医保结算，撤销后才退现金", "the insurer's settlement is taken back, before any cash");
        case PaymentState::Unbooking:
            return text(terminal, "医保结算已撤销，正在记账", "the settlement is taken back, the ledger is told");
        case PaymentState::Compensating:
            return text(terminal, "钱正在退回", "the money goes back");
        case PaymentState::Frozen:
            return text(terminal, "冻结：等待人工决定", "frozen: a person decides");
        case PaymentState::Completed:
            return text(terminal, "完成：医院已收", "completed: the hospital has it");
        case PaymentState::Reversed:
            return text(terminal, "已全部退回", "all money is back");
        case PaymentState::Unpaid:
            return text(terminal, "未支付：没有动过钱", "unpaid: no money moved");
    }
    HUB_ASSERT(false);
}

std::string_view nextOf(const Terminal& terminal, PaymentState state) {
    switch (state) {
        case PaymentState::Insuring:
        case PaymentState::Checking:
        case PaymentState::Settling:
        case PaymentState::Ordering:
        case PaymentState::InDoubt:
        case PaymentState::Closing:
        case PaymentState::Unsettling:
            return text(terminal, "枢纽自己再问", "the hub asks again by itself");
        case PaymentState::Agreeing:
            return text(terminal, "本人确认，或取消，或到期撤回",
                        "the person agrees or gives it up, or it is withdrawn when its time is over");
        case PaymentState::Collecting:
            return text(terminal, "付款人付款，或到期关单", "the payer pays, or the order is closed when its time is over");
        case PaymentState::Posting:
        case PaymentState::Unbooking:
            return text(terminal, "枢纽自己再记账", "the hub books again by itself");
        case PaymentState::Confirming:
        case PaymentState::HisDoubt:
            return text(terminal, "枢纽自己再问医院；证实未记才重发或退款",
                        "the hub asks the hospital again; only what is proved not to be booked is sent again or given back");
        case PaymentState::Compensating:
            return text(terminal, "退费自己走完；看下面的退费", "the refund goes on by itself; see the refunds");
        case PaymentState::Frozen:
            return text(terminal, "两位运营人员决定：onecard payment resolve", "two operators decide: onecard payment resolve");
        case PaymentState::Completed:
        case PaymentState::Reversed:
        case PaymentState::Unpaid:
            break;
    }
    HUB_ASSERT(false);
}

std::string_view saidOf(const Terminal& terminal, RefundState state) {
    switch (state) {
        case RefundState::Checking:
            return text(terminal, "向医院问可退多少", "the hospital is asked what may come back");
        case RefundState::Owing:
            return text(terminal, "正在记应退账", "the ledger is told that the payer is owed");
        case RefundState::Sending:
            return text(terminal, "正在通知渠道退款", "the channel is told");
        case RefundState::InDoubt:
            return text(terminal, "渠道是否已受理未知，正在查询", "nobody knows whether the channel took it; it is asked");
        case RefundState::Accepted:
            return text(terminal, "渠道已受理，尚未退成", "accepted by the channel, not back yet");
        case RefundState::Returning:
            return text(terminal, "已退到付款人，正在记账", "the money is back, the ledger is told");
        case RefundState::Confirming:
            return text(terminal, "已退款，正在通知医院", "the money is back, the hospital is told");
        case RefundState::ConfirmInDoubt:
            return text(terminal, "已退款，医院是否记账未知", "the money is back; nobody knows whether the hospital booked it");
        case RefundState::Stuck:
            return text(terminal, "停住：等待人工决定", "stuck: a person decides");
        case RefundState::Done:
            return text(terminal, "完成", "done");
        case RefundState::Refused:
            return text(terminal, "医院不同意：什么都没发生", "refused: nothing happened");
    }
    HUB_ASSERT(false);
}

std::string_view saidOf(const Terminal& terminal, Why why) {
    switch (why) {
        case Why::Nothing:
            return "";
        case Why::Expired:
            return text(terminal, "到期未付", "nobody paid in time");
        case Why::Cancelled:
            return text(terminal, "本人取消", "cancelled by the person");
        case Why::ChargeChanged:
            return text(terminal, "费用有变", "the charge changed");
        case Why::Declined:
            return text(terminal, "渠道拒绝", "declined by the channel");
        case Why::NotInsured:
            return text(terminal, "医保不予结算", "not settled by the insurer");
        case Why::NotReached:
            return text(terminal, "对方联系不上", "a counterparty could not be asked");
        case Why::HisRefused:
            return text(terminal, "医院不收", "refused by the hospital");
        case Why::PaidElsewhere:
            return text(terminal, "在医院已用别的单付过", "paid at the hospital under another number");
        case Why::LateSuccess:
            return text(terminal, "结束后到账", "the money came after the end");
    }
    HUB_ASSERT(false);
}

std::string_view saidOf(const Terminal& terminal, LegState state) {
    switch (state) {
        case LegState::New:
            return text(terminal, "未发出", "nothing has left the house");
        case LegState::Ordered:
            return text(terminal, "已下单", "ordered");
        case LegState::Paid:
            return text(terminal, "已付", "paid");
        case LegState::NotPaid:
            return text(terminal, "未付，也不会再付", "not paid and cannot be any more");
    }
    HUB_ASSERT(false);
}

std::string_view saidOf(const Terminal& terminal, Verdict verdict) {
    switch (verdict) {
        case Verdict::Completed:
            return text(terminal, "认定医院已收", "the hospital has the money");
        case Verdict::GiveBack:
            return text(terminal, "退给付款人", "give the money back");
        case Verdict::Again:
            return text(terminal, "再试一次退费", "try the refund again");
        case Verdict::DoneByHand:
            return text(terminal, "已另行办妥", "done by hand");
        case Verdict::StartRefund:
            return text(terminal, "代发起退费", "a refund on the person's behalf");
    }
    HUB_ASSERT(false);
}

std::string_view saidOf(const Terminal& terminal, DecisionState state) {
    switch (state) {
        case DecisionState::Proposed:
            return text(terminal, "待第二人确认", "waits for a second operator");
        case DecisionState::Confirmed:
            return text(terminal, "已确认", "confirmed");
        case DecisionState::Dropped:
            return text(terminal, "已放弃", "dropped");
        case DecisionState::Overtaken:
            return text(terminal, "已失效", "overtaken");
    }
    HUB_ASSERT(false);
}

std::string_view saidOf(const Terminal& terminal, StoryKind kind) {
    switch (kind) {
        case StoryKind::Payment:
            return text(terminal, "支付", "payment");
        case StoryKind::Refund:
            return text(terminal, "退费", "refund");
        case StoryKind::Attempt:
            return text(terminal, "发送", "attempt");
        case StoryKind::Ledger:
            return text(terminal, "账簿", "ledger");
        case StoryKind::Case:
            return text(terminal, "处理单", "case");
        case StoryKind::Decision:
            return text(terminal, "决定", "decision");
        case StoryKind::Audit:
            return text(terminal, "审计", "audit");
    }
    HUB_ASSERT(false);
}

std::string storyWord(const Terminal& terminal, std::string_view word) {
    const auto found = std::ranges::find(kSaid, word, &Said::word);
    return std::string(found == kSaid.end() ? word : text(terminal, found->zh, found->en));
}

std::string moneyText(const Terminal& terminal, core::Money amount) { return amount.yuan() + std::string(text(terminal, " 元", " yuan")); }

}  // namespace hub::app
