/** The arithmetic of the benchmark; that it runs is shown by its smoke form. */
@NullMarked
package io.millrace.load.hop;

import org.jspecify.annotations.NullMarked;
