#pragma once

#include <string>
#include <string_view>

namespace armillary::mutants {

// The one entry of the policy that is turned round now: the first line of the file that the
// environment variable ARMILLARY_FLIP names, read anew each time. Empty: none.
std::string FlippedEntry();

// `answer`, or its opposite if `entry` is the flipped one.
bool Flipped(bool answer, std::string_view entry);

// What follows `start` in the name of the flipped entry; empty if it starts otherwise.
std::string FlippedTo(std::string_view start);

}  // namespace armillary::mutants
