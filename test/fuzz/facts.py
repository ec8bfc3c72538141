"""Tables of facts (--format=tsv), and when one says less than another."""

# What nocallback may become when less is known.
WORSE = {"nocallback=yes": 0, "nocallback=depends": 1, "nocallback=unknown": 2, "nocallback=no": 2}


def read(tsv):
    rows = [line.split("\t") for line in tsv.splitlines()[1:]]
    return {(r[0], int(r[1])): frozenset(r[3].split("+")) for r in rows}


def level0(fact):
    return any(x in ("direct", "result:0") or x.startswith("param:") for x in fact)


def missing(was, now):
    """The kinds of leaks that are no longer told, by these or by wider ones."""
    for kind in sorted(was - now - {"none"}):
        if "direct" in now and (level0([kind]) or kind.startswith("result:")):
            continue
        if not level0([kind]) and "none" not in now:
            continue
        yield kind


def contradictions(fine, coarse):
    for key, was in fine.items():
        now = coarse.get(key)
        if now is None:
            yield "%s %d is gone" % key
        elif key[1] < 0:
            if WORSE[min(now)] < WORSE[min(was)]:
                yield "%s: %s, then %s" % (key[0], min(was), min(now))
        elif any(missing(was, now)):
            yield "%s %d: %s, then %s" % (*key, "+".join(sorted(was)), "+".join(sorted(now)))
