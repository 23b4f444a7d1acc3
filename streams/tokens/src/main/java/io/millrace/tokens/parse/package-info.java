@NullMarked
package io.millrace.tokens.parse;

import org.jspecify.annotations.NullMarked;
