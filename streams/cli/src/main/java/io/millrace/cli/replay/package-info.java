/** A past request, run again from the log, and what has become of its outcome. */
@NullMarked
package io.millrace.cli.replay;

import org.jspecify.annotations.NullMarked;
