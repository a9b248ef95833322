#include "api/stream_text.h"

#include <memory>
#include <string>
#include <utility>

#include <gmock/gmock.h>

#include "base/json.h"
#include "base/testing/result_matchers.h"
#include "events/testing/stream_stage.h"

namespace armillary::api {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
using namespace std::chrono_literals;

class StreamTextTest : public testing::Test {
 protected:
  StreamTextTest() {
    stage_.log.StartAt(40);
    stream_ = std::make_unique<StreamText>(stage_.Open("t/acme/deployments"), 1'234ms);
  }

  std::string Take() {
    std::string text;
    goes_on_ = stream_->Take(text);
    return text;
  }

  void Tell(std::string object_name) {
    stage_.Tell({.topic = "deployments",
                 .kind = "deployments.create",
                 .object = "d-1",
                 .object_name = std::move(object_name),
                 .environment = "research",
                 .revision = 3});
  }

  events::StreamStage stage_;
  std::unique_ptr<StreamText> stream_;
  bool goes_on_ = false;
};

TEST_F(StreamTextTest, BeginsWithWhatItTellsOfAndFromWhereItGoesOn) {
  EXPECT_EQ(Take(),
            "retry: 1234\nid: 40\nevent: ready\ndata: {\"topics\":[\"t/acme/deployments\"]}\n\n");
  EXPECT_TRUE(goes_on_);
  EXPECT_EQ(Take(), "");
}

TEST_F(StreamTextTest, SaysOfAChangeWhatToReadAgain) {
  Take();
  Tell("churn");
  EXPECT_EQ(Take(),
            "id: 41\n"
            "data: {\"topic\":\"t/acme/deployments\",\"id\":41,\"kind\":\"deployments.create\","
            "\"object\":\"d-1\",\"name\":\"churn\",\"tenant\":\"acme\","
            "\"environment\":\"research\",\"revision\":3,"
            "\"at\":\"2026-01-01T00:00:00.000Z\"}\n\n");
}

// A name may hold what ends a line elsewhere.
TEST_F(StreamTextTest, KeepsEachChangeInOneEvent) {
  Take();
  Tell("a\u2028b \"quoted\" \\ <img>");
  const std::string text = Take();
  const std::string data = text.substr(text.find("data: ") + 6);
  EXPECT_EQ(data.find('\n'), data.size() - 2);
  const auto parsed = ParseJson(data.substr(0, data.size() - 2));
  ASSERT_THAT(parsed, Succeeds());
  EXPECT_EQ(parsed->at("name").as_string(), "a\u2028b \"quoted\" \\ <img>");
}

TEST_F(StreamTextTest, SaysWhatWasMissed) {
  Take();
  stage_.log.StartAt(90);
  EXPECT_EQ(Take(), "id: 90\nevent: resync\ndata: {\"topics\":[\"t/acme/deployments\"]}\n\n");
}

TEST_F(StreamTextTest, ShowsThatItLives) {
  Take();
  stage_.clock.Advance(16s);
  EXPECT_EQ(Take(), ":\nid: 40\n\n");
}

TEST_F(StreamTextTest, SaysWhyItEnds) {
  Take();
  stage_.Revoke();

  const std::string text = Take();

  EXPECT_THAT(text, StartsWith("id: 40\nevent: end\ndata: {\"code\":\"token_revoked\","));
  EXPECT_THAT(text, HasSubstr("\"next_step\":\""));
  EXPECT_FALSE(goes_on_);
}

}  // namespace
}  // namespace armillary::api
