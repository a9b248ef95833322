#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace armillary::net {

// Bytes that were received and not yet used, in one piece.
class InputBuffer {
 public:
  std::string_view View() const { return {bytes_.data() + begin_, end_ - begin_}; }
  bool Empty() const { return begin_ == end_; }

  // Room behind the bytes, at least `least`. Moves the bytes.
  std::span<char> Prepare(std::size_t least) {
    std::copy(bytes_.begin() + static_cast<std::ptrdiff_t>(begin_),
              bytes_.begin() + static_cast<std::ptrdiff_t>(end_), bytes_.begin());
    end_ -= begin_;
    begin_ = 0;
    if (bytes_.size() - end_ < least) {
      bytes_.resize(end_ + least);
    }
    return std::span(bytes_).subspan(end_);
  }
  void Commit(std::size_t count) { end_ += count; }
  void Append(std::string_view bytes) {
    std::ranges::copy(bytes, Prepare(bytes.size()).begin());
    Commit(bytes.size());
  }
  void Consume(std::size_t count) { begin_ += count; }

  void Clear() { begin_ = end_ = 0; }

  // Gives memory back, if there is more than `kept`. Only while empty.
  void Shrink(std::size_t kept) {
    if (bytes_.size() > kept) {
      std::vector<char>().swap(bytes_);
      Clear();
    }
  }

 private:
  std::vector<char> bytes_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace armillary::net
