/*
 * sinks.h - the places that outlive a call (private to verdicts and explanations).
 */
#ifndef CE_SINKS_H
#define CE_SINKS_H

#include "solve/solver.h"

/** As ce_why.sink; SINK_PARAM + j is the memory of C parameter j. */
enum { SINK_HEAP, SINK_RESULT, SINK_PARAM };

/** The C parameter behind an argument's object; CE_NONE for sret, "..." and all others. */
uint32_t c_param(const solver *s, uint32_t obj);

/** Whether it is data to whoever does not know what the caller has put there: read and moved on as integers.
 */
bool is_data(const object *o);

/** The sink whose memory an object is; CE_NONE: nobody's (private, or constant). */
uint32_t sink_of(const solver *s, uint32_t obj);

/** Whose hook an open call is: SINK_PARAM + j, when all its unknown targets were read from
 * memory of that parameter; else SINK_HEAP. */
/** Whether some argument may be a function, or hold one. */
bool takes_code(const solver *s);
uint32_t owner_of_call(const solver *s, uint32_t call);

/** An open call that nobody resolves when this function is the outermost. */
bool open_at_top(const solver *s, uint32_t call);

#endif
