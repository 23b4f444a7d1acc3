/** Takes work from the lanes of a pool, has an engine or service do it and streams elements back. */
@NullMarked
package io.millrace.engines.worker;

import org.jspecify.annotations.NullMarked;
