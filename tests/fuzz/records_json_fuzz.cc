// Any bytes as the body of a prediction by records.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "api/records_json.h"
#include "api/testing/padded.h"
#include "base/assert.h"
#include "inference/signature.h"
#include "judge.h"
#include "serving/records.h"

namespace {

using armillary::inference::ColumnType;

const armillary::inference::Signature& Described() {
  static const auto signature = [] {
    armillary::inference::Signature made;
    made.columns = {
        {.name = "n", .type = ColumnType::Double, .nullable = true},
        {.name = "f", .type = ColumnType::Float, .required = false, .nullable = true},
        {.name = "w",
         .type = ColumnType::Int64,
         .required = false,
         .default_value = std::int64_t{1},
         .minimum = -5},
        {.name = "t",
         .type = ColumnType::String,
         .required = false,
         .nullable = true,
         .missing = "?"},
        {.name = "b", .type = ColumnType::Bool, .required = false, .default_value = true},
        {.name = "p", .type = ColumnType::Float, .required = false, .nullable = true, .size = 2}};
    return made;
  }();
  return signature;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const armillary::api::Padded padded({reinterpret_cast<const char*>(data), size});
  armillary::serving::RecordBatch batch(Described(), 100);
  const auto read = armillary::api::ReadRecords(padded.Body(), &batch);
  const auto checked = armillary::api::ReadRecords(padded.Body(), nullptr);
  const armillary::Judge judge(padded.Body());

  ARM_ASSERT(!judge.is_none || (!read && !checked));
  ARM_ASSERT(checked || !read);
  for (const auto* error : {read ? nullptr : &read.error(), checked ? nullptr : &checked.error()}) {
    ARM_ASSERT(error == nullptr || error->code != armillary::ErrorCode::InvalidJson ||
               !judge.is_json);
    ARM_ASSERT(error == nullptr || error->field.size() + error->message.size() < 20'000);
  }
  if (read) {
    ARM_ASSERT(batch.Rows() > 0);
    const auto tensors = batch.Take();
    ARM_ASSERT(tensors.has_value() && tensors->size() == Described().columns.size());
  }
  return 0;
}
