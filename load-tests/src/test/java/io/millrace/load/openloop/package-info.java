@NullMarked
package io.millrace.load.openloop;

import org.jspecify.annotations.NullMarked;
