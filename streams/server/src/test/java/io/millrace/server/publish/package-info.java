@NullMarked
package io.millrace.server.publish;

import org.jspecify.annotations.NullMarked;
