@NullMarked
package io.millrace.tokens.process;

import org.jspecify.annotations.NullMarked;
