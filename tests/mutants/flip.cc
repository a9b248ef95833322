#include "flip.h"

#include <cstdlib>
#include <fstream>

namespace armillary::mutants {

std::string FlippedEntry() {
  std::string entry;
  if (const char* path = std::getenv("ARMILLARY_FLIP"); path != nullptr) {
    std::ifstream file(path);
    std::getline(file, entry);
  }
  return entry;
}

bool Flipped(bool answer, std::string_view entry) {
  return FlippedEntry() == entry ? !answer : answer;
}

std::string FlippedTo(std::string_view start) {
  const std::string entry = FlippedEntry();
  return entry.starts_with(start) ? entry.substr(start.size()) : std::string();
}

}  // namespace armillary::mutants
