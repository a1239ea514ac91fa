/* Queries. */
#include "parser/normalizer.h"

void normalizer_query(Normalizer *normalizer, SelectStmt *query) {
    tree_visit_children((Node *)query, normalizer_visit, normalizer);
}
void normalizer_data_change(Normalizer *normalizer, Node *statement) {
    tree_visit_children(statement, normalizer_visit, normalizer);
}
