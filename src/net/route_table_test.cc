#include "net/route_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"

namespace armillary::net {
namespace {

using std::chrono::seconds;

Route At(Method method, std::string pattern, std::string operation) {
  return {{method, std::move(pattern), std::move(operation)},
          Policy::Public(),
          {.body_bytes = 0, .time = seconds(1)},
          Execution::Inline,
          [](const Request&) { return Response{}; }};
}

Result<RouteTable> TableOf(std::vector<Route> routes) {
  return RouteTable::Build(std::move(routes));
}

class RouteTableTest : public testing::Test {
 protected:
  RouteTableTest()
      : table_(*TableOf({At(Method::Get, "/", "root"), At(Method::Get, "/healthz", "health"),
                         At(Method::Get, "/models", "list"), At(Method::Post, "/models", "create"),
                         At(Method::Get, "/models/{model}", "get"),
                         At(Method::Get, "/models/search", "search"),
                         At(Method::Delete, "/models/{model}/versions/{version}", "delete")})) {}

  // The operation that answers; the name of the error otherwise.
  std::string Find(Method method, std::string_view path) {
    parameters_.Clear();
    const auto route = table_.Find(method, path, parameters_);
    return route ? (*route)->operation() : std::string(CodeName(route.error().code));
  }

  RouteTable table_;
  Fields parameters_{Fields::Match::Exact};
};

TEST_F(RouteTableTest, FindsLiteralsAndParameters) {
  EXPECT_EQ(Find(Method::Get, "/"), "root");
  EXPECT_EQ(Find(Method::Get, "/healthz"), "health");
  EXPECT_EQ(Find(Method::Post, "/models"), "create");
  EXPECT_EQ(Find(Method::Delete, "/models/churn/versions/3"), "delete");
  EXPECT_EQ(parameters_.Find("model"), "churn");
  EXPECT_EQ(parameters_.Find("version"), "3");
}

TEST_F(RouteTableTest, PrefersALiteralToAParameterAndDoesNotLookBack) {
  EXPECT_EQ(Find(Method::Get, "/models/search"), "search");
  EXPECT_EQ(Find(Method::Delete, "/models/search/versions/3"), "not_found");
}

TEST_F(RouteTableTest, AnswersHeadWithTheRouteOfGet) {
  EXPECT_EQ(Find(Method::Head, "/healthz"), "health");
  EXPECT_EQ(Find(Method::Head, "/models/churn/versions/3"), "method_not_allowed");
}

TEST_F(RouteTableTest, TellsAMissingPathFromAWrongMethod) {
  EXPECT_EQ(Find(Method::Get, "/nowhere"), "not_found");
  EXPECT_EQ(Find(Method::Get, "/models/churn/versions"), "not_found");
  EXPECT_EQ(Find(Method::Put, "/models"), "method_not_allowed");
  EXPECT_EQ(Find(Method::Other, "/models"), "method_not_allowed");
}

TEST_F(RouteTableTest, NamesTheMethodsOfAPath) {
  EXPECT_EQ(table_.Allow("/models"), "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(table_.Allow("/models/churn/versions/3"), "DELETE, OPTIONS");
  EXPECT_EQ(table_.Allow("*"), "GET, HEAD, POST, DELETE, OPTIONS");
  EXPECT_EQ(table_.Allow("/nowhere"), "");
}

TEST_F(RouteTableTest, DecodesAParameterOnce) {
  EXPECT_EQ(Find(Method::Get, "/models/gr%C3%BC%C3%9Fe%20x"), "get");
  EXPECT_EQ(parameters_.Find("model"), "gr\u00fc\u00dfe x");
  EXPECT_EQ(Find(Method::Get, "/models/%252e%252e"), "get");
  EXPECT_EQ(parameters_.Find("model"), "%2e%2e");
  EXPECT_EQ(Find(Method::Get, "/models/a;b=c"), "get");
  EXPECT_EQ(parameters_.Find("model"), "a;b=c");
}

class RestOfPathTest : public testing::Test {
 protected:
  std::string Rest(std::string_view path) {
    parameters_.Clear();
    const auto route = table_.Find(Method::Get, path, parameters_);
    return route ? (*route)->operation() + ":" +
                       std::string(parameters_.Find("path").value_or("none"))
                 : std::string(CodeName(route.error().code));
  }

  RouteTable table_ =
      *TableOf({At(Method::Get, "/ui", "page"), At(Method::Get, "/ui/{path...}", "below"),
                At(Method::Get, "/t/{tenant}/{path...}", "deep")});
  Fields parameters_{Fields::Match::Exact};
};

TEST_F(RestOfPathTest, IsOneParameterOfAllItsSegments) {
  EXPECT_EQ(Rest("/ui"), "page:none");
  EXPECT_EQ(Rest("/ui/a"), "below:a");
  EXPECT_EQ(Rest("/ui/t/acme/models/churn"), "below:t/acme/models/churn");
  EXPECT_EQ(Rest("/t/acme/x/y"), "deep:x/y");
  EXPECT_EQ(parameters_.Find("tenant"), "acme");
  EXPECT_EQ(Rest("/t/acme"), "not_found");
}

TEST_F(RestOfPathTest, IsDecodedOnceSegmentBySegment) {
  EXPECT_EQ(Rest("/ui/gr%C3%BC%C3%9Fe%20x/%252e"), "below:gr\u00fc\u00dfe x/%2e");
  for (const char* path :
       {"/ui/", "/ui//a", "/ui/a/", "/ui/a/../b", "/ui/%2e%2e", "/ui/a/%2e", "/ui/a%2Fb",
        "/ui/a/b%2fc", "/ui/a%00", "/ui/a/%FF", "/ui/a/%", "/ui/a|b"}) {
    EXPECT_EQ(Rest(path), "invalid_path") << path;
  }
}

TEST_F(RestOfPathTest, NamesItsMethods) {
  EXPECT_EQ(table_.Allow("/ui/a/b"), "GET, HEAD, OPTIONS");
  parameters_.Clear();
  EXPECT_THAT(table_.Find(Method::Post, "/ui/a/b", parameters_),
              FailsWith(ErrorCode::MethodNotAllowed));
}

TEST(RouteTableBuildTest, RefusesWhatStandsBesideAParameterThatTakesTheRest) {
  for (const char* other : {"/ui/assets", "/ui/assets/{name}", "/ui/{path}", "/ui/{other...}"}) {
    EXPECT_THAT(TableOf({At(Method::Get, "/ui/{path...}", "x"), At(Method::Get, other, "y")}),
                FailsWith(ErrorCode::InvalidFormat))
        << other;
    EXPECT_THAT(TableOf({At(Method::Get, other, "y"), At(Method::Get, "/ui/{path...}", "x")}),
                FailsWith(ErrorCode::InvalidFormat))
        << other;
  }
}

class HostilePathTest : public RouteTableTest, public testing::WithParamInterface<const char*> {};

TEST_P(HostilePathTest, IsRefusedWhateverTheMethod) {
  EXPECT_EQ(Find(Method::Get, GetParam()), "invalid_path");
  EXPECT_EQ(Find(Method::Delete, GetParam()), "invalid_path");
}

INSTANTIATE_TEST_SUITE_P(
    Paths, HostilePathTest,
    testing::Values("/healthz/", "//healthz", "//", "/models//versions/3", "/./healthz",
                    "/models/../healthz", "/models/%2e%2e", "/models/%2E", "/models/.%2e",
                    "/models/a%2Fb", "/models/a%2fb", "/models/a%00b", "/models/a%0Ab",
                    "/models/a%7F", "/models/%C0%AE%C0%AE", "/models/%FF", "/models/%ED%A0%80",
                    "/models/%", "/models/%2", "/models/%zz", "/models/%2%65", "/%68ealthz",
                    "/models/%73earch", "/nowhere/%FF", "/models/a|b", "/models/a\\b",
                    "/models/a b", "/models/{model}", "/models/a\xC3\xBC"));

TEST_F(RouteTableTest, DistinguishesCase) {
  EXPECT_EQ(Find(Method::Get, "/HEALTHZ"), "not_found");
  EXPECT_EQ(Find(Method::Get, "/healthz;x=1"), "not_found");
  EXPECT_EQ(Find(Method::Get, "/healthz."), "not_found");
  EXPECT_EQ(Find(Method::Get, "healthz"), "not_found");
  EXPECT_EQ(Find(Method::Get, ""), "not_found");
}

TEST(RouteTableBuildTest, RefusesTwoRoutesWithOneMethodAndPath) {
  EXPECT_THAT(TableOf({At(Method::Get, "/a", "x"), At(Method::Get, "/a", "y")}),
              FailsWith(ErrorCode::AlreadyExists));
  EXPECT_THAT(TableOf({At(Method::Get, "/{a}", "x"), At(Method::Get, "/{a}", "y")}),
              FailsWith(ErrorCode::AlreadyExists));
}

TEST(RouteTableBuildTest, RefusesTwoRoutesWithOneOperation) {
  EXPECT_THAT(TableOf({At(Method::Get, "/a", "x"), At(Method::Get, "/b", "x")}),
              FailsWith(ErrorCode::AlreadyExists));
}

TEST(RouteTableBuildTest, RefusesAnotherNameForAParameterInTheSamePlace) {
  EXPECT_THAT(TableOf({At(Method::Get, "/{a}/x", "x"), At(Method::Get, "/{b}/y", "y")}),
              FailsWith(ErrorCode::InvalidFormat));
}

class BadPatternTest : public testing::TestWithParam<const char*> {};

TEST_P(BadPatternTest, IsRefused) {
  EXPECT_THAT(TableOf({At(Method::Get, GetParam(), "x")}), FailsWith(ErrorCode::InvalidFormat));
}

INSTANTIATE_TEST_SUITE_P(Patterns, BadPatternTest,
                         testing::Values("", "a", "/a/", "//", "/a//b", "/..", "/a%20b", "/{}",
                                         "/{A}", "/{...}", "/{a...}/b", "/{a..}", "/{a}/{a...}",
                                         "/{a}/{a}", "/x{a}", "/{a}x", "/a b"));

TEST(RouteTableBuildTest, RefusesRoutesForMethodsThatItAnswersItself) {
  EXPECT_THAT(TableOf({At(Method::Head, "/a", "x")}), FailsWith(ErrorCode::InvalidFormat));
  EXPECT_THAT(TableOf({At(Method::Other, "/a", "x")}), FailsWith(ErrorCode::InvalidFormat));
  EXPECT_THAT(TableOf({At(Method::Get, "/a", "")}), FailsWith(ErrorCode::InvalidFormat));
}

TEST(RouteTableBuildTest, RefusesAPublicUpload) {
  std::vector<Route> routes;
  routes.emplace_back(Route::Address{Method::Put, "/a", "x"}, Policy::Public(),
                      RouteLimits{1, seconds(1)},
                      [](const RequestHead&, Admitted&) -> Result<std::unique_ptr<Upload>> {
                        return Fail(ErrorCode::Internal, "");
                      });

  EXPECT_THAT(TableOf(std::move(routes)), FailsWith(ErrorCode::InvalidFormat));
}

TEST(RouteTableBuildTest, StaysWholeWhenMoved) {
  RouteTable first = *TableOf({At(Method::Get, "/a", "x"), At(Method::Get, "/{b}", "y")});
  const RouteTable second = std::move(first);
  Fields parameters(Fields::Match::Exact);

  EXPECT_EQ((*second.Find(Method::Get, "/a", parameters))->operation(), "x");
  EXPECT_EQ((*second.Find(Method::Get, "/c", parameters))->operation(), "y");
  EXPECT_EQ(second.Routes().size(), 2U);
}

}  // namespace
}  // namespace armillary::net
