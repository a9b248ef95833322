#include "events/event_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace armillary::events {
namespace {

using testing::ElementsAre;
using testing::Optional;

std::vector<Event> Events(std::int64_t first, std::int64_t last) {
  std::vector<Event> events;
  for (std::int64_t sequence = first; sequence <= last; ++sequence) {
    events.push_back({.sequence = sequence, .tenant = {"acme"}});
  }
  return events;
}

std::optional<std::vector<std::int64_t>> Numbers(const EventLog& log, std::int64_t after,
                                                 std::size_t limit = 100) {
  const auto found = log.After(after, limit);
  if (!found) {
    return std::nullopt;
  }
  std::vector<std::int64_t> numbers;
  for (const EventPtr& event : *found) {
    numbers.push_back(event->sequence);
  }
  return numbers;
}

TEST(EventLogTest, GivesWhatFollows) {
  EventLog log(10);
  log.Append(Events(1, 3));
  EXPECT_EQ(log.Head(), 3);
  EXPECT_THAT(Numbers(log, 0), Optional(ElementsAre(1, 2, 3)));
  EXPECT_THAT(Numbers(log, 1, 1), Optional(ElementsAre(2)));
  EXPECT_THAT(Numbers(log, 3), Optional(ElementsAre()));
}

TEST(EventLogTest, TakesNothingTwice) {
  EventLog log(10);
  log.Append(Events(1, 3));
  log.Append(Events(2, 4));
  EXPECT_THAT(Numbers(log, 0), Optional(ElementsAre(1, 2, 3, 4)));
  EXPECT_EQ(log.Taken(), 4U);
}

TEST(EventLogTest, KnowsWhereItHasForgotten) {
  EventLog log(2);
  log.Append(Events(1, 5));
  EXPECT_EQ(Numbers(log, 2), std::nullopt);
  EXPECT_THAT(Numbers(log, 3), Optional(ElementsAre(4, 5)));
}

TEST(EventLogTest, KnowsNothingThatHasNotHappened) {
  EventLog log(2);
  log.Append(Events(1, 2));
  EXPECT_EQ(Numbers(log, 3), std::nullopt);
}

TEST(EventLogTest, BeginsWhereItIsTold) {
  EventLog log(10);
  log.StartAt(41);
  EXPECT_EQ(log.Head(), 41);
  EXPECT_THAT(Numbers(log, 41), Optional(ElementsAre()));
  EXPECT_EQ(Numbers(log, 40), std::nullopt);
  log.Append(Events(42, 43));
  EXPECT_THAT(Numbers(log, 41), Optional(ElementsAre(42, 43)));
}

TEST(EventLogTest, BeginsAnewAfterAGap) {
  EventLog log(10);
  log.Append(Events(1, 3));
  log.Append(Events(7, 8));
  EXPECT_EQ(Numbers(log, 3), std::nullopt);
  EXPECT_THAT(Numbers(log, 6), Optional(ElementsAre(7, 8)));
}

}  // namespace
}  // namespace armillary::events
