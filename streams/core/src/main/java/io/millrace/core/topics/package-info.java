@NullMarked
package io.millrace.core.topics;

import org.jspecify.annotations.NullMarked;
