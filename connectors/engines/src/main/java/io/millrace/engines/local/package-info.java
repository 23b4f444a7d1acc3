/** Engine {@code local}: answers out of the index and grounds claims in it, with sentence embeddings alone. */
@NullMarked
package io.millrace.engines.local;

import org.jspecify.annotations.NullMarked;
