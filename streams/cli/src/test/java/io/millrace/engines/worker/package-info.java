/** A worker whose way to the log is disturbed. */
@NullMarked
package io.millrace.engines.worker;

import org.jspecify.annotations.NullMarked;
