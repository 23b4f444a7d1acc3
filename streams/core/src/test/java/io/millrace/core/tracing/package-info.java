@NullMarked
package io.millrace.core.tracing;

import org.jspecify.annotations.NullMarked;
