/*
 * Operator class: names are made of a type's short name and a purpose, which is all that is needed.
 *
 * From pg_opclass of PostgreSQL 18: "int4_ops", "date_minmax_ops" (BRIN), "text_pattern_ops" ...
 */
#include "parser/operator_class.h"

typedef struct ShortName {
    const char *name;
    const char *type; /* NULL: the same */
} ShortName;

static const ShortName short_names[] = {
    {"aclitem", NULL},
    {"array", "anyarray"},
    {"bit", NULL},
    {"bool", "boolean"},
    {"box", NULL},
    {"bpchar", "character"},
    {"bytea", NULL},
    {"char", "\"char\""},
    {"cid", NULL},
    {"cidr", "inet"},
    {"circle", NULL},
    {"date", NULL},
    {"enum", "anyenum"},
    {"float4", "real"},
    {"float8", "double precision"},
    {"inet", NULL},
    {"int2", "smallint"},
    {"int4", "integer"},
    {"int8", "bigint"},
    {"interval", NULL},
    {"jsonb", NULL},
    {"jsonb_path", "jsonb"},
    {"kd_point", "point"},
    {"macaddr", NULL},
    {"macaddr8", NULL},
    {"money", NULL},
    {"multirange", "anymultirange"},
    {"name", NULL},
    {"numeric", NULL},
    {"oid", NULL},
    {"oidvector", NULL},
    {"pg_lsn", NULL},
    {"point", NULL},
    {"poly", "polygon"},
    {"quad_point", "point"},
    {"range", "anyrange"},
    {"record", NULL},
    {"record_image", "record"},
    {"text", NULL},
    {"tid", NULL},
    {"time", "time without time zone"},
    {"timestamp", "timestamp without time zone"},
    {"timestamptz", "timestamp with time zone"},
    {"timetz", "time with time zone"},
    {"tsquery", NULL},
    {"tsvector", NULL},
    {"uuid", NULL},
    {"varbit", "bit varying"},
    {"varchar", "text"},
    {"xid", NULL},
    {"xid8", NULL},
};

static const char *const purposes[] = {
    "_minmax_multi_ops", "_minmax_ops", "_inclusion_ops", "_bloom_ops", "_pattern_ops", "_ops",
};

enum {
    SHORT_NAME_COUNT = sizeof short_names / sizeof *short_names,
    PURPOSE_COUNT = sizeof purposes / sizeof *purposes,
};

static const ShortName *find_short_name(Text name) {
    for (size_t i = 0; i < SHORT_NAME_COUNT; i++) {
        if (text_equal(name, text_from_string(short_names[i].name))) {
            return &short_names[i];
        }
    }
    return NULL;
}

/* The short name of an operator class and its purpose; NULL when it is not PostgreSQL's own. */
static const ShortName *split_name(Text name, Text *purpose) {
    for (size_t i = 0; i < PURPOSE_COUNT; i++) {
        *purpose = text_from_string(purposes[i]);
        if (text_ends_with(name, *purpose)) {
            const ShortName *found =
                find_short_name(text_slice(name, 0, name.length - purpose->length));
            if (found != NULL) {
                return found;
            }
        }
    }
    return NULL;
}

bool operator_class_is_builtin(Text name) {
    Text purpose;
    return split_name(name, &purpose) != NULL;
}

/* The type whose operator class serves: varchar uses text's, cidr inet's; modifiers do not matter.
 */
static Text served_type(Text type, bool is_enum) {
    if (text_ends_with(type, TEXT("[]"))) {
        return TEXT("anyarray");
    }
    if (is_enum) {
        return TEXT("anyenum");
    }
    size_t length = 0;
    while (length < type.length && type.data[length] != '(') {
        length++;
    }
    Text plain = text_slice(type, 0, length);
    if (text_starts_with(type, TEXT("timestamp(")) || text_starts_with(type, TEXT("time("))) {
        return TEXT(""); /* "timestamp(3) with time zone": not worth taking apart */
    }
    return text_equal(plain, TEXT("character varying")) ? TEXT("text")
           : text_equal(plain, TEXT("cidr"))            ? TEXT("inet")
                                                        : plain;
}

static bool is_default_purpose(Text access_method, Text type, Text purpose) {
    if (!text_equal(access_method, TEXT("brin"))) {
        return text_equal(purpose, TEXT("_ops"));
    }
    bool has_inclusion = text_equal(type, TEXT("inet")) || text_equal(type, TEXT("box"));
    return text_equal(purpose, has_inclusion ? TEXT("_inclusion_ops") : TEXT("_minmax_ops"));
}

/* Named like a default, but not one. */
static bool is_exception(Text access_method, Text short_name) {
    return text_equal(short_name, TEXT("varchar")) || text_equal(short_name, TEXT("cidr")) ||
           text_equal(short_name, TEXT("record_image")) ||
           text_equal(short_name, TEXT("jsonb_path")) || text_equal(short_name, TEXT("kd_point")) ||
           (text_equal(access_method, TEXT("gist")) && text_equal(short_name, TEXT("inet")));
}

bool operator_class_is_default(Text access_method, Text name, Text type, bool is_enum) {
    Text purpose;
    const ShortName *found = split_name(name, &purpose);
    if (found == NULL || is_exception(access_method, text_from_string(found->name))) {
        return false;
    }
    Text serves = text_from_string(found->type == NULL ? found->name : found->type);
    Text served = served_type(type, is_enum);
    return text_equal(serves, served) && is_default_purpose(access_method, served, purpose);
}
