@NullMarked
package io.millrace.tokens.advance;

import org.jspecify.annotations.NullMarked;
