/*
 * What Debian's libpg_query expects of a newer C library.
 *
 * The package is built against glibc 2.38 or newer, whose headers turn strtoul() into
 * __isoc23_strtoul() (which also reads C23's 0b numbers).  The Makefile adds this file only where
 * the C library is older; libbsd supplies the rest (strlcpy).
 */
#include <stdlib.h>

unsigned long __isoc23_strtoul(const char *text, char **end, int base);

unsigned long __isoc23_strtoul(const char *text, char **end, int base) {
    return strtoul(text, end, base);
}
