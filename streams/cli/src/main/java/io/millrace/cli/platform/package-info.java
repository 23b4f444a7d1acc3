/** Commands that run the platform or parts of it. */
@NullMarked
package io.millrace.cli.platform;

import org.jspecify.annotations.NullMarked;
