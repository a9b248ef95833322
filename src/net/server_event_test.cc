#include "net/server_event.h"

#include <gtest/gtest.h>

namespace armillary::net {
namespace {

std::string Text(const ServerEvent& event) {
  std::string text;
  AppendEvent(event, text);
  return text;
}

TEST(ServerEventTest, IsItsFieldsAndAnEmptyLine) {
  EXPECT_EQ(Text({.id = "7", .name = "resync", .data = "{}"}),
            "id: 7\nevent: resync\ndata: {}\n\n");
}

TEST(ServerEventTest, LeavesOutWhatIsEmpty) {
  EXPECT_EQ(Text({.id = "7"}), "id: 7\n\n");
  EXPECT_EQ(Text({.data = "{}"}), "data: {}\n\n");
}

TEST(ServerEventTest, GivesEachLineOfItsDataALineOfItsOwn) {
  EXPECT_EQ(Text({.data = "a\nb\r\nc\rd"}), "data: a\ndata: b\ndata: c\ndata: d\n\n");
}

// A name is never made of what somebody sent.
TEST(ServerEventDeathTest, TakesNoLineBreakInAName) {
  EXPECT_DEATH(Text({.name = "a\ndata: b"}), "kBreaks");
}

TEST(ServerEventTest, KeepsAStreamAliveByAComment) {
  std::string text;
  AppendComment(text);
  AppendRetry(std::chrono::milliseconds(1500), text);
  EXPECT_EQ(text, ":\nretry: 1500\n");
}

}  // namespace
}  // namespace armillary::net
