#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace armillary::net {

// Bytes on their way out: a buffer that collects heads and small bodies, and one large body after
// it that is sent without being copied.
class Outbox {
 public:
  // Of the memory of what was sent, at most `kept` bytes stay.
  explicit Outbox(std::size_t kept = std::size_t{64} * 1024) : kept_(kept) {}

  // Where to append; only while there is no large body.
  std::string& Text() { return text_; }

  void SetBody(std::string body) { body_ = std::move(body); }

  bool Empty() const { return Size() == 0; }
  std::size_t Size() const { return text_.size() + body_.size() - sent_; }
  bool HasBody() const { return !body_.empty(); }

  // What is left, in order; the second may be empty.
  std::array<std::string_view, 2> Pieces() const {
    const std::string_view text = text_;
    const std::string_view body = body_;
    if (sent_ < text.size()) {
      return {text.substr(sent_), body};
    }
    return {body.substr(sent_ - text.size()), {}};
  }

  void Consume(std::size_t count) {
    sent_ += count;
    if (Empty()) {
      Clear();
    } else if (sent_ >= kForgotten && sent_ <= text_.size() && sent_ >= text_.size() - sent_) {
      text_.erase(0, sent_);  // It may be appended to before all of it is sent, without end.
      sent_ = 0;
    }
  }

 private:
  static constexpr std::size_t kForgotten = std::size_t{16} * 1024;

  void Clear() {
    sent_ = 0;
    text_.clear();
    if (text_.capacity() > kept_) {
      std::string().swap(text_);  // Assigned an empty one, a string keeps its memory.
    }
    std::string().swap(body_);
  }

  std::size_t kept_;
  std::string text_;
  std::string body_;
  std::size_t sent_ = 0;
};

}  // namespace armillary::net
