/*
 * trim.h - a cache does not grow for ever: what nobody has used for a month goes.
 *
 * As in Go's cache, a time of change is a time of use (it is set again when something
 * is used, at most once an hour), and once a day a command that ends takes old things
 * away. Commands hold a lock while they run, shared among them; who trims has it
 * alone, so nothing goes that somebody has looked up. Only files and folders of
 * our own names are touched: the folder may be anybody's.
 */
#ifndef CE_SCAN_TRIM_H
#define CE_SCAN_TRIM_H

enum { CE_CACHE_DAYS = 30, CE_CACHE_LISTED_DAYS = 365 };

/** A file in the folder of a Go package that compile_commands.json points to: editors read there and
 * leave no trace, so it stays longer. */
#define CE_CACHE_LISTED "listed"

/**
 * Use a cache. Waits while somebody trims it.
 *
 * @return for ce_cache_leave(); -1 when there is no such folder yet, or it cannot be locked:
 *         then it is used all the same
 */
int ce_cache_enter(const char *dir);

/** Be done with it. Trims it when the last time was a day ago and nobody else uses it. */
void ce_cache_leave(const char *dir, int lock);

/** A file of the cache was used. It need not exist. */
void ce_cache_used(const char *path);

#endif
