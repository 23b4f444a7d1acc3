/** Service that posts its input to a URL of the user's, and the limit of what any server's answer may take. */
@NullMarked
package io.millrace.engines.http;

import org.jspecify.annotations.NullMarked;
