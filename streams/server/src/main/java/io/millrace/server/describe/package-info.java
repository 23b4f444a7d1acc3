/** What the server says of itself: its interface, its problems. */
@NullMarked
package io.millrace.server.describe;

import org.jspecify.annotations.NullMarked;
