/** The command line: the only module that sees all others and composes them. */
@NullMarked
package io.millrace.cli;

import org.jspecify.annotations.NullMarked;
