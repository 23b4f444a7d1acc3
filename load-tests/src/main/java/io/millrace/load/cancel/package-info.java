/** How soon an engine stops once a cancel was acknowledged. */
@NullMarked
package io.millrace.load.cancel;

import org.jspecify.annotations.NullMarked;
