/** Tests of the diffs: against naive second implementations. */
@NullMarked
package io.millrace.cli.diff;

import org.jspecify.annotations.NullMarked;
