@NullMarked
package io.millrace.server.load;

import org.jspecify.annotations.NullMarked;
