#pragma once

#include <boost/json/object.hpp>

#include "catalog/model.h"
#include "tenancy/access.h"

namespace armillary::api {

// The nouns of the catalog as contract/openapi.yaml shows them, to the principal behind `access`.
boost::json::object ModelJson(const tenancy::Access& access, const catalog::Model& model);
boost::json::object VersionSummaryJson(const tenancy::Access& access,
                                       const catalog::Version& version);
boost::json::object VersionJson(const tenancy::Access& access, const catalog::Version& version);

// As contract/openapi.yaml writes a digest: sha256=<64 hexadecimal digits>.
std::string DigestText(const Digest& digest);

}  // namespace armillary::api
