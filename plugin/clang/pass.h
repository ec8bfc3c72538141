//===- pass.h - The analysis as an LLVM module pass -*- C++ -*----------------//
//
// One pass named `cgoescape`, used in two ways. Inside Clang it ends the
// pipeline of the private module and knows the source. On bitcode (opt, lld)
// it works on a prepared copy: the user's module is not touched.
//
//===----------------------------------------------------------------------===//
#ifndef CGOESCAPE_PASS_H
#define CGOESCAPE_PASS_H

#include "cgoescape/plugin.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/IR/PassManager.h"
#include <memory>

namespace cgoescape {

/// Options with an owner; never null.
using OptionsPtr = std::shared_ptr<ce_options>;

/// Zeroed options that are cleared when the last owner is gone.
OptionsPtr makeOptions();

class EscapePass : public llvm::PassInfoMixin<EscapePass> {
public:
  EscapePass(const ce_source *Source, const ce_options &Options,
             const ce_reporter &Reporter, ce_check_plan *Plan, int &Status)
      : Source(Source), Options(Options), Reporter(Reporter), Plan(Plan),
        Status(Status) {}

  llvm::PreservedAnalyses run(llvm::Module &M, llvm::ModuleAnalysisManager &);
  static llvm::StringRef name() { return "cgoescape"; }
  static bool isRequired() { return true; }

private:
  const ce_source *Source;
  const ce_options &Options;
  const ce_reporter &Reporter;
  ce_check_plan *Plan;
  int &Status;
};

/// Run preparation and analysis as one pipeline over M, which is changed.
/// Plan may be null. Returns what ce_plugin_run() did.
int runPipeline(llvm::Module &M, const ce_source *Source,
                const ce_options &Options, const ce_reporter &Reporter,
                ce_check_plan *Plan);

} // namespace cgoescape
#endif
