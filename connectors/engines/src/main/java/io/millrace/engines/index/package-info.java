/** The index over the user's documents: sentences with their embeddings on disk, and the search over them. */
@NullMarked
package io.millrace.engines.index;

import org.jspecify.annotations.NullMarked;
