#include "api/model_routes.h"

#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <string>
#include <utility>

#include "api/byte_range.h"
#include "api/call.h"
#include "api/error_answer.h"
#include "api/media_type.h"
#include "api/model_json.h"
#include "base/assert.h"
#include "base/digest.h"

namespace armillary::api {
namespace {

using tenancy::Permission;
using Answer = Result<net::Response>;

constexpr std::string_view kDigestPrefix = "sha256=";

// Gives a part of a version's content piece by piece.
class ContentSource : public net::BodySource {
 public:
  ContentSource(catalog::Content content, ByteRange range)
      : content_(std::move(content)), range_(range) {}

  std::uint64_t Length() const override { return range_.length; }

  Result<std::size_t> Next(std::span<std::byte> into) override {
    const auto left = range_.length - given_;
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), left));
    ARM_CHECK(content_.ReadAt(range_.offset + given_, into.first(count)));
    given_ += count;
    return count;
  }

 private:
  const catalog::Content content_;
  const ByteRange range_;
  std::uint64_t given_ = 0;
};

// An upload on its way from the listener to the catalog.
class VersionUpload : public net::Upload {
 public:
  VersionUpload(std::unique_ptr<catalog::Registration> registration, tenancy::Access access,
                RequestId request)
      : registration_(std::move(registration)),
        access_(std::move(access)),
        request_(std::move(request)) {}

  Result<void> Append(std::span<const std::byte> bytes) override {
    return registration_->Append(bytes);
  }

  net::Response Finish() override {
    const auto version = registration_->Finish();
    if (!version) {
      return ErrorAnswer(version.error(), request_);
    }
    auto answer = WithRevision(JsonAnswer(201, VersionJson(access_, *version)), 1);
    answer.headers.emplace_back("Armillary-Digest", DigestText(version->digest));
    return answer;
  }

 private:
  const std::unique_ptr<catalog::Registration> registration_;
  const tenancy::Access access_;
  const RequestId request_;
};

Result<std::optional<Digest>> ExpectedDigest(const net::RequestHead& head) {
  const auto header = head.headers.Find("Armillary-Digest");
  if (!header) {
    return std::optional<Digest>{};
  }
  auto digest = header->starts_with(kDigestPrefix)
                    ? Digest::FromHex(header->substr(kDigestPrefix.size()))
                    : Result<Digest>(Fail(ErrorCode::InvalidHeader, ""));
  if (!digest) {
    return Fail(ErrorCode::InvalidHeader, "the digest is not sha256= and 64 hexadecimal digits",
                "Armillary-Digest", "sha256= and 64 hexadecimal digits");
  }
  return std::optional(*digest);
}

// The contract lets only known names pass.
std::optional<inference::ModelKind> AskedKind(const net::RequestHead& head) {
  const auto name = head.query.Find("kind");
  if (!name) {
    return std::nullopt;
  }
  const auto kind = inference::ParseKind(*name);
  ARM_ASSERT(kind.has_value());
  return kind;
}

Result<std::unique_ptr<net::Upload>> BeginUpload(const Operation& operation,
                                                 catalog::ModelService& models,
                                                 const net::RequestHead& head,
                                                 const tenancy::Access& access) {
  ARM_CHECK(Contract::CheckQuery(operation, head));
  ARM_CHECK(CheckMediaType(head, operation.media_type));
  ARM_TRY(const auto digest, ExpectedDigest(head));
  ARM_TRY(const auto call, CallOf(operation, head, {}));
  ARM_TRY(auto registration, models.BeginRegister(access, call,
                                                  {.model = {std::string(head.Parameter("model"))},
                                                   .kind = AskedKind(head),
                                                   .expected_digest = digest}));
  return std::make_unique<VersionUpload>(std::move(registration), access, head.request_id);
}

// What a HEAD request is answered with: a length, and no byte that could be sent.
class UnreadSource : public net::BodySource {
 public:
  explicit UnreadSource(std::uint64_t length) : length_(length) {}

  std::uint64_t Length() const override { return length_; }
  Result<std::size_t> Next(std::span<std::byte>) override {
    return Fail(ErrorCode::Internal, "the content was only described");
  }

 private:
  const std::uint64_t length_;
};

net::Response ContentAnswer(const catalog::Version& version,
                            std::unique_ptr<net::BodySource> content) {
  return {.status = 200,
          .content_type = "application/octet-stream",
          .headers = {{"Armillary-Digest", DigestText(version.digest)}, {"Accept-Ranges", "bytes"}},
          .body = std::move(content)};
}

// Says the length of what there is, so that the next range can lie inside.
net::Response RangeRefusal(const Error& error, const RequestId& request, std::uint64_t size) {
  auto answer = ErrorAnswer(error, request);
  if (error.code == ErrorCode::RangeNotSatisfiable) {
    answer.headers.emplace_back("Content-Range", fmt::format("bytes */{}", size));
  }
  return answer;
}

// The range is decided before anything is read or recorded. It has a meaning for GET only.
Answer Download(catalog::ModelService& models, const ControlRequest& request) {
  ARM_TRY(const auto number, request.Version());
  ARM_TRY(const auto version, models.DescribeContent(request.access, request.Model(), number));
  const auto size = static_cast<std::uint64_t>(version.size_bytes);
  if (request.head.method == net::Method::Head) {
    return ContentAnswer(version, std::make_unique<UnreadSource>(size));
  }
  const auto header = request.head.headers.Find("Range");
  const auto range = ParseByteRange(header.value_or(std::string_view()), size);
  if (!range) {
    return RangeRefusal(range.error(), request.head.request_id, size);
  }
  ARM_TRY(auto content, models.OpenContent(request.access, request.call, request.Model(), number));
  const ByteRange sent = range->value_or(ByteRange{0, size});
  auto answer = ContentAnswer(version, std::make_unique<ContentSource>(std::move(content), sent));
  if (*range) {
    answer.status = 206;
    answer.headers.emplace_back("Content-Range", fmt::format("bytes {}-{}/{}", sent.offset,
                                                             sent.offset + sent.length - 1, size));
  }
  return answer;
}

}  // namespace

void AddModelRoutes(ControlRoutes& routes, const Contract& contract,
                    catalog::ModelService& models) {
  routes.Add("listModels", Permission::ModelsList,
             [&models](const ControlRequest& request) -> Answer {
               const auto list = request.List();
               ARM_TRY(const auto page, models.ListModels(request.access, list));
               return PageAnswer(request, page, [&](const catalog::Model& model) {
                 return ModelJson(request.access, model);
               });
             });
  routes.Add("getModel", Permission::ModelsGet, [&models](const ControlRequest& request) -> Answer {
    ARM_TRY(const auto model, models.GetModel(request.access, request.Model()));
    return WithRevision(JsonAnswer(200, ModelJson(request.access, model)), model.latest_version);
  });
  routes.Add("listVersions", Permission::ModelsList,
             [&models](const ControlRequest& request) -> Answer {
               const auto list = request.List();
               ARM_TRY(const auto page, models.ListVersions(request.access, request.Model(), list));
               return PageAnswer(request, page, [&](const catalog::Version& version) {
                 return VersionSummaryJson(request.access, version);
               });
             });
  routes.AddUpload("registerVersion", Permission::ModelsRegister,
                   [&contract, &models](const net::RequestHead& head, net::Admitted& admitted) {
                     return BeginUpload(contract.Find("registerVersion"), models, head,
                                        AccessOf(admitted));
                   });
  routes.Add(
      "getVersion", Permission::ModelsGet, [&models](const ControlRequest& request) -> Answer {
        ARM_TRY(const auto number, request.Version());
        ARM_TRY(const auto version, models.GetVersion(request.access, request.Model(), number));
        return WithRevision(JsonAnswer(200, VersionJson(request.access, version)), 1);
      });
  routes.Add("downloadVersion", Permission::ModelsDownload,
             [&models](const ControlRequest& request) { return Download(models, request); });
}

}  // namespace armillary::api
