#include "hub/cli/bench.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "hub/core/json.h"

namespace hub::cli {

namespace {

void printJson(Terminal& terminal, const BenchResult& result) {
    core::JsonWriter out(core::Exposure::Masked);
    const auto figure = [&out](std::string_view name, double value) {
        out.key(name);
        out.decimal(value);
    };
    out.beginObject();
    out.key("bench");
    out.string(result.bench);
    figure("value", result.value);
    out.key("unit");
    out.string(result.unit);
    if (result.p50_ms) figure("p50_ms", *result.p50_ms);
    if (result.p99_ms) figure("p99_ms", *result.p99_ms);
    out.key("n");
    out.integer(result.n);
    figure("seconds", result.seconds);
    figure("rss_mib", result.rss_mib.value_or(residentMib()));
    out.key("parameters");
    out.beginObject();
    for (const auto& [name, value] : result.parameters) {
        out.key(name);
        out.string(value);
    }
    out.endObject();
    for (const auto& [name, value] : result.extras) figure(name, value);
    for (const auto& [group, figures] : result.groups) {
        out.key(group);
        out.beginObject();
        for (const auto& [name, value] : figures) figure(name, value);
        out.endObject();
    }
    if (result.baseline) {
        out.key("baseline");
        out.beginObject();
        out.key("name");
        out.string(result.baseline->name);
        figure("value", result.baseline->value);
        out.endObject();
        figure("ratio", result.ratio);
    }
    out.endObject();
    terminal.out << out.text() << "\n";
}

void printText(Terminal& terminal, const BenchResult& result) {
    terminal.out << result.bench << ": " << result.value << " " << result.unit;
    if (result.p99_ms) terminal.out << "  p50 " << result.p50_ms.value_or(0) << " ms  p99 " << *result.p99_ms << " ms";
    terminal.out << "  n " << result.n << "  " << result.seconds << " s  rss " << result.rss_mib.value_or(residentMib()) << " MiB\n";
    if (result.baseline) terminal.out << "  " << result.baseline->name << ": " << result.baseline->value << "  x" << result.ratio << "\n";
    for (const auto& [name, value] : result.extras) terminal.out << "  " << name << ": " << value << "\n";
    for (const auto& [group, figures] : result.groups) {
        for (const auto& [name, value] : figures) terminal.out << "  " << group << "." << name << ": " << value << "\n";
    }
    for (const auto& [name, value] : result.parameters) terminal.out << "  " << name << " = " << value << "\n";
}

}  // namespace

void print(Terminal& terminal, const BenchResult& result) { terminal.json ? printJson(terminal, result) : printText(terminal, result); }

double residentMib(int process) {
    std::ifstream statm("/proc/" + (process == 0 ? std::string("self") : std::to_string(process)) + "/statm");
    double total_pages = 0;
    double resident_pages = 0;
    statm >> total_pages >> resident_pages;
    return resident_pages * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1024.0 * 1024.0);
}

double percentile(std::vector<double> samples, double share) {
    if (samples.empty()) return 0;
    const auto at = static_cast<std::size_t>(share * static_cast<double>(samples.size() - 1));
    std::nth_element(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(at), samples.end());
    return samples[at];
}

}  // namespace hub::cli
