/*
 * document.h - what the client has open.
 */
#ifndef CE_LSP_DOCUMENT_H
#define CE_LSP_DOCUMENT_H

#include <jansson.h>
#include <stdint.h>
#include <time.h>

#include "lsp/text.h"

typedef enum ce_language {
	CE_LANGUAGE_OTHER, /* nothing of ours: forwarded only */
	CE_LANGUAGE_C,
	CE_LANGUAGE_HEADER, /* shown what the units say that include it */
	CE_LANGUAGE_GO,     /* for its preamble; never clangd's */
} ce_language;

typedef enum ce_item_kind { CE_ITEM_WARNING, CE_ITEM_HINT, CE_ITEM_FUNCTION, CE_ITEM_PARAM } ce_item_kind;

/** Something said about a place of a document. It moves with the text. */
typedef struct ce_item {
	ce_item_kind kind;
	ce_range range; /* of a name */
	json_t *text;   /* a string, for there are many: what ce_item_read() reads */
	json_t *name;   /* of a function; else NULL */
	uint64_t says;  /* the same of what says the same: a message, or promises */
	uint32_t param; /* CE_ITEM_PARAM */
	uint32_t unit;  /* id of the document whose analysis said it */
	bool shown;     /* a function with a hint */
	bool is_static; /* a function that other files cannot call */
	bool proof;     /* of what does not escape */
} ce_item;

/** The diagnostic without its range, or the record of the function. A new reference. */
json_t *ce_item_read(const ce_item *item);
/** The text of one, for items; a new reference. */
json_t *ce_item_text(const json_t *data);
void ce_item_free(ce_item *item);

typedef CE_VEC(ce_item) ce_items;

typedef struct ce_document {
	uint32_t id; /* never used again */
	char *uri;   /* as the client writes it */
	char *path;  /* absolute; NULL for what is no file */
	char *language_id;
	uint64_t hash; /* of the path, or the URI */
	ce_language language;
	json_int_t version;
	ce_doc_text text;
	bool unsaved;         /* differs from the file, as far as we know */
	struct timespec disk; /* last change of the file when we compared them */

	ce_items items; /* ours */
	json_t *theirs; /* clangd's last list of diagnostics, or NULL */
	bool published; /* the client shows something */
	bool touched;   /* its diagnostics change just now */

	/* The analysis of it as a unit. */
	struct ce_run *run; /* the one that runs, or NULL */
	uint64_t due;       /* loop time at which it may start; 0: nothing to do */
	uint64_t took_ms;   /* the last one */
	uint64_t changed;   /* counts all changes of all documents: the last is analysed first */
	json_t *files;      /* paths it was made of last time, or NULL: not known */
	json_t *callees;    /* names of functions that it used last time and others define, or NULL */
	uint64_t shown;     /* a hash of its hints, as the client has them */
	bool current;       /* what it says is of the texts as they are */
	bool old;           /* ... is of texts before, for these cannot be analysed */
} ce_document;

typedef struct ce_documents {
	CE_VEC(ce_document *) at;
	uint32_t next_id;
} ce_documents;

/** NULL when it is not open. URIs are compared by the path they name. */
ce_document *ce_documents_find(const ce_documents *d, const char *uri);
ce_document *ce_documents_find_path(const ce_documents *d, const char *path);
ce_document *ce_documents_find_id(const ce_documents *d, uint32_t id);

/** Open it; one that is open already is closed first. */
ce_document *ce_documents_open(ce_documents *d, const char *uri, const char *language_id);
void ce_documents_close(ce_documents *d, ce_document *doc);
void ce_documents_free(ce_documents *d);

/** The document whose analysis said an item. */
ce_document *ce_item_unit(const ce_documents *d, const ce_item *item);

/** Reports whether another unit said the same of the same place before: of a header. */
bool ce_document_repeats(const ce_document *doc, uint32_t item);

bool ce_item_is_diagnostic(const ce_item *item);

/** Reports whether a unit was made of it last time, or is it. */
bool ce_document_is_in(const ce_document *doc, const ce_document *unit);

/** Drop what was said by the analysis of a unit. Reports whether there were diagnostics. */
bool ce_document_forget(ce_document *doc, uint32_t unit);

/** The text in a range was replaced by one that ends at `end`: items and clangd's
 * diagnostics behind it move, those inside go. */
void ce_document_shift(ce_document *doc, ce_range replaced, ce_position end);

json_t *ce_position_json(ce_position p);
json_t *ce_range_json(ce_range r);
bool ce_range_read(const json_t *j, ce_range *r);
bool ce_position_read(const json_t *j, ce_position *p);

/** Reports whether a comes before b. */
bool ce_position_before(ce_position a, ce_position b);
bool ce_range_is(ce_range a, ce_range b);

#endif
