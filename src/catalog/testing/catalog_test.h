#pragma once

#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "base/testing/fake_clock.h"
#include "base/testing/result_matchers.h"
#include "catalog/model_service.h"
#include "catalog/schema_files.h"
#include "inference/testing/onnx_builder.h"
#include "metadata/testing/each_engine.h"
#include "objects/testing/memory_store.h"
#include "tenancy/schema_files.h"
#include "tenancy/testing/test_platform.h"

namespace armillary::catalog {

inline std::vector<metadata::Migration> Migrations() {
  auto all = metadata::MigrationsOf("tenancy", tenancy::schema::EmbeddedFiles());
  auto own = metadata::MigrationsOf("catalog", schema::EmbeddedFiles());
  std::move(own.begin(), own.end(), std::back_inserter(all));
  return all;
}

// A small sound model file; another `name` inside gives other bytes.
inline std::vector<std::byte> SomeModel(std::string_view name = "y") {
  using inference::Message;
  const Message node = inference::Node("Identity", {"x"}, {std::string(name)});
  const Message graph = Message()
                            .Child(inference::kGraphNode, node)
                            .Child(inference::kGraphInput, inference::Value("x", 1, {-1, 3}))
                            .Child(inference::kGraphOutput, inference::Value(name, 1, {-1, 3}));
  return inference::BytesOf(inference::Model(graph));
}

// The fixture of tests over the catalog: a platform with acme, its scientist and globex's, on each
// engine, with objects in memory.
class CatalogTest : public metadata::EachEngine {
 protected:
  explicit CatalogTest(std::vector<metadata::Migration> migrations = Migrations())
      : EachEngine(std::move(migrations)), platform_(database(), clock_) {
    for (const std::string tenant : {"acme", "globex"}) {
      platform_.AddTenant(tenant);
    }
    acme_ = platform_.AddToken("acme", tenancy::Role::Scientist);
    globex_ = platform_.AddToken("globex", tenancy::Role::Scientist);
  }

  tenancy::Access Acme(tenancy::Permission permission) const {
    return platform_.Let(acme_, permission);
  }
  tenancy::Access Globex(tenancy::Permission permission) const {
    return platform_.Let(globex_, permission);
  }

  Result<Version> Register(const tenancy::Access& access, RegisterRequest request,
                           const std::vector<std::byte>& bytes,
                           std::optional<tenancy::Call> call = {}) {
    ARM_TRY(auto registration,
            models_.BeginRegister(access, call ? *call : platform_.NewCall(), std::move(request)));
    ARM_CHECK(registration->Append(bytes));
    return registration->Finish();
  }
  Result<Version> Register(const std::string& model, const std::vector<std::byte>& bytes) {
    return Register(Acme(tenancy::Permission::ModelsRegister), {.model = {model}}, bytes);
  }

  FakeClock clock_;
  tenancy::TestPlatform platform_;
  objects::MemoryStore objects_{clock_};
  ModelService models_{{database(), objects_, clock_, platform_.random}, {}};
  std::string acme_;
  std::string globex_;
};

}  // namespace armillary::catalog
