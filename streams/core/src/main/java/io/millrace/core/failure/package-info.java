@NullMarked
package io.millrace.core.failure;

import org.jspecify.annotations.NullMarked;
