#include "inference/testing/model_files.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>

#include "base/assert.h"
#include "base/encoding.h"
#include "base/json.h"

namespace armillary::inference {
namespace {

std::filesystem::path Folder() {
  const char* source = std::getenv("ARMILLARY_SOURCE");
  ARM_ASSERT(source != nullptr);
  return std::filesystem::path(source) / "src" / "inference" / "testdata";
}

std::string ReadAll(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  ARM_ASSERT(file.good());
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

template <class T>
void Fill(Tensor& tensor, const boost::json::array& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    tensor.Values<T>()[i] = values[i].to_number<T>();
  }
}

Tensor TensorOf(const boost::json::object& from) {
  Shape shape;
  for (const auto& dimension : from.at("shape").as_array()) {
    shape.push_back(dimension.to_number<std::int64_t>());
  }
  const auto type = ParseElementType(std::string_view(from.at("datatype").as_string()));
  ARM_ASSERT(type);
  auto tensor = Tensor::Make(*type, shape);
  ARM_ASSERT(tensor);
  const auto& values = from.at("data").as_array();
  if (*type == ElementType::Fp32) {
    Fill<float>(*tensor, values);
  } else if (*type == ElementType::Fp64) {
    Fill<double>(*tensor, values);
  } else if (*type == ElementType::Int64) {
    Fill<std::int64_t>(*tensor, values);
  } else {
    for (std::size_t i = 0; i < values.size(); ++i) {
      tensor->Strings()[i] = std::string_view(values[i].as_string());
    }
  }
  return *std::move(tensor);
}

std::map<std::string, Tensor> TensorsOf(const boost::json::object& from) {
  std::map<std::string, Tensor> tensors;
  for (const auto& member : from) {
    tensors.emplace(std::string(std::string_view(member.key())),
                    TensorOf(member.value().as_object()));
  }
  return tensors;
}

template <class T>
double Difference(const Tensor& a, const Tensor& b) {
  double largest = 0;
  for (std::size_t i = 0; i < a.Count(); ++i) {
    largest = std::max(largest, std::abs(static_cast<double>(a.Values<T>()[i]) -
                                         static_cast<double>(b.Values<T>()[i])));
  }
  return largest;
}

}  // namespace

ModelFile ReadModelFile(const std::string& name) {
  ModelFile model;
  const std::string bytes = ReadAll(Folder() / (name + ".onnx"));
  const auto view = AsBytes(bytes);
  model.bytes.assign(view.begin(), view.end());
  const auto expected = ParseJson(ReadAll(Folder() / (name + ".json")));
  ARM_ASSERT(expected);
  model.inputs = TensorsOf(expected->at("inputs").as_object());
  model.outputs = TensorsOf(expected->at("outputs").as_object());
  return model;
}

std::vector<std::string> ModelFileNames() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(Folder())) {
    if (entry.path().extension() == ".onnx") {
      names.push_back(entry.path().stem().string());
    }
  }
  std::ranges::sort(names);
  return names;
}

double LargestDifference(const Tensor& a, const Tensor& b) {
  if (a.Type() != b.Type() || a.Dimensions() != b.Dimensions()) {
    return std::numeric_limits<double>::infinity();
  }
  switch (a.Type()) {
    case ElementType::Fp32:
      return Difference<float>(a, b);
    case ElementType::Fp64:
      return Difference<double>(a, b);
    case ElementType::Int64:
      return Difference<std::int64_t>(a, b);
    default:
      return std::ranges::equal(a.Strings(), b.Strings()) ? 0
                                                          : std::numeric_limits<double>::infinity();
  }
}

}  // namespace armillary::inference
