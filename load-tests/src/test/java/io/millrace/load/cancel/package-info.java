@NullMarked
package io.millrace.load.cancel;

import org.jspecify.annotations.NullMarked;
