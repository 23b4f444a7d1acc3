/** An engine that writes nothing of worth but takes as long as a real one: a model of continuous batching and a clock. */
@NullMarked
package io.millrace.engines.simulated;

import org.jspecify.annotations.NullMarked;
