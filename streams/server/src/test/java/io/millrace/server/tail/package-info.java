@NullMarked
package io.millrace.server.tail;

import org.jspecify.annotations.NullMarked;
