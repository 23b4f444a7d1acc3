@NullMarked
package io.millrace.events.tokens;

import org.jspecify.annotations.NullMarked;
