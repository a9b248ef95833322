#pragma once

#include <memory>
#include <optional>

#include "app/foundation.h"
#include "app/identity_stack.h"
#include "base/config.h"
#include "base/result.h"
#include "catalog/model_service.h"
#include "deployments/deployment_service.h"
#include "deployments/log_feed.h"
#include "events/event_log.h"
#include "events/outbox_relay.h"
#include "events/stream_service.h"
#include "serving/deployment_follower.h"
#include "serving/deployment_index.h"
#include "serving/predict.h"
#include "serving/resident_models.h"
#include "serving/stored_models.h"
#include "tenancy/attempt_rate.h"
#include "tenancy/audit_service.h"
#include "tenancy/authorizer.h"
#include "tenancy/directory.h"
#include "tenancy/directory_feed.h"
#include "tenancy/environment_service.h"
#include "tenancy/principal_service.h"
#include "tenancy/quota_service.h"
#include "tenancy/session_service.h"
#include "tenancy/sign_in_service.h"
#include "tenancy/subject_service.h"
#include "tenancy/team_service.h"
#include "tenancy/tenant_service.h"
#include "tenancy/token_service.h"

namespace armillary::app {

// Who is who, over the foundation's database.
struct TenancyParts {
  TenancyParts(Foundation& foundation, const Config& config,
               const std::optional<IdentityOptions>& options);

  tenancy::Directory directory;
  tenancy::DirectoryFeed feed;
  std::unique_ptr<IdentityStack> identity;  // Null where there is no identity provider.
  tenancy::Authorizer authorizer;
  tenancy::TenantService tenants;
  tenancy::TeamService teams;
  tenancy::EnvironmentService environments;
  tenancy::PrincipalService principals;
  tenancy::TokenService tokens;
  tenancy::QuotaService quotas;
  tenancy::AuditService audit;
  tenancy::SignInService sign_in;
  tenancy::SessionService sessions;
  tenancy::SubjectService subjects;
  tenancy::AttemptRate sign_in_attempts;
};

// What is deployed and in memory, and what answers.
struct ServingParts {
  ServingParts(Foundation& foundation, const Config& config);

  deployments::LogFeed feed;
  serving::DeploymentIndex index;
  serving::DeploymentFollower follower;
  serving::StoredModels source;
  serving::ResidentModels resident;
  serving::PredictService predictions;
};

// What changes, and who is told.
struct EventParts {
  EventParts(Foundation& foundation, const tenancy::Authorizer& authorizer, const Config& config);

  events::EventLog log;
  events::OutboxRelay relay;
  events::StreamService streams;
};

// Every service of the platform on one foundation, without a listener.
class Platform {
 public:
  // `foundation` must outlive the platform. `identity`: IdentityOptionsOf(config, ...).
  Platform(Foundation& foundation, const Config& config,
           const std::optional<IdentityOptions>& identity = {});

  // Makes what every platform starts from, writes the operator's first token into the data folder,
  // and reads who and what there is. After it every service may be called.
  Result<void> Start();

  TenancyParts tenancy;
  EventParts events;
  ServingParts serving;
  catalog::ModelService models;
  deployments::DeploymentService deployments;

 private:
  Result<void> WriteOperatorToken(const Secret& token);

  Foundation& foundation_;
};

}  // namespace armillary::app
