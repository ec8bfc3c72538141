/*
 * lower.h - LLVM IR in, constraint graph out.
 *
 * The only folder of the engine that sees LLVM (through LLVM-C). What each
 * instruction becomes, and which assumptions stand behind every "no flow", is
 * written in docs/lowering.md.
 */
#ifndef CE_LOWER_H
#define CE_LOWER_H

#include <llvm-c/Types.h>

#include "cgoescape/source.h"
#include "graph/unit.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Before ce_prepare_module(): write into the module what its local structs are given
 * (named metadata that ce_lower_module() reads; lower_member.c). */
void ce_lower_note_members(LLVMModuleRef m);

/** Before ce_prepare_module(): write into the module (attributes of functions) which members at one
 * offset are arrays of several lengths, or in unions (lower_array.c). */
void ce_lower_note_arrays(LLVMModuleRef m);

/**
 * Lower one module.
 *
 * @param m       borrowed, only read; best after ce_prepare_module()
 * @param source  what the front end knows, or NULL; borrowed for the call
 * @return a new unit that passes ce_unit_check(); ce_unit_free()
 *
 * Never fails: what it does not know becomes a leak. Linear in the size of the
 * module but for the few rounds of the carrier analysis (lower_carry.c).
 */
ce_unit *ce_lower_module(LLVMModuleRef m, const ce_source *source);

#ifdef __cplusplus
}
#endif

#endif
