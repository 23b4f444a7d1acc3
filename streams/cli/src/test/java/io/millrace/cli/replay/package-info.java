/** Tests of {@code millrace replay}. */
@NullMarked
package io.millrace.cli.replay;

import org.jspecify.annotations.NullMarked;
