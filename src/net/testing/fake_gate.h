#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "base/error_code.h"
#include "net/gate.h"
#include "net/route.h"

namespace armillary::net {

// Who the fake gate let in: the bearer of the header `Authorization: <name>`.
struct FakeAdmitted : Admitted {
  std::string name;
};

// Lets everybody with an Authorization header in, and says refusals as `code field: message`.
class FakeGate : public Gate {
 public:
  Result<std::unique_ptr<Admitted>> Admit(const Route& route, const RequestHead& head) override {
    ++admissions;
    const auto name = head.headers.Find("Authorization");
    if (lets_nobody_in || (!name && route.policy().IsPublic())) {
      return std::unique_ptr<Admitted>();
    }
    if (!name) {
      return Fail(ErrorCode::Unauthenticated, "no token was sent");
    }
    auto admitted = std::make_unique<FakeAdmitted>();
    admitted->name = *name;
    return std::unique_ptr<Admitted>(std::move(admitted));
  }

  Response Refuse(const Error& error, const Route* /*route*/, const RequestHead& head) override {
    ++refusals;
    return {.status = EntryOf(error.code).http,
            .content_type = "text/plain",
            .headers = {{"Seen-Id", head.request_id.value}},
            .body = std::string(CodeName(error.code)) + " " + error.field + ": " + error.message};
  }

  std::atomic<int> admissions{0};
  std::atomic<int> refusals{0};
  std::atomic<bool> lets_nobody_in{false};
};

}  // namespace armillary::net
