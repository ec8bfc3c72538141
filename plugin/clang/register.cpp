#include "action.h"

#include "clang/Frontend/FrontendPluginRegistry.h"
#include "llvm-c/Core.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/raw_ostream.h"
#include <optional>

using namespace clang;

// -fplugin checks no version, and another LLVM's classes are laid out
// otherwise: a foreign host gets no plugin instead of a crash.
static bool isHostOurs() {
  unsigned Major = 0, Minor = 0, Patch = 0;
  LLVMGetVersion(&Major, &Minor, &Patch);
  return Major == LLVM_VERSION_MAJOR;
}

namespace {
using Registration = FrontendPluginRegistry::Add<cgoescape::EscapeAction>;

struct Register {
  std::optional<Registration> Node;
  Register() {
    if (isHostOurs())
      Node.emplace("cgoescape", "escape analysis of C code called from Go");
    else
      llvm::errs() << "cgoescape: made for Clang " << LLVM_VERSION_MAJOR
                   << ", inactive in this one\n";
  }
};
} // namespace

static Register X;
