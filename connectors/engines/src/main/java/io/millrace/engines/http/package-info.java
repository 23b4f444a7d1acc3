/** Service that posts its input to a URL of the user's. */
@NullMarked
package io.millrace.engines.http;

import org.jspecify.annotations.NullMarked;
