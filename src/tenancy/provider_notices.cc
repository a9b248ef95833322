#include "tenancy/provider_notices.h"

#include <string>
#include <vector>

#include "base/digest.h"
#include "tenancy/grant_store.h"
#include "tenancy/people_store.h"
#include "tenancy/provider_word.h"

namespace armillary::tenancy {
namespace {

using metadata::Transaction;

std::string KeptId(const LogoutNotice& notice) { return Sha256(notice.id).ToHex(); }

tl::unexpected<Error> RefuseReplay() {
  return Fail(ErrorCode::IdentityTokenRefused, "the notice came before", "jti");
}

}  // namespace

ProviderNotices::ProviderNotices(const ProviderParts& parts, metadata::SystemScope scope)
    : parts_(parts), scope_(scope) {}

Result<LogoutNotice> ProviderNotices::Read(std::string_view token) const {
  ARM_TRY(const auto turn, parts_.provider.TakeTurn());
  ARM_TRY(const auto read, parts_.provider.Verify(token, IdentityProvider::Sender::Stranger));
  if (!read.type.empty() && read.type != "jwt" && read.type != "logout+jwt") {
    return Fail(ErrorCode::IdentityTokenRefused, "the token is of another type", "typ");
  }
  const ProviderSettings& settings = parts_.provider.Settings();
  return CheckLogoutToken(read.claims, {.issuer = settings.issuer,
                                        .audience = settings.client_id,
                                        .now = parts_.core.clock.Now(),
                                        .skew = settings.skew});
}

// The people whom it names. Fails for one that was acted on before.
Result<std::vector<PersonId>> ProviderNotices::Named(const LogoutNotice& notice) const {
  return parts_.core.database.Read([&](Transaction& transaction) -> Result<std::vector<PersonId>> {
    GrantStore grants(transaction, scope_);
    ARM_TRY(const bool is_known, grants.HasNotice(KeptId(notice)));
    if (is_known) {
      return RefuseReplay();
    }
    if (!notice.subject) {
      return grants.FindPeopleOf(*notice.session);
    }
    std::vector<PersonId> people;
    ARM_TRY(const auto person,
            PeopleStore(transaction, scope_)
                .FindBySubject(parts_.provider.Settings().issuer, *notice.subject));
    if (person) {
      people.push_back(person->id);
    }
    return people;
  });
}

// Remembered last: what could not be acted on may come again.
Result<void> ProviderNotices::Take(std::string_view token, const RequestId& request) {
  ARM_TRY(const auto notice, Read(token));
  ARM_TRY(const auto people, Named(notice));
  for (const PersonId& person : people) {
    ARM_CHECK(WithdrawWord(parts_.core, scope_, person, request, "logout notice"));
  }
  const TimePoint until = parts_.core.clock.Now() + kLogoutMemory;
  ARM_TRY(const bool is_first, parts_.core.database.Write([&](Transaction& transaction) {
    return GrantStore(transaction, scope_).TakeNotice(KeptId(notice), until);
  }));
  if (!is_first) {
    return RefuseReplay();
  }
  return {};
}

}  // namespace armillary::tenancy
