/** An answer as it comes: text, verdicts, citations. */
@NullMarked
package io.millrace.cli.answer;

import org.jspecify.annotations.NullMarked;
