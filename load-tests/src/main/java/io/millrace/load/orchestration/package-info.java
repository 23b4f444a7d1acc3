/** How many elements of calls the topology advances in a second. */
@NullMarked
package io.millrace.load.orchestration;

import org.jspecify.annotations.NullMarked;
