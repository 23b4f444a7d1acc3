@NullMarked
package io.millrace.tokens.plan;

import org.jspecify.annotations.NullMarked;
