#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/guarded.h"

namespace armillary {

// Labels come from a small fixed set; names of tenants and models never are labels.
using MetricLabels = std::map<std::string, std::string>;

class Counter {
 public:
  void Add(std::uint64_t by = 1) { value_.fetch_add(by, std::memory_order_relaxed); }
  // For what is counted elsewhere and read from there; it never falls.
  void Follow(std::uint64_t total) {
    std::uint64_t seen = value_.load(std::memory_order_relaxed);
    while (seen < total && !value_.compare_exchange_weak(seen, total, std::memory_order_relaxed)) {
    }
  }
  std::uint64_t Value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

class Gauge {
 public:
  void Set(std::int64_t value) { value_.store(value, std::memory_order_relaxed); }
  void Add(std::int64_t by) { value_.fetch_add(by, std::memory_order_relaxed); }
  std::int64_t Value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> value_{0};
};

// Counts by upper bounds in seconds.
class Histogram {
 public:
  explicit Histogram(std::vector<double> bounds);

  void Observe(double seconds);

  const std::vector<double>& Bounds() const { return bounds_; }
  // Observations in bucket `index`; the last bucket, at Bounds().size(), holds all beyond.
  std::uint64_t BucketValue(std::size_t index) const;
  double Sum() const { return static_cast<double>(sum_nanos_.load()) / 1e9; }

 private:
  const std::vector<double> bounds_;
  std::deque<std::atomic<std::uint64_t>> buckets_;
  std::atomic<std::uint64_t> sum_nanos_{0};
};

// The figures of this process. Adding takes a lock, counting does not. Thread-safe.
class MetricsRegistry {
 public:
  MetricsRegistry();
  ~MetricsRegistry();

  // The same name and labels give the same metric; it lives as long as the registry.
  Counter& AddCounter(const std::string& name, const std::string& help, MetricLabels labels = {});
  Gauge& AddGauge(const std::string& name, const std::string& help, MetricLabels labels = {});
  Histogram& AddHistogram(const std::string& name, const std::string& help,
                          std::vector<double> bounds, MetricLabels labels = {});

  // Prometheus text exposition, version 0.0.4.
  std::string Render() const;

 private:
  struct Families;
  Guarded<std::unique_ptr<Families>> families_;
};

}  // namespace armillary
