/** Finds the instance that holds what is asked for, and asks it. */
@NullMarked
package io.millrace.queries.route;

import org.jspecify.annotations.NullMarked;
