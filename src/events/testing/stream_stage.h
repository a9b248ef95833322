#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/testing/fake_clock.h"
#include "events/stream_service.h"
#include "metadata/testing/each_engine.h"
#include "tenancy/schema_files.h"
#include "tenancy/testing/test_platform.h"

namespace armillary::events {

// What a stream needs: a platform with the tenant acme and a viewer's token, and a log of events
// that a test fills by itself.
struct StreamStage {
  StreamStage() {
    platform.AddTenant("acme");
    viewer = platform.AddToken("acme", tenancy::Role::Viewer);
  }

  // Throws std::bad_expected_access where it may not be opened.
  std::unique_ptr<Subscription> Open(const std::string& topics) {
    const auto access = platform.Let(viewer, tenancy::Permission::SelfStream);
    return std::move(service.Open(access, {.topics = topics}).value());
  }

  // The next event, of acme.
  void Tell(metadata::OutboxEntry entry) {
    const auto acme = platform.directory.FindTenant({"acme"});
    log.Append({{.sequence = log.Head() + 1,
                 .tenant = acme->id,
                 .at = clock.Now(),
                 .entry = std::move(entry)}});
  }

  // Ends the viewer's token.
  void Revoke() {
    const auto id = platform.Let(viewer, tenancy::Permission::SelfRead).Who().token;
    const auto access = platform.Let(platform.Operator(), tenancy::Permission::TokensRevoke,
                                     tenancy::TestPlatform::In("acme"));
    static_cast<void>(platform.tokens.Revoke(access, platform.NewCall(), id));
  }

  FakeClock clock;
  metadata::TestDatabase database{
      metadata::Engine::Sqlite,
      metadata::MigrationsOf("tenancy", tenancy::schema::EmbeddedFiles())};
  tenancy::TestPlatform platform{*database, clock};
  EventLog log{100};
  OutboxRelay relay{*database, platform.system, log, 100};
  StreamService service{{platform.authorizer, log, relay, clock}, {}};
  std::string viewer;
};

}  // namespace armillary::events
