#pragma once

#include <string>
#include <string_view>

#include "hub/cli/population/draw.h"

namespace hub::cli::population {

/// A county or district by GB/T 2260.
struct Region {
    std::string_view code;
    std::string_view text;  ///< as an address begins
    std::uint32_t weight;   ///< of ID numbers that begin with it
};

/// Where people come from, and where they live: the districts of Qingdao come first, then places people move from. Immutable.
class Places {
  public:
    Places();

    /// Of the first ID number: six in seven are from here.
    std::size_t birthRegion(Draw& draw) const;
    std::size_t localRegion(Draw& draw) const;
    /// A place that Uyghur and Kazakh families come from.
    std::size_t xinjiangRegion(Draw& draw) const;
    std::string address(Draw& draw) const;

    static std::size_t regions();
    static std::string_view codeOf(std::size_t region);

  private:
    Weights all_;
    Weights local_;
};

}  // namespace hub::cli::population
