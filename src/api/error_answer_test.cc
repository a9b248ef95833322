#include "api/error_answer.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace armillary::api {
namespace {

using testing::Contains;
using testing::Key;
using testing::Not;

constexpr const char* kHeader = "Retry-After";

std::vector<net::Header> HeadersOf(ErrorCode code) {
  return ErrorAnswer({.code = code, .message = "not now"}, {"r1"}).headers;
}

TEST(ErrorAnswerTest, SaysWhenToComeBackWhereTheSameRequestMaySoonSucceed) {
  for (const ErrorCode code : {ErrorCode::QueueFull, ErrorCode::Overloaded,
                               ErrorCode::TooManyRequests, ErrorCode::DatabaseUnavailable}) {
    EXPECT_THAT(HeadersOf(code), Contains(net::Header(kHeader, "1"))) << CodeName(code);
    EXPECT_THAT(OipErrorAnswer({.code = code, .message = "not now"}).headers,
                Contains(net::Header(kHeader, "1")));
  }
}

TEST(ErrorAnswerTest, SaysNothingOfTheKindWhereWaitingDoesNotHelp) {
  for (const ErrorCode code :
       {ErrorCode::NotFound, ErrorCode::QuotaExceeded, ErrorCode::StorageFull}) {
    EXPECT_THAT(HeadersOf(code), Not(Contains(Key(kHeader)))) << CodeName(code);
  }
}

TEST(ErrorAnswerTest, SaysWhenWhereverTheCatalogueSpeaksOfIt) {
  for (const ErrorEntry& entry : AllErrors()) {
    if (entry.next_step.find(kHeader) != std::string_view::npos) {
      EXPECT_THAT(HeadersOf(entry.code), Contains(Key(kHeader))) << entry.name;
    }
  }
}

}  // namespace
}  // namespace armillary::api
