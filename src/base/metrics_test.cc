#include "base/metrics.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/on_threads.h"

namespace armillary {
namespace {

using testing::HasSubstr;

TEST(MetricsTest, RendersCountersAndGaugesAsPrometheusText) {
  MetricsRegistry registry;
  registry.AddCounter("requests_total", "Requests answered.", {{"route", "infer"}}).Add(3);
  registry.AddGauge("models_loaded", "Models in memory.").Set(-2);

  const std::string text = registry.Render();

  EXPECT_THAT(text, HasSubstr("# HELP requests_total Requests answered.\n"));
  EXPECT_THAT(text, HasSubstr("# TYPE requests_total counter\n"));
  EXPECT_THAT(text, HasSubstr("requests_total{route=\"infer\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("# TYPE models_loaded gauge\nmodels_loaded -2\n"));
}

TEST(MetricsTest, GivesTheSameMetricForTheSameNameAndLabels) {
  MetricsRegistry registry;
  Counter& first = registry.AddCounter("n", "N.", {{"a", "1"}});
  const Counter& other = registry.AddCounter("n", "N.", {{"a", "2"}});
  first.Add();

  EXPECT_EQ(&registry.AddCounter("n", "N.", {{"a", "1"}}), &first);
  EXPECT_NE(&first, &other);
  EXPECT_EQ(first.Value(), 1U);
  EXPECT_EQ(other.Value(), 0U);
}

TEST(MetricsTest, ACounterThatFollowsAnotherNeverFalls) {
  Counter counter;
  counter.Follow(5);
  counter.Follow(3);
  EXPECT_EQ(counter.Value(), 5U);
}

TEST(MetricsTest, CountsEachObservationInTheFirstBucketThatHoldsIt) {
  Histogram histogram({0.1, 1.0});
  for (const double seconds : {0.0, 0.1, 0.11, 1.0, 1.01, 100.0}) {
    histogram.Observe(seconds);
  }

  EXPECT_EQ(histogram.BucketValue(0), 2U);
  EXPECT_EQ(histogram.BucketValue(1), 2U);
  EXPECT_EQ(histogram.BucketValue(2), 2U);
  EXPECT_NEAR(histogram.Sum(), 102.22, 1e-6);
}

TEST(MetricsTest, RendersHistogramsCumulatively) {
  MetricsRegistry registry;
  Histogram& histogram = registry.AddHistogram("latency_seconds", "Time.", {0.5, 1.0});
  histogram.Observe(0.25);
  histogram.Observe(0.75);
  histogram.Observe(7.0);

  const std::string text = registry.Render();

  EXPECT_THAT(text, HasSubstr("latency_seconds_bucket{le=\"0.5\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("latency_seconds_bucket{le=\"1\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("latency_seconds_bucket{le=\"+Inf\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("latency_seconds_count 3\n"));
  EXPECT_THAT(text, HasSubstr("latency_seconds_sum 8\n"));
}

TEST(MetricsTest, EscapesLabelValues) {
  MetricsRegistry registry;
  registry.AddCounter("n", "N.", {{"a", "x\"y\\z\n"}});

  EXPECT_THAT(registry.Render(), HasSubstr("n{a=\"x\\\"y\\\\z\\n\"} 0\n"));
}

TEST(MetricsTest, LosesNoCountBetweenThreads) {
  MetricsRegistry registry;
  OnThreads(4, [&](int) {
    for (int step = 0; step < 5000; ++step) {
      registry.AddCounter("n", "N.").Add();
      registry.AddHistogram("h", "H.", {1.0}).Observe(0.5);
    }
  });

  EXPECT_EQ(registry.AddCounter("n", "N.").Value(), 20'000U);
  EXPECT_EQ(registry.AddHistogram("h", "H.", {1.0}).BucketValue(0), 20'000U);
}

}  // namespace
}  // namespace armillary
