/** Benchmarks and experiments; {@code millrace bench NAME} runs them. */
@NullMarked
package io.millrace.load;

import org.jspecify.annotations.NullMarked;
