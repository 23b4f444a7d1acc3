/** Load whose requests come when they are due, whatever has become of those before, and what came of it. */
@NullMarked
package io.millrace.load.openloop;

import org.jspecify.annotations.NullMarked;
