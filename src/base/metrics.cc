#include "base/metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

namespace armillary {
namespace {

template <class Metric>
struct Family {
  std::string help;
  std::map<MetricLabels, std::unique_ptr<Metric>> members;
};

template <class Metric>
using FamiliesOf = std::map<std::string, Family<Metric>>;

template <class Metric, class Make>
Metric& FindOrAdd(FamiliesOf<Metric>& families, const std::string& name, const std::string& help,
                  MetricLabels labels, Make make) {
  Family<Metric>& family = families[name];
  family.help = help;
  std::unique_ptr<Metric>& member = family.members[std::move(labels)];
  if (!member) {
    member = make();
  }
  return *member;
}

prometheus::ClientMetric WithLabels(const MetricLabels& labels) {
  prometheus::ClientMetric metric;
  for (const auto& [name, value] : labels) {
    metric.label.push_back({name, value});
  }
  return metric;
}

void Fill(prometheus::ClientMetric& out, const Counter& counter) {
  out.counter.value = static_cast<double>(counter.Value());
}

void Fill(prometheus::ClientMetric& out, const Gauge& gauge) {
  out.gauge.value = static_cast<double>(gauge.Value());
}

void Fill(prometheus::ClientMetric& out, const Histogram& histogram) {
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i <= histogram.Bounds().size(); ++i) {
    seen += histogram.BucketValue(i);
    const double bound = i < histogram.Bounds().size() ? histogram.Bounds()[i]
                                                       : std::numeric_limits<double>::infinity();
    out.histogram.bucket.push_back({seen, bound});
  }
  out.histogram.sample_count = seen;
  out.histogram.sample_sum = histogram.Sum();
}

template <class Metric>
void Collect(const FamiliesOf<Metric>& families, prometheus::MetricType type,
             std::vector<prometheus::MetricFamily>& out) {
  for (const auto& [name, family] : families) {
    prometheus::MetricFamily collected{name, family.help, type, {}};
    for (const auto& [labels, member] : family.members) {
      Fill(collected.metric.emplace_back(WithLabels(labels)), *member);
    }
    out.push_back(std::move(collected));
  }
}

}  // namespace

Histogram::Histogram(std::vector<double> bounds)
    : bounds_(std::move(bounds)), buckets_(bounds_.size() + 1) {}

void Histogram::Observe(double seconds) {
  const auto bucket = std::ranges::lower_bound(bounds_, seconds) - bounds_.begin();
  buckets_[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
  sum_nanos_.fetch_add(static_cast<std::uint64_t>(std::max(0.0, seconds) * 1e9),
                       std::memory_order_relaxed);
}

std::uint64_t Histogram::BucketValue(std::size_t index) const {
  return buckets_[index].load(std::memory_order_relaxed);
}

struct MetricsRegistry::Families {
  FamiliesOf<Counter> counters;
  FamiliesOf<Gauge> gauges;
  FamiliesOf<Histogram> histograms;
};

MetricsRegistry::MetricsRegistry() : families_(std::make_unique<Families>()) {}
MetricsRegistry::~MetricsRegistry() = default;

Counter& MetricsRegistry::AddCounter(const std::string& name, const std::string& help,
                                     MetricLabels labels) {
  return families_.With([&](auto& families) -> Counter& {
    return FindOrAdd(families->counters, name, help, std::move(labels),
                     [] { return std::make_unique<Counter>(); });
  });
}

Gauge& MetricsRegistry::AddGauge(const std::string& name, const std::string& help,
                                 MetricLabels labels) {
  return families_.With([&](auto& families) -> Gauge& {
    return FindOrAdd(families->gauges, name, help, std::move(labels),
                     [] { return std::make_unique<Gauge>(); });
  });
}

Histogram& MetricsRegistry::AddHistogram(const std::string& name, const std::string& help,
                                         std::vector<double> bounds, MetricLabels labels) {
  return families_.With([&](auto& families) -> Histogram& {
    return FindOrAdd(families->histograms, name, help, std::move(labels),
                     [&] { return std::make_unique<Histogram>(std::move(bounds)); });
  });
}

std::string MetricsRegistry::Render() const {
  std::vector<prometheus::MetricFamily> collected;
  families_.With([&](const auto& families) {
    Collect(families->counters, prometheus::MetricType::Counter, collected);
    Collect(families->gauges, prometheus::MetricType::Gauge, collected);
    Collect(families->histograms, prometheus::MetricType::Histogram, collected);
  });
  return prometheus::TextSerializer{}.Serialize(collected);
}

}  // namespace armillary
