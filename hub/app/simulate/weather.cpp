#include "hub/app/simulate/weather.h"

namespace hub::simulate {

namespace {

/// A third of the seeds has none of it.
int some(Dice& dice, int most) {
    const bool none = dice.below(3) == 0;
    const int drawn = static_cast<int>(dice.below(static_cast<std::uint64_t>(most) + 1));
    return none ? 0 : drawn;
}

}  // namespace

Weather Weather::of(Dice& dice) {
    Weather weather;
    weather.request_lost = some(dice, 200);
    weather.request_slow = some(dice, 150);
    weather.request_twice = some(dice, 300);
    weather.answer_lost = some(dice, 200);
    weather.answer_late = some(dice, 150);
    weather.not_reached = some(dice, 150);
    weather.garbage = some(dice, 100);
    weather.lagging = some(dice, 200);
    weather.lying = some(dice, 50);
    weather.moody = some(dice, 60);
    weather.storage_busy = some(dice, 10);
    weather.commit_unknown = some(dice, 10);
    weather.crash = some(dice, 2000);
    weather.crashes = some(dice, 4);
    weather.outages = some(dice, 5);
    return weather;
}

}  // namespace hub::simulate
