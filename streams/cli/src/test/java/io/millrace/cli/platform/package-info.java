@NullMarked
package io.millrace.cli.platform;

import org.jspecify.annotations.NullMarked;
