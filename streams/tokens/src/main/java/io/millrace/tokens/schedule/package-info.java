@NullMarked
package io.millrace.tokens.schedule;

import org.jspecify.annotations.NullMarked;
