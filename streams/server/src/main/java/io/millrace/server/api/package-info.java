/** The REST interface as data: its operations, from which the routes, the checks and the description are made. */
@NullMarked
package io.millrace.server.api;

import org.jspecify.annotations.NullMarked;
