# The objects show their hosts only what these look up by name, need no library of
# LLVM or Clang of their own, and the pass needs nothing of Clang at all.
#
# RUN: llvm-nm -D --defined-only %plugin | count 0
# RUN: llvm-nm -D --defined-only %pass | FileCheck %s --check-prefix=PASS
# PASS: {{[TW]}} llvmGetPassPluginInfo
# PASS-NOT: {{.}}
#
# RUN: llvm-readelf -d %plugin %pass | FileCheck %s --check-prefix=NEEDED
# NEEDED-NOT: {{libLLVM|libclang-}}
# NEEDED: BIND_NOW
#
# RUN: llvm-nm -D --undefined-only %pass | not grep -E '_ZNK?5clang'
