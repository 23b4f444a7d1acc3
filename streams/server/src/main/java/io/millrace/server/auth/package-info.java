/** Who calls, what that one may do, and how often. */
@NullMarked
package io.millrace.server.auth;

import org.jspecify.annotations.NullMarked;
