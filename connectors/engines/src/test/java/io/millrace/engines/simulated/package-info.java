@NullMarked
package io.millrace.engines.simulated;

import org.jspecify.annotations.NullMarked;
