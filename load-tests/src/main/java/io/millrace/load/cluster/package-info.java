/** The cluster that a measurement runs on, and what its threads cost. */
@NullMarked
package io.millrace.load.cluster;

import org.jspecify.annotations.NullMarked;
