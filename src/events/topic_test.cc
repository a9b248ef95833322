#include "events/topic.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"

namespace armillary::events {
namespace {

using tenancy::Permission;
using testing::SizeIs;

TEST(TopicTest, IsANounOfATenantOrOfThePlatform) {
  EXPECT_EQ(ParseTopic("t/acme/deployments"), (Topic{"deployments", TenantName{"acme"}}));
  EXPECT_EQ(ParseTopic("tenants"), (Topic{"tenants"}));
}

TEST(TopicTest, IsForWhomeverMayReadItsList) {
  EXPECT_EQ(PermissionOf({"deployments", TenantName{"acme"}}), Permission::DeploymentsList);
  EXPECT_EQ(PermissionOf({"tenants"}), Permission::TenantsList);
}

// It may be a secret that came to the wrong place.
TEST(TopicTest, DoesNotRepeatWhatIsNoTopic) {
  const auto parsed = ParseTopic("t/acme/model");
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().message, "there is no such topic; is models meant?");
  EXPECT_EQ(ParseTopic("t/s3cret").error().message, "this is no topic");
}

TEST(TopicTest, IsWrittenAsItIsRead) {
  for (const Topic& topic : AllTopics({"acme"})) {
    EXPECT_EQ(ParseTopic(topic.Text()), topic) << topic.Text();
  }
}

TEST(TopicTest, RefusesWhatIsNoTopic) {
  for (const char* text : {"", "t", "t/", "t/acme", "t/acme/", "t//models", "/t/acme/models",
                           "t/acme/models/churn", "acme/models", "models", "T/acme/models",
                           "t/acme/tenants", "t/acme/models ", "*", "t/*/*"}) {
    const auto parsed = ParseTopic(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().field, "topics") << text;
    EXPECT_FALSE(parsed.error().rule.empty()) << text;
  }
  EXPECT_THAT(ParseTopic("t/acme"), FailsWith(ErrorCode::InvalidFormat));
  EXPECT_THAT(ParseTopic("t/acme/model"), FailsWith(ErrorCode::NotOneOf));
}

TEST(TopicTest, CountsEachTopicOfAListOnce) {
  EXPECT_THAT(*ParseTopics("t/acme/models,teams,t/acme/models", 2), SizeIs(2));
  EXPECT_THAT(ParseTopics("t/acme/models,teams,tenants", 2), FailsWith(ErrorCode::OutOfRange));
  EXPECT_THAT(ParseTopics("t/acme/models,", 9), FailsWith(ErrorCode::InvalidFormat));
  EXPECT_THAT(ParseTopics("", 9), FailsWith(ErrorCode::InvalidFormat));
}

}  // namespace
}  // namespace armillary::events
