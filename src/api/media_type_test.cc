#include "api/media_type.h"

#include <string>

#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"

namespace armillary::api {
namespace {

Result<void> Check(const std::string& header, std::string_view expected) {
  net::RequestHead head;
  head.headers.Add("Content-Type", header);
  return CheckMediaType(head, expected);
}

TEST(MediaTypeTest, IsComparedWithoutItsParametersAndCase) {
  for (const char* const header :
       {"application/octet-stream", "application/octet-stream; x=y",
        "application/octet-stream \t;x=y;z", "Application/Octet-Stream"}) {
    EXPECT_THAT(Check(header, "application/octet-stream"), Succeeds()) << header;
  }
}

TEST(MediaTypeTest, IsRefusedWhereItIsAnotherOne) {
  for (const char* const header :
       {"", ";", "text/plain", "application/octet-stream2", "application/octet-stream x"}) {
    EXPECT_THAT(Check(header, "application/octet-stream"),
                FailsWithField(ErrorCode::UnsupportedMediaType, "Content-Type"))
        << header;
  }
}

TEST(MediaTypeTest, MayBeAbsent) {
  EXPECT_THAT(CheckMediaType(net::RequestHead{}, "application/json"), Succeeds());
}

}  // namespace
}  // namespace armillary::api
