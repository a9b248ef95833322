#include "net/internal/outbox.h"

#include <gtest/gtest.h>

namespace armillary::net {
namespace {

constexpr std::size_t kKept = std::size_t{4} * 1024;
constexpr std::size_t kPiece = std::size_t{16} * 1024;

// All that is left, in one piece.
std::string Left(const Outbox& outbox) {
  const auto [first, second] = outbox.Pieces();
  return std::string(first).append(second);
}

TEST(OutboxTest, GivesTextAndThenTheBodyInTheirOrder) {
  Outbox outbox;
  outbox.Text() = "head ";
  outbox.SetBody("body");
  EXPECT_EQ(Left(outbox), "head body");
  outbox.Consume(3);
  EXPECT_EQ(Left(outbox), "d body");
  outbox.Consume(4);
  EXPECT_EQ(Left(outbox), "dy");
  outbox.Consume(2);
  EXPECT_TRUE(outbox.Empty());
  EXPECT_FALSE(outbox.HasBody());
}

TEST(OutboxTest, KeepsItsOrderWhereTextIsForgottenBeforeTheBody) {
  Outbox outbox;
  outbox.Text().assign(2 * kPiece, 't').append("end ");
  outbox.SetBody("body");
  outbox.Consume(2 * kPiece);
  EXPECT_EQ(Left(outbox), "end body");
  EXPECT_EQ(outbox.Size(), 8U);
}

// As for a client that reads slowly: more is added before all is sent, over and over.
TEST(OutboxTest, HoldsNoMoreForBytesThatWereSent) {
  Outbox outbox(kKept);
  for (int i = 0; i < 1'000; ++i) {
    const char letter = static_cast<char>('a' + i % 26);
    outbox.Text().append(kPiece, letter);
    outbox.Consume(outbox.Size() - 100);
    ASSERT_LE(outbox.Text().capacity(), 8 * kPiece);
    ASSERT_EQ(Left(outbox), std::string(100, letter));
  }
}

TEST(OutboxTest, GivesMemoryBackOnceAllIsSent) {
  Outbox outbox(kKept);
  outbox.Text().assign(kPiece, 't');
  outbox.SetBody(std::string(kPiece, 'b'));
  outbox.Consume(2 * kPiece);
  EXPECT_TRUE(outbox.Empty());
  EXPECT_LE(outbox.Text().capacity(), kKept);
}

}  // namespace
}  // namespace armillary::net
