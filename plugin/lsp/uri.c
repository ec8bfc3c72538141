#include "lsp/uri.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/path.h"
#include "report/json_text.h"

static int hex(char c)
{
	return isdigit((unsigned char)c) ? c - '0' : isxdigit((unsigned char)c) ? (c | 32) - 'a' + 10 : -1;
}

char *ce_uri_path(const char *uri)
{
	ce_buf path = {0};
	char *clean;

	if (strncasecmp(uri, "file:", 5) != 0)
		return NULL;
	uri += 5;
	if (strncmp(uri, "//", 2) == 0) /* a host, empty or this one */
		uri += 2 + strcspn(uri + 2, "/");
	if (*uri != '/')
		return NULL;
	for (; *uri && *uri != '?' && *uri != '#'; uri++) {
		int high = *uri == '%' ? hex(uri[1]) : -1, low = high < 0 ? -1 : hex(uri[2]);

		if (low < 0) {
			ce_buf_addc(&path, *uri);
		} else if (high || low) { /* a path has no 0 */
			ce_buf_addc(&path, (char)(high * 16 + low));
			uri += 2;
		} else {
			ce_buf_free(&path);
			return NULL;
		}
	}
	clean = ce_path_join("/", path.data);
	ce_buf_free(&path);
	return clean;
}

char *ce_path_uri(const char *path)
{
	ce_buf uri = {0};

	ce_buf_adds(&uri, "file://");
	ce_uri_escape(&uri, path, strlen(path), CE_URI_PATH);
	return uri.data;
}
