# schemac: see README.md.  Objects go to build/<mode>/; CC, CFLAGS and LDFLAGS are yours to set.
MODE     ?= release
BUILD    := build/$(MODE)
PREFIX   ?= /usr/local
CFLAGS   ?= $(if $(filter asan,$(MODE)),-O1 -g -fsanitize=address$(comma)undefined -fno-omit-frame-pointer,-O2 -g)
comma    := ,

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wstrict-prototypes \
            -Wmissing-prototypes -Wwrite-strings -Wvla -Wundef -Werror=missing-braces
INCLUDES := -I. -I$(BUILD) -isystem build/deps/include -isystem build/deps/include/pg_query/postgres \
            -isystem build/deps/include/pg_query -isystem $(shell pg_config --includedir 2>/dev/null)
OURS     := -std=c11 -D_GNU_SOURCE $(WARNINGS) $(INCLUDES) -MMD -MP
# Debian's libpg_query is built for glibc 2.38 or newer: see compiler/glibc_compat.c.
OLD_LIBC := $(shell printf '%s\n2.38\n' "$$(getconf GNU_LIBC_VERSION | cut -d' ' -f2)" | sort -V | head -n 1 | grep -vx 2.38)
LIBS     := build/deps/lib/x86_64-linux-gnu/libpg_query.a -lpq $(if $(OLD_LIBC),-lbsd) -lpthread -lm

SOURCES  := $(filter-out $(if $(OLD_LIBC),,compiler/glibc_compat.c),$(wildcard compiler/*.c parser/*.c diff/*.c emit/*.c))
OBJECTS  := $(SOURCES:%.c=$(BUILD)/%.o)
QUERIES  := $(wildcard parser/queries/*.sql)

all: schemac

schemac: $(BUILD)/schemac
	ln -sf $< $@

$(BUILD)/schemac: $(OBJECTS)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(OURS) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

clean:
	rm -rf build/release build/asan schemac

-include $(OBJECTS:.o=.d)
.PHONY: all clean
