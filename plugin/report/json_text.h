/*
 * json_text.h - source text and file names as JSON and URIs, shared by the reports.
 */
#ifndef CE_REPORT_JSON_TEXT_H
#define CE_REPORT_JSON_TEXT_H

#include <jansson.h>

#include "base/buf.h"

/** Append a text as a URI has it; letters, digits and the characters in `plain` stay. */
void ce_uri_escape(ce_buf *b, const char *s, size_t n, const char *plain);

/** What may stand in the path of a file URI. */
#define CE_URI_PATH "-_.~$&+,/:;=@"

/** Length of the UTF-8 sequence at s, which is NUL-terminated; 0 when it is none that JSON may hold. */
size_t ce_utf8_length(const unsigned char *s);

/** A JSON string; what is not UTF-8 becomes U+FFFD. NULL is "". */
json_t *ce_json_string(const char *s);

/** Append a value on one line of its own; it is consumed. */
void ce_json_line(ce_buf *b, json_t *j);

#endif
