#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/page.h"
#include "base/result.h"
#include "catalog/model.h"
#include "metadata/database.h"

namespace armillary::catalog {

// The rows of models, versions and admission steps. Every call runs in the caller's transaction.

Result<std::optional<Model>> FindModel(metadata::Transaction& transaction,
                                       const metadata::TenantScope& scope, const ModelName& name);

// The model of that name, made if there is none. Its id and kind are `fresh`'s if it was.
Result<Model> FindOrInsertModel(metadata::Transaction& transaction,
                                const metadata::TenantScope& scope, const Model& fresh);

// Counts the model's versions up by one, and gives the number of the new one. Locks the model.
Result<std::int64_t> TakeVersionNumber(metadata::Transaction& transaction,
                                       const metadata::TenantScope& scope, const ModelId& model,
                                       TimePoint now);

Result<void> InsertVersion(metadata::Transaction& transaction, const metadata::TenantScope& scope,
                           const Version& version);

// Both with their admission steps.
Result<std::optional<Version>> FindVersion(metadata::Transaction& transaction,
                                           const metadata::TenantScope& scope,
                                           const ModelName& model, std::int64_t number);
Result<std::optional<Version>> FindVersionById(metadata::Transaction& transaction,
                                               const metadata::TenantScope& scope,
                                               const VersionId& id);

// One page; versions come with their admission steps, but without inputs, outputs and signature.
Result<Page<Model>> ListModels(metadata::Transaction& transaction,
                               const metadata::TenantScope& scope, const ListRequest& request);
Result<Page<Version>> ListVersions(metadata::Transaction& transaction,
                                   const metadata::TenantScope& scope, const ModelId& model,
                                   const ListRequest& request);

// Of all tenants: does any version name this content?
Result<bool> IsContentNamed(metadata::Transaction& transaction, const metadata::SystemScope& scope,
                            const TenantId& tenant, std::string_view digest_hex);

// What `armillaryd check` compares with the object store.
struct NamedContent {
  TenantId tenant;
  VersionId version;
  std::int64_t number;
  std::string digest_hex;
  std::int64_t size_bytes;
};

Result<std::optional<NamedContent>> FindContent(metadata::Transaction& transaction,
                                                const metadata::SystemScope& scope,
                                                const TenantId& tenant, const VersionId& version);

// In the order of tenant and version, after the given one; at most `limit`.
Result<std::vector<NamedContent>> ListContent(metadata::Transaction& transaction,
                                              const metadata::SystemScope& scope,
                                              const NamedContent& after, std::int64_t limit);

}  // namespace armillary::catalog
