/** The platform under {@code kill -9}: started by the profile {@code faults} only. */
@NullMarked
package io.millrace.cli.fault;

import org.jspecify.annotations.NullMarked;
