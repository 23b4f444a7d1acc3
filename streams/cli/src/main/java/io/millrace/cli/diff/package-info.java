/** What became of a list, a text or a JSON value, as data: no input, no output, no clock. */
@NullMarked
package io.millrace.cli.diff;

import org.jspecify.annotations.NullMarked;
