/** Commands that speak HTTP to a running server. */
@NullMarked
package io.millrace.cli.client;

import org.jspecify.annotations.NullMarked;
