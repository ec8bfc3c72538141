"""Writes a program with one function that is beyond every limit of the solver."""
N, WAYS = 3000, 30

print("typedef void (*hook)(void *);")
print("static void nothing(void *p) { (void)p; }")
print("static void *kept;")
print("static void keeps(void *p) { kept = p; }")
print("static hook one = nothing, two = nothing, other = nothing;")
print("static void set(hook h) { two = h; }")
print("static void *slot;")
print("static void **named = &slot;")
print(f"static char many[{N}][2];")
print("void *too_large(void *p, int k)\n{\n\tvoid *v = p;\n\tswitch (k) {")
for i in range(N):
    print(f"\tcase {i}: v = many[{i}]; break;")
print("\t}")
for i in range(WAYS):
    print(f"\tvoid *v{i} = k & {1 << i} ? {f'v{i - 1}' if i else 'v'} : p;")
print("\tone = keeps;\n\tset(keeps);\n\t*named = v29;\n\treturn v29;\n}")
print("void through_hook(void *p) { one(p); }")
print("void through_set_hook(void *p) { two(p); }")
print("void through_other_hook(void *p) { other(p); }")
print("void into_named(void *p) { **(void ***)named = p; }")
