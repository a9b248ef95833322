#include "metadata/list_query.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base/testing/result_matchers.h"
#include "metadata/testing/each_engine.h"
#include "metadata/testing/test_scopes.h"
#include "metadata/testing/test_tables.h"

namespace armillary::metadata {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const ListSpec kModels{
    .name = "test.models",
    .select = "m.name",
    .from = "models m",
    .where = "m.tenant_id = $1",
    .columns = {{.field = "name", .sql = "m.name"},
                {.field = "size", .sql = "m.size", .type = ListType::Integer},
                {.field = "at", .sql = "m.size", .type = ListType::Time},
                {.field = "score", .sql = "coalesce(m.score, 0.0)", .type = ListType::Real},
                {.field = "hidden", .sql = "m.bytes", .filters = false, .sorts = false}},
    .default_sort = "name ASC",
    .key = "m.name"};

class ListQueryTest : public EachEngine {
 protected:
  ListQueryTest() : EachEngine(TestTables()) {}

  void Insert(const TenantScope& scope, const std::string& name, std::int64_t size = 0,
              Value score = {}) {
    EXPECT_THAT(database().Write([&](Transaction& transaction) {
      return transaction.Query(
          scope, "INSERT INTO models (tenant_id, name, size, score) VALUES ($1, $2, $3, $4)",
          {name, size, score});
    }),
                Succeeds());
  }

  Result<Page<std::string>> Listed(const ListRequest& request, const TenantScope& scope = kAcme,
                                   const ListSpec& spec = kModels) {
    return database().Read([&](Transaction& transaction) {
      return List(transaction, scope, {spec, {}, request},
                  [](const Row& row) { return row.Text(0); });
    });
  }

  std::vector<std::string> Names(const std::string& filter, const std::string& sort = "") {
    const auto page = Listed({.filter = filter, .sort = sort});
    EXPECT_THAT(page, Succeeds()) << filter;
    return page ? page->items : std::vector<std::string>{"failed"};
  }

  std::vector<std::string> AllPages(ListRequest request) {
    std::vector<std::string> all;
    for (int page_number = 0; page_number < 100; ++page_number) {
      const auto page = Listed(request);
      EXPECT_THAT(page, Succeeds());
      all.insert(all.end(), page->items.begin(), page->items.end());
      EXPECT_LE(page->items.size(), static_cast<std::size_t>(request.limit));
      if (page->next_cursor.empty()) {
        break;
      }
      request.cursor = page->next_cursor;
    }
    return all;
  }
};

INSTANTIATE_TEST_SUITE_P(EachEngine, ListQueryTest, Engines(), EngineName);

TEST_P(ListQueryTest, FiltersTextByEqualityAndPattern) {
  for (const char* const name : {"churn", "Churn", "chat", "50%", "a_b", "axb", "a|b", "it's"}) {
    Insert(kAcme, name);
  }
  Insert(kGlobex, "churn-of-others");

  EXPECT_THAT(Names("name = 'churn'"), ElementsAre("churn"));
  EXPECT_THAT(Names("name = \"churn\""), ElementsAre("churn"));
  EXPECT_THAT(Names("`name` = 'churn'"), ElementsAre("churn"));
  EXPECT_THAT(Names("attribute.name = 'churn'"), ElementsAre("churn"));
  EXPECT_THAT(Names("attributes.\"name\" = 'it''s'"), ElementsAre("it's"));
  EXPECT_THAT(Names("name LIKE 'ch%'"), ElementsAre("chat", "churn"));
  EXPECT_THAT(Names("name like 'ch%' and name != 'chat'"), ElementsAre("churn"));
  EXPECT_THAT(Names("name ILIKE 'CH%'"), ElementsAre("Churn", "chat", "churn"));
  EXPECT_THAT(Names("name LIKE 'a_b'"), ElementsAre("a_b", "axb", "a|b"));
  EXPECT_THAT(Names("name LIKE 'a|b'"), ElementsAre("a|b"));
  EXPECT_THAT(Names("name LIKE '%\\%'"), IsEmpty());
  EXPECT_THAT(Names("name = ''' OR 1 = 1 --'"), IsEmpty());
}

TEST_P(ListQueryTest, FiltersNumbersAndTimes) {
  Insert(kAcme, "a", 1, 0.5);
  Insert(kAcme, "b", 2, 1.5);
  Insert(kAcme, "c", 1767225600000, 2.5);

  EXPECT_THAT(Names("size > 1 AND size <= 2"), ElementsAre("b"));
  EXPECT_THAT(Names("size != 1"), ElementsAre("b", "c"));
  EXPECT_THAT(Names("score >= 1 AND score < 2.5"), ElementsAre("b"));
  EXPECT_THAT(Names("at >= '2026-01-01T00:00:00Z'"), ElementsAre("c"));
  EXPECT_THAT(Names("at < 3"), ElementsAre("a", "b"));
}

TEST_P(ListQueryTest, SortsByManyFieldsUpAndDown) {
  Insert(kAcme, "a", 2);
  Insert(kAcme, "b", 1);
  Insert(kAcme, "c", 2);

  EXPECT_THAT(Names("", "name DESC"), ElementsAre("c", "b", "a"));
  EXPECT_THAT(Names("", "-name"), ElementsAre("c", "b", "a"));
  EXPECT_THAT(Names("", "size DESC, name ASC"), ElementsAre("a", "c", "b"));
  EXPECT_THAT(Names("", "size,-name"), ElementsAre("b", "c", "a"));
}

TEST_P(ListQueryTest, WalksEveryRowOnceWhateverTheOrder) {
  std::vector<std::string> names;
  for (int i = 0; i < 47; ++i) {
    names.push_back("m" + std::to_string(100 + i));
    Insert(kAcme, names.back(), i % 5, (i % 3) / 2.0);
  }
  for (const char* const sort : {"", "name DESC", "size", "-size,score", "score DESC, size ASC"}) {
    auto walked = AllPages({.sort = sort, .limit = 4});
    const auto at_once = Listed({.sort = sort})->items;
    EXPECT_EQ(walked, at_once) << sort;
    std::ranges::sort(walked);
    EXPECT_EQ(walked, names) << sort;
  }
  EXPECT_EQ(AllPages({.filter = "size = 3", .limit = 2}).size(), 9U);
}

TEST_P(ListQueryTest, GoesOnWhereItWasThoughRowsComeAndGo) {
  for (const char* const name : {"b", "d", "f"}) {
    Insert(kAcme, name);
  }
  const auto first = *Listed({.limit = 2});
  EXPECT_THAT(database().Write([](Transaction& transaction) {
    return transaction.Query(kAcme, "DELETE FROM models WHERE tenant_id = $1 AND name = 'd'");
  }),
              Succeeds());
  Insert(kAcme, "a");
  Insert(kAcme, "e");

  const auto second = *Listed({.cursor = first.next_cursor, .limit = 2});

  EXPECT_THAT(first.items, ElementsAre("b", "d"));
  EXPECT_THAT(second.items, ElementsAre("e", "f"));
  EXPECT_EQ(second.total, 4);
  EXPECT_EQ(second.next_cursor, "");
}

TEST_P(ListQueryTest, CountsTheWholeListOnEachPage) {
  for (int i = 0; i < 5; ++i) {
    Insert(kAcme, std::to_string(i), i % 2);
  }

  EXPECT_EQ(Listed({.limit = 5})->total, 5);
  EXPECT_EQ(Listed({.limit = 2})->total, 5);
  EXPECT_EQ(Listed({.filter = "size = 0", .limit = 2})->total, 3);
  EXPECT_TRUE(Listed({.limit = 2})->total_is_exact);
  EXPECT_EQ(Listed({}, kGlobex)->total, 0);
}

TEST_P(ListQueryTest, CountsNoFurtherThanTenThousand) {
  EXPECT_THAT(database().Write([](Transaction& transaction) {
    return transaction.Query(
        kAcme,
        "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 10001) "
        "INSERT INTO models (tenant_id, name, size) SELECT $1, CAST(i AS TEXT), i FROM n");
  }),
              Succeeds());

  const auto page = *Listed({.limit = 1});

  EXPECT_EQ(page.total, 10'000);
  EXPECT_FALSE(page.total_is_exact);
}

TEST_P(ListQueryTest, RefusesACursorOfAnotherListTenantFilterOrOrder) {
  for (const char* const name : {"a", "b", "c"}) {
    Insert(kAcme, name);
  }
  const std::string cursor = Listed({.limit = 1})->next_cursor;
  ListSpec other = kModels;
  other.name = "test.others";

  EXPECT_THAT(Listed({.cursor = cursor}), Succeeds());
  EXPECT_THAT(Listed({.cursor = cursor}, kGlobex), FailsWith(ErrorCode::InvalidCursor));
  EXPECT_THAT(Listed({.cursor = cursor}, kAcme, other), FailsWith(ErrorCode::InvalidCursor));
  EXPECT_THAT(Listed({.filter = "name != 'a'", .cursor = cursor}),
              FailsWith(ErrorCode::InvalidCursor));
  EXPECT_THAT(Listed({.sort = "name DESC", .cursor = cursor}), FailsWith(ErrorCode::InvalidCursor));
}

TEST_P(ListQueryTest, RefusesACursorThatWasAltered) {
  Insert(kAcme, "a");
  Insert(kAcme, "b");
  const std::string cursor = Listed({.limit = 1})->next_cursor;
  for (std::size_t i = 0; i < cursor.size(); ++i) {
    std::string altered = cursor;
    altered[i] = altered[i] == 'A' ? 'B' : 'A';
    EXPECT_THAT(Listed({.cursor = altered}), FailsWith(ErrorCode::InvalidCursor)) << i;
    EXPECT_THAT(Listed({.cursor = cursor.substr(0, i + 0) + " "}),
                FailsWith(ErrorCode::InvalidCursor));
  }
}

TEST_P(ListQueryTest, BindsTheListsOwnArgumentsBeforeThoseOfTheFilter) {
  Insert(kAcme, "a", 1);
  Insert(kAcme, "b", 2);
  ListSpec spec = kModels;
  spec.select = "CASE WHEN m.size > $2 THEN 'large' ELSE 'small' END";

  const auto sizes = database().Read([&](Transaction& transaction) {
    return List(transaction, kAcme,
                {spec, {std::int64_t{1}}, {.filter = "name LIKE '%'", .limit = 1}},
                [](const Row& row) { return row.Text(0); });
  });
  const auto without_filter = database().Read([&](Transaction& transaction) {
    return List(transaction, kAcme, {spec, {std::int64_t{1}}, {.limit = 1}},
                [](const Row& row) { return row.Text(0); });
  });

  ASSERT_THAT(sizes, Succeeds());
  EXPECT_THAT(sizes->items, ElementsAre("small"));
  EXPECT_EQ(sizes->total, 2);
  ASSERT_THAT(without_filter, Succeeds());
  EXPECT_EQ(without_filter->total, 2);
}

TEST_P(ListQueryTest, ListsATableOfThePlatform) {
  const ListSpec settings{.name = "test.settings",
                          .select = "s.name",
                          .from = "settings s",
                          .where = "",
                          .columns = {{.field = "name", .sql = "s.name"}},
                          .default_sort = "name",
                          .key = "s.name",
                          .is_of_tenant = false};
  EXPECT_THAT(database().Write([](Transaction& transaction) {
    return transaction.Query(kAcme, "INSERT INTO settings (name) VALUES ('x'), ('y')");
  }),
              Succeeds());

  EXPECT_THAT(Listed({}, kAcme, settings)->items, ElementsAre("x", "y"));
  EXPECT_THAT(Listed({.filter = "name = 'y'"}, kAcme, settings)->items, ElementsAre("y"));
  EXPECT_EQ(Listed({.limit = 1}, kAcme, settings)->total, 2);
}

TEST(ListPlanTest, RefusesFiltersByPlaceOrField) {
  for (const char* const filter : {"name",
                                   "name =",
                                   "= 'a'",
                                   "name = a",
                                   "name = 'a",
                                   "name == 'a'",
                                   "name = 'a' OR size = 1",
                                   "name = 'a' AND",
                                   "AND",
                                   "name = 'a' name = 'b'",
                                   "(name = 'a')",
                                   "unknown = 'a'",
                                   "hidden = 'a'",
                                   "m.name = 'a'",
                                   "name > 'a'",
                                   "name = 1",
                                   "size = 'a'",
                                   "size LIKE '1'",
                                   "size = 1.5",
                                   "size = 99999999999999999999",
                                   "at = 'yesterday'",
                                   "score = nan",
                                   "score = 1e999",
                                   "name LIKE '%%%%%%%%%'",
                                   "name = '\xff'",
                                   "tenant_id = 'globex'",
                                   "name IN ('a', 'b')",
                                   "name IS NULL",
                                   "1 = 1",
                                   "name = 'a';",
                                   "name = 'a' -- b"}) {
    EXPECT_THAT(PlanList({.filter = filter}, kModels, kAcme),
                FailsWithField(ErrorCode::InvalidFilter, "filter"))
        << filter;
  }
  EXPECT_THAT(PlanList({.filter = std::string(2001, ' ')}, kModels, kAcme),
              FailsWith(ErrorCode::InvalidFilter));
  EXPECT_THAT(PlanList({.filter = std::string("name = 'a\0'", 11)}, kModels, kAcme),
              FailsWith(ErrorCode::InvalidFilter));
}

TEST(ListPlanTest, RefusesSortsAndLimits) {
  for (const char* const sort :
       {"unknown", "hidden", "name SIDEWAYS", "name,", ",", "name name", "name; DROP TABLE models",
        "name, name", "name, size, at, score, name", "--name", "-name DESC", "m.name"}) {
    EXPECT_THAT(PlanList({.sort = sort}, kModels, kAcme),
                FailsWithField(ErrorCode::InvalidSort, "sort"))
        << sort;
  }
  for (const std::int64_t limit : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1001}}) {
    EXPECT_THAT(PlanList({.limit = limit}, kModels, kAcme),
                FailsWithField(ErrorCode::OutOfRange, "limit"));
  }
}

TEST(ListPlanTest, TakesAnyBytes) {
  std::mt19937 random(1);
  const std::string alphabet =
      std::string("nameIKELAD '\"`=!<>().%_0123456789eE+-\xff\xc3\n") + '\0';
  std::size_t planned = 0;
  for (int i = 0; i < 20'000; ++i) {
    ListRequest request;
    for (std::string* const part : {&request.filter, &request.sort, &request.cursor}) {
      for (std::size_t length = random() % 24; length > 0; --length) {
        part->push_back(alphabet[random() % alphabet.size()]);
      }
    }
    planned += PlanList(request, kModels, kAcme) ? 1 : 0;
    request.sort.clear();
    request.cursor.clear();
    request.filter = "name = '" + request.filter + "'";
    planned += PlanList(request, kModels, kAcme) ? 1 : 0;
  }
  EXPECT_GT(planned, 0U);
}

}  // namespace
}  // namespace armillary::metadata
