/* Storage: see storage.h. */
#include "compiler/storage.h"

/* "numeric" of "numeric(10,2)". */
static Text without_modifier(Text type) {
    size_t length = 0;
    while (length < type.length && type.data[length] != '(') {
        length++;
    }
    return text_slice(type, 0, length);
}

Text storage_of_type(Text type) {
    static const char *const extended[] = {
        "text",      "bytea", "json",    "jsonb",       "xml",
        "tsvector",  "path",  "polygon", "bit varying", "character varying",
        "character", "bit"};
    static const char *const in_main[] = {"numeric", "inet", "cidr"};
    static const char *const plain[] = {"smallint", "integer", "bigint", "boolean",
                                        "date",     "uuid",    "real",   "double precision",
                                        "interval", "oid",     "name"};
    if (text_ends_with(type, TEXT("[]"))) {
        return TEXT("EXTENDED");
    }
    Text bare = without_modifier(type);
    return TEXT_IS_ONE_OF(bare, extended)  ? TEXT("EXTENDED")
           : TEXT_IS_ONE_OF(bare, in_main) ? TEXT("MAIN")
           : TEXT_IS_ONE_OF(bare, plain)   ? TEXT("PLAIN")
                                           : TEXT("");
}
