#include "api/pages.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/page_routes.h"
#include "base/testing/result_matchers.h"
#include "base/testing/temp_folder.h"

namespace armillary::api {
namespace {

namespace fs = std::filesystem;

class PagesTest : public testing::Test {
 protected:
  PagesTest() {
    fs::create_directory(folder_.Path() / "assets");
    Write("index.html", "<!doctype html>");
    Write("index.html.gz", "packed page");
    Write("theme.js", "theme()");
    Write("assets/app-1a2b.js", "app()");
    Write("assets/app-1a2b.js.gz", "packed app");
    Write("assets/app-1a2b.js.map", "where it came from");
  }

  void Write(const std::string& name, const std::string& text) {
    std::ofstream(folder_.Path() / name) << text;
  }

  Pages Load() { return *Pages::Load(files_, folder_.Path()); }

  // Header lines and body of the answer; the name of the error otherwise.
  std::string Get(std::string_view path, bool gzip = false, std::string_view known = "") {
    net::RequestHead head{.accepts_gzip = gzip};
    if (!known.empty()) {
      head.headers.Add("If-None-Match", known);
    }
    auto answer = Load().Answer(path, head);
    if (!answer) {
      return std::string(CodeName(answer.error().code));
    }
    last_ = *std::move(answer);
    return std::get<std::string>(last_.body);
  }

  std::string Header(std::string_view name) const {
    for (const auto& [key, value] : last_.headers) {
      if (key == name) {
        return value;
      }
    }
    return "";
  }

  TempFolder folder_;
  LocalFileSystem files_;
  net::Response last_;
};

TEST_F(PagesTest, SendAFileByItsName) {
  EXPECT_EQ(Get("assets/app-1a2b.js"), "app()");
  EXPECT_EQ(last_.content_type, "text/javascript; charset=utf-8");
  EXPECT_EQ(Header("Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(Get("theme.js"), "theme()");
  EXPECT_EQ(Header("Cache-Control"), "no-cache");
}

TEST_F(PagesTest, SendTheFirstPageForEveryPlaceInTheApplication) {
  for (const char* place : {"", "index.html", "t/acme/models", "sign-in", "t/acme/models/v1.2"}) {
    EXPECT_EQ(Get(place), "<!doctype html>") << place;
    EXPECT_EQ(last_.content_type, "text/html; charset=utf-8");
    EXPECT_EQ(Header("Cache-Control"), "no-cache");
  }
}

TEST_F(PagesTest, DoNotAnswerAPageWhereAFileIsMissing) {
  EXPECT_EQ(Get("assets/app-0000.js"), "not_found");
  EXPECT_EQ(Get("assets/app-1a2b.js.map"), "not_found");
  EXPECT_EQ(Get("assets/app-1a2b.js.gz"), "not_found");
  EXPECT_EQ(Get("favicon.ico"), "not_found");
  EXPECT_EQ(Get("../secret"), "not_found");
}

TEST_F(PagesTest, CannotReachTheDiskAfterTheStart) {
  const Pages pages = Load();
  Write("late.js", "late()");
  EXPECT_THAT(pages.Answer("late.js", {}), FailsWith(ErrorCode::NotFound));
  fs::remove(folder_.Path() / "theme.js");
  EXPECT_THAT(pages.Answer("theme.js", {}), Succeeds());
}

TEST_F(PagesTest, SendThePackedFormToWhoTakesIt) {
  EXPECT_EQ(Get("assets/app-1a2b.js", true), "packed app");
  EXPECT_EQ(Header("Content-Encoding"), "gzip");
  EXPECT_EQ(Header("Vary"), "Accept-Encoding");
  EXPECT_EQ(Get("theme.js", true), "theme()");
  EXPECT_EQ(Header("Content-Encoding"), "");
  EXPECT_EQ(Header("Vary"), "Accept-Encoding");
}

TEST_F(PagesTest, AreNotSentAgainToWhoHasThem) {
  Get("");
  const std::string plain = Header("ETag");
  Get("", true);
  const std::string packed = Header("ETag");
  EXPECT_NE(plain, packed);
  EXPECT_EQ(Get("", false, plain), "");
  EXPECT_EQ(last_.status, 304);
  EXPECT_EQ(Header("ETag"), plain);
  EXPECT_EQ(Get("t/acme", true, "W/\"x\", " + packed), "");
  EXPECT_EQ(last_.status, 304);
  EXPECT_EQ(Get("", false, packed), "<!doctype html>");
  Write("index.html", "<!doctype html>2");
  EXPECT_EQ(Get("", false, plain), "<!doctype html>2");
  EXPECT_EQ(last_.status, 200);
}

TEST_F(PagesTest, SayWhatABrowserMayDoWithThem) {
  for (const char* path : {"", "theme.js", "assets/app-1a2b.js"}) {
    Get(path);
    EXPECT_EQ(
        Header("Content-Security-Policy"),
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        "font-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "form-action 'self'; frame-src 'self'");
    EXPECT_EQ(Header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(Header("Referrer-Policy"), "same-origin");
  }
}

TEST_F(PagesTest, AreRefusedWithoutAFirstPageOrWithTooMuch) {
  fs::remove(folder_.Path() / "index.html");
  EXPECT_THAT(Pages::Load(files_, folder_.Path()), FailsWith(ErrorCode::NotFound));
  EXPECT_THAT(Pages::Load(files_, folder_.Path() / "nowhere"), FailsWith(ErrorCode::NotFound));
  Write("index.html", std::string((16 << 20) + 1, ' '));
  EXPECT_THAT(Pages::Load(files_, folder_.Path()), FailsWith(ErrorCode::TooLong));
}

TEST_F(PagesTest, ThatAreNotThereAreSaidToBeMissing) {
  const Pages none;
  for (const char* path : {"", "theme.js", "assets/app-1a2b.js"}) {
    EXPECT_THAT(none.Answer(path, {}), FailsWith(ErrorCode::PagesMissing));
  }
}

class PageRoutesTest : public PagesTest {
 protected:
  PageRoutesTest() : contract_(*Contract::Load()), pages_(Load()) {
    AddPageRoutes(routes_, contract_, pages_, "9.8.7");
  }

  net::Response Ask(std::string_view operation, const net::RequestHead& head) {
    for (const net::Route& route : routes_) {
      if (route.operation() == operation) {
        return (*route.handler())({head, "", nullptr});
      }
    }
    return {.status = 0};
  }

  Contract contract_;
  Pages pages_;
  std::vector<net::Route> routes_;
};

TEST_F(PageRoutesTest, LeadBrowsersToThePagesAndTellProgramsWhatIsWhere) {
  net::RequestHead browser;
  browser.headers.Add("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");
  const net::Response led = Ask("getRoot", browser);
  EXPECT_EQ(led.status, 303);
  EXPECT_EQ(led.headers.at(0), (net::Header{"Location", "/ui"}));

  const net::Response told = Ask("getRoot", {});
  EXPECT_EQ(told.status, 200);
  EXPECT_EQ(std::get<std::string>(told.body),
            R"({"name":"armillary","version":"9.8.7","pages":"/ui",)"
            R"("contract":"/api/v1/openapi.yaml"})");
}

TEST_F(PageRoutesTest, LeaveAPagesQueryToThePage) {
  net::RequestHead head;
  head.parameters.Add("path", "t/acme/models");
  head.query.Add("filter", "name = 'churn'");
  head.query.Add("filter", "again");
  EXPECT_EQ(Ask("getPage", head).status, 200);
  EXPECT_EQ(Ask("getFirstPage", head).status, 200);
  EXPECT_EQ(Ask("getRoot", head).status, 422);
}

TEST_F(PageRoutesTest, RefuseInTheFormOfAllErrors) {
  net::RequestHead head;
  head.request_id = {"r1"};
  head.parameters.Add("path", "assets/gone.js");
  const net::Response refused = Ask("getPage", head);
  EXPECT_EQ(refused.status, 404);
  EXPECT_THAT(std::get<std::string>(refused.body), testing::HasSubstr("\"request_id\":\"r1\""));
}

}  // namespace
}  // namespace armillary::api
