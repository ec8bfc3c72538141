//===- pass_plugin.cpp - The entry point of cgoescape-pass.so ----------------//
//
// For opt-22 and ld.lld, which have no Clang in them; not part of the Clang
// plugin, where -fpass-plugin would otherwise run the analysis twice.
//
//===----------------------------------------------------------------------===//
#include "pass.h"
#include "llvm/IR/Module.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Plugins/PassPlugin.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Transforms/Utils/Cloning.h"
#include <cstdlib>

using namespace llvm;
using namespace cgoescape;

// Bare bitcode has no source manager: a line in the compiler's form it is.
static void print(void *, ce_severity Severity, ce_loc Loc, const char *Text) {
  static const char *const Words[] = {"remark", "warning", "note"};
  if (Loc.file) {
    errs() << Loc.file << ':';
    if (Loc.line)
      errs() << Loc.line << ':';
    if (Loc.line && Loc.col)
      errs() << Loc.col << ':';
    errs() << ' ';
  }
  errs() << Words[Severity] << ": " << Text << '\n';
}

namespace {
class BitcodePass : public PassInfoMixin<BitcodePass> {
public:
  explicit BitcodePass(OptionsPtr Options) : Options(std::move(Options)) {}

  PreservedAnalyses run(Module &M, ModuleAnalysisManager &) {
    std::unique_ptr<Module> Copy = CloneModule(M);
    if (runPipeline(*Copy, nullptr, *Options, {print, nullptr, false},
                    nullptr) != 0)
      M.getContext().emitError("cgoescape: an output could not be written");
    return PreservedAnalyses::all();
  }
  static StringRef name() { return "cgoescape"; }
  static bool isRequired() { return true; }

private:
  OptionsPtr Options;
};
} // namespace

static bool setOption(ce_options &Options, StringRef Arg) {
  char *Error = nullptr;
  if (ce_options_set(&Options, Arg.str().c_str(), &Error))
    return true;
  errs() << "cgoescape: " << (Error ? Error : "out of memory") << '\n';
  free(Error);
  return false;
}

// "cgoescape" or "cgoescape<KEY=VALUE;KEY>"; false if it is another pass or is
// wrong, which makes the host complain about the pipeline.
static bool parse(StringRef Name, ModulePassManager &Passes) {
  if (!Name.consume_front("cgoescape"))
    return false;
  if (!Name.empty() && !(Name.consume_front("<") && Name.consume_back(">")))
    return false;
  OptionsPtr Options = makeOptions();
  SmallVector<StringRef, 8> Args;
  Name.split(Args, ';', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  for (StringRef Arg : Args)
    if (!setOption(*Options, Arg))
      return false;
  Passes.addPass(BitcodePass(std::move(Options)));
  return true;
}

static void registerCallbacks(PassBuilder &Builder) {
  Builder.registerPipelineParsingCallback(
      [](StringRef Name, ModulePassManager &Passes,
         ArrayRef<PassBuilder::PipelineElement>) {
        return parse(Name, Passes);
      });
}

extern "C" LLVM_ATTRIBUTE_VISIBILITY_DEFAULT PassPluginLibraryInfo
llvmGetPassPluginInfo() {
  return {LLVM_PLUGIN_API_VERSION, "cgoescape", CGOESCAPE_VERSION,
          registerCallbacks, nullptr};
}
