#pragma once

#include <string>
#include <string_view>

#include "hub/cli/command.h"
#include "hub/flows/payment_story.h"
#include "hub/payment/decision.h"
#include "hub/payment/refund.h"

/// How payments and what happens to them are said to an operator, in the reader's language.
namespace hub::app {

/// Where it stands, and what that means for the money.
std::string_view saidOf(const cli::Terminal& terminal, payment::PaymentState state);
std::string_view saidOf(const cli::Terminal& terminal, payment::RefundState state);
/// What comes next, and who has to do it. REQUIRES: the state is not final.
std::string_view nextOf(const cli::Terminal& terminal, payment::PaymentState state);

std::string_view saidOf(const cli::Terminal& terminal, payment::Why why);
std::string_view saidOf(const cli::Terminal& terminal, payment::LegState state);
std::string_view saidOf(const cli::Terminal& terminal, payment::Verdict verdict);
std::string_view saidOf(const cli::Terminal& terminal, payment::DecisionState state);
std::string_view saidOf(const cli::Terminal& terminal, flows::StoryKind kind);

/// Of a case's kind, or of what a line of a story says happened. A word without a translation stays as it is.
std::string storyWord(const cli::Terminal& terminal, std::string_view word);

/// "35.00 元".
std::string moneyText(const cli::Terminal& terminal, core::Money amount);

}  // namespace hub::app
