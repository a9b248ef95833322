#include "app/server.h"

#include <fmt/format.h>
#include <string>
#include <utility>
#include <vector>

#include "api/control.h"
#include "api/deployment_routes.h"
#include "api/identity_routes.h"
#include "api/inference_routes.h"
#include "api/model_routes.h"
#include "api/page_routes.h"
#include "api/predict_routes.h"
#include "api/session_routes.h"
#include "api/stream_routes.h"
#include "api/system_routes.h"
#include "api/tenancy_routes.h"
#include "app/part_options.h"
#include "app/stored_references.h"
#include "app/system_authority.h"
#include "app/version.h"
#include "app/workbench.h"
#include "metadata/idempotency.h"

namespace armillary::app {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;
using std::chrono_literals::operator""min;

constexpr std::int64_t kForgottenAtOnce = 1'000;
// How many pages a chore takes on in a row, so that it keeps up and lets others have their turn.
constexpr int kPagesInARow = 50;

// As x-permission of the contract says it.
std::string_view PermissionOf(const net::Policy& policy) {
  return policy.IsPublic() ? std::string_view("public") : policy.PermissionName();
}

// Every operation of the contract has a route, and it says the same of who may use it.
Result<void> CheckComplete(const api::Contract& contract, const net::RouteTable& table) {
  std::size_t matched = 0;
  for (const net::Route& route : table.Routes()) {
    const auto operation = contract.Operations().find(route.operation());
    const bool is_known = operation != contract.Operations().end() &&
                          operation->second.method == route.method() &&
                          operation->second.path == route.pattern() &&
                          operation->second.permission == PermissionOf(route.policy());
    if (!is_known) {
      return Fail(ErrorCode::Internal,
                  fmt::format("{} is not as in the contract", route.operation()));
    }
    ++matched;
  }
  if (matched != contract.Operations().size()) {
    return Fail(ErrorCode::Internal, "an operation of the contract has no route");
  }
  return {};
}

Result<void> SweepPages(objects::Sweeper& sweeper) {
  for (int page = 0; page < kPagesInARow; ++page) {
    ARM_TRY(const auto swept, sweeper.Step());
    if (swept.finished) {
      break;
    }
  }
  return {};
}

Result<void> ForgetPages(Foundation& foundation) {
  for (int page = 0; page < kPagesInARow; ++page) {
    ARM_TRY(const std::int64_t forgotten,
            foundation.database->Write([&](metadata::Transaction& transaction) {
              return metadata::ForgetOldAnswers(transaction, SystemAuthority::Grant(),
                                                foundation.clock.Now(), kForgottenAtOnce);
            }));
    if (forgotten < kForgottenAtOnce) {
      break;
    }
  }
  return {};
}

// Who waits for the identity provider takes no thread from the others.
std::size_t WorkThreadsOf(const Config& config, const IdentityStack* identity) {
  const auto threads = static_cast<std::size_t>(config.Integer("work.threads"));
  return identity == nullptr ? threads : threads + identity->provider.Settings().calls;
}

api::IdentityParts IdentityPartsOf(TenancyParts& tenancy) {
  IdentityStack* const identity = tenancy.identity.get();
  return {.sign_in = identity == nullptr ? nullptr : &identity->sign_in,
          .notices = identity == nullptr ? nullptr : &identity->notices,
          .settings = identity == nullptr ? nullptr : &identity->provider.Settings(),
          .subjects = tenancy.subjects};
}

}  // namespace

Server::Server(Platform& platform, const Config& config, std::unique_ptr<api::Contract> contract)
    : drain_(config.Duration("http.drain")),
      contract_(std::move(contract)),
      gate_(platform.tenancy.authorizer),
      identity_(platform.tenancy.identity.get()),
      pool_(WorkThreadsOf(config, identity_),
            static_cast<std::size_t>(config.Integer("work.queue"))) {}

Server::~Server() {
  renewer_.reset();
  if (identity_ != nullptr) {
    identity_->refresher.Stop();
  }
  asker_.reset();  // Waits for the provider's answers, no longer than a call may take.
  if (identity_ != nullptr) {
    identity_->client.Stop();
  }
  cleaner_.reset();
  follower_.reset();
  listener_.reset();
}

Result<std::unique_ptr<Server>> Server::Build(Foundation& foundation, Platform& platform,
                                              const Config& config) {
  ARM_TRY(auto contract, api::Contract::Load());
  std::unique_ptr<Server> server(new Server(  // NOLINT(cppcoreguidelines-owning-memory)
      platform, config, std::make_unique<api::Contract>(std::move(contract))));
  server->figures_ = std::make_unique<Figures>(foundation, platform, server->pool_);
  ARM_TRY(server->pages_, LoadWorkbench(foundation.files, config, *foundation.log));
  ARM_CHECK(server->BuildTable(foundation, platform, config));
  ARM_CHECK(server->BuildListener(foundation, config));
  server->BuildChores(foundation, platform, config);
  return server;
}

Result<void> Server::BuildTable(Foundation& foundation, Platform& platform, const Config& config) {
  api::ControlRoutes control(*contract_);
  const auto is_ready = [this] { return ready_.load(); };
  api::AddSystemRoutes(control, *contract_,
                       {.figures = [this] { return figures_->Render(); },
                        .is_ready = is_ready,
                        .troubles = [this] { return Troubles(); }});
  TenancyParts& tenancy = platform.tenancy;
  api::AddTenancyRoutes(control,
                        {tenancy.tenants, tenancy.teams, tenancy.environments, tenancy.principals,
                         tenancy.tokens, tenancy.quotas, tenancy.audit, foundation.clock});
  api::AddSessionRoutes(
      control, {tenancy.sign_in, tenancy.sessions, tenancy.sign_in_attempts, foundation.clock,
                identity_ == nullptr ? nullptr : &identity_->sign_in});
  api::AddIdentityRoutes(control, IdentityPartsOf(tenancy));
  api::AddStreamRoutes(control, platform.events.streams);
  api::AddModelRoutes(control, *contract_, platform.models);
  api::AddDeploymentRoutes(control, platform.deployments);
  std::vector<net::Route> routes = control.Take();
  const api::PredictParts predict{.contract = *contract_,
                                  .service = platform.serving.predictions,
                                  .is_ready = is_ready,
                                  .server_version = std::string(kVersion),
                                  .answer_bytes = config.Bytes("serving.answer")};
  api::AddPredictRoutes(routes, predict);
  api::AddInferenceRoutes(routes, predict);
  api::AddPageRoutes(routes, *contract_, pages_, std::string(kVersion));
  ARM_TRY(auto table, net::RouteTable::Build(std::move(routes)));
  ARM_CHECK(CheckComplete(*contract_, table));
  table_.emplace(std::move(table));
  return {};
}

Result<void> Server::BuildListener(Foundation& foundation, const Config& config) {
  ARM_TRY(const auto options, ListenerOptionsOf(config));
  ARM_TRY(const auto files, CertificateFilesOf(config));
  if (files) {
    ARM_TRY(certificate_,
            net::CertificateFollower::Open(
                *files, {foundation.files, foundation.clock, *foundation.log, foundation.metrics}));
  }
  listener_ = std::make_unique<net::HttpServer>(
      options, net::HttpServer::Parts{*table_, gate_, pool_, *foundation.log, foundation.metrics,
                                      foundation.clock, foundation.random, certificate_.get()});
  return {};
}

void Server::BuildChores(Foundation& foundation, Platform& platform, const Config& config) {
  references_ = std::make_unique<StoredReferences>(*foundation.database, SystemAuthority::Grant());
  sweeper_ = std::make_unique<objects::Sweeper>(
      *foundation.objects, *references_, foundation.clock,
      objects::Sweeper::Limits{.grace = config.Duration("sweep.grace")});
  const auto tell = [this, &relay = platform.events.relay] {
    const auto relayed = relay.Step();
    listener_->WakeStreams();  // Rights end without an event, too.
    return relayed;
  };
  const auto sweep = [this] { return SweepPages(*sweeper_); };
  const auto forget = [&foundation] { return ForgetPages(foundation); };
  std::vector<Chore> following;
  following.push_back({"follow identities", 250ms, [&] { return platform.tenancy.feed.Step(); }});
  following.push_back(
      {"follow deployments", 250ms, [&] { return platform.serving.follower.CatchUp(); }});
  following.push_back({"tell what changes", 200ms, tell});
  follower_ = std::make_unique<Ticker>(std::move(following), foundation.clock, *foundation.log);
  BuildIdentityChores(foundation);
  std::vector<Chore> cleaning;
  cleaning.push_back({"record token use", 60s, [&] { return platform.tenancy.feed.RecordUse(); }});
  cleaning.push_back(
      {"remove ended tokens", 1min, [&] { return platform.tenancy.feed.RemoveEnded(); }});
  cleaning.push_back({"forget old changes", 1min, [&] { return platform.events.relay.Forget(); }});
  cleaning.push_back({"sweep objects", 1min, sweep});
  cleaning.push_back({"forget old retries", 1min, forget});
  if (identity_ != nullptr) {
    cleaning.push_back({"remove grants of ended sessions", 1min,
                        [this] { return identity_->refresher.RemoveEnded(); }});
  }
  cleaner_ = std::make_unique<Ticker>(std::move(cleaning), foundation.clock, *foundation.log);
  if (certificate_) {
    std::vector<Chore> renewing;
    renewing.push_back({"follow the certificate", 1s, [this]() -> Result<void> {
                          certificate_->Step();
                          return {};
                        }});
    renewer_ = std::make_unique<Ticker>(std::move(renewing), foundation.clock, *foundation.log);
  }
}

void Server::BuildIdentityChores(Foundation& foundation) {
  std::vector<Chore> asking;
  if (identity_ != nullptr) {
    asking.push_back({"read the group map", 2s, [this] { return identity_->groups.Step(); }});
    asking.push_back(
        {"know the identity provider", 1s, [this] { return identity_->provider.Step(); }});
    asking.push_back(
        {"ask again for sessions", 1s, [this] { return identity_->refresher.Step(); }});
  }
  asker_ = std::make_unique<Ticker>(std::move(asking), foundation.clock, *foundation.log);
}

Result<void> Server::Start() {
  ARM_CHECK(listener_->Start());
  follower_->Start();
  cleaner_->Start();
  if (renewer_) {
    renewer_->Start();
  }
  asker_->Start();
  ready_ = true;
  return {};
}

std::uint16_t Server::Port() const { return listener_->Port(); }

std::vector<Error> Server::Troubles() const {
  std::vector<Error> troubles;
  if (certificate_) {
    if (auto trouble = certificate_->Trouble()) {
      troubles.push_back(*std::move(trouble));
    }
  }
  return troubles;
}

bool Server::Stop() {
  ready_ = false;
  return listener_->Drain(drain_);
}

}  // namespace armillary::app
