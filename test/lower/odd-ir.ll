; Instructions that Clang seldom makes: nothing crashes, and what has no rule leaks.
; RUN: opt -load-pass-plugin=%pass -passes='cgoescape<facts=%t>' -disable-output %s
; RUN: FileCheck %s < %t
; CHECK-DAG: {{^}}aggregate{{.}}0{{.}}p{{.}}result:0
; CHECK-DAG: {{^}}aggregate{{.}}1{{.}}q{{.}}result:0
; CHECK-DAG: {{^}}bundle{{.}}0{{.}}p{{.}}direct{{.}}limit
; CHECK-DAG: {{^}}callbr_out{{.}}0{{.}}p{{.}}direct
; CHECK-DAG: {{^}}coro{{.}}0{{.}}p{{.}}direct
; CHECK-DAG: {{^}}dead_phi{{.}}0{{.}}p{{.}}result:0
; CHECK-DAG: {{^}}eh{{.}}0{{.}}p{{.}}direct
; CHECK-DAG: {{^}}frozen{{.}}0{{.}}p{{.}}result:0
; CHECK-DAG: {{^}}huge{{.}}0{{.}}p{{.}}result:0
; CHECK-DAG: {{^}}indirectbr_{{.}}0{{.}}p{{.}}direct{{.}}global
; CHECK-DAG: {{^}}naked_{{.}}0{{.}}p{{.}}direct
; CHECK-DAG: {{^}}only_look{{.}}0{{.}}p{{.}}none
; CHECK-DAG: {{^}}scalable{{.}}0{{.}}d{{.}}none
; CHECK-DAG: {{^}}scalable{{.}}1{{.}}s{{.}}direct{{.}}limit
; CHECK-DAG: {{^}}scalable_param{{.}}0{{.}}v{{.}}direct{{.}}limit
; CHECK-DAG: {{^}}scatter{{.}}1{{.}}p{{.}}param:0
; CHECK-DAG: {{^}}space{{.}}0{{.}}p{{.}}result:0
; CHECK-DAG: {{^}}tls{{.}}0{{.}}p{{.}}direct{{.}}thread-local
; CHECK-DAG: {{^}}vec_extract{{.}}0{{.}}v{{.}}result:0
; CHECK-DAG: {{^}}via_ifunc{{.}}0{{.}}p{{.}}direct{{.}}unknown-callee{{.*}}ifn
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-pc-linux-gnu"
@g = external global ptr
@th = thread_local global ptr null
@tab = constant [2 x ptr] [ptr @g, ptr getelementptr (i8, ptr @g, i64 4)]
define void @callbr_out(ptr %p) {
  %r = callbr ptr asm "", "=r,r,!i"(ptr %p) to label %a [label %b]
a:
  store ptr %r, ptr @g
  ret void
b:
  ret void
}
define void @scalable(ptr %d, ptr %s) {
  %v = load <vscale x 2 x ptr>, ptr %s
  store <vscale x 2 x ptr> %v, ptr %d
  ret void
}
define void @scalable_param(<vscale x 2 x ptr> %v, ptr %d) {
  store <vscale x 2 x ptr> %v, ptr %d
  ret void
}
define ptr @vec_extract(<2 x ptr> %v) {
  %p = extractelement <2 x ptr> %v, i32 1
  ret ptr %p
}
define void @scatter(<2 x ptr> %v, ptr %p) {
  %w = insertelement <2 x ptr> poison, ptr %p, i32 0
  call void @llvm.masked.scatter.v2p0.v2p0(<2 x ptr> %w, <2 x ptr> %v, i32 8, <2 x i1> <i1 1, i1 1>)
  ret void
}
declare void @llvm.masked.scatter.v2p0.v2p0(<2 x ptr>, <2 x ptr>, i32, <2 x i1>)
define ptr @coro(ptr %p) presplitcoroutine {
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %h = call ptr @llvm.coro.begin(token %id, ptr null)
  %s = call i8 @llvm.coro.suspend(token none, i1 false)
  switch i8 %s, label %e [i8 0, label %x]
x:
  br label %e
e:
  call void @llvm.coro.end(ptr %h, i1 false, token none)
  ret ptr %h
}
declare token @llvm.coro.id(i32, ptr, ptr, ptr)
declare ptr @llvm.coro.begin(token, ptr)
declare i8 @llvm.coro.suspend(token, i1)
declare void @llvm.coro.end(ptr, i1, token)
define void @bundle(ptr %p) {
  call void @unknown() [ "deopt"(ptr %p) ]
  ret void
}
declare void @unknown()
define i32 @pers(...) { ret i32 0 }
define void @eh(ptr %p) personality ptr @pers {
  invoke void @unknown() to label %ok unwind label %lp
ok:
  ret void
lp:
  %l = landingpad { ptr, i32 } cleanup
  %e = extractvalue { ptr, i32 } %l, 0
  store ptr %p, ptr %e
  resume { ptr, i32 } %l
}
define void @tls(ptr %p) {
  %t = call ptr @llvm.threadlocal.address.p0(ptr @th)
  store ptr %p, ptr %t
  ret void
}
declare ptr @llvm.threadlocal.address.p0(ptr)
define ptr addrspace(1) @space(ptr %p) {
  %q = addrspacecast ptr %p to ptr addrspace(1)
  ret ptr addrspace(1) %q
}
define i256 @huge(ptr %p) {
  %i = ptrtoint ptr %p to i64
  %w = zext i64 %i to i256
  %s = shl i256 %w, 100
  ret i256 %s
}
define { ptr, { i8, ptr } } @aggregate(ptr %p, ptr %q) {
  %a = insertvalue { ptr, { i8, ptr } } poison, ptr %p, 0
  %b = insertvalue { ptr, { i8, ptr } } %a, ptr %q, 1, 1
  ret { ptr, { i8, ptr } } %b
}
define void @indirectbr_(ptr %p) {
  indirectbr ptr blockaddress(@indirectbr_, %x), [label %x]
x:
  store ptr %p, ptr @g
  ret void
}
define ptr @frozen(ptr %p) {
  %f = freeze ptr %p
  %n = call ptr @llvm.ptrmask.p0.i64(ptr %f, i64 -16)
  %l = call ptr @llvm.launder.invariant.group.p0(ptr %n)
  ret ptr %l
}
declare ptr @llvm.ptrmask.p0.i64(ptr, i64)
declare ptr @llvm.launder.invariant.group.p0(ptr)
define ptr @dead_phi(ptr %p, i1 %c) {
e:
  br i1 %c, label %a, label %b
a:
  br label %b
b:
  %x = phi ptr [ %p, %e ], [ null, %a ]
  ret ptr %x
u:
  store ptr %p, ptr @g
  ret ptr null
}
define i32 @only_look(ptr %p) {
  %v = load i32, ptr %p
  ret i32 %v
}
@ifn = ifunc void (ptr), ptr @resolver
define internal ptr @resolver() { ret ptr @only_look }
define void @via_ifunc(ptr %p) {
  call void @ifn(ptr %p)
  ret void
}
define void @naked_(ptr %p) naked { call void asm sideeffect "ret", ""() unreachable }
