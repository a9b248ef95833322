#include "net/internal/request_parser.h"

#include <algorithm>
#include <memory>
#include <ostream>
#include <random>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"

namespace armillary::net {
namespace {

using Progress = RequestParser::Progress;

struct Parsed {
  RequestHead head;
  Framing framing;
  std::string body;
  std::size_t used = 0;
};

// Parses a request that arrives in pieces of `piece` bytes.
Result<std::unique_ptr<Parsed>> Parse(std::string_view bytes, std::size_t piece = SIZE_MAX,
                                      const ServerOptions& options = {}) {
  auto parsed = std::make_unique<Parsed>();
  RequestParser parser(options);
  bool in_head = true;
  std::size_t arrived = 0;
  while (true) {
    const std::string_view view = bytes.substr(parsed->used, arrived - parsed->used);
    auto outcome = in_head ? parser.ReadHead(view, parsed->head, parsed->framing)
                           : parser.ReadBody(view, 1024 * 1024, parsed->body);
    if (!outcome) {
      return Fail(outcome.error());
    }
    parsed->used += outcome->used;
    if (outcome->progress == Progress::Done) {
      if (!in_head || !parsed->framing.HasBody()) {
        return parsed;
      }
      in_head = false;
    } else if (arrived == bytes.size()) {
      return Fail(ErrorCode::TruncatedBody, "more is needed");
    } else {
      arrived += std::min(piece, bytes.size() - arrived);
    }
  }
}

constexpr std::string_view kChunked =
    "POST /a?b=c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    "5;ext=\"1\"\r\nhello\r\n1\r\n \r\nA\r\nwide world\r\n0\r\nTrailer: t\r\n\r\nNEXT";

TEST(RequestParserTest, ReadsTheSameWhateverThePieces) {
  for (std::size_t piece = 1; piece < kChunked.size(); ++piece) {
    const auto parsed = Parse(kChunked, piece);
    ASSERT_THAT(parsed, Succeeds()) << "pieces of " << piece;
    EXPECT_EQ((*parsed)->head.target, "/a?b=c");
    EXPECT_EQ((*parsed)->head.headers.Size(), 2U);
    EXPECT_EQ((*parsed)->framing.target.query, "b=c");
    EXPECT_EQ((*parsed)->body, "hello wide world");
    EXPECT_EQ((*parsed)->used, kChunked.size() - 4);
  }
}

// Takes away, doubles or replaces a few bytes by ones that mean something.
std::string Mutated(std::string bytes, std::mt19937& random) {
  constexpr std::string_view kMeaningful("\r\n :;,\t\0/%.0129af\xff", 18);
  const auto below = [&](std::size_t most) { return random() % most; };
  for (std::size_t changes = 1 + below(3); changes > 0 && !bytes.empty(); --changes) {
    const std::size_t at = below(bytes.size());
    switch (below(3)) {
      case 0:
        bytes.erase(at, 1 + below(3));
        break;
      case 1:
        bytes.insert(at, 1, kMeaningful[below(kMeaningful.size())]);
        break;
      default:
        bytes[at] = kMeaningful[below(kMeaningful.size())];
    }
  }
  return bytes;
}

// Two readers that see other pieces must not see other requests.
TEST(RequestParserTest, UnderstandsMutatedRequestsTheSameWhateverThePieces) {
  std::mt19937 random(20261124);
  int understood = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::string bytes = Mutated(std::string(kChunked), random);
    const auto whole = Parse(bytes);
    for (const std::size_t piece : {std::size_t{1}, std::size_t{3}, std::size_t{17}}) {
      const auto pieces = Parse(bytes, piece);
      ASSERT_EQ(whole.has_value(), pieces.has_value()) << testing::PrintToString(bytes);
      if (whole) {
        ASSERT_EQ((*whole)->head.target, (*pieces)->head.target);
        ASSERT_EQ((*whole)->head.headers.Size(), (*pieces)->head.headers.Size());
        ASSERT_EQ((*whole)->body, (*pieces)->body);
        ASSERT_EQ((*whole)->used, (*pieces)->used) << testing::PrintToString(bytes);
      }
    }
    understood += whole ? 1 : 0;
  }
  EXPECT_GT(understood, 1000);
  EXPECT_LT(understood, 19'000);
}

// At the limit the last byte counts, not where the network cut.
TEST(RequestParserTest, LimitsAHeadTheSameWhateverThePieces) {
  ServerOptions options;
  options.header_bytes = 200;
  int taken = 0;
  for (std::size_t length = 100; length < 300; ++length) {
    const std::string bytes =
        "GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(length, 'a') + "\r\n\r\n";
    const auto whole = Parse(bytes, SIZE_MAX, options);
    for (const std::size_t piece : {std::size_t{1}, std::size_t{17}}) {
      EXPECT_EQ(Parse(bytes, piece, options).has_value(), whole.has_value()) << length;
    }
    taken += whole ? 1 : 0;
  }
  EXPECT_GT(taken, 50);
  EXPECT_LT(taken, 150);
}

TEST(RequestParserTest, DoesNotTakeATrailerForAHeader) {
  const auto parsed = Parse(
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
      "1\r\na\r\n0\r\nAuthorization: Bearer x\r\n\r\n");
  ASSERT_THAT(parsed, Succeeds());
  EXPECT_EQ((*parsed)->head.headers.Find("Authorization"), std::nullopt);
}

struct BadHead {
  const char* name;
  std::string bytes;
  ErrorCode code;

  friend std::ostream& operator<<(std::ostream& out, const BadHead& bad) { return out << bad.name; }
};

class BadHeadTest : public testing::TestWithParam<BadHead> {};

TEST_P(BadHeadTest, IsRefusedWholeAndInPieces) {
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, SIZE_MAX}) {
    EXPECT_THAT(Parse(GetParam().bytes, piece), FailsWith(GetParam().code)) << piece;
  }
}

std::string With(std::string_view fields) {
  return "POST / HTTP/1.1\r\nHost: x\r\n" + std::string(fields) + "\r\n\r\n";
}

std::string Line(std::string_view line) { return std::string(line) + "\r\nHost: x\r\n\r\n"; }

std::vector<BadHead> BadFramingHeads() {
  return {
      {"LengthAndCoding", With("Content-Length: 1\r\nTransfer-Encoding: chunked"),
       ErrorCode::BadRequest},
      {"CodingAndLength", With("Transfer-Encoding: chunked\r\nContent-Length: 1"),
       ErrorCode::BadRequest},
      {"TwoLengths", With("Content-Length: 1\r\nContent-Length: 1"), ErrorCode::InvalidHeader},
      {"TwoDifferentLengths", With("Content-Length: 1\r\nContent-Length: 2"),
       ErrorCode::BadRequest},
      {"ListOfLengths", With("Content-Length: 1, 1"), ErrorCode::BadRequest},
      {"SignedLength", With("Content-Length: +1"), ErrorCode::BadRequest},
      {"NegativeLength", With("Content-Length: -1"), ErrorCode::BadRequest},
      {"HexLength", With("Content-Length: 0x1"), ErrorCode::BadRequest},
      {"EmptyLength", With("Content-Length: "), ErrorCode::BadRequest},
      {"HugeLength", With("Content-Length: 99999999999999999999"), ErrorCode::BadRequest},
      {"TwoCodings", With("Transfer-Encoding: chunked, identity"), ErrorCode::BadRequest},
      {"CodingBefore", With("Transfer-Encoding: gzip, chunked"), ErrorCode::BadRequest},
      {"OtherCoding", With("Transfer-Encoding: identity"), ErrorCode::BadRequest},
      {"OddCoding", With("Transfer-Encoding: xchunked"), ErrorCode::BadRequest},
      {"CodingWithTab",
       With("Transfer-Encoding: \x0b"
            "chunked"),
       ErrorCode::BadRequest},
      {"CodingTwice", With("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"),
       ErrorCode::BadRequest},
      {"CodingInOldVersion", "POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
       ErrorCode::BadRequest},
  };
}

std::vector<BadHead> BadSyntaxHeads() {
  return {
      {"BareLineFeed", "GET / HTTP/1.1\nHost: x\n\n", ErrorCode::BadRequest},
      {"BareLineFeedInFields", "GET / HTTP/1.1\r\nHost: x\nA: b\r\n\r\n", ErrorCode::BadRequest},
      {"BareReturn", With("A: b\rc"), ErrorCode::BadRequest},
      {"Null", With(std::string_view("A: b\0c", 6)), ErrorCode::BadRequest},
      {"NullInName", With(std::string_view("A\0B: c", 6)), ErrorCode::BadRequest},
      {"Folded", With("A: b\r\n c"), ErrorCode::BadRequest},
      {"FoldedFromEmpty", With("A:\r\n b"), ErrorCode::BadRequest},
      {"FoldedToEmpty", With("A: b\r\n "), ErrorCode::BadRequest},
      {"SpaceBeforeColon", With("A : b"), ErrorCode::BadRequest},
      {"SpaceBeforeName", "GET / HTTP/1.1\r\n Host: x\r\n\r\n", ErrorCode::BadRequest},
      {"NoColon", With("Abc"), ErrorCode::BadRequest},
      {"EmptyName", With(": b"), ErrorCode::BadRequest},
  };
}

std::vector<BadHead> BadAddressesHeads() {
  return {
      {"TwoHosts", With("Host: y"), ErrorCode::InvalidHeader},
      {"NoHost", "GET / HTTP/1.1\r\n\r\n", ErrorCode::BadRequest},
      {"EmptyHost", "GET / HTTP/1.1\r\nHost: \r\n\r\n", ErrorCode::BadRequest},
      {"HostWithPath", "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n", ErrorCode::BadRequest},
      {"HostWithUser", "GET / HTTP/1.1\r\nHost: u@x\r\n\r\n", ErrorCode::BadRequest},
      {"HostWithBadPort", "GET / HTTP/1.1\r\nHost: x:http\r\n\r\n", ErrorCode::BadRequest},
      {"OtherHostInTarget", Line("GET http://y/ HTTP/1.1"), ErrorCode::BadRequest},
      {"OtherScheme", Line("GET https://x/ HTTP/1.1"), ErrorCode::BadRequest},
      {"UserInTarget", Line("GET http://u@x/ HTTP/1.1"), ErrorCode::BadRequest},
      {"Tunnel", Line("CONNECT x:443 HTTP/1.1"), ErrorCode::BadRequest},
      {"RelativeTarget", Line("GET healthz HTTP/1.1"), ErrorCode::BadRequest},
  };
}

std::vector<BadHead> OtherBadHeads() {
  return {
      {"Fragment", Line("GET /#a HTTP/1.1"), ErrorCode::InvalidPath},
      {"HighByteInTarget", Line("GET /\xC3\xBC HTTP/1.1"), ErrorCode::InvalidPath},
      {"TwoSpaces", Line("GET  / HTTP/1.1"), ErrorCode::BadRequest},
      {"TabInLine", Line("GET\t/ HTTP/1.1"), ErrorCode::BadRequest},
      {"ManyFields", With([] {
         std::string fields = "A: b";
         for (int i = 0; i < 10'000; ++i) {
           fields += "\r\nA: b";
         }
         return fields;
       }()),
       ErrorCode::HeaderTooLarge},
      {"NoVersion", "GET /\r\n\r\n", ErrorCode::BadRequest},
      {"NextVersion", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", ErrorCode::BadRequest},
      {"OldVersion", Line("GET / HTTP/0.9"), ErrorCode::BadRequest},
      {"LongMethod", Line(std::string(40, 'A') + " / HTTP/1.1"), ErrorCode::BadRequest},
      {"TlsHello", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11),
       ErrorCode::BadRequest},
      {"TwoCredentials", With("Authorization: a\r\nAuthorization: b"), ErrorCode::InvalidHeader},
      {"TwoTypes", With("Content-Type: a/b\r\nContent-Type: c/d"), ErrorCode::InvalidHeader},
      {"OtherExpectation", With("Expect: the-unexpected"), ErrorCode::InvalidHeader},
      {"UnknownEncoding", With("Content-Encoding: br"), ErrorCode::UnsupportedEncoding},
      {"TwoEncodings", With("Content-Encoding: gzip, gzip"), ErrorCode::UnsupportedEncoding},
      {"LongTarget", Line("GET /" + std::string(9000, 'a') + " HTTP/1.1"), ErrorCode::UriTooLong},
      {"EndlessTarget", "GET /" + std::string(1024 * 1024, 'a'), ErrorCode::UriTooLong},
      {"LongHeader", With("A: " + std::string(40'000, 'a')), ErrorCode::HeaderTooLarge},
      {"EndlessHeader", "GET / HTTP/1.1\r\nHost: " + std::string(40'000, 'a'),
       ErrorCode::HeaderTooLarge},
  };
}

INSTANTIATE_TEST_SUITE_P(Framing, BadHeadTest, testing::ValuesIn(BadFramingHeads()),
                         [](const auto& test) { return test.param.name; });
INSTANTIATE_TEST_SUITE_P(Syntax, BadHeadTest, testing::ValuesIn(BadSyntaxHeads()),
                         [](const auto& test) { return test.param.name; });
INSTANTIATE_TEST_SUITE_P(Addresses, BadHeadTest, testing::ValuesIn(BadAddressesHeads()),
                         [](const auto& test) { return test.param.name; });
INSTANTIATE_TEST_SUITE_P(Rest, BadHeadTest, testing::ValuesIn(OtherBadHeads()),
                         [](const auto& test) { return test.param.name; });

TEST(RequestParserTest, CountsFieldsAndNamesTheLimit) {
  std::string fields = "A: b";
  for (int i = 0; i < 200; ++i) {
    fields += "\r\nA: b";
  }
  const auto parsed = Parse(With(fields), 100);

  ASSERT_THAT(parsed, FailsWithField(ErrorCode::HeaderTooLarge, "header"));
  EXPECT_EQ(parsed.error().rule, "at most 100 fields");
}

class BadChunksTest : public testing::TestWithParam<const char*> {};

TEST_P(BadChunksTest, AreRefused) {
  const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const std::size_t piece : {std::size_t{1}, SIZE_MAX}) {
    EXPECT_THAT(Parse(head + GetParam(), piece), FailsWith(ErrorCode::BadRequest)) << piece;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Chunks, BadChunksTest,
    testing::Values("-1\r\na\r\n0\r\n\r\n", "0x1\r\na\r\n0\r\n\r\n", "g\r\na\r\n0\r\n\r\n",
                    "\r\n\r\n\r\n", " 1\r\na\r\n0\r\n\r\n", "1 \r\na\r\n0\r\n\r\n",
                    "1\na\r\n0\r\n\r\n", "1\r\nab\r\n0\r\n\r\n", "1\r\na0\r\n\r\n0\r\n\r\n",
                    "1;\r\na\r\n0\r\n\r\n", "1;=b\r\na\r\n0\r\n\r\n", "1\r\na\r\n0\r\nBad\r\n\r\n",
                    "1\r\na\r\n0\r\nA: b\r\n c\r\n\r\n", "11111111111111111\r\na\r\n0\r\n\r\n"));

TEST(RequestParserTest, RefusesAFloodOfChunkExtensions) {
  std::string bytes = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 200; ++i) {
    bytes += "1;extension=value\r\na\r\n";
  }
  EXPECT_THAT(Parse(bytes + "0\r\n\r\n"), FailsWith(ErrorCode::BadRequest));
}

TEST(RequestParserTest, RefusesAChunkHeaderWithoutAnEnd) {
  const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_THAT(Parse(head + "1;" + std::string(100'000, 'a'), 5000),
              FailsWith(ErrorCode::HeaderTooLarge));
}

TEST(RequestParserTest, RefusesAChunkThatWouldPassTheLimit) {
  const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_THAT(Parse(head + "fffffff\r\n"), FailsWith(ErrorCode::BodyTooLarge));
  EXPECT_THAT(Parse(head + "ffffffffffffffff\r\n"), FailsWith(ErrorCode::BodyTooLarge));
}

struct GoodHead {
  std::string bytes;
  bool keep_alive;
  bool accepts_gzip;
};

class GoodHeadTest : public testing::TestWithParam<GoodHead> {};

TEST_P(GoodHeadTest, SaysHowTheConnectionGoesOn) {
  const auto parsed = Parse(GetParam().bytes);
  ASSERT_THAT(parsed, Succeeds());
  EXPECT_EQ((*parsed)->framing.keep_alive, GetParam().keep_alive);
  EXPECT_EQ((*parsed)->head.accepts_gzip, GetParam().accepts_gzip);
}

INSTANTIATE_TEST_SUITE_P(
    Heads, GoodHeadTest,
    testing::Values(GoodHead{With("Content-Length: 0"), true, false},
                    GoodHead{With("Connection: close"), false, false},
                    GoodHead{With("Connection: x, CLOSE , y"), false, false},
                    GoodHead{With("Connection: close\r\nConnection: keep-alive"), false, false},
                    GoodHead{With("Connection: upgrade\r\nUpgrade: h2c"), true, false},
                    GoodHead{"GET / HTTP/1.0\r\n\r\n", false, false},
                    GoodHead{"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", true, false},
                    GoodHead{With("Accept-Encoding: br, gzip"), true, true},
                    GoodHead{With("Accept-Encoding: GZIP;q=0.5"), true, true},
                    GoodHead{With("Accept-Encoding: gzip;q=0, br"), true, false},
                    GoodHead{With("Accept-Encoding: gzip; q=0.000"), true, false},
                    GoodHead{With("Accept-Encoding: gzipped"), true, false}));

TEST(RequestParserTest, KeepsOnlyAWellFormedIdOfTheClient) {
  const auto good = Parse(With("X-Request-Id: abc-1.2"));
  const auto bad = Parse(With("X-Request-Id: a b"));
  const auto like_a_token = Parse(With("X-Request-Id: arm_01jdfx0000000000000000000h_cut"));
  const auto long_one = Parse(With("X-Request-Id: " + std::string(65, 'a')));
  ASSERT_TRUE(good && bad && like_a_token && long_one);
  EXPECT_EQ((*good)->head.client_request_id, "abc-1.2");
  EXPECT_EQ((*bad)->head.client_request_id, "");
  EXPECT_EQ((*like_a_token)->head.client_request_id, "");
  EXPECT_EQ((*long_one)->head.client_request_id, "");
}

}  // namespace
}  // namespace armillary::net
