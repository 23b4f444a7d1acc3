@NullMarked
package io.millrace.core.schemas;

import org.jspecify.annotations.NullMarked;
