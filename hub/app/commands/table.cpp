#include "hub/app/commands/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "hub/app/config/display_width.h"
#include "hub/core/date.h"

namespace hub::app {

namespace {

constexpr std::string_view kBetween = "  ";

/// As docs/glossary.md says them.
constexpr std::array kWords{
    std::pair{"name", "姓名"},
    std::pair{"sex", "性别"},
    std::pair{"birth_date", "出生日期"},
    std::pair{"certificate", "证件"},
    std::pair{"id", "证件"},
    std::pair{"phone", "电话"},
    std::pair{"address", "住址"},
    std::pair{"unknown", "未知"},
    std::pair{"male", "男"},
    std::pair{"female", "女"},
    std::pair{"not_stated", "未说明"},
    std::pair{"unverified", "未核验"},
    std::pair{"verified", "已核验"},
    std::pair{"suspended", "停用"},
    std::pair{"active", "有效"},
    std::pair{"lost", "挂失"},
    std::pair{"replaced", "已换"},
    std::pair{"closed", "已销"},
    std::pair{"candidate", "候选"},
    std::pair{"linked", "已关联"},
    std::pair{"rejected", "否认"},
    std::pair{"merged_into", "已并入"},
    std::pair{"two_files", "多份档案"},
    std::pair{"open", "待认领"},
    std::pair{"proposed", "已提出"},
    std::pair{"same", "同一人"},
    std::pair{"not_same", "非同一人"},
    std::pair{"overtaken", "已失效"},
    std::pair{"withdrawn", "已撤销"},
    std::pair{"dropped", "未撤销"},
    std::pair{"opened", "打开"},
    std::pair{"claimed", "认领"},
    std::pair{"released", "释放"},
    std::pair{"sent_back", "退回"},
    std::pair{"decided", "决定"},
    std::pair{"reopened", "重新打开"},
    std::pair{"merge", "合并"},
    std::pair{"unmerge", "拆分"},
};

}  // namespace

void Table::print(std::ostream& out) const {
    std::vector<const std::vector<std::string>*> lines;
    if (!head_.empty()) lines.push_back(&head_);
    for (const auto& row : rows_) lines.push_back(&row);
    std::vector<std::size_t> widths;
    for (const auto* line : lines) {
        widths.resize(std::max(widths.size(), line->size()));
        for (std::size_t i = 0; i < line->size(); ++i) widths[i] = std::max(widths[i], config::displayWidth((*line)[i]));
    }
    for (const auto* line : lines) {
        std::string text;
        std::size_t missing = 0;  // blanks at the end of a line are left out
        for (std::size_t i = 0; i < line->size(); ++i) {
            const std::string& cell = (*line)[i];
            if (!cell.empty()) text += std::string(std::exchange(missing, 0), ' ') + cell;
            missing += widths[i] - config::displayWidth(cell) + kBetween.size();
        }
        out << text << "\n";
    }
}

std::string wordFor(const cli::Terminal& terminal, std::string_view word) {
    if (terminal.language != core::Language::Chinese) return std::string(word);
    const auto found = std::ranges::find(kWords, word, [](const auto& pair) { return std::string_view(pair.first); });
    return std::string(found == kWords.end() ? word : std::string_view(found->second));
}

std::string shanghaiText(core::UtcTime time) {
    constexpr core::Duration kShanghai = std::chrono::hours(8);
    constexpr std::int64_t kMinute = 60'000;
    const std::int64_t minutes = (time + kShanghai).ms / kMinute % (24 * 60);
    return fmt::format("{} {:02}:{:02}", core::shanghaiDate(time, core::Duration(0)).text(), minutes / 60, minutes % 60);
}

}  // namespace hub::app
