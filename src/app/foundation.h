#pragma once

#include <memory>

#include "app/data_folder.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/file_system.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/monotonic_clock.h"
#include "base/random.h"
#include "base/result.h"
#include "inference/onnx_runtime.h"
#include "keys/key_ring.h"
#include "metadata/database.h"
#include "objects/object_store.h"

namespace armillary::app {

// What an installation stands on, opened in the order in which each part needs the one before.
// Members go in reverse.
struct Foundation {
  SystemClock clock;
  SteadyClock steady_clock;
  SystemRandom random;
  LocalFileSystem files;
  MetricsRegistry metrics;
  std::unique_ptr<Log> log;
  std::unique_ptr<DataFolder> folder;
  std::unique_ptr<keys::KeyRing> keys;
  std::unique_ptr<metadata::Database> database;
  std::unique_ptr<objects::ObjectStore> objects;
  std::unique_ptr<inference::OnnxRuntime> runtime;

  // Makes what a first start needs: folder, keys, tables. Fails with the error of the part that
  // could not be opened.
  static Result<std::unique_ptr<Foundation>> Open(const Config& config);
};

Result<std::unique_ptr<Log>> OpenLog(const Config& config);

}  // namespace armillary::app
