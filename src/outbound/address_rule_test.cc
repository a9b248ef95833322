#include "outbound/address_rule.h"

#include <arpa/inet.h>
#include <array>
#include <string>

#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"

namespace armillary::outbound {
namespace {

Place PlaceOfText(const std::string& text) {
  std::array<std::byte, 16> bytes{};
  const bool is_long = text.find(':') != std::string::npos;
  EXPECT_EQ(::inet_pton(is_long ? AF_INET6 : AF_INET, text.c_str(), bytes.data()), 1) << text;
  return PlaceOf(std::span(bytes).first(is_long ? 16 : 4));
}

TEST(AddressRuleTest, KnowsThisMachine) {
  for (const char* const text : {"127.0.0.1", "127.255.255.254", "::1", "::ffff:127.0.0.1"}) {
    EXPECT_EQ(PlaceOfText(text), Place::Loopback) << text;
  }
}

TEST(AddressRuleTest, KnowsNetworksOfOnesOwn) {
  for (const char* const text : {"10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
                                 "100.64.0.1", "fc00::1", "fdff::1", "::ffff:10.1.2.3"}) {
    EXPECT_EQ(PlaceOfText(text), Place::Private) << text;
  }
}

TEST(AddressRuleTest, KnowsWhereNoServerIs) {
  for (const char* const text :
       {"0.0.0.0", "0.1.2.3", "169.254.169.254", "192.0.0.1", "224.0.0.1", "255.255.255.255",
        "::", "fe80::1", "fec0::1", "ff02::1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::1", "::2"}) {
    EXPECT_EQ(PlaceOfText(text), Place::Never) << text;
  }
}

TEST(AddressRuleTest, TakesTheRestForPublic) {
  for (const char* const text : {"8.8.8.8", "172.15.255.255", "172.32.0.1", "100.128.0.1",
                                 "2606:4700::1111", "2002:808:808::1", "64:ff9b::808:808"}) {
    EXPECT_EQ(PlaceOfText(text), Place::Public) << text;
  }
}

TEST(AddressRuleTest, LetsWhatIsInTheClearStayOnThisMachine) {
  EXPECT_TRUE(MayCall(false, Place::Loopback));
  EXPECT_FALSE(MayCall(false, Place::Private));
  EXPECT_FALSE(MayCall(false, Place::Public));
  EXPECT_FALSE(MayCall(false, Place::Never));
  EXPECT_TRUE(MayCall(true, Place::Loopback));
  EXPECT_TRUE(MayCall(true, Place::Private));
  EXPECT_TRUE(MayCall(true, Place::Public));
  EXPECT_FALSE(MayCall(true, Place::Never));
}

TEST(AddressRuleTest, TakesAddressesOfServers) {
  for (const char* const url :
       {"https://id.example", "https://id.example:8443/realms/a?b=c", "http://127.0.0.1:3000",
        "http://localhost/x", "http://[::1]:3000/x", "https://10.0.0.1/x"}) {
    EXPECT_THAT(CheckUrl(url), Succeeds()) << url;
  }
}

TEST(AddressRuleTest, RefusesOtherAddresses) {
  const std::string with_nul("https://id.example\0.evil", 24);
  for (const std::string& url :
       {std::string(), std::string("id.example"), std::string("http://id.example"),
        std::string("http://10.0.0.1"), std::string("ftp://127.0.0.1"),
        std::string("file:///etc/passwd"), std::string("https://ada@id.example"),
        std::string("https://ada:pw@id.example"), std::string("https://id.example/#a"),
        std::string("https://"), std::string("http://127.0.0.1@evil.example"), with_nul,
        "https://id.example/" + std::string(2000, 'a')}) {
    EXPECT_THAT(CheckUrl(url), FailsWith(ErrorCode::InvalidFormat)) << url;
  }
}

}  // namespace
}  // namespace armillary::outbound
