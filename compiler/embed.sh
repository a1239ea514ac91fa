#!/bin/sh
# Files -> C: parser/queries/tables.sql becomes static const char query_tables[], NUL at the end.
# Bytes, not string literals: C11 promises no more than 4095 characters in one literal.
set -eu
echo '/* Made by compiler/embed.sh. */'
for file in "$@"; do
    name=$(basename "$file" .sql)
    printf 'static const char query_%s[] = {\n' "$name"
    od -A n -v -t d1 "$file" | sed -e 's/[^ ][^ ]*/&,/g'
    echo '0};'
done
