@NullMarked
package io.millrace.tokens;

import org.jspecify.annotations.NullMarked;
