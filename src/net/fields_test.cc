#include "net/fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace armillary::net {
namespace {

TEST(FieldsTest, KeepsOrderAndDuplicates) {
  Fields fields(Fields::Match::Exact);
  fields.Add("b", "1");
  fields.Add("a", "2");
  fields.Add("b", "3");

  EXPECT_EQ(fields.Size(), 3U);
  EXPECT_EQ(fields.At(2), std::pair(std::string_view("b"), std::string_view("3")));
  EXPECT_EQ(fields.Find("b"), "1");
  EXPECT_EQ(fields.Count("b"), 2U);
}

TEST(FieldsTest, IgnoresCaseOnlyWhereAsked) {
  Fields headers(Fields::Match::IgnoreCase);
  headers.Add("Content-Type", "x");
  Fields query(Fields::Match::Exact);
  query.Add("Name", "x");

  EXPECT_EQ(headers.Find("content-TYPE"), "x");
  EXPECT_EQ(query.Find("name"), std::nullopt);
}

TEST(FieldsTest, TellsAnEmptyValueFromNone) {
  Fields fields(Fields::Match::Exact);
  fields.Add("empty", "");

  EXPECT_EQ(fields.Find("empty"), "");
  EXPECT_EQ(fields.Find("none"), std::nullopt);
}

TEST(FieldsTest, ForgetsEverythingWhenCleared) {
  Fields fields(Fields::Match::Exact);
  fields.Add("a", "1");
  fields.Clear();
  fields.Add("b", "2");

  EXPECT_EQ(fields.Size(), 1U);
  EXPECT_EQ(fields.Find("a"), std::nullopt);
  EXPECT_EQ(fields.Find("b"), "2");
}

}  // namespace
}  // namespace armillary::net
