// Any filter, sort and cursor, with NUL between them. Whatever a caller asks becomes a statement of
// one tenant that only reads, or is refused.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/assert.h"
#include "base/digest.h"
#include "base/encoding.h"
#include "metadata/list_query.h"
#include "metadata/statement_check.h"
#include "metadata/testing/test_scopes.h"

namespace armillary::metadata {
namespace {

const ListSpec& Spec() {
  static const ListSpec spec{
      .name = "fuzz.models",
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
  return spec;
}

void CheckSql(const std::string& sql, const Transaction::Arguments& arguments) {
  static const auto tables = [] {
    SchemaTables made;
    made.Add("models", true);
    return made;
  }();
  const auto facts = CheckStatement(sql, tables, ScopeKind::Tenant);
  ARM_ASSERT(facts.has_value() && facts->binds_tenant && !facts->changes);
  ARM_ASSERT(facts->parameters == arguments.size() + 1);
}

void CheckPlan(const Result<ListPlan>& plan) {
  if (plan) {
    CheckSql(plan->page_sql, plan->page_arguments);
    CheckSql(plan->total_sql, plan->total_arguments);
    return;
  }
  const ErrorCode code = plan.error().code;
  ARM_ASSERT(code == ErrorCode::InvalidFilter || code == ErrorCode::InvalidSort ||
             code == ErrorCode::InvalidCursor);
  ARM_ASSERT(plan.error().message.size() < 1'000);
}

// A cursor as somebody would forge it who knows how it is sealed.
std::string Forged(const Digest& list, std::string_view content) {
  const auto seal = Sha256(std::string(AsText(list.bytes)).append(content));
  std::string sealed(AsText(seal.bytes).substr(0, 12));
  return ToBase64Url(AsBytes(sealed.append(content)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  std::array<std::string, 2> parts;
  for (std::string& part : parts) {
    const std::size_t end = rest.find('\0');
    part = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  const TenantScope scope = TestScopes::Tenant({"acme"});
  ListRequest request{.filter = parts[0], .sort = parts[1], .cursor = ""};
  const auto first = PlanList(request, Spec(), scope);
  CheckPlan(first);
  request.cursor = rest;
  CheckPlan(PlanList(request, Spec(), scope));
  if (first) {
    request.cursor = Forged(first->list, rest);
    CheckPlan(PlanList(request, Spec(), scope));
  }
  return 0;
}

}  // namespace armillary::metadata
