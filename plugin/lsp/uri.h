/*
 * uri.h - file URIs and paths. Other schemes have no path.
 */
#ifndef CE_LSP_URI_H
#define CE_LSP_URI_H

/** The path of a file URI, "." and ".." taken out; NULL when it is none or names
 * no absolute path. The caller frees. */
char *ce_uri_path(const char *uri);

/** The URI of an absolute path; the caller frees. */
char *ce_path_uri(const char *path);

#endif
