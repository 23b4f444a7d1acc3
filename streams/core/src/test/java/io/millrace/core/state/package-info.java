@NullMarked
package io.millrace.core.state;

import org.jspecify.annotations.NullMarked;
