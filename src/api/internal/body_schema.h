#pragma once

#include <boost/json/value.hpp>
#include <memory>
#include <string_view>

#include "base/result.h"

namespace armillary::api {

// The JSON schema of one operation's body. Thread-safe.
class BodySchema {
 public:
  // Fails with Internal if `schema` is none.
  static Result<BodySchema> Compile(const boost::json::value& schema);

  BodySchema(BodySchema&&) noexcept;
  BodySchema& operator=(BodySchema&&) noexcept;
  ~BodySchema();

  // Fails with the catalogue's error for the keyword that was broken first; its field is a JSON
  // pointer into the body.
  Result<void> Check(const boost::json::value& body) const;

  // Whether the body may have a member of that name.
  bool Describes(std::string_view name) const;

 private:
  struct Compiled;
  explicit BodySchema(std::unique_ptr<Compiled> compiled);

  std::unique_ptr<Compiled> compiled_;
};

}  // namespace armillary::api
