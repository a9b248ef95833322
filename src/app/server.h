#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "api/contract.h"
#include "api/gate.h"
#include "api/pages.h"
#include "app/figures.h"
#include "app/foundation.h"
#include "app/platform.h"
#include "app/ticker.h"
#include "base/config.h"
#include "base/result.h"
#include "base/worker_pool.h"
#include "net/certificate_follower.h"
#include "net/route_table.h"
#include "net/server.h"
#include "objects/sweeper.h"

namespace armillary::app {

// The platform with its listener: what `armillaryd up` runs.
class Server {
 public:
  // Both must outlive the server. Fails with Internal if the routes do not fit the contract, with
  // CertificateUnusable.
  static Result<std::unique_ptr<Server>> Build(Foundation& foundation, Platform& platform,
                                               const Config& config);
  ~Server();

  // Listens. Fails as HttpServer::Start.
  Result<void> Start();
  std::uint16_t Port() const;
  bool SpeaksTls() const { return certificate_ != nullptr; }

  // Answers not ready from now on, then drains. False if some request had to be cut.
  bool Stop();

  const net::RouteTable& Routes() const { return *table_; }

 private:
  Server(Platform& platform, const Config& config, std::unique_ptr<api::Contract> contract);

  // What an operator should mend although requests are taken.
  std::vector<Error> Troubles() const;
  Result<void> BuildTable(Foundation& foundation, Platform& platform, const Config& config);
  Result<void> BuildListener(Foundation& foundation, const Config& config);
  void BuildChores(Foundation& foundation, Platform& platform, const Config& config);
  void BuildIdentityChores(Foundation& foundation);

  const std::chrono::milliseconds drain_;
  std::unique_ptr<api::Contract> contract_;
  api::Pages pages_;
  std::atomic<bool> ready_{false};
  api::TokenGate gate_;
  IdentityStack* const identity_;  // Null where there is no identity provider.
  WorkerPool pool_;
  std::unique_ptr<Figures> figures_;
  std::optional<net::RouteTable> table_;
  std::unique_ptr<net::CertificateFollower> certificate_;  // None: without TLS.
  std::unique_ptr<net::HttpServer> listener_;
  std::unique_ptr<objects::ObjectReferences> references_;
  std::unique_ptr<objects::Sweeper> sweeper_;
  std::unique_ptr<Ticker> follower_;  // Apart, so that what others changed is seen in time.
  std::unique_ptr<Ticker> cleaner_;
  std::unique_ptr<Ticker> renewer_;  // Apart, so that a disk with certificates that hangs delays
                                     // nobody's revocation. None: without TLS.
  std::unique_ptr<Ticker> asker_;    // Apart, because the identity provider may be slow.
};

}  // namespace armillary::app
