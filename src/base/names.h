#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "base/id.h"
#include "base/result.h"

namespace armillary {

// One grammar for what people name; the error names `field` and the rule that was broken.
// Checked once, where a name is made; look-ups of an impossible name simply find nothing.

// Tenants, teams, environments, principals: [a-z][a-z0-9-]{0,62}. Fails with InvalidName.
Result<void> CheckSlug(std::string_view name, std::string_view field);

// Models and datasets: 1-250 Unicode scalar values in NFC without control or bidirectional-override
// characters and without / \ : and not "." or "..". Fails with InvalidName.
Result<void> CheckName(std::string_view name, std::string_view field);

bool IsUtf8(std::string_view text);

// How many Unicode scalar values valid UTF-8 has.
std::size_t CountScalars(std::string_view utf8);

// The candidate nearest to `wanted` by edits; empty if none is near.
std::string_view NearestName(std::string_view wanted, std::span<const std::string_view> candidates);

}  // namespace armillary
