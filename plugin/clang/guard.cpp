#include "guard.h"

#include "llvm/Support/CrashRecoveryContext.h"
#include <csignal>
#include <memory>
#ifdef __GLIBC__
#include <malloc.h>
#endif

using namespace llvm;

namespace cgoescape {

// Enough for any nesting that the parser, with 8 MB, has let through.
static constexpr unsigned StackSize = 64u << 20;
static constexpr size_t SignalStackSize = 64u << 10;

// A handler cannot run on the stack that has just overflowed. LLVM's recovery
// does not care, so its handlers are told to use the thread's second stack.
static void useSignalStack() {
  for (int Signal : {SIGSEGV, SIGBUS}) {
    struct sigaction Action;
    if (sigaction(Signal, nullptr, &Action) != 0)
      continue;
    Action.sa_flags |= SA_ONSTACK;
    sigaction(Signal, &Action, nullptr);
  }
}

// glibc gives a thread memory of its own, which grows by a page and a system
// call at a time. Here nobody else wants any while it works.
static void shareMemory() {
#ifdef __GLIBC__
  mallopt(M_ARENA_MAX, 1);
#endif
}

bool runGuarded(function_ref<void()> Work) {
  shareMemory();
  CrashRecoveryContext::Enable();
  useSignalStack();
  auto SignalStack = std::make_unique<char[]>(SignalStackSize);
  CrashRecoveryContext Crash;
  return Crash.RunSafelyOnThread(
      [&] {
        stack_t Stack = {};
        Stack.ss_sp = SignalStack.get();
        Stack.ss_size = SignalStackSize;
        sigaltstack(&Stack, nullptr);
        Work();
      },
      StackSize);
}

} // namespace cgoescape
