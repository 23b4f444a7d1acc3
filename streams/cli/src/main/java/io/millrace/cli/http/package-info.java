/** How client commands talk to a server. */
@NullMarked
package io.millrace.cli.http;

import org.jspecify.annotations.NullMarked;
