#include "api/form_body.h"

#include <gmock/gmock.h>

#include "base/testing/result_matchers.h"

namespace armillary::api {
namespace {

using testing::Optional;

TEST(FormBodyTest, GivesAField) {
  EXPECT_THAT(FormField("a=b", "a").value(), Optional(std::string("b")));
  EXPECT_THAT(FormField("x=1&a=b%2Ec+d&y", "a").value(), Optional(std::string("b.c d")));
  EXPECT_THAT(FormField("%61=b", "a").value(), Optional(std::string("b")));
  EXPECT_THAT(FormField("a=b=c", "a").value(), Optional(std::string("b=c")));
  EXPECT_THAT(FormField("a", "a").value(), Optional(std::string()));
}

TEST(FormBodyTest, GivesNoneThatIsNotThere) {
  for (const char* const body : {"", "b=a", "A=b", "aa=b", "&&"}) {
    EXPECT_EQ(FormField(body, "a").value(), std::nullopt) << body;
  }
}

TEST(FormBodyTest, IsOneForm) {
  for (const char* const body : {"a=1&a=2", "a=%", "a=%4", "a=%zz", "%=1"}) {
    EXPECT_THAT(FormField(body, "a"), FailsWith(ErrorCode::BadRequest)) << body;
  }
}

}  // namespace
}  // namespace armillary::api
