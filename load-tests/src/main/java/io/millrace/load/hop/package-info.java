/** How long an element takes from the worker that emits it to the work that it leads to. */
@NullMarked
package io.millrace.load.hop;

import org.jspecify.annotations.NullMarked;
