#include "tenancy/subject_service.h"

#include <string>

#include "tenancy/testing/platform_test.h"

namespace armillary::tenancy {
namespace {

using testing::ElementsAre;

constexpr const char* kIssuer = "https://id.example";

class SubjectServiceTest : public PlatformTest {
 protected:
  SubjectServiceTest()
      : subjects_(database(), clock_, platform_.random, kIssuer),
        admin_(platform_.AddToken("acme", Role::TenantAdmin)) {
    AddAccount("nightly", Role::Scientist);
    AddAccount("other", Role::Viewer);
    AddAccount("asker", Role::Caller);
  }

  void AddAccount(const std::string& name, Role role) {
    ASSERT_THAT(platform_.principals.Create(
                    Operator(Permission::PrincipalsCreate, "acme"), platform_.NewCall(),
                    {.name = name, .kind = PrincipalKind::Service, .role = role}),
                Succeeds());
  }
  Result<Subject> Create(const SubjectDraft& draft) {
    return subjects_.Create(platform_.Let(admin_, Permission::SubjectsCreate), platform_.NewCall(),
                            draft);
  }
  static SubjectDraft Draft(const std::string& principal = "nightly") {
    return {.principal = principal, .issuer = kIssuer, .subject = "0oa1"};
  }
  const Membership* Found() {
    EXPECT_THAT(platform_.feed.Step(), Succeeds());
    person_ = platform_.directory.People().FindBySubject(kIssuer, "0oa1");
    return person_ == nullptr || person_->memberships.empty() ? nullptr
                                                              : &person_->memberships.front();
  }

  SubjectService subjects_;
  std::string admin_;
  std::shared_ptr<const PersonRecord> person_;
};

INSTANTIATE_TEST_SUITE_P(EachEngine, SubjectServiceTest, metadata::Engines(), metadata::EngineName);

TEST_P(SubjectServiceTest, LetsAMachineIn) {
  const auto made = Create(Draft());
  ASSERT_THAT(made, Succeeds());
  const Membership* const found = Found();
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->principal, made->id);
  EXPECT_EQ(found->kind, PrincipalKind::Service);
  EXPECT_FALSE(found->by_groups);
  EXPECT_EQ(ActionsOf("acme").back(), "subjects.create");
  const auto listed =
      subjects_.List(platform_.Let(admin_, Permission::SubjectsList), ListRequest{});
  EXPECT_THAT(listed.value().items, ElementsAre(*made));
}

TEST_P(SubjectServiceTest, LetsItInNoMore) {
  const PrincipalId id = Create(Draft()).value().id;
  const auto remove = [&] {
    return subjects_.Delete(platform_.Let(admin_, Permission::SubjectsDelete), platform_.NewCall(),
                            id);
  };
  ASSERT_THAT(remove(), Succeeds());
  EXPECT_EQ(Found(), nullptr);
  EXPECT_EQ(ActionsOf("acme").back(), "subjects.delete");
  EXPECT_THAT(remove(), FailsWith(ErrorCode::NotFound));
  EXPECT_THAT(Create(Draft()), Succeeds());
}

TEST_P(SubjectServiceTest, NamesTheModelsOfACaller) {
  SubjectDraft draft = Draft("asker");
  EXPECT_THAT(Create(draft), FailsWithField(ErrorCode::MissingField, "models"));
  draft.models = {"churn"};
  EXPECT_THAT(Create(draft), Succeeds());
  EXPECT_THAT(Found()->models, ElementsAre("churn"));
  SubjectDraft more = Draft();
  more.models = {"churn"};
  EXPECT_THAT(Create(more), FailsWithField(ErrorCode::UnknownField, "models"));
}

TEST_P(SubjectServiceTest, IsOneForOne) {
  ASSERT_THAT(Create(Draft()), Succeeds());
  EXPECT_THAT(Create(Draft()), FailsWithField(ErrorCode::AlreadyExists, "principal"));
  EXPECT_THAT(Create(Draft("other")), FailsWithField(ErrorCode::AlreadyExists, "subject"));
}

TEST_P(SubjectServiceTest, IsOfServiceAccountsAndOfTheIssuer) {
  platform_.AddPerson("acme", "ada", Role::Viewer);
  EXPECT_THAT(Create(Draft("ada")), FailsWithField(ErrorCode::NotOneOf, "principal"));
  EXPECT_THAT(Create(Draft("nobody")), FailsWithField(ErrorCode::NotFound, "principal"));
  SubjectDraft foreign = Draft();
  foreign.issuer = "https://evil.example";
  EXPECT_THAT(Create(foreign), FailsWithField(ErrorCode::NotOneOf, "issuer"));
  SubjectDraft odd = Draft();
  odd.subject = "a\nb";
  EXPECT_THAT(Create(odd), FailsWithField(ErrorCode::InvalidCharacters, "subject"));
}

TEST_P(SubjectServiceTest, IsMadeOnceForARetry) {
  const Call call = platform_.Retried("key", "createSubject");
  const Access access = platform_.Let(admin_, Permission::SubjectsCreate);
  const auto first = subjects_.Create(access, call, Draft());
  const auto again = subjects_.Create(access, call, Draft());
  ASSERT_THAT(again, Succeeds());
  EXPECT_EQ(*first, *again);
}

TEST_P(SubjectServiceTest, ChangesNothingWithoutItsAuditEvent) {
  BreakAudit(platform_.directory.FindTenant({"acme"})->id);
  EXPECT_FALSE(Create(Draft()).has_value());
  EXPECT_EQ(Found(), nullptr);
}

}  // namespace
}  // namespace armillary::tenancy
