@NullMarked
package io.millrace.core.metrics;

import org.jspecify.annotations.NullMarked;
