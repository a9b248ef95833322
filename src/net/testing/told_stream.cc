#include "net/testing/told_stream.h"

namespace armillary::net {
namespace {

constexpr std::size_t kPiece = std::size_t{4} * 1024;

}  // namespace

class ToldStream::Listener : public StreamSource {
 public:
  explicit Listener(ToldStream& told) : told_(told) { ++told_.listeners_; }
  ~Listener() override { --told_.listeners_; }

  bool Take(std::string& into) override {
    const bool ended = told_.ended_;
    const std::string piece =
        told_.said_.With([&](const std::string& said) { return said.substr(heard_, kPiece); });
    heard_ += piece.size();
    told_.given_ += piece.size();
    into.append(piece);
    return !ended || piece.size() == kPiece;
  }

 private:
  ToldStream& told_;
  std::size_t heard_ = 0;
};

std::unique_ptr<StreamSource> ToldStream::Listen() { return std::make_unique<Listener>(*this); }

void ToldStream::Say(std::string_view text) {
  said_.With([&](std::string& said) { said.append(text); });
}

}  // namespace armillary::net
