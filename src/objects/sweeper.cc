#include "objects/sweeper.h"

#include "base/assert.h"

namespace armillary::objects {

Sweeper::Sweeper(ObjectStore& store, ObjectReferences& references, const Clock& clock,
                 Limits limits)
    : store_(store), references_(references), clock_(clock), limits_(limits) {}

Result<Sweeper::Swept> Sweeper::Step() {
  const TimePoint cutoff = clock_.Now() - limits_.grace;
  if (cursor_.empty()) {
    ARM_CHECK(store_.RemoveUnfinished(cutoff, limits_.page));
  }
  ARM_TRY(const ObjectPage page, store_.List(std::nullopt, cursor_, limits_.page));
  Swept swept;
  swept.examined = page.objects.size();
  ARM_CHECK(RemoveOrphans(page.objects, cutoff, swept));
  cursor_ = page.next;
  swept.finished = cursor_.empty();
  return swept;
}

Result<void> Sweeper::RemoveOrphans(std::span<const ListedObject> objects, TimePoint cutoff,
                                    Swept& swept) {
  std::vector<ListedObject> old;
  std::vector<ObjectName> names;
  for (const ListedObject& object : objects) {
    if (object.stored_at < cutoff) {
      old.push_back(object);
      names.push_back(object.name);
    }
  }
  ARM_TRY(const std::vector<bool> referenced, references_.AreReferenced(names));
  ARM_ASSERT(referenced.size() == names.size());
  for (std::size_t i = 0; i < old.size(); ++i) {
    ARM_CHECK(referenced[i] ? Result<void>() : RemoveOne(old[i], cutoff, swept));
  }
  return {};
}

Result<void> Sweeper::RemoveOne(const ListedObject& orphan, TimePoint cutoff, Swept& swept) {
  // Committed again since it was listed, it is no orphan of that age any more.
  ARM_TRY(const bool removed, store_.RemoveIfStoredBefore(orphan.name, cutoff));
  swept.removed += removed ? 1 : 0;
  swept.removed_bytes += removed ? orphan.size : 0;
  return {};
}

}  // namespace armillary::objects
