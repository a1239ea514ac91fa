# schemac: see README.md.  Objects go to build/<mode>/; CC, CFLAGS and LDFLAGS are yours to set.
MODE     ?= release
BUILD    := build/$(MODE)
PREFIX   ?= /usr/local
comma    := ,
CFLAGS   ?= $(if $(filter asan,$(MODE)),-O1 -g -fsanitize=address$(comma)undefined -fno-sanitize-recover=all -fno-omit-frame-pointer,-O2 -g)

# PG_QUERY, PG_QUERY_LIB, PQ_INCLUDE, PQ_LIB, OLD_LIBC: where compiler/deps.sh found the libraries.
# The goals below may install what is missing; the others say what it is.
INSTALLS := $(filter demo test bench deps check-corpora check-oracle,$(MAKECMDGOALS))
ifeq ($(filter clean format,$(MAKECMDGOALS)),)
include build/config.mk
endif

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wstrict-prototypes \
            -Wmissing-prototypes -Wwrite-strings -Wvla -Wundef -Werror=missing-braces
INCLUDES := -I. -I$(BUILD) -isystem $(PG_QUERY)/include -isystem $(PG_QUERY)/include/pg_query/postgres \
            -isystem $(PG_QUERY)/include/pg_query -isystem $(PQ_INCLUDE)
OURS     := -std=c11 -D_GNU_SOURCE $(WARNINGS) $(INCLUDES) -MMD -MP
LIBS     := $(PG_QUERY_LIB) -L$(PQ_LIB) -lpq -ljansson -linih $(if $(OLD_LIBC),-lbsd) -lpthread -lm

SOURCES  := $(wildcard compiler/*.c parser/*.c diff/*.c emit/*.c lint/*.c)
OBJECTS  := $(patsubst %.c,$(BUILD)/%.o,$(filter-out compiler/glibc_compat.c,$(SOURCES)))
COMPAT   := $(if $(OLD_LIBC),$(BUILD)/compiler/glibc_compat.o)
QUERIES  := $(wildcard parser/queries/*.sql)
TESTS    := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/test_*.c))
TOOLS    := $(BUILD)/tests/statements $(BUILD)/tests/measure $(BUILD)/tests/expressions $(BUILD)/tests/plan_json $(BUILD)/tests/coverage
SCRIPTS  := $(wildcard tests/*.sh compiler/*.sh .ci/run)
RUN      := SCHEMAC=$(BUILD)/schemac TOOLS=$(BUILD)/tests

all: schemac

schemac: $(BUILD)/schemac
	@ln -sf $< $@

build/config.mk: compiler/deps.sh
	@mkdir -p build
	@compiler/deps.sh $(if $(INSTALLS),install,check) build
	@compiler/deps.sh configure >$@

$(BUILD)/schemac: $(OBJECTS) $(COMPAT)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/%.o: %.c build/config.mk
	@mkdir -p $(@D)
	$(CC) $(OURS) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

# parser/queries/NAME.sql becomes the C string query_NAME.
$(BUILD)/parser/catalog.o: $(BUILD)/parser/queries.h
$(BUILD)/parser/queries.h: $(QUERIES) compiler/embed.sh
	@mkdir -p $(@D)
	compiler/embed.sh $(QUERIES) >$@

# Test programs take from schemac what they use.
$(BUILD)/schemac.a: $(filter-out $(BUILD)/compiler/main.o,$(OBJECTS))
	@rm -f $@
	$(AR) rcs $@ $^

$(TESTS) $(TOOLS): %: %.o $(COMPAT) $(BUILD)/schemac.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(if $(filter $(TESTS),$@),-lcmocka) $(LIBS)

# Writes random schemas; it shares nothing with schemac.
$(BUILD)/tests/random_schema: $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/random/*.c))
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^

# Packages that a goal needs beyond those of the build.
need-%:
	@compiler/deps.sh $(if $(INSTALLS),install,check) $*

deps: need-unit need-server need-node need-hooks

check: need-unit all $(TESTS) $(TOOLS)
	@status=0; export CMOCKA_MESSAGE_OUTPUT=TAP $(RUN); \
	for test in tests/include_rules.sh $(TESTS) tests/run_fixtures.sh tests/coverage.sh tests/laws.sh tests/look_alikes.sh tests/features.sh \
	            tests/histories.sh tests/lint.sh tests/layouts.sh tests/command_line.sh tests/readme.sh; do \
	    echo "# $$test"; $$test || status=1; \
	done; exit $$status

accept: all
	@$(RUN) tests/run_fixtures.sh --accept
	@$(RUN) tests/histories.sh --accept
	@$(RUN) tests/layouts.sh --accept
	@tests/readme.sh --accept

check-live: need-server need-node all $(TOOLS) $(BUILD)/tests/random_schema
	@status=0; export $(RUN); for test in tests/live.sh tests/live_rollback.sh tests/live_errors.sh tests/live_probe.sh \
	            tests/row_safety.sh "tests/look_alikes.sh --live" "tests/features.sh --live" tests/spellings.sh \
	            tests/equivalence.sh tests/catalog_ledger.sh \
	            tests/random_schemas.sh; do \
	    echo "# $$test"; $$test || status=1; \
	done; exit $$status

# CORPORA=DIR: schemas of real projects in DIR/schemas/*.sql
check-corpora: need-server need-node all
	@status=0; export $(RUN) CORPORA="$(CORPORA)"; for test in tests/real_schemas.sh tests/real_histories.sh; do \
	    echo "# $$test"; $$test || status=1; \
	done; exit $$status

# ORACLE=FILE: judges schemac by catalogs and rows, on CORPORA=DIR/cases; see tests/oracle.sh
check-oracle: need-server all
	@$(RUN) CORPORA="$(CORPORA)" ORACLE="$(ORACLE)" tests/oracle.sh $(OPTIONS)

# CORPORA=DIR: what PostgreSQL's regression suite leaves behind in DIR/schemas/pg-regression-15.sql
check-regression: need-server need-node all
	@$(RUN) CORPORA="$(CORPORA)" tests/regression.sh

check-hooks: need-hooks all
	@$(RUN) tests/pre_commit.sh

test: check check-hooks check-live

# On every major version that is supported.
test-all: export MAJORS := 13 14 15 16 17 18
test-all: test

# Memory lives until exit by design, so leaks are not looked for.
asan:
	@ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=halt_on_error=1 $(MAKE) --no-print-directory MODE=asan check

demo: need-server all
	@$(RUN) tests/demo.sh

bench: need-server all $(TOOLS)
	@$(RUN) tests/bench.sh

install: all
	install -D $(BUILD)/schemac $(DESTDIR)$(PREFIX)/bin/schemac
	mkdir -p $(DESTDIR)$(PREFIX)/share/bash-completion/completions
	$(BUILD)/schemac completion bash >$(DESTDIR)$(PREFIX)/share/bash-completion/completions/schemac
	install -D -m 644 compiler/schemac.1 $(DESTDIR)$(PREFIX)/share/man/man1/schemac.1

format:
	clang-format -i $(wildcard */*.[ch] tests/unit/*.[ch])

lint: build/config.mk
	clang-format --dry-run -Werror $(wildcard */*.[ch] tests/unit/*.[ch])
	cppcheck --quiet --std=c11 --enable=warning,portability --inline-suppr --error-exitcode=1 -I. $(SOURCES)
	shellcheck --severity=warning $(SCRIPTS)

clean:
	rm -rf build/release build/asan build/config.mk schemac

-include $(OBJECTS:.o=.d) $(TESTS:%=%.d) $(TOOLS:%=%.d)
.SECONDARY:
.PHONY: check-squawk check-regression all schemac accept asan bench check check-corpora check-hooks check-live check-oracle clean demo deps format install lint test test-all
