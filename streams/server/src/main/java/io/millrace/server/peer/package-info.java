/** What the instances of an installation ask each other. */
@NullMarked
package io.millrace.server.peer;

import org.jspecify.annotations.NullMarked;
