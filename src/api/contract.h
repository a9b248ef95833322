#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "api/parameter_rule.h"
#include "base/result.h"
#include "net/message.h"

namespace armillary::api {

// One operation of contract/openapi.yaml, as far as the server acts on it.
struct Operation {
  std::string id;
  net::Method method;
  std::string path;
  std::string permission;
  std::size_t body_limit = 0;
  bool body_required = false;
  std::string media_type;  // Empty: takes no body.
  std::map<std::string, ParameterRule, std::less<>> query;
  bool any_query = false;  // Its query is for the page that it answers with.
};

// What the server promises, read from the file that it promises it in. Immutable, thread-safe.
class Contract {
 public:
  // Fails with Internal if the embedded contract cannot be read: a broken build.
  static Result<Contract> Load();

  Contract(Contract&&) noexcept;
  Contract& operator=(Contract&&) noexcept;
  ~Contract();

  // Asserts that there is one: ids in code are ours.
  const Operation& Find(std::string_view id) const;
  const std::map<std::string, Operation, std::less<>>& Operations() const { return operations_; }

  // The whole document, as `/api/v1/openapi.yaml` serves it.
  std::string_view Document() const;

  // The JSON body of a request, checked against the operation's schema; an empty object if it may
  // be left out and was. Fails with MissingBody, UnsupportedMediaType, as ParseJson does, or with
  // the error of the first keyword that is broken: UnknownField, MissingField, WrongType, TooLong,
  // OutOfRange ... whose field is a JSON pointer.
  Result<boost::json::object> ReadBody(const Operation& operation,
                                       const net::Request& request) const;

  // What a service says of a member of the operation's body, with a JSON pointer as its field.
  Error OfBody(const Operation& operation, Error error) const;

  // Fails with UnknownParameter, naming the nearest, DuplicateParameter, or as ParameterRule does.
  static Result<void> CheckQuery(const Operation& operation, const net::RequestHead& head);

 private:
  struct Schemas;
  Contract();

  std::map<std::string, Operation, std::less<>> operations_;
  std::unique_ptr<Schemas> schemas_;
};

}  // namespace armillary::api
