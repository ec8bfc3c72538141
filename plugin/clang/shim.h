/*
 * shim.h - what the engine needs of LLVM and LLVM-C 22 does not offer.
 *
 * One line of C++ behind each. Handles are those of LLVM-C; strings are
 * borrowed, not NUL-terminated, and live as long as the module.
 */
#ifndef CGOESCAPE_SHIM_H
#define CGOESCAPE_SHIM_H

#include <llvm-c/Types.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Components of a pointer, as in `captures(...)`; bits of ce_shim_captures().
 */
enum {
  CE_SHIM_ADDRESS_IS_NULL = 1,
  CE_SHIM_ADDRESS = 2 | CE_SHIM_ADDRESS_IS_NULL,
  CE_SHIM_READ_PROVENANCE = 4,
  CE_SHIM_PROVENANCE = 8 | CE_SHIM_READ_PROVENANCE,
};

/** Which argument a DILocalVariable is, from 1; 0 if a local or no variable. */
unsigned ce_shim_di_variable_arg(LLVMMetadataRef variable);

/** The name of a DILocalVariable or DIGlobalVariable; "" if it has none. */
const char *ce_shim_di_variable_name(LLVMMetadataRef variable, size_t *length);

/** Whether all that a DIGlobalVariable holds, by its type, is numbers, and
 * pointers to numbers or characters: not an array of bytes, which may be memory
 * for anything, nor a union. */
bool ce_shim_di_is_data(LLVMMetadataRef variable);

/** Whether it is an array of bytes. */
bool ce_shim_di_is_bytes(LLVMMetadataRef variable);

/** The source name of a DISubprogram; "" if it has none. */
const char *ce_shim_subprogram_name(LLVMMetadataRef subprogram, size_t *length);

/** The symbol of a DISubprogram; "" where it is the source name. */
const char *ce_shim_subprogram_linkage_name(LLVMMetadataRef subprogram,
                                            size_t *length);

/**
 * What a `captures` attribute lets out.
 *
 * @param[out] other  CE_SHIM_* captured anywhere but in the result
 * @param[out] ret    CE_SHIM_* captured in the result
 * @retval 1  it is a `captures` attribute
 * @retval 0  it is another or none; outputs are untouched
 */
int ce_shim_captures(LLVMAttributeRef attribute, unsigned *other,
                     unsigned *ret);

/** Whether a debug record is a label: LLVM-C crashes when asked for its
 * variable. */
bool ce_shim_is_label_record(LLVMDbgRecordRef record);

/**
 * The constant byte offset of a getelementptr, instruction or constant.
 *
 * @retval false  an index is not constant, or the sum does not fit; *offset is
 * untouched
 */
bool ce_shim_gep_accumulate(LLVMValueRef gep, LLVMModuleRef module,
                            int64_t *offset);

/** Whether a function or a call writes no memory (its `memory` attribute; a
 * promise on definitions). */
bool ce_shim_only_reads(LLVMValueRef function_or_call);

/** The bytes behind an `sret` parameter; 0 if it is none. */
uint64_t ce_shim_sret_size(LLVMValueRef function, unsigned arg,
                           LLVMModuleRef module);

/** A debug location without a line, inside a function; NULL if the function has
 * no debug information. */
LLVMMetadataRef ce_shim_line_zero(LLVMValueRef function);

/** Call two functions when the module's code is loaded and unloaded; a smaller
 * priority is earlier, and later. */
void ce_shim_run_at_load(LLVMModuleRef module, LLVMValueRef load,
                         LLVMValueRef unload, int priority);

/** An attribute of the functions that ce_shim_tidy_many_variables() has
 * changed. */
#define CE_SHIM_MANY_VARIABLES "cgoescape-many-variables"

/** In a function with more than some number of variables, not counting its
 * parameters: forget the names of those that will be values, and put the
 * others' records together where nothing is deleted.
 * @return whether it is such a function */
bool ce_shim_tidy_many_variables(LLVMValueRef function, size_t most);

/** A block that runs before an instruction when a condition holds, which it
 * seldom does.
 *  @return the block's end, to build before */
LLVMValueRef ce_shim_seldom(LLVMValueRef condition, LLVMValueRef before);

/** Whether two modules are for the same machine, system and C library. */
bool ce_shim_same_system(LLVMModuleRef a, LLVMModuleRef b);

/** Forget how a module was compiled, so that it can be linked into any other.
 */
void ce_shim_drop_module_facts(LLVMModuleRef module);

#ifdef __cplusplus
}
#endif
#endif
