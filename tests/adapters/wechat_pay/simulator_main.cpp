// The simulator of the channel as a process of its own.
#include "adapters/sim/wechat_pay/simulator.h"

int main(int count, char** words) { return count == 2 ? adapters::sim::wechat_pay::runWechatPay(words[1]) : 1; }
