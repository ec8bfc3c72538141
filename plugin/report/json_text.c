#include "report/json_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* As net/url escapes a path; a segment of one ("/" and what may end it) with more. */
void ce_uri_escape(ce_buf *b, const char *s, size_t n, const char *plain)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if ((c | 32) - 'a' < 26u || c - '0' < 10u || (c && strchr(plain, c)))
			ce_buf_addc(b, (char)c);
		else
			ce_buf_addf(b, "%%%02X", c);
	}
}

size_t ce_utf8_length(const unsigned char *s)
{
	static const unsigned char least[] = {0, 0, 0x80, 0xa0, 0x90}; /* no overlong forms */
	size_t n = s[0] < 0x80 ? 1 : s[0] >= 0xc2 && s[0] < 0xe0 ? 2 : (s[0] & 0xf0) == 0xe0 ? 3 : 4;

	if (n == 4 && (s[0] < 0xf0 || s[0] > 0xf4))
		return 0;
	for (size_t i = 1; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if ((s[0] == 0xe0 || s[0] == 0xf0) && s[1] < least[n])
		return 0;
	return (s[0] == 0xed && s[1] > 0x9f) || (s[0] == 0xf4 && s[1] > 0x8f) ? 0 : n;
}

/* Source text is bytes; what is not UTF-8 becomes U+FFFD, as in Go. */
json_t *ce_json_string(const char *s)
{
	ce_buf b = {0};
	json_t *j;

	for (size_t n; s && *s; s += n ? n : 1) {
		n = ce_utf8_length((const unsigned char *)s);
		if (n)
			ce_buf_add(&b, s, n);
		else
			ce_buf_adds(&b, "\xef\xbf\xbd");
	}
	j = json_string(b.data ? b.data : "");
	ce_buf_free(&b);
	return j;
}

void ce_json_line(ce_buf *b, json_t *j)
{
	char *line = json_dumps(j, JSON_COMPACT | JSON_PRESERVE_ORDER);

	if (!line)
		ce_fatal("out of memory");
	ce_buf_addf(b, "%s\n", line);
	free(line);
	json_decref(j);
}
