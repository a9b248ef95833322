#include "catalog/model_service.h"

#include <fmt/format.h>
#include <utility>
#include <vector>

#include "base/encoding.h"
#include "base/names.h"
#include "catalog/admission.h"
#include "catalog/model_store.h"
#include "tenancy/audit_log.h"
#include "tenancy/decision.h"
#include "tenancy/replay.h"
#include "tenancy/usage.h"

namespace armillary::catalog {
namespace {

using tenancy::Access;
using tenancy::Call;
using tenancy::Permission;

tl::unexpected<Error> NoSuchThing() { return Fail(tenancy::NothingHere()); }

tl::unexpected<Error> RefuseKind(const Model& model) {
  return Fail(ErrorCode::ModelKindMismatch,
              fmt::format("the model is of the kind {}", inference::KindName(model.kind)), "kind");
}

// A retry is the same request only if it carries the same bytes.
Call WithContent(Call call, const Digest& content) {
  if (call.retry) {
    call.retry->request_hash = Sha256(call.retry->request_hash + content.ToHex()).ToHex();
  }
  return call;
}

std::string VersionName(const Version& version) {
  return fmt::format("{}/{}", version.model.value, version.number);
}

// `more`: further members, each after a comma.
std::string DetailsOf(const Version& version, std::string_view more = {}) {
  return fmt::format(R"({{"digest":"sha256={}","size_bytes":{}{}}})", version.digest.ToHex(),
                     version.size_bytes, more);
}

// Of the version that made its model, too.
std::string DetailsOfFirst(const Version& version) {
  return DetailsOf(version, fmt::format(R"(,"model":"{}","kind":"{}")", version.model_id.value,
                                        inference::KindName(version.kind)));
}

tenancy::AuditEntry EntryFor(std::string action, const Version& version) {
  return {.action = std::move(action),
          .object_kind = "version",
          .object = version.id.value,
          .object_name = VersionName(version),
          .details = DetailsOf(version)};
}

// What the closure of a registration needs; made before it, so that the closure only writes rows.
struct Draft {
  Model model;
  Version version;
  bool kind_is_asked = false;
  TimePoint now;
};

// Refuses before the first byte what is known to fail. With a key to retry by nothing is known of
// the quota: the bytes may be those of a version that is there already.
Result<void> CheckBegin(metadata::Transaction& transaction, const Access& access, const Call& call,
                        const RegisterRequest& request) {
  ARM_TRY(const auto known, FindModel(transaction, access.Scope(), request.model));
  if (known && request.kind && known->kind != *request.kind) {
    return RefuseKind(*known);
  }
  if (call.retry) {
    return {};
  }
  return tenancy::CheckQuota(transaction, access.Scope(),
                             {.models = known ? 0 : 1, .versions = 1, .stored_bytes = 1});
}

// Who registers what.
struct Order {
  Access access;
  Call call;
  RegisterRequest request;
};

class StreamedRegistration : public Registration {
 public:
  StreamedRegistration(ModelService::Parts parts, inference::OnnxLimits limits, Order order,
                       std::unique_ptr<objects::ObjectWriter> writer)
      : parts_(parts),
        limits_(limits),
        access_(std::move(order.access)),
        call_(std::move(order.call)),
        request_(std::move(order.request)),
        writer_(std::move(writer)) {}

  Result<void> Append(std::span<const std::byte> bytes) override {
    received_ += bytes.size();
    if (received_ > limits_.file_bytes) {
      return Fail(ErrorCode::ModelTooLarge,
                  fmt::format("a model file has at most {} bytes", limits_.file_bytes), "body",
                  fmt::format("at most {} bytes", limits_.file_bytes));
    }
    return writer_->Append(bytes);
  }

  Result<Version> Finish() override {
    if (received_ == 0) {
      return Fail(ErrorCode::MissingBody, "the upload has no bytes", "body");
    }
    ARM_TRY(const Draft draft, Check());
    const Call call = WithContent(call_, draft.version.digest);
    ARM_CHECK(parts_.database.Read(
        [&](metadata::Transaction& transaction) { return CheckRoom(transaction, draft, call); }));
    ARM_CHECK(writer_->Commit(draft.version.digest));
    return parts_.database.Write(
        [&](metadata::Transaction& transaction) { return Keep(transaction, draft, call); });
  }

 private:
  // Of bytes that are not committed yet, so that nothing is left of what is refused.
  Result<Draft> Check() {
    ARM_TRY(const auto bytes, writer_->ReadBack());
    const objects::StoredObject content{.digest = Sha256(bytes), .size = bytes.size()};
    if (request_.expected_digest && *request_.expected_digest != content.digest) {
      return Fail(ErrorCode::DigestMismatch,
                  fmt::format("the bytes have the digest {}", content.digest.ToHex()), "digest");
    }
    ARM_TRY(auto examined, Examine(bytes, limits_));
    return MakeDraft(content, std::move(examined));
  }

  Draft MakeDraft(const objects::StoredObject& content, Examined examined) {
    const TimePoint now = parts_.clock.Now();
    const PrincipalId author = access_.Who().principal;
    return Draft{.model = {.id = {NewId(parts_.clock, parts_.random)},
                           .name = request_.model,
                           .kind = request_.kind.value_or(examined.guessed_kind),
                           .created_at = now,
                           .created_by = author,
                           .updated_at = now},
                 .version = {.id = {NewId(parts_.clock, parts_.random)},
                             .model_id = {},
                             .model = request_.model,
                             .state = VersionState::Servable,
                             .digest = content.digest,
                             .size_bytes = static_cast<std::int64_t>(content.size),
                             .size_class = examined.size_class,
                             .inputs_json = std::move(examined.inputs_json),
                             .outputs_json = std::move(examined.outputs_json),
                             .signature_json = std::move(examined.signature_json),
                             .created_at = now,
                             .created_by = author,
                             .admission = std::move(examined.steps)},
                 .kind_is_asked = request_.kind.has_value(),
                 .now = now};
  }

  // What Keep would refuse now, unless it has only to find what an earlier try has made.
  Result<void> CheckRoom(metadata::Transaction& transaction, const Draft& draft,
                         const Call& call) const {
    const auto scope = access_.Scope();
    ARM_TRY(const auto earlier, tenancy::RecallResource(transaction, access_, call));
    if (earlier) {
      return {};
    }
    ARM_TRY(const auto known, FindModel(transaction, scope, draft.model.name));
    if (known && draft.kind_is_asked && known->kind != draft.model.kind) {
      return RefuseKind(*known);
    }
    return tenancy::CheckQuota(
        transaction, scope,
        {.models = known ? 0 : 1, .versions = 1, .stored_bytes = draft.version.size_bytes});
  }

  Result<Version> Keep(metadata::Transaction& transaction, const Draft& draft, const Call& call) {
    const auto scope = access_.Scope();
    ARM_CHECK(tenancy::LockAuditedTenant(transaction, access_));
    ARM_TRY(const auto earlier, tenancy::RecallResource(transaction, access_, call));
    if (earlier) {
      ARM_TRY(auto version, FindVersionById(transaction, scope, {*earlier}));
      return version ? Result<Version>(*std::move(version)) : NoSuchThing();
    }
    ARM_TRY(const Model model, FindOrInsertModel(transaction, scope, draft.model));
    if (draft.kind_is_asked && model.kind != draft.model.kind) {
      return RefuseKind(model);
    }
    Version version = draft.version;
    version.model_id = model.id;
    version.kind = model.kind;
    ARM_TRY(version.number, TakeVersionNumber(transaction, scope, model.id, draft.now));
    ARM_CHECK(InsertVersion(transaction, scope, version));
    ARM_CHECK(tenancy::TakeQuota(transaction, scope,
                                 {.models = version.number == 1 ? 1 : 0,
                                  .versions = 1,
                                  .stored_bytes = version.size_bytes}));
    tenancy::AuditEntry entry = EntryFor("models.register", version);
    if (version.number == 1) {
      entry.details = DetailsOfFirst(version);
    }
    entry.shown = tenancy::AuditEntry::Shown{.topic = "models", .revision = version.number};
    ARM_CHECK(tenancy::RecordAudit(transaction, access_, call, draft.now, entry));
    ARM_CHECK(tenancy::RememberResource(transaction, access_, call, draft.now, version.id.value));
    return version;
  }

  const ModelService::Parts parts_;
  const inference::OnnxLimits limits_;
  const Access access_;
  const Call call_;
  const RegisterRequest request_;
  const std::unique_ptr<objects::ObjectWriter> writer_;
  std::size_t received_ = 0;
};

}  // namespace

Content::Content(std::unique_ptr<objects::ObjectReader> reader) : reader_(std::move(reader)) {}

ModelService::ModelService(Parts parts, inference::OnnxLimits limits)
    : parts_(parts), limits_(limits) {}

Result<std::unique_ptr<Registration>> ModelService::BeginRegister(const Access& access,
                                                                  const Call& call,
                                                                  RegisterRequest request) {
  ARM_CHECK(access.Require(Permission::ModelsRegister));
  ARM_CHECK(CheckName(request.model.value, "model"));
  ARM_CHECK(parts_.database.Read([&](metadata::Transaction& transaction) {
    return CheckBegin(transaction, access, call, request);
  }));
  ARM_TRY(auto writer, parts_.objects.BeginPut(access.Tenant().id));
  return std::make_unique<StreamedRegistration>(
      parts_, limits_, Order{access, call, std::move(request)}, std::move(writer));
}

Result<Model> ModelService::GetModel(const Access& access, const ModelName& name) const {
  ARM_CHECK(access.Require(Permission::ModelsGet));
  ARM_TRY(auto model, parts_.database.Read([&](metadata::Transaction& transaction) {
    return FindModel(transaction, access.Scope(), name);
  }));
  return model ? Result<Model>(*std::move(model)) : NoSuchThing();
}

Result<Page<Model>> ModelService::ListModels(const Access& access,
                                             const ListRequest& request) const {
  ARM_CHECK(access.Require(Permission::ModelsList));
  return parts_.database.Read([&](metadata::Transaction& transaction) {
    return catalog::ListModels(transaction, access.Scope(), request);
  });
}

Result<Version> ModelService::GetVersion(const Access& access, const ModelName& model,
                                         std::int64_t number) const {
  ARM_CHECK(access.Require(Permission::ModelsGet));
  ARM_TRY(auto version, parts_.database.Read([&](metadata::Transaction& transaction) {
    return FindVersion(transaction, access.Scope(), model, number);
  }));
  return version ? Result<Version>(*std::move(version)) : NoSuchThing();
}

Result<Page<Version>> ModelService::ListVersions(const Access& access, const ModelName& model,
                                                 const ListRequest& request) const {
  ARM_CHECK(access.Require(Permission::ModelsList));
  return parts_.database.Read([&](metadata::Transaction& transaction) -> Result<Page<Version>> {
    ARM_TRY(const auto found, FindModel(transaction, access.Scope(), model));
    if (!found) {
      return NoSuchThing();
    }
    return catalog::ListVersions(transaction, access.Scope(), found->id, request);
  });
}

Result<Version> ModelService::DescribeContent(const Access& access, const ModelName& model,
                                              std::int64_t number) const {
  ARM_CHECK(access.Require(Permission::ModelsDownload));
  ARM_TRY(auto version, parts_.database.Read([&](metadata::Transaction& transaction) {
    return FindVersion(transaction, access.Scope(), model, number);
  }));
  return version ? Result<Version>(*std::move(version)) : NoSuchThing();
}

Result<Content> ModelService::OpenContent(const Access& access, const Call& call,
                                          const ModelName& model, std::int64_t number) {
  ARM_TRY(const Version version, DescribeContent(access, model, number));
  const objects::ObjectName name{access.Tenant().id, version.digest};
  ARM_CHECK(objects::Verify(parts_.objects, name));
  ARM_TRY(auto reader, parts_.objects.Open(name, static_cast<std::uint64_t>(version.size_bytes)));
  const TimePoint now = parts_.clock.Now();
  ARM_CHECK(parts_.database.Write([&](metadata::Transaction& transaction) {
    return tenancy::RecordAudit(transaction, access, call, now,
                                EntryFor("models.download", version));
  }));
  return Content(std::move(reader));
}

}  // namespace armillary::catalog
