#include "app/platform.h"

#include <string>

#include "app/system_authority.h"
#include "base/encoding.h"
#include "base/file_system.h"
#include "tenancy/bootstrap.h"

namespace armillary::app {
namespace {

inference::OnnxLimits OnnxLimitsOf(const Config& config) {
  return {.file_bytes = config.Bytes("models.file"),
          .rows = static_cast<std::size_t>(config.Integer("serving.rows"))};
}

serving::ResidentModels::Options ResidentOptionsOf(const Config& config) {
  return {.budget_bytes = config.Bytes("serving.memory")};
}

serving::PredictService::Options PredictOptionsOf(const Config& config) {
  return {.rows = static_cast<std::size_t>(config.Integer("serving.rows")),
          .time_limit = config.Duration("serving.time")};
}

tenancy::SessionLimits SessionLimitsOf(const Config& config) {
  return {.idle = config.Duration("sessions.idle"),
          .longest = config.Duration("sessions.longest"),
          .without_refresh = config.Duration("identity.without_refresh")};
}

events::StreamLimits StreamLimitsOf(const Config& config) {
  return {.streams = static_cast<std::size_t>(config.Integer("events.streams")),
          .streams_of_principal =
              static_cast<std::size_t>(config.Integer("events.streams_per_principal")),
          .topics = static_cast<std::size_t>(config.Integer("events.topics"))};
}

}  // namespace

TenancyParts::TenancyParts(Foundation& foundation, const Config& config,
                           const std::optional<IdentityOptions>& options)
    : feed(*foundation.database, SystemAuthority::Grant(), directory, foundation.clock),
      identity(options ? std::make_unique<IdentityStack>(foundation, directory, *options,
                                                         SessionLimitsOf(config))
                       : nullptr),
      authorizer(directory, *foundation.keys, foundation.clock, SessionLimitsOf(config).idle,
                 identity == nullptr ? nullptr : &identity->machines),
      tenants(*foundation.database, directory, foundation.clock, foundation.random),
      teams(*foundation.database, foundation.clock, foundation.random),
      environments(*foundation.database),
      principals(*foundation.database, foundation.clock, foundation.random),
      tokens(*foundation.database, directory, *foundation.keys, foundation.clock,
             foundation.random),
      quotas(*foundation.database, directory, foundation.clock),
      audit(*foundation.database),
      sign_in(
          {*foundation.database, directory, *foundation.keys, foundation.clock, foundation.random},
          SystemAuthority::Grant(), SessionLimitsOf(config)),
      sessions(*foundation.database, directory, *foundation.keys, foundation.clock,
               SessionLimitsOf(config)),
      subjects(*foundation.database, foundation.clock, foundation.random,
               options ? options->settings.issuer : std::string()),
      sign_in_attempts(config.Integer("sign_in.per_minute")) {}

EventParts::EventParts(Foundation& foundation, const tenancy::Authorizer& authorizer,
                       const Config& config)
    : log(static_cast<std::size_t>(config.Integer("events.kept"))),
      relay(*foundation.database, SystemAuthority::Grant(), log, config.Integer("events.kept")),
      streams({authorizer, log, relay, foundation.steady_clock}, StreamLimitsOf(config)) {}

ServingParts::ServingParts(Foundation& foundation, const Config& config)
    : feed(*foundation.database, SystemAuthority::Grant()),
      follower(feed, index, *foundation.log),
      source(*foundation.objects, *foundation.keys, *foundation.runtime, OnnxLimitsOf(config)),
      resident(source, foundation.steady_clock, ResidentOptionsOf(config)),
      predictions(index, resident, PredictOptionsOf(config)) {}

Platform::Platform(Foundation& foundation, const Config& config,
                   const std::optional<IdentityOptions>& identity)
    : tenancy(foundation, config, identity),
      events(foundation, tenancy.authorizer, config),
      serving(foundation, config),
      models({*foundation.database, *foundation.objects, foundation.clock, foundation.random},
             OnnxLimitsOf(config)),
      deployments({*foundation.database, *foundation.keys, serving.follower, foundation.clock,
                   foundation.random}),
      foundation_(foundation) {}

Result<void> Platform::Start() {
  if (tenancy.identity != nullptr) {
    ARM_CHECK(tenancy.identity->groups.Step());
  }
  ARM_CHECK(tenancy::Bootstrap(
      {*foundation_.database, *foundation_.keys, foundation_.clock, foundation_.random},
      SystemAuthority::Grant(), [this](const Secret& token) { return WriteOperatorToken(token); }));
  ARM_CHECK(tenancy.feed.Load());
  ARM_CHECK(events.relay.Load());
  return serving.follower.CatchUp();
}

Result<void> Platform::WriteOperatorToken(const Secret& token) {
  const auto path = foundation_.folder->Layout().OperatorToken();
  ARM_CHECK(
      WriteFileDurably(foundation_.files, path, AsBytes(token.Reveal() + "\n"), kPrivateFile));
  foundation_.log->Info("wrote the operator's token", {{"file", path.string()}});
  return {};
}

}  // namespace armillary::app
