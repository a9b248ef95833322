#include "inference/testing/onnx_builder.h"

#include "base/encoding.h"

namespace armillary::inference {

Message& Message::Number(std::uint32_t field, std::uint64_t value) {
  Varint(std::uint64_t{field} << 3U);
  Varint(value);
  return *this;
}

Message& Message::Bytes(std::uint32_t field, std::string_view bytes) {
  Varint((std::uint64_t{field} << 3U) | 2U);
  Varint(bytes.size());
  return Raw(bytes);
}

Message& Message::Fixed32(std::uint32_t field, std::uint32_t value) {
  Varint((std::uint64_t{field} << 3U) | 5U);
  for (unsigned i = 0; i < 4; ++i) {
    text_ += static_cast<char>((value >> (8 * i)) & 0xFFU);
  }
  return *this;
}

Message& Message::Raw(std::string_view bytes) {
  text_ += bytes;
  return *this;
}

void Message::Varint(std::uint64_t value) {
  while (value >= 0x80U) {
    text_ += static_cast<char>((value & 0x7FU) | 0x80U);
    value >>= 7U;
  }
  text_ += static_cast<char>(value);
}

Message Value(std::string_view name, std::uint64_t type, const std::vector<std::int64_t>& shape) {
  Message dimensions;
  for (const std::int64_t dimension : shape) {
    Message each;
    if (dimension == -1) {
      each.Bytes(2, "rows");
    } else {
      each.Number(1, static_cast<std::uint64_t>(dimension));
    }
    dimensions.Child(1, each);
  }
  const Message tensor = Message().Number(1, type).Child(2, dimensions);
  return Message().Bytes(1, name).Child(2, Message().Child(1, tensor));
}

Message FloatTensor(std::string_view name, const std::vector<std::int64_t>& shape,
                    std::size_t count) {
  Message tensor;
  for (const std::int64_t dimension : shape) {
    tensor.Number(1, static_cast<std::uint64_t>(dimension));
  }
  return tensor.Number(2, 1).Bytes(8, name).Bytes(9, std::string(count * 4, '\0'));
}

Message IntegerTensor(std::string_view name, const std::vector<std::int64_t>& values) {
  Message tensor;
  tensor.Number(1, values.size()).Number(2, 7).Bytes(8, name);
  for (const std::int64_t value : values) {
    tensor.Number(7, static_cast<std::uint64_t>(value));
  }
  return tensor;
}

Message Node(std::string_view type, const Names& inputs, const Names& outputs,
             const std::vector<Message>& attributes, std::string_view domain) {
  Message node;
  for (const std::string& input : inputs) {
    node.Bytes(1, input);
  }
  for (const std::string& output : outputs) {
    node.Bytes(2, output);
  }
  node.Bytes(4, type);
  for (const Message& attribute : attributes) {
    node.Child(5, attribute);
  }
  return domain.empty() ? node : node.Bytes(7, domain);
}

Message IntegerAttribute(std::string_view name, std::int64_t value) {
  return Message().Bytes(1, name).Number(3, static_cast<std::uint64_t>(value)).Number(20, 2);
}

Message IntegersAttribute(std::string_view name, const std::vector<std::int64_t>& values) {
  Message attribute;
  attribute.Bytes(1, name).Number(20, 7);
  for (const std::int64_t value : values) {
    attribute.Number(8, static_cast<std::uint64_t>(value));
  }
  return attribute;
}

Message FloatsAttribute(std::string_view name, std::size_t count) {
  Message attribute;
  attribute.Bytes(1, name).Number(20, 6);
  for (std::size_t i = 0; i < count; ++i) {
    attribute.Fixed32(7, 0x3F800000U);
  }
  return attribute;
}

Message TextAttribute(std::string_view name, std::string_view value) {
  return Message().Bytes(1, name).Bytes(4, value).Number(20, 3);
}

Message TextsAttribute(std::string_view name, const Names& values) {
  Message attribute;
  attribute.Bytes(1, name).Number(20, 8);
  for (const std::string& value : values) {
    attribute.Bytes(9, value);
  }
  return attribute;
}

Message Graph(const std::vector<Message>& nodes, const std::vector<Message>& initialisers) {
  Message graph;
  for (const Message& node : nodes) {
    graph.Child(kGraphNode, node);
  }
  graph.Bytes(2, "graph");
  for (const Message& initialiser : initialisers) {
    graph.Child(kGraphInitialiser, initialiser);
  }
  return graph.Child(kGraphInput, Value("x", 1, {-1, 3}))
      .Child(kGraphOutput, Value("y", 1, {-1, 3}));
}

Message Model(const Message& graph) {
  return Message()
      .Number(1, 8)
      .Child(7, graph)
      .Child(8, Message().Number(2, 18))
      .Child(8, Message().Bytes(1, "ai.onnx.ml").Number(2, 3));
}

std::vector<std::byte> BytesOf(const Message& message) {
  const auto view = AsBytes(message.Text());
  return {view.begin(), view.end()};
}

}  // namespace armillary::inference
