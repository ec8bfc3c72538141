#include "places.h"

#include "clang/Basic/SourceManagerInternals.h"
#include "llvm/Support/Path.h"
#include <climits>

using namespace clang;
using namespace llvm;

namespace cgoescape {

// Debug info splits absolute names into directory and rest, which swallows
// doubled slashes; so both sides are compared without them.
std::string PlaceMap::key(StringRef Dir, StringRef Name) const {
  std::string Full;
  if (!sys::path::is_absolute(Name)) {
    if (!sys::path::is_absolute(Dir))
      Full = Directory + "/";
    if (!Dir.empty() && Dir != ".")
      Full += (Dir + "/").str();
  }
  Full += Name;
  std::string Key;
  for (char C : Full)
    if (C != '/' || Key.empty() || Key.back() != '/')
      Key += C;
  return Key;
}

void PlaceMap::addSegment(StringRef Name, Segment S) {
  if (S.First >= S.End)
    return;
  ShownFile &F = Files[key("", Name)];
  if (!F.Name)
    F.Name = Saver.save(Name).data();
  F.Segments.push_back(S);
}

void PlaceMap::addFile(FileID File) {
  SourceLocation Start = SM.getLocForStartOfFile(File);
  PresumedLoc Own = SM.getPresumedLoc(Start, /*UseLineDirectives=*/false);
  if (Own.isInvalid())
    return;
  StringRef Name = Own.getFilename();
  Segment S{File, 1, UINT_MAX, 1};
  if (SM.hasLineTable()) {
    LineTableInfo &Table = SM.getLineTable();
    auto Entries =
        llvm::find_if(Table, [&](auto &E) { return E.first == File; });
    if (Entries != Table.end()) {
      for (const LineEntry &E : Entries->second) {
        // The entry counts from the line after its directive.
        unsigned Next = SM.getLineNumber(File, E.FileOffset) + 1;
        S.End = Next;
        addSegment(Name, S);
        S = {File, Next, UINT_MAX, E.LineNo};
        if (E.FilenameID != -1)
          Name = Table.getFilename(E.FilenameID);
      }
    }
  }
  addSegment(Name, S);
}

void PlaceMap::build() {
  if (Built)
    return;
  Built = true;
  auto Add = [&](const SrcMgr::SLocEntry &E) {
    if (E.isFile())
      addFile(SM.getFileID(SourceLocation::getFromRawEncoding(E.getOffset())));
  };
  for (unsigned I = 1; I < SM.local_sloc_entry_size(); ++I)
    Add(SM.getLocalSLocEntry(I));
  // Files of a precompiled header are read only now, when asked for.
  for (unsigned I = 0; I < SM.loaded_sloc_entry_size(); ++I) {
    bool Invalid = false;
    const SrcMgr::SLocEntry &E = SM.getLoadedSLocEntry(I, &Invalid);
    if (!Invalid)
      Add(E);
  }
}

SmallVector<SourceLocation, 2> PlaceMap::find(StringRef File, unsigned Line,
                                              unsigned Col) {
  SmallVector<SourceLocation, 2> Found;
  if (File.empty() || !Line)
    return Found;
  build();
  auto F = Files.find(key("", File));
  if (F == Files.end())
    return Found;
  for (const Segment &S : F->second.Segments) {
    if (Line < S.Shown || Line - S.Shown >= S.End - S.First)
      continue;
    SourceLocation Loc =
        SM.translateLineCol(S.File, S.First + (Line - S.Shown), Col ? Col : 1);
    if (Loc.isValid())
      Found.push_back(Loc);
  }
  return Found;
}

const char *PlaceMap::shownFile(StringRef Dir, StringRef Name) {
  build();
  std::string Key = key(Dir, Name);
  auto F = Files.find(Key);
  if (F != Files.end())
    return F->second.Name;
  bool InPlace = Dir.empty() || Dir == "." || Dir == Directory;
  return Saver.save(InPlace ? Name : StringRef(Key)).data();
}

} // namespace cgoescape
