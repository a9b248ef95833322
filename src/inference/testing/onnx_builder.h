#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace armillary::inference {

// Writes one protobuf message, sound or not, field by field.
class Message {
 public:
  Message& Number(std::uint32_t field, std::uint64_t value);
  Message& Bytes(std::uint32_t field, std::string_view bytes);
  Message& Child(std::uint32_t field, const Message& message) {
    return Bytes(field, message.Text());
  }
  // Bytes as they are, without a field.
  Message& Raw(std::string_view bytes);
  Message& Fixed32(std::uint32_t field, std::uint32_t value);

  const std::string& Text() const { return text_; }

 private:
  void Varint(std::uint64_t value);

  std::string text_;
};

// The parts of an ONNX file. Element types are ONNX numbers: 1 float, 7 int64, 8 string.
using Names = std::vector<std::string>;

Message Value(std::string_view name, std::uint64_t type, const std::vector<std::int64_t>& shape);
Message FloatTensor(std::string_view name, const std::vector<std::int64_t>& shape,
                    std::size_t count);
Message IntegerTensor(std::string_view name, const std::vector<std::int64_t>& values);
Message Node(std::string_view type, const Names& inputs, const Names& outputs,
             const std::vector<Message>& attributes = {}, std::string_view domain = "");
Message IntegerAttribute(std::string_view name, std::int64_t value);
Message IntegersAttribute(std::string_view name, const std::vector<std::int64_t>& values);
Message FloatsAttribute(std::string_view name, std::size_t count);
Message TextAttribute(std::string_view name, std::string_view value);
Message TextsAttribute(std::string_view name, const Names& values);

// Fields of GraphProto.
inline constexpr std::uint32_t kGraphNode = 1;
inline constexpr std::uint32_t kGraphInitialiser = 5;
inline constexpr std::uint32_t kGraphInput = 11;
inline constexpr std::uint32_t kGraphOutput = 12;

// A graph from x, float [rows, 3], to y, float [rows, 3], by the given nodes.
Message Graph(const std::vector<Message>& nodes, const std::vector<Message>& initialisers = {});

// A file of the current form around a graph.
Message Model(const Message& graph);

std::vector<std::byte> BytesOf(const Message& message);

}  // namespace armillary::inference
