/** The arithmetic of the benchmark; that it runs is shown by its smoke form. */
@NullMarked
package io.millrace.load.orchestration;

import org.jspecify.annotations.NullMarked;
