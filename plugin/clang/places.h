//===- places.h - From what the compiler shows back to where it is -*- C++ -*-//
//
// Debug locations and messages speak of presumed places (file, line, column;
// #line is followed). Clang can turn a location into a presumed place, but not
// back; PlaceMap does. It is made on first use: most units never need it.
//
//===----------------------------------------------------------------------===//
#ifndef CGOESCAPE_PLACES_H
#define CGOESCAPE_PLACES_H

#include "clang/Basic/SourceLocation.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Allocator.h"
#include "llvm/Support/StringSaver.h"
#include <string>

namespace cgoescape {

class PlaceMap {
public:
  /// Directory is what relative file names are relative to, in debug info and
  /// on the command line alike.
  PlaceMap(clang::SourceManager &SM, llvm::StringRef Directory)
      : SM(SM), Directory(Directory), Saver(Alloc) {}

  /// All physical locations that the compiler shows as this place; several if
  /// the file was included several times, none if it is unknown.
  llvm::SmallVector<clang::SourceLocation, 2> find(llvm::StringRef File,
                                                   unsigned Line, unsigned Col);

  /// The name under which the compiler shows the file of a DIFile.
  const char *shownFile(llvm::StringRef Dir, llvm::StringRef Name);

private:
  /// Physical lines [First, End) of a file, shown as Shown, Shown + 1, ...
  struct Segment {
    clang::FileID File;
    unsigned First, End, Shown;
  };
  struct ShownFile {
    const char *Name = nullptr;
    llvm::SmallVector<Segment, 1> Segments;
  };

  void build();
  void addFile(clang::FileID File);
  void addSegment(llvm::StringRef Name, Segment S);
  std::string key(llvm::StringRef Dir, llvm::StringRef Name) const;

  clang::SourceManager &SM;
  std::string Directory;
  llvm::StringMap<ShownFile> Files; // by absolute name
  llvm::BumpPtrAllocator Alloc;
  llvm::StringSaver Saver;
  bool Built = false;
};

} // namespace cgoescape
#endif
