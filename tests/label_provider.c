/*
 * label_provider: a provider of security labels, so that tests/live.sh can write some.  No server
 * comes with one that runs everywhere: sepgsql needs SELinux.  It accepts every label.
 *
 *   cc -shared -fPIC -DMAJOR=15 -o label_provider.so label_provider.c
 *
 * PostgreSQL's headers come in a package of their own for each version; the little that is needed
 * of them stands here, as fmgr.h and commands/seclabel.h have it.
 */
#include <stddef.h>

typedef struct ObjectAddress ObjectAddress;
typedef void CheckLabel(const ObjectAddress *object, const char *label);

void register_label_provider(const char *name, CheckLabel *check);

/* Version, and how the server was built: it refuses a library that was built otherwise. */
typedef struct Abi {
    int version, arguments_of_functions, keys_of_indexes, length_of_names, passes_float8_by_value;
#if MAJOR >= 15
    char variant[32];
#endif
} Abi;

typedef struct Magic {
    int length;
    Abi abi;
#if MAJOR >= 18
    const char *name, *version;
#endif
} Magic;

const Magic *Pg_magic_func(void);
void _PG_init(void);

const Magic *Pg_magic_func(void) {
    static const Magic magic = {.length = sizeof magic,
                                .abi = {MAJOR * 100, 100, 32, 64, 1
#if MAJOR >= 15
                                        ,
                                        "PostgreSQL"
#endif
                                }};
    return &magic;
}

static void accept(const ObjectAddress *object, const char *label) {
    (void)object, (void)label;
}

void _PG_init(void) {
    /* Those that the cases name. */
    static const char *const names[] = {"anon", "gone", "other", "selinux",
                                        "Mark; DROP TABLE item"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        register_label_provider(names[i], accept);
    }
}
