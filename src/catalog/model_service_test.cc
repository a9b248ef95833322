#include "catalog/model_service.h"

#include <cstddef>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base/testing/on_threads.h"
#include "catalog/testing/catalog_test.h"

namespace armillary::catalog {
namespace {

using tenancy::Permission;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ModelServiceTest : public CatalogTest {
 protected:
  Result<Page<Model>> ListModels(const ListRequest& request = {}) {
    return models_.ListModels(Acme(Permission::ModelsList), request);
  }
  Result<tenancy::Quotas> Limit(const tenancy::QuotaLimits& limits) {
    const auto access =
        platform_.Let(platform_.Operator(), Permission::QuotasUpdate, platform_.In("acme"));
    return platform_.quotas.Update(access, platform_.NewCall(), limits, {});
  }
  std::size_t StoredObjects() { return objects_.List({}, "", 100)->objects.size(); }
};

INSTANTIATE_TEST_SUITE_P(EachEngine, ModelServiceTest, metadata::Engines(), metadata::EngineName);

TEST_P(ModelServiceTest, MakesTheModelWithItsFirstVersion) {
  const auto version = Register("churn", SomeModel());

  ASSERT_THAT(version, Succeeds());
  EXPECT_EQ(version->number, 1);
  EXPECT_EQ(version->state, VersionState::Servable);
  EXPECT_EQ(version->digest, Sha256(SomeModel()));
  EXPECT_EQ(version->inputs_json, R"([{"name":"x","datatype":"FP32","shape":[-1,3]}])");
  const auto model = models_.GetModel(Acme(Permission::ModelsGet), {"churn"});
  ASSERT_THAT(model, Succeeds());
  EXPECT_EQ(model->latest_version, 1);
}

TEST_P(ModelServiceTest, NumbersVersionsWithoutGaps) {
  for (const std::string name : {"a", "b", "c"}) {
    ASSERT_THAT(Register("churn", SomeModel(name)), Succeeds());
  }

  const auto page =
      models_.ListVersions(Acme(Permission::ModelsList), {"churn"}, {.sort = "number ASC"});
  ASSERT_THAT(page, Succeeds());
  EXPECT_THAT(page->items, ElementsAre(Field(&Version::number, 1), Field(&Version::number, 2),
                                       Field(&Version::number, 3)));
}

TEST_P(ModelServiceTest, KeepsWhatAdmissionFound) {
  ASSERT_THAT(Register("churn", SomeModel()), Succeeds());

  const auto version = models_.GetVersion(Acme(Permission::ModelsGet), {"churn"}, 1);
  ASSERT_THAT(version, Succeeds());
  EXPECT_THAT(version->admission, ElementsAre(Field(&AdmissionStep::step, "structure"),
                                              Field(&AdmissionStep::step, "operators"),
                                              Field(&AdmissionStep::step, "bounds"),
                                              Field(&AdmissionStep::step, "signature")));
}

TEST_P(ModelServiceTest, ListsVersionsWithAdmissionButWithoutWhatMayBeLarge) {
  for (const std::string name : {"a", "b", "c"}) {
    ASSERT_THAT(Register("churn", SomeModel(name)), Succeeds());
  }

  const auto page = models_.ListVersions(Acme(Permission::ModelsList), {"churn"}, {});
  ASSERT_THAT(page, Succeeds());
  ASSERT_THAT(page->items, SizeIs(3));
  for (const Version& version : page->items) {
    EXPECT_EQ(version.inputs_json + version.outputs_json + version.signature_json, "");
    EXPECT_THAT(version.admission, ElementsAre(Field(&AdmissionStep::step, "structure"),
                                               Field(&AdmissionStep::step, "operators"),
                                               Field(&AdmissionStep::step, "bounds"),
                                               Field(&AdmissionStep::step, "signature")));
  }
}

TEST_P(ModelServiceTest, RefusesMoreInputsThanItStores) {
  inference::Message graph;
  inference::Names names;
  for (int i = 0; i < 1'200; ++i) {
    names.push_back(std::string(1'000, 'x') + std::to_string(i));
    graph.Child(inference::kGraphInput, inference::Value(names.back(), 1, {-1, 1}));
  }
  graph.Child(inference::kGraphNode,
              inference::Node("Concat", names, {"y"}, {inference::IntegerAttribute("axis", 1)}));
  graph.Child(inference::kGraphOutput, inference::Value("y", 1, {-1, 1'200}));
  const auto refused = Register("wide", inference::BytesOf(inference::Model(graph)));
  ASSERT_THAT(refused, FailsWithField(ErrorCode::ModelInvalid, "body"));
  EXPECT_THAT(refused.error().message, HasSubstr("inputs and outputs are too long"));
}

TEST_P(ModelServiceTest, RefusesBytesThatAreNoModelAndMakesNothing) {
  const auto text = AsBytes("this is no model");
  EXPECT_THAT(Register("churn", {text.begin(), text.end()}), FailsWith(ErrorCode::ModelInvalid));
  EXPECT_THAT(ListModels()->items, IsEmpty());
}

TEST_P(ModelServiceTest, RefusesAnEmptyUpload) {
  EXPECT_THAT(Register("churn", {}), FailsWith(ErrorCode::MissingBody));
}

TEST_P(ModelServiceTest, RefusesOtherBytesThanAnnounced) {
  const RegisterRequest request{.model = {"churn"}, .expected_digest = Sha256("something else")};
  EXPECT_THAT(Register(Acme(Permission::ModelsRegister), request, SomeModel()),
              FailsWith(ErrorCode::DigestMismatch));
  EXPECT_THAT(ListModels()->items, IsEmpty());
}

TEST_P(ModelServiceTest, RefusesANameThatIsNone) {
  EXPECT_THAT(Register("a/b", SomeModel()), FailsWithField(ErrorCode::InvalidName, "model"));
}

TEST_P(ModelServiceTest, KeepsAModelToItsKind) {
  ASSERT_THAT(Register("churn", SomeModel()), Succeeds());
  const RegisterRequest other{.model = {"churn"}, .kind = inference::ModelKind::Text};
  EXPECT_THAT(Register(Acme(Permission::ModelsRegister), other, SomeModel("z")),
              FailsWith(ErrorCode::ModelKindMismatch));
}

TEST_P(ModelServiceTest, HidesAnotherTenantsModelAsIfItWereMissing) {
  ASSERT_THAT(Register("churn", SomeModel()), Succeeds());

  const auto foreign = models_.GetModel(Globex(Permission::ModelsGet), {"churn"});
  const auto missing = models_.GetModel(Globex(Permission::ModelsGet), {"nothing"});
  ASSERT_FALSE(foreign || missing);
  EXPECT_EQ(foreign.error(), missing.error());
  EXPECT_EQ(foreign.error().code, ErrorCode::NotFound);
}

TEST_P(ModelServiceTest, LetsTwoTenantsHaveModelsOfOneName) {
  ASSERT_THAT(Register("churn", SomeModel()), Succeeds());
  const auto other =
      Register(Globex(Permission::ModelsRegister), {.model = {"churn"}}, SomeModel("z"));
  ASSERT_THAT(other, Succeeds());
  EXPECT_EQ(other->number, 1);
  EXPECT_THAT(ListModels()->items, SizeIs(1));
}

TEST_P(ModelServiceTest, AnswersARetriedUploadWithTheSameVersion) {
  const auto access = Acme(Permission::ModelsRegister);
  const auto call = platform_.Retried("key", "registerVersion", "");
  const auto first = Register(access, {.model = {"churn"}}, SomeModel(), call);
  const auto again = Register(access, {.model = {"churn"}}, SomeModel(), call);
  ASSERT_THAT(first, Succeeds());
  ASSERT_THAT(again, Succeeds());
  EXPECT_EQ(again->id, first->id);
  EXPECT_EQ(models_.GetModel(Acme(Permission::ModelsGet), {"churn"})->latest_version, 1);
  EXPECT_THAT(Register(access, {.model = {"churn"}}, SomeModel("other"), call),
              FailsWith(ErrorCode::IdempotencyKeyReused));
}

TEST_P(ModelServiceTest, AnswersRetriesThatComeWhileTheFirstStillWorksAsIt) {
  ASSERT_THAT(Limit({.models = 1, .versions = 1}), Succeeds());
  const auto access = Acme(Permission::ModelsRegister);
  const auto call = platform_.Retried("key", "registerVersion", "");
  std::vector<Result<Version>> versions(8, Fail(ErrorCode::Internal, "not asked"));
  OnThreads(8, [&](int i) {
    versions[static_cast<std::size_t>(i)] =
        Register(access, {.model = {"churn"}}, SomeModel(), call);
  });
  for (const auto& version : versions) {
    ASSERT_THAT(version, Succeeds());
    EXPECT_EQ(version->id, versions.front()->id);
  }
}

TEST_P(ModelServiceTest, TellsTheAuditLogWhichModelAVersionMade) {
  const auto first = Register("churn", SomeModel());
  ASSERT_THAT(Register("churn", SomeModel("z")), Succeeds());
  const auto auditor = platform_.AddToken("acme", tenancy::Role::Auditor);
  const auto events = platform_.audit
                          .List(platform_.Let(auditor, Permission::AuditList),
                                {.filter = "action = 'models.register'", .sort = "sequence ASC"})
                          .value();
  ASSERT_THAT(events.items, SizeIs(2));
  EXPECT_THAT(events.items[0].details, testing::HasSubstr(first->model_id.value));
  EXPECT_THAT(events.items[1].details, testing::Not(testing::HasSubstr(first->model_id.value)));
}

TEST_P(ModelServiceTest, GivesTheContentThatWasRegistered) {
  const auto bytes = SomeModel();
  ASSERT_THAT(Register("churn", bytes), Succeeds());

  const auto content =
      models_.OpenContent(Acme(Permission::ModelsDownload), platform_.NewCall(), {"churn"}, 1);
  ASSERT_THAT(content, Succeeds());
  ASSERT_EQ(content->Size(), bytes.size());
  std::vector<std::byte> read(bytes.size());
  ASSERT_THAT(content->ReadAt(0, read), Succeeds());
  EXPECT_EQ(read, bytes);
}

TEST_P(ModelServiceTest, DoesNotGiveContentThatHasChanged) {
  const auto version = Register("churn", SomeModel());
  ASSERT_THAT(version, Succeeds());
  const auto access = Acme(Permission::ModelsDownload);
  objects_.Corrupt({access.Tenant().id, version->digest}, SomeModel("z"));
  EXPECT_THAT(models_.OpenContent(access, platform_.NewCall(), {"churn"}, 1),
              FailsWith(ErrorCode::StorageCorrupt));
}

TEST_P(ModelServiceTest, RecordsNoDownloadThatGivesNoBytes) {
  const auto version = Register("churn", SomeModel());
  ASSERT_THAT(version, Succeeds());
  const auto access = Acme(Permission::ModelsDownload);
  const auto downloads = [&] {
    const auto auditor = platform_.AddToken("acme", tenancy::Role::Auditor);
    return platform_.audit
        .List(platform_.Let(auditor, Permission::AuditList),
              {.filter = "action = 'models.download'"})
        ->total;
  };
  objects_.Corrupt({access.Tenant().id, version->digest}, SomeModel("z"));
  ASSERT_FALSE(models_.OpenContent(access, platform_.NewCall(), {"churn"}, 1));
  EXPECT_EQ(downloads(), 0);

  objects_.Corrupt({access.Tenant().id, version->digest}, SomeModel());
  ASSERT_THAT(models_.DescribeContent(access, {"churn"}, 1), Succeeds());
  EXPECT_EQ(downloads(), 0);
  ASSERT_THAT(models_.OpenContent(access, platform_.NewCall(), {"churn"}, 1), Succeeds());
  EXPECT_EQ(downloads(), 1);
}

TEST_P(ModelServiceTest, CountsAgainstTheQuota) {
  ASSERT_THAT(Limit({.versions = 1}), Succeeds());
  ASSERT_THAT(Register("churn", SomeModel()), Succeeds());
  EXPECT_THAT(Register("churn", SomeModel("z")), FailsWith(ErrorCode::QuotaExceeded));
  EXPECT_EQ(models_.GetModel(Acme(Permission::ModelsGet), {"churn"})->latest_version, 1);
}

TEST_P(ModelServiceTest, StoresNothingOfBytesThatItRefuses) {
  const auto text = AsBytes("this is no model");
  ASSERT_THAT(Register("churn", {text.begin(), text.end()}), FailsWith(ErrorCode::ModelInvalid));
  EXPECT_EQ(StoredObjects(), 0U);
}

TEST_P(ModelServiceTest, RefusesAnUploadBeyondTheQuotaBeforeItsBytes) {
  ASSERT_THAT(Limit({.versions = 1}), Succeeds());
  ASSERT_THAT(Register("churn", SomeModel()), Succeeds());
  EXPECT_THAT(models_.BeginRegister(Acme(Permission::ModelsRegister), platform_.NewCall(),
                                    {.model = {"churn"}}),
              FailsWithField(ErrorCode::QuotaExceeded, "versions"));
}

TEST_P(ModelServiceTest, StoresNothingThatDoesNotFitTheQuotaOnceItsSizeIsKnown) {
  ASSERT_THAT(Limit({.stored_bytes = 10}), Succeeds());
  EXPECT_THAT(Register("churn", SomeModel()),
              FailsWithField(ErrorCode::QuotaExceeded, "stored_bytes"));
  EXPECT_EQ(StoredObjects(), 0U);
  EXPECT_THAT(ListModels()->items, IsEmpty());
}

TEST_P(ModelServiceTest, StoresNothingOfAnotherKindThanTheModelThatCameMeanwhile) {
  const RegisterRequest text{.model = {"churn"}, .kind = inference::ModelKind::Text};
  auto late = models_.BeginRegister(Acme(Permission::ModelsRegister), platform_.NewCall(), text);
  ASSERT_THAT(late, Succeeds());
  ASSERT_THAT((*late)->Append(SomeModel("z")), Succeeds());
  ASSERT_THAT(Register("churn", SomeModel()), Succeeds());
  EXPECT_THAT((*late)->Finish(), FailsWith(ErrorCode::ModelKindMismatch));
  EXPECT_EQ(StoredObjects(), 1U);
}

TEST_P(ModelServiceTest, AnswersARetryEvenWhereTheQuotaIsFull) {
  ASSERT_THAT(Limit({.versions = 1}), Succeeds());
  const auto access = Acme(Permission::ModelsRegister);
  const auto call = platform_.Retried("key", "registerVersion", "");
  const auto first = Register(access, {.model = {"churn"}}, SomeModel(), call);
  ASSERT_THAT(first, Succeeds());
  const auto again = Register(access, {.model = {"churn"}}, SomeModel(), call);
  ASSERT_THAT(again, Succeeds());
  EXPECT_EQ(again->id, first->id);
}

TEST_P(ModelServiceTest, AsksForItsOwnPermission) {
  const auto wrong = Acme(Permission::ModelsList);
  EXPECT_THAT(models_.BeginRegister(wrong, platform_.NewCall(), {.model = {"churn"}}),
              FailsWith(ErrorCode::PermissionDenied));
  EXPECT_THAT(models_.GetModel(wrong, {"churn"}), FailsWith(ErrorCode::PermissionDenied));
  EXPECT_THAT(models_.GetVersion(wrong, {"churn"}, 1), FailsWith(ErrorCode::PermissionDenied));
  EXPECT_THAT(models_.DescribeContent(wrong, {"churn"}, 1), FailsWith(ErrorCode::PermissionDenied));
  EXPECT_THAT(models_.OpenContent(wrong, platform_.NewCall(), {"churn"}, 1),
              FailsWith(ErrorCode::PermissionDenied));
  EXPECT_THAT(models_.ListModels(Acme(Permission::ModelsGet), {}),
              FailsWith(ErrorCode::PermissionDenied));
}

}  // namespace
}  // namespace armillary::catalog
